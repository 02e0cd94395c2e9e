package fmath

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Against the standard library, which implements the same algorithms.
func TestAgreesWithStandardLibrary(t *testing.T) {
	close := func(got, want float64) bool { return math.Abs(got-want) <= 1e-15*math.Abs(want)+1e-300 }
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(1e-12, 1e12).Draw(t, "x")
		y := rapid.Float64Range(-600, 600).Draw(t, "y")
		if got, want := Log(x), math.Log(x); !close(got, want) && math.Abs(got-want) > 1e-16 {
			t.Errorf("Log(%v) = %v, want %v", x, got, want)
		}
		if got, want := Exp(y), math.Exp(y); !close(got, want) {
			t.Errorf("Exp(%v) = %v, want %v", y, got, want)
		}
		z := y / 200
		if got, want := Pow(x, z), math.Pow(x, z); math.Abs(got-want) > 1e-13*want {
			t.Errorf("Pow(%v, %v) = %v, want %v", x, z, got, want)
		}
	})
}

func TestEdges(t *testing.T) {
	for _, c := range []struct{ got, want float64 }{
		{Exp(0), 1}, {Exp(1000), math.Inf(1)}, {Exp(-1000), 0}, {Log(1), 0}, {Pow(0, 2), 0}, {Pow(3, 0), 1}, {Pow(7, 1), 7},
	} {
		if c.got != c.want {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
}
