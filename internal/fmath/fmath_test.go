package fmath

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The errors that the package comment promises.
func TestErrors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := math.Ldexp(rapid.Float64Range(0.5, 1).Draw(t, "mantissa"), rapid.IntRange(-300, 300).Draw(t, "exponent"))
		if e := ulps(Log(x), bigLog(x)); e > 1 && math.Abs(x-1) > 0.1 {
			t.Errorf("Log(%v) is %.3f units in the last place off", x, e)
		}
		near := rapid.Float64Range(0.9, 1.1).Draw(t, "near 1")
		if e := ulps(Log(near), bigLog(near)); near != 1 && e > 2 {
			t.Errorf("Log(%v) is %.3f units in the last place off", near, e)
		}
		y := rapid.Float64Range(-600, 600).Draw(t, "y")
		if e := ulps(Exp(y), bigExp(y)); e > 0.6 {
			t.Errorf("Exp(%v) is %.3f units in the last place off", y, e)
		}
		z := y / 200
		for _, w := range []float64{z / 3, 2, 0} {
			if a, b := Pow2(x, z, w); a != Pow(x, z) || b != Pow(x, w) {
				t.Errorf("Pow2(%v, %v, %v) is not what Pow says", x, z, w)
			}
		}
		if got, want := Pow(x, z), math.Pow(x, z); math.Abs(got-want) > 1e-13*want {
			t.Errorf("Pow(%v, %v) = %v, want %v", x, z, got, want)
		}
	})
}

func TestEdges(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"Exp(0)", Exp(0), 1}, {"Exp(1000)", Exp(1000), inf}, {"Exp(-1000)", Exp(-1000), 0}, {"Exp(Inf)", Exp(inf), inf}, {"Exp(-Inf)", Exp(-inf), 0},
		{"Exp(709.7)", Exp(709.7), math.Exp(709.7)}, {"Exp(-708.1)", Exp(-708.1), math.Exp(-708.1)},
		{"Log(1)", Log(1), 0}, {"Log(0)", Log(0), -inf}, {"Log(Inf)", Log(inf), inf}, {"Log(largest)", Log(math.MaxFloat64), math.Log(math.MaxFloat64)},
		{"Log(smallest)", Log(math.SmallestNonzeroFloat64), -1074 * math.Ln2},
		{"Pow(0, 2)", Pow(0, 2), 0}, {"Pow(3, 0)", Pow(3, 0), 1}, {"Pow(7, 1)", Pow(7, 1), 7},
	} {
		if c.got != c.want && !(math.Abs(c.got-c.want) <= 1e-13*math.Abs(c.want)) {
			t.Errorf("%s = %v, want %v", c.name, c.got, c.want)
		}
	}
	for _, x := range []float64{math.NaN(), -1} {
		if got := Log(x); got == got {
			t.Errorf("Log(%v) = %v, want NaN", x, got)
		}
	}
	if got := Exp(math.NaN()); got == got {
		t.Errorf("Exp(NaN) = %v", got)
	}
}

// Both functions keep order where it matters most: close to a step of the tables.
func TestNeverFalls(t *testing.T) {
	for i := range 4 * tableSize {
		edge := 1 + (float64(i)+0.5)/(4*tableSize)
		if a, b := Log(math.Nextafter(edge, 0)), Log(math.Nextafter(edge, 3)); a > b {
			t.Errorf("Log falls at %v", edge)
		}
		at := (float64(i) + 0.5) * math.Ln2 / tableSize
		if a, b := Exp(at*(1-1e-15)), Exp(at*(1+1e-15)); a > b {
			t.Errorf("Exp falls at %v", at)
		}
	}
}

var sink float64

func BenchmarkLog(b *testing.B) {
	for i := range b.N {
		sink += Log(1 + float64(i&1023))
	}
}

func BenchmarkExp(b *testing.B) {
	for i := range b.N {
		sink += Exp(float64(i&1023) * 0.01)
	}
}

// What is done to many numbers at once is what is done to each.
func TestEach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		edges := rapid.SampledFrom([]float64{0, -1, leastNormal, leastNormal / 2, math.MaxFloat64, math.Inf(1), math.Inf(-1), -708, 709, 710, -746})
		x := rapid.SliceOf(rapid.OneOf(rapid.Float64(), rapid.Float64Range(-700, 700), rapid.Float64Range(0, 3), edges)).Draw(t, "x")
		logs, powers := slices.Clone(x), slices.Clone(x)
		LogEach(logs)
		ExpEach(powers)
		for i, v := range x {
			if math.Float64bits(logs[i]) != math.Float64bits(Log(v)) || math.Float64bits(powers[i]) != math.Float64bits(Exp(v)) {
				t.Errorf("of %v: %v and %v, want %v and %v", v, logs[i], powers[i], Log(v), Exp(v))
			}
		}
	})
}

// BenchmarkEach compares logarithms and powers one by one with many at once.
func BenchmarkEach(b *testing.B) {
	from, x := make([]float64, 8*257), make([]float64, 8*257)
	for i := range from {
		from[i] = 0.3 + float64(i*7%257)/100
	}
	bench := func(name string, each func([]float64)) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				copy(x, from)
				each(x)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(x)), "ns/number")
		})
	}
	oneByOne := func(f func(float64) float64) func([]float64) {
		return func(x []float64) {
			for i, v := range x {
				x[i] = f(v)
			}
		}
	}
	bench("Log", oneByOne(Log))
	bench("LogEach", LogEach)
	bench("Exp", oneByOne(Exp))
	bench("ExpEach", ExpEach)
}
