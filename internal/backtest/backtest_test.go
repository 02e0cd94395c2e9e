package backtest

import (
	"math"
	"strings"
	"testing"

	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/result"
	"lodestone/internal/sim/simtest"
)

// chain is one maker cut off from week 10 to 30.
const chain = `commodity oxide stage separate price 100
plant works CN 10/wk makes oxide capacity 15
route oxide CN JP 6/wk lead 2
use glass JP 6/wk needs oxide:1
use glass CN 4/wk
cover oxide * 8
set cover_spread 0.5
event embargo from 10 to 30 origin CN
run 60`

func compile(t *testing.T, set ...string) *network.Network {
	t.Helper()
	c, err := simtest.Parse(chain + "\n" + strings.Join(set, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	n, err := network.Compile(c.Model, c.Scenario)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func target(n *network.Network, measure string, from, until int, observed float64) model.Target {
	s := n.Scenario
	return model.Target{ID: measure, Scenario: "case", Fitted: true, Measure: measure, Commodities: []string{"oxide"}, Region: "JP", Other: "CN",
		At: s.Date(from), Until: s.Date(until), Observed: model.Quantity{Value: observed, Low: observed * 0.9, High: observed * 1.1}}
}

func TestMeasures(t *testing.T) {
	n := compile(t)
	r := result.Observe(n, nil)
	flow := func(measure string, from, until int) model.Target {
		x := target(n, measure, from, until, 1)
		x.From, x.To = "CN", "JP"
		return x
	}
	for _, c := range []struct {
		name   string
		target model.Target
		want   float64
	}{
		{"trade before", flow("trade", 5, 10), 1},
		{"trade under the embargo", flow("trade", 10, 30), 0},
		{"imports lag by the lead time", flow("import", 10, 12), 1},
		{"imports under the embargo", flow("import", 12, 30), 0},
		{"price before", target(n, "price", 0, 10, 1), 1},
		{"gap before", target(n, "gap", 0, 10, 1), 1},
		{"use before", target(n, "draw", 0, 10, 1), 1},
	} {
		got, err := simulate(r, c.target)
		if err != nil || math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %g (%v), want %g", c.name, got, err, c.want)
		}
	}
	if got, _ := simulate(r, target(n, "gap", 25, 30, 1)); got <= 1.2 {
		t.Errorf("the gap under the embargo is %g, want it to open", got)
	}
}

func TestScores(t *testing.T) {
	n := compile(t)
	r := result.Observe(n, nil)
	late := target(n, "price", 500, 510, 1)
	scores := Evaluate(r, []model.Target{target(n, "price", 0, 10, 1), target(n, "price", 0, 10, 2), late})
	if !scores[0].InBand || math.Abs(scores[0].LogError) > 1e-12 {
		t.Errorf("an exact target scores %+v", scores[0])
	}
	if scores[1].InBand || math.Abs(scores[1].LogError+math.Ln2) > 1e-9 {
		t.Errorf("half of the observed scores %+v, want an error of -ln 2", scores[1])
	}
	if scores[2].Problem == "" {
		t.Error("a window beyond the replay is not reported")
	}
	if total := Totals(scores)[0]; total.Targets != 3 || total.InBand != 1 || math.Abs(total.RMS-math.Ln2/math.Sqrt2) > 1e-9 {
		t.Errorf("total %+v", total)
	}
}

// hidden is a replay in which the sensitivity of prices starts at 0.5 and was 1.4 when
// the targets were observed, with a target for validation that is far off.
func hidden(t *testing.T) Replay {
	r := result.Observe(compile(t, "set price_sensitivity 1.4"), nil)
	n := compile(t, "set price_sensitivity 0.5")
	for i := range n.Model.Behaviour {
		if b := &n.Model.Behaviour[i]; b.Parameter == "price_sensitivity" {
			b.Value.Low, b.Value.High = 0.1, 3
		}
	}
	var targets []model.Target
	for _, w := range []int{16, 22, 28} {
		x := target(n, "price", w, w+2, 1)
		observed, err := simulate(r, x)
		if err != nil {
			t.Fatal(err)
		}
		x.Observed.Value, x.Observed.Low, x.Observed.High = observed, observed/1.2, observed*1.2
		targets = append(targets, x)
	}
	bait := target(n, "price", 28, 30, 1000)
	bait.Fitted = false
	return Replay{n, append(targets, bait)}
}

// Fitting finds the parameter that made the observations, and does not look at
// targets for validation.
func TestFitRecoversAParameter(t *testing.T) {
	fit, err := Run([]Replay{hidden(t)}, []string{"price_sensitivity"}, 80, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := fit.Parameters[0].After; math.Abs(got-1.4) > 0.01 || fit.After > 1e-3 {
		t.Errorf("fitted %g with error %g, want 1.4 and none", got, fit.After)
	}
}

// A range leaves out what could not be computed, and scores that nobody measured
// have none.
func TestSpread(t *testing.T) {
	scores := []Score{{ID: "a"}, {ID: "b"}}
	var members []Measured
	for i := range 101 {
		members = append(members, Measured{"a": float64(100 - i)}, Measured{})
	}
	Spread(scores, members)
	r := scores[0].Range
	if r == nil || r.Members != 101 || math.Abs(r.Median-50) > 1 || math.Abs(r.Low-5) > 1 || math.Abs(r.High-95) > 1 {
		t.Errorf("range of 0 to 100: %+v", r)
	}
	if scores[1].Range != nil {
		t.Errorf("range of nothing: %+v", scores[1].Range)
	}
}

// Sets gather about the parameter that made the observations, as the bands are wide,
// and do not look at targets for validation.
func TestSampleGathersAboutTheTruth(t *testing.T) {
	s, err := Sample([]Replay{hidden(t)}, []string{"price_sensitivity"}, 60, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := s.Parameters[0]
	if s.Targets != 3 || p.P05 < 0.9 || p.P95 > 2 || p.P50 < 1.2 || p.P50 > 1.6 {
		t.Errorf("%d targets leave %g to %g, half way %g; want three, about 1.4", s.Targets, p.P05, p.P95, p.P50)
	}
}
