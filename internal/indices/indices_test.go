package indices

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// must returns a result that cannot fail on the inputs of a test.
func must(v float64, err error) float64 {
	if err != nil {
		panic(err)
	}
	return v
}

// near reports results that differ by more than rounding error.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9*max(1, math.Abs(want))) {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

// oneDecimal rounds as the publications do.
func oneDecimal(v float64) float64 { return math.Round(10*v) / 10 }

func TestConcentration(t *testing.T) {
	for _, tc := range []struct {
		shares []float64
		want   float64
	}{
		{[]float64{1}, 10_000},
		{[]float64{0.5, 0.5}, 5000},
		{[]float64{0.25, 0.25, 0.25, 0.25}, 2500},
		// The example of the US Department of Justice page on the index:
		// four firms with 30, 30, 20 and 20 percent.
		{[]float64{0.3, 0.3, 0.2, 0.2}, 2600},
	} {
		near(t, "concentration", must(Concentration(tc.shares)), tc.want)
	}
}

func TestBadSharesAreErrors(t *testing.T) {
	for _, shares := range [][]float64{
		nil, {0.5, 0.4}, {0.6, 0.5}, {1.5, -0.5}, {60, 40}, {math.NaN(), 1}, {math.Inf(1)},
	} {
		if _, err := Concentration(shares); err == nil {
			t.Errorf("shares %v are accepted", shares)
		}
	}
	for _, quantities := range [][]float64{nil, {0, 0}, {-1, 2}, {math.NaN()}, {math.MaxFloat64, math.MaxFloat64}} {
		if _, err := Shares(quantities); err == nil {
			t.Errorf("quantities %v are accepted", quantities)
		}
	}
}

// Whole percents that miss 100 by one are still shares.
func TestRoundedSharesAreAccepted(t *testing.T) {
	if _, err := Concentration([]float64{0.33, 0.33, 0.33}); err != nil {
		t.Error(err)
	}
}

// The index lies between that of equal suppliers and that of one, and a merger
// raises it by twice the product of the shares.
func TestConcentrationProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shares, err := Shares(rapid.SliceOfN(rapid.Float64Range(0.1, 100), 2, 12).Draw(t, "quantities"))
		if err != nil {
			t.Fatal(err)
		}
		hhi := must(Concentration(shares))
		if hhi < 10_000/float64(len(shares))-1e-6 || hhi > 10_000+1e-6 {
			t.Fatalf("concentration %g of %d suppliers", hhi, len(shares))
		}
		merged := slices.Clone(shares[1:])
		merged[0] += shares[0]
		if rise := must(Concentration(merged)) - hhi; math.Abs(rise-20_000*shares[0]*shares[1]) > 1e-6 {
			t.Fatalf("merger of %g and %g adds %g", shares[0], shares[1], rise)
		}
	})
}
