package sample

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Every interval of a column holds one point, and columns know nothing of each
// other.
func TestColumnIsStratified(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 700).Draw(t, "n")
		c := NewColumns(rapid.Uint64().Draw(t, "seed"), n, NewNames([]string{rapid.String().Draw(t, "name")}))
		seen := make([]bool, n)
		p := []float64{0}
		for i := range n {
			c.Point(i, p)
			u := p[0]
			k := int(u * float64(n))
			if !(u > 0 && u < 1) || seen[k] {
				t.Fatalf("point %d at %v: interval %d is taken", i, u, k)
			}
			seen[k] = true
		}
	})
}

func TestColumnsAreIndependent(t *testing.T) {
	const n = 4000
	c, p := NewColumns(1, n, NewNames([]string{"a", "b"})), make([]float64, 2)
	x, y, next := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range n {
		c.Point(i, p)
		x[i], y[i], next[(i+n-1)%n] = p[0], p[1], p[0]
	}
	for name, z := range map[string][]float64{"another column": y, "the next point": next} {
		if r := RankCorrelation(x, z); math.Abs(r) > 4/math.Sqrt(n) {
			t.Errorf("rank correlation with %s is %v", name, r)
		}
	}
}

// The numbers of names drawn together are those of their streams.
func TestNamesAreStreams(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOf(rapid.StringMatching("[ab]{0,6}")).Draw(t, "names")
		seed, member := rapid.Uint64().Draw(t, "seed"), rapid.Int().Draw(t, "member")
		u := make([]float64, len(names))
		NewNames(names).Uniforms(seed, member, u)
		for i, name := range names {
			if want := NewStream(seed, member, name).Uniform(); u[i] != want {
				t.Errorf("%q: %v, want %v", name, u[i], want)
			}
		}
	})
}

func TestSplit(t *testing.T) {
	for _, d := range []Dist{Split{2, 3, 10}, LogSplit{0.1, 1, 50}, Split{0, 0, 1}, Split{1, 1, 1}} {
		if err := d.Check(); err != nil {
			t.Fatal(err)
		}
		last := math.Inf(-1)
		for i := 1; i < 1000; i++ {
			x := d.Quantile(float64(i) / 1000)
			if x < last {
				t.Errorf("%T%+v falls at %d", d, d, i)
			}
			last = x
		}
	}
	near(t, "median", Split{2, 3, 10}.Quantile(0.5), 3, 0)
	near(t, "median of the logarithmic", LogSplit{0.1, 1, 50}.Quantile(0.5), 1, 1e-15)
	// A quarter of the draws, half of a side, lie beyond 1 - 1/sqrt(2) of the way.
	near(t, "upper quarter", Split{2, 3, 10}.Quantile(0.75), 3+7*(1-math.Sqrt2/2), 1e-12)
	near(t, "lower quarter", Split{2, 3, 10}.Quantile(0.25), 3-(1-math.Sqrt2/2), 1e-12)
	near(t, "upper quarter of the logarithmic", math.Log(LogSplit{0.1, 1, 50}.Quantile(0.75)), math.Log(50)*(1-math.Sqrt2/2), 1e-12)
	if (LogSplit{0, 1, 2}).Check() == nil || (Split{2, 1, 3}).Check() == nil {
		t.Error("bad parameters pass")
	}
}
