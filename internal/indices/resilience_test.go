package indices

import (
	"math"
	"testing"
)

// weeks returns n weekly values of f.
func weeks(n int, f func(t float64) float64) []float64 {
	values := make([]float64, n)
	for t := range values {
		values[t] = f(float64(t))
	}
	return values
}

func flat(v float64) func(float64) float64 { return func(float64) float64 { return v } }

// Series built to have the speeds Sprecher et al. 2017 report for 2010-12,
// production outside China gaining 4 % of the market a year and substitution
// taking 10 % of demand a year, are measured as such. This checks definitions
// and units; the series of the crisis are not at hand.
func TestSprecher2017Speeds(t *testing.T) {
	const market = 2000.0
	mines := weeks(157, func(w float64) float64 { return 100 + market*0.04*w/52 })
	got, err := MeasureResponse(mines, weeks(157, flat(100)), market)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "speed of mines", got.Speed, 0.04)
	near(t, "magnitude of mines", got.Magnitude, 0.12)

	// Demand falls, so it stands in the place of the baseline.
	demand := weeks(157, func(w float64) float64 { return market * (1 - min(0.10*w/52, 0.15)) })
	if got, err = MeasureResponse(weeks(157, flat(market)), demand, market); err != nil {
		t.Fatal(err)
	}
	near(t, "speed of substitution", got.Speed, 0.10)
	near(t, "magnitude of substitution", got.Magnitude, 0.15)
	// 5 % of the 15 % reached is 0.75 %, passed after 3.9 weeks.
	if got.Lag != 4 {
		t.Errorf("lag of substitution %d, want 4", got.Lag)
	}
}

func TestMeasureResponse(t *testing.T) {
	late := func(from, to, rate float64) func(float64) float64 {
		return func(w float64) float64 { return rate * min(max(w-from, 0), to-from) }
	}
	for _, tc := range []struct {
		name   string
		series []float64
		want   Response
	}{
		{"none", weeks(60, flat(0)), Response{Lag: -1}},
		{"wrong way", weeks(60, flat(-3)), Response{Lag: -1}},
		{"at once", weeks(10, flat(5)), Response{Lag: 0, Speed: 0.05, Magnitude: 0.05}},
		// One a week for 40 weeks from week 30; 2 of 40 is the 5 % to be passed.
		{"late", weeks(200, late(30, 70, 1)), Response{Lag: 33, Speed: 0.4, Magnitude: 0.4}},
		// Half a unit a week for 150 weeks: 26 in any year.
		{"slow", weeks(200, late(0, 150, 0.5)), Response{Lag: 8, Speed: 0.26, Magnitude: 0.75}},
		{"empty", nil, Response{Lag: -1}},
	} {
		got, err := MeasureResponse(tc.series, weeks(len(tc.series), flat(0)), 100)
		if err != nil {
			t.Fatal(err)
		}
		near(t, tc.name+": speed", got.Speed, tc.want.Speed)
		near(t, tc.name+": magnitude", got.Magnitude, tc.want.Magnitude)
		if got.Lag != tc.want.Lag {
			t.Errorf("%s: lag %d, want %d", tc.name, got.Lag, tc.want.Lag)
		}
	}
}

func TestRecovery(t *testing.T) {
	// shortage has 10 % unmet in the weeks from, to (without to) of each pair.
	shortage := func(n int, spells ...int) []float64 {
		return weeks(n, func(w float64) float64 {
			for i := 0; i < len(spells); i += 2 {
				if int(w) >= spells[i] && int(w) < spells[i+1] {
					return 10
				}
			}
			return 1
		})
	}
	for _, tc := range []struct {
		name  string
		unmet []float64
		week  int
		ok    bool
	}{
		{"never short", shortage(80), 0, true},
		// The compounds' two years of Sprecher et al. 2017, as weeks.
		{"two years", shortage(200, 20, 104), 104, true},
		{"relapse within 26 weeks", shortage(200, 10, 40, 65, 80), 80, true},
		{"relapse after 26 weeks", shortage(200, 10, 40, 66, 80), 40, true},
		{"series too short to tell", shortage(65, 10, 40), 0, false},
		{"series just long enough", shortage(66, 10, 40), 40, true},
		{"short to the end", shortage(100, 10, 100), 0, false},
	} {
		week, ok, err := Recovery(tc.unmet, weeks(len(tc.unmet), flat(100)))
		if err != nil {
			t.Fatal(err)
		}
		if week != tc.week || ok != tc.ok {
			t.Errorf("%s: week %d, %v, want %d, %v", tc.name, week, ok, tc.week, tc.ok)
		}
	}
	if week, ok, err := Recovery(make([]float64, 5), make([]float64, 5)); week != 0 || !ok || err != nil {
		t.Errorf("no demand: %d, %v, %v", week, ok, err)
	}
}

func TestResilienceBadInputsAreErrors(t *testing.T) {
	one := []float64{1}
	for name, call := range map[string]func() error{
		"baseline missing": func() error { _, err := MeasureResponse(one, nil, 1); return err },
		"no market":        func() error { _, err := MeasureResponse(one, one, 0); return err },
		"not a number":     func() error { _, err := MeasureResponse([]float64{math.NaN()}, one, 1); return err },
		"demand missing":   func() error { _, _, err := Recovery(one, nil); return err },
		"negative unmet":   func() error { _, _, err := Recovery([]float64{-1}, one); return err },
	} {
		if call() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
