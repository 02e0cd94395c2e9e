package risk

import (
	"math"
	"testing"

	"lodestone/internal/model"
	"lodestone/internal/result"
)

// A quarter of the world's oxide no longer crosses the border from week 10. The
// works in the US has room to make 10 t more of 100: other supply reaches a tenth of
// the world's refined output, nobody is served in full again, and what was published
// stands beside what the run gives.
func TestCrisis(t *testing.T) {
	n := refinery(t, "element Dy", "commodity oxide Dy 1 stage separate",
		"plant big CN 80/wk makes oxide capacity 80", "plant small US 20/wk makes oxide capacity 30", "route oxide CN US 25/wk lead 2",
		"use lamps CN 55/wk needs oxide:1", "use lasers US 45/wk needs oxide:1", "cover oxide US 6", "event embargo from 10 to 200 origin CN", "run 120")
	n = n.WithoutBehaviour()
	published := []model.Answer{{Mechanism: "other supply", Indicator: "magnitude", Value: model.Quantity{Value: 0.12, Source: "a paper"}},
		{Mechanism: "all", Indicator: "recovery", Value: quantity(104)}}
	x, err := NewCrisis(result.NewStress(result.Observe(n.Baseline(), nil), result.Observe(n, nil), result.Provenance{}), published)
	if err != nil {
		t.Fatal(err)
	}
	answers := map[string]CrisisAnswer{}
	for _, a := range x.Answers {
		answers[a.Mechanism] = a
	}
	supply := answers["other supply"].Magnitude
	if math.Abs(*supply.Simulated-0.1) > 1e-9 || *supply.Published != 0.12 || supply.Source != "a paper" {
		t.Errorf("other supply %+v, want a tenth beside 0.12", supply)
	}
	if s := answers["stocks"].Magnitude; *s.Simulated <= 0 || s.Published != nil {
		t.Errorf("stocks %+v, want some drawn and nothing published", s)
	}
	if r := answers["recycling"]; r.Lag.Simulated != nil || *r.Magnitude.Simulated != 0 {
		t.Errorf("recycling %+v, want none", r)
	}
	if x.Recovery.Simulated != nil || *x.Recovery.Published != 104 {
		t.Errorf("recovery %+v, want none in the run beside 104 weeks", x.Recovery)
	}
}
