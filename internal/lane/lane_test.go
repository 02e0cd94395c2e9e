package lane

import (
	"math"
	"testing"

	"lodestone/internal/fmath"

	"pgregory.net/rapid"
)

func needed(t testing.TB) {
	if !Supported() {
		t.Skip("this machine has no AVX2")
	}
}

// drawF draws a number for each member, and edge cases more often than chance would.
func drawF(t *rapid.T, name string) F {
	edges := []float64{0, math.Copysign(0, -1), 1, -1, 2, -2, 0.5, math.Inf(1), math.Inf(-1), math.MaxFloat64, -math.MaxFloat64,
		math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64, 0x1p-1022, 0x1p-1023, 708, 709, 709.8, -708, -745, -746, 1e-300, 1e300}
	number := rapid.OneOf(rapid.Float64(), rapid.Float64Range(-3, 3), rapid.Float64Range(0.5, 2), rapid.SampledFrom(edges))
	var x F
	for i := range Width {
		*At(&x, i) = number.Draw(t, name)
	}
	return x
}

// An easy exponent of Pow in all members or in some.
func drawExponent(t *rapid.T) F {
	easy := rapid.SampledFrom([]float64{0, 1, -1, 2, -2})
	y := drawF(t, "exponent")
	often := rapid.SampledFrom([]int{0, 1, Width}).Draw(t, "easy exponents")
	for range often {
		*At(&y, rapid.IntRange(0, Width-1).Draw(t, "lane")) = easy.Draw(t, "easy exponent")
	}
	if often == Width {
		y = All(easy.Draw(t, "easy exponent of all"))
	}
	return y
}

func TestPow(t *testing.T) {
	needed(t)
	defer Done()
	rapid.Check(t, func(t *rapid.T) {
		x, y := drawF(t, "x"), drawExponent(t)
		if rapid.Bool().Draw(t, "positive") {
			x = Abs(x).Add(All(1e-3))
		}
		got := Pow(x, y)
		for i := range Width {
			if want := fmath.Pow(Of(x, i), Of(y, i)); !same(Of(got, i), want) {
				t.Fatalf("lane %d of %v and %v: %v, want %v", i, Of(x, i), Of(y, i), Of(got, i), want)
			}
		}
	})
}

func drawMask(t *rapid.T, name string) (m [Width]bool) {
	for i := range m {
		m[i] = rapid.Bool().Draw(t, name)
	}
	return m
}

// same compares bits; any NaN is as good as another.
func same(a, b float64) bool {
	return math.Float64bits(a) == math.Float64bits(b) || a != a && b != b
}

func TestNumbers(t *testing.T) {
	needed(t)
	defer Done()
	binary := map[string]struct {
		wide  func(x, y F) F
		plain func(x, y float64) float64
	}{
		"Add":         {F.Add, func(x, y float64) float64 { return x + y }},
		"Sub":         {F.Sub, func(x, y float64) float64 { return x - y }},
		"Mul":         {F.Mul, func(x, y float64) float64 { return x * y }},
		"Div":         {F.Div, func(x, y float64) float64 { return x / y }},
		"Min":         {F.Min, func(x, y float64) float64 { return min(x, y) }},
		"Max":         {F.Max, func(x, y float64) float64 { return max(x, y) }},
		"Pow":         {Pow, fmath.Pow},
		"Mul and Add": {func(x, y F) F { return x.Mul(y).Add(x) }, func(x, y float64) float64 { return float64(x*y) + x }},
	}
	for name, op := range binary {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				x, y := drawF(t, "x"), drawF(t, "y")
				got := op.wide(x, y)
				for i := range Width {
					if want := op.plain(Of(x, i), Of(y, i)); !same(Of(got, i), want) {
						t.Fatalf("lane %d of %v and %v: %v, want %v", i, Of(x, i), Of(y, i), Of(got, i), want)
					}
				}
			})
		})
	}
}

func TestFunctions(t *testing.T) {
	needed(t)
	defer Done()
	each := func(f func([]F)) func(F) F {
		return func(x F) F {
			list := []F{All(1), x, All(2)}
			f(list)
			return list[1]
		}
	}
	unary := map[string]struct {
		wide  func(x F) F
		plain func(x float64) float64
	}{
		"Positive": {Positive, positiveBits}, "Negative": {Negative, negativeBits},
		"Abs": {Abs, math.Abs}, "Neg": {Neg, func(x float64) float64 { return -x }},
		"Log": {Log, fmath.Log}, "Exp": {Exp, fmath.Exp}, "LogEach": {each(LogEach), fmath.Log}, "ExpEach": {each(ExpEach), fmath.Exp},
	}
	for name, op := range unary {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				x := drawF(t, "x")
				got := op.wide(x)
				for i := range Width {
					if want := op.plain(Of(x, i)); !same(Of(got, i), want) {
						t.Fatalf("lane %d of %v: %v, want %v", i, Of(x, i), Of(got, i), want)
					}
				}
			})
		})
	}
}

func positiveBits(x float64) float64 {
	if math.Signbit(x) {
		return 0
	}
	return x
}

func negativeBits(x float64) float64 {
	if math.Signbit(x) {
		return x
	}
	return 0
}

func TestMasks(t *testing.T) {
	needed(t)
	defer Done()
	one, zero := All(1), All(0)
	compare := map[string]struct {
		wide  func(x, y F) Mask
		plain func(x, y float64) bool
	}{
		"Less":         {F.Less, func(x, y float64) bool { return x < y }},
		"LessEqual":    {F.LessEqual, func(x, y float64) bool { return x <= y }},
		"Greater":      {F.Greater, func(x, y float64) bool { return x > y }},
		"GreaterEqual": {F.GreaterEqual, func(x, y float64) bool { return x >= y }},
		"Equal":        {F.Equal, func(x, y float64) bool { return x == y }},
		"NotEqual":     {F.NotEqual, func(x, y float64) bool { return x != y }},
	}
	for name, op := range compare {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				x, y := drawF(t, "x"), drawF(t, "y")
				*At(&y, rapid.IntRange(0, Width-1).Draw(t, "equal lane")) = Of(x, 0)
				*At(&x, rapid.IntRange(0, Width-1).Draw(t, "NaN lane")) = math.NaN()
				got := Choose(op.wide(x, y), one, zero)
				for i := range Width {
					if want := op.plain(Of(x, i), Of(y, i)); (Of(got, i) == 1) != want {
						t.Fatalf("lane %d of %v and %v: %v, want %v", i, Of(x, i), Of(y, i), !want, want)
					}
				}
			})
		})
	}
}

func TestTruths(t *testing.T) {
	needed(t)
	defer Done()
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawMask(t, "a"), drawMask(t, "b")
		x, y := drawF(t, "x"), drawF(t, "y")
		m, o := MaskOf(&a), MaskOf(&b)
		and, or, not, one := Choose(m.And(o), x, y), Choose(m.Or(o), x, y), Choose(m.Not(), x, y), Choose(m, x, y)
		some, all := false, true
		for i := range Width {
			some, all = some || a[i], all && a[i]
			pick := func(c bool) float64 {
				if c {
					return Of(x, i)
				}
				return Of(y, i)
			}
			if !same(Of(and, i), pick(a[i] && b[i])) || !same(Of(or, i), pick(a[i] || b[i])) || !same(Of(not, i), pick(!a[i])) || !same(Of(one, i), pick(a[i])) {
				t.Fatalf("lane %d of masks %v and %v is wrong", i, a, b)
			}
		}
		if one := rapid.Bool().Draw(t, "one"); Any(When(one)) != one || Every(When(one)) != one {
			t.Fatalf("When(%v) is not that", one)
		}
		if Any(m) != some || Every(m) != all {
			t.Fatalf("of %v: Any %v, Every %v", a, Any(m), Every(m))
		}
	})
}

func TestMembers(t *testing.T) {
	needed(t)
	defer Done()
	x := make([]F, 3)
	if Any(x[1].NotEqual(All(0))) {
		t.Error("a new F is not 0")
	}
	Fill(x, All(7))
	*At(&x[1], Width-1) = 5
	var three, none F
	Set(&three, 3)
	for i := range x {
		Put(&x[i], &three, 1)
		Put(&x[i], &none, 2)
	}
	for i := range 3 * Width {
		want := 7.0
		switch {
		case i == 2*Width-1:
			want = 5
		case i%Width == 1:
			want = 3
		case i%Width == 2:
			want = 0
		}
		if got := Of(x[i/Width], i%Width); got != want {
			t.Errorf("number %d is %v, want %v", i, got, want)
		}
	}
}

// Every member reads its own table.
func TestInterpolate(t *testing.T) {
	table := make([]F, 9)
	for i := range table {
		for l := range Width {
			*At(&table[i], l) = float64(i*i) / float64(l+3)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		var at F
		for l := range Width {
			*At(&at, l) = rapid.Float64Range(0, 7.999).Draw(t, "at")
		}
		y := Interpolate(table, at)
		for l := range Width {
			x := Of(at, l)
			i := int(x)
			low, high := Of(table[i], l), Of(table[i+1], l)
			if want := low + float64((x-float64(i))*(high-low)); Of(y, l) != want {
				t.Fatalf("at %v member %d has %v, want %v", x, l, Of(y, l), want)
			}
		}
	})
}

// Two powers of one number are those taken one by one.
func TestPow2(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var x, y, z F
		for l := range Width {
			*At(&x, l) = rapid.Float64Range(0, 20).Draw(t, "x")
			*At(&y, l), *At(&z, l) = rapid.Float64Range(-2, 2).Draw(t, "y"), rapid.SampledFrom([]float64{0, 1, -1, 2, 0.3, 1.7}).Draw(t, "z")
		}
		a, b := Pow2(x, y, z)
		for l := range Width {
			if p, q := fmath.Pow2(Of(x, l), Of(y, l), Of(z, l)); Of(a, l) != p || Of(b, l) != q {
				t.Fatalf("member %d: %v and %v, want %v and %v", l, Of(a, l), Of(b, l), p, q)
			}
		}
	})
}

// A table of two is read by the sign of each member's number.
func TestBySign(t *testing.T) {
	var x F
	for l := range Width {
		*At(&x, l) = float64(l%3 - 1)
	}
	y := BySign(x, &[2]F{All(1), All(2)})
	for l := range Width {
		want := 1.0
		if Of(x, l) < 0 {
			want = 2
		}
		if Of(y, l) != want {
			t.Errorf("of %v: %v, want %v", Of(x, l), Of(y, l), want)
		}
	}
}
