package indices

import (
	"math"
	"slices"
	"testing"
)

// The toy of methods.md section 9, E5, for one site: the time to survive times
// the rate of loss is the inventory; the impact is 0 up to it and then rises in
// proportion, so it is convex in the duration.
func TestTimeToSurviveAndImpact(t *testing.T) {
	const margin, inventory, use, other = 3.0, 60.0, 10.0, 4.0
	tts := TimeToSurvive(inventory, use, other)
	near(t, "time to survive", tts, 10)
	near(t, "inventory", tts*(use-other), inventory)
	for _, tc := range []struct{ weeks, want float64 }{
		{0, 0}, {tts / 2, 0}, {tts, 0}, {tts + 1, 18}, {tts + 5, 90},
	} {
		near(t, "impact", PerformanceImpact(margin, inventory, use, other, tc.weeks), tc.want)
	}
	if got := TimeToSurvive(inventory, use, use); !math.IsInf(got, 1) {
		t.Errorf("covered use survives %g weeks", got)
	}
	near(t, "impact on covered use", PerformanceImpact(margin, 0, use, use+1, 100), 0)
}

func TestRiskExposure(t *testing.T) {
	if got := RiskExposure([]float64{0, 5, 20}); !slices.Equal(got, []float64{0, 0.25, 1}) {
		t.Error(got)
	}
	if got := RiskExposure([]float64{0, 0}); !slices.Equal(got, []float64{0, 0}) {
		t.Error(got)
	}
}
