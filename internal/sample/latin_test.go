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
		c := NewColumn(rapid.Uint64().Draw(t, "seed"), n, rapid.String().Draw(t, "name"))
		seen := make([]bool, n)
		for i := range n {
			u := c.At(i)
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
	a, b := NewColumn(1, n, "a"), NewColumn(1, n, "b")
	x, y, next := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range n {
		x[i], y[i], next[i] = a.At(i), b.At(i), a.At((i+1)%n)
	}
	for name, z := range map[string][]float64{"another column": y, "the next point": next} {
		if r := RankCorrelation(x, z); math.Abs(r) > 4/math.Sqrt(n) {
			t.Errorf("rank correlation with %s is %v", name, r)
		}
	}
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
