package risk

import (
	"time"

	"lodestone/internal/indices"
	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/provenance"
	"lodestone/internal/result"
)

// Crisis is how markets outside the regions whose exports are controlled answered a
// shock, all tracked elements together by mass: the replay beside what was published.
// Volumes are relative to the refined output of the whole world before the shock.
type Crisis struct {
	Scenario string          `json:"scenario"`
	From     string          `json:"from"`  // week in which the first control begins
	Until    string          `json:"until"` // the replay is cut off there
	Answers  []CrisisAnswer  `json:"answers"`
	Recovery CrisisIndicator `json:"recovery_weeks"` // until end uses are served again; nil if not within the replay
}

// CrisisAnswer is what one mechanism did.
type CrisisAnswer struct {
	Mechanism string          `json:"mechanism"`
	Lag       CrisisIndicator `json:"lag_weeks"` // simulated is nil if it did not answer
	Speed     CrisisIndicator `json:"speed_share_of_market_per_year"`
	Magnitude CrisisIndicator `json:"magnitude_share_of_market"`
}

// CrisisIndicator is one indicator as simulated and as published, nil where there is none.
type CrisisIndicator struct {
	Simulated *float64 `json:"simulated"`
	Published *float64 `json:"published"`
	Source    string   `json:"source,omitempty"` // of what was published
}

// NewCrisis measures the answers to a replay by the indicators of Sprecher et al.
// 2017, and puts those that were published beside them.
func NewCrisis(s *result.Stress, published []model.Answer) (*Crisis, error) {
	n := s.Scenario.Net
	shock, _, inside := controls(n)
	date := func(w int) string { return n.Scenario.Date(w).Format(time.DateOnly) }
	c := &Crisis{Scenario: n.Scenario.Name, From: date(shock), Until: date(s.Weeks)}
	if shock >= s.Weeks {
		return c, nil // nothing is controlled
	}
	o := wholeMarket{observer{s: s, inside: inside, shock: shock}}
	market := o.refined()
	if market <= 0 {
		return c, nil
	}
	for _, x := range []struct {
		name string
		of   func(r *result.Record, w int) float64
		sign float64
	}{
		{"other supply", func(r *result.Record, w int) float64 { return o.made(r, w, false) }, 1},
		{"demand", func(r *result.Record, w int) float64 { return o.used(r.Demand[w]) }, -1},
		{"stocks", o.drawn, 1},
		{"smuggling", o.smuggled, 1},
		{"recycling", func(r *result.Record, w int) float64 { return o.made(r, w, true) }, 1},
	} {
		run, base := o.sum(func(r *result.Record, w int) float64 { return x.sign * x.of(r, w) })
		r, err := indices.MeasureResponse(run, base, market)
		if err != nil {
			return nil, err
		}
		c.Answers = append(c.Answers, newCrisisAnswer(x.name, r, published))
	}
	return c, c.recover(&o, published)
}

func newCrisisAnswer(name string, r indices.Response, published []model.Answer) CrisisAnswer {
	lag := float64(r.Lag)
	a := CrisisAnswer{Mechanism: name, Lag: beside(&lag, published, name, "lag"), Speed: beside(&r.Speed, published, name, "speed"),
		Magnitude: beside(&r.Magnitude, published, name, "magnitude")}
	if r.Lag < 0 {
		a.Lag.Simulated = nil
	}
	return a
}

// recover measures when end uses are served again.
func (c *Crisis) recover(o *wholeMarket, published []model.Answer) error {
	wanted, wantedBase := o.sum(func(r *result.Record, w int) float64 { return o.used(r.Demand[w]) })
	got, gotBase := o.sum(func(r *result.Record, w int) float64 { return o.used(r.Served[w]) })
	week, err := recovery(wanted, wantedBase, got, gotBase)
	weeks := float64(week)
	c.Recovery = beside(&weeks, published, "all", "recovery")
	if week < 0 {
		c.Recovery.Simulated = nil
	}
	return err
}

// beside puts what was published of an indicator beside what was simulated.
func beside(simulated *float64, published []model.Answer, mechanism, indicator string) CrisisIndicator {
	x := CrisisIndicator{Simulated: simulated}
	for i := range published {
		if p := &published[i]; p.Mechanism == mechanism && p.Indicator == indicator {
			x.Published, x.Source = &p.Value.Value, p.Value.Source
		}
	}
	return x
}

// wholeMarket sums over all commodities, t of all tracked elements a week.
type wholeMarket struct{ observer }

func (o *wholeMarket) net() *network.Network { return o.s.Scenario.Net }

// mass is what t of goods of a market contain.
func (o *wholeMarket) mass(market int, t float64) float64 {
	return float64(t * content(o.net(), provenance.All, o.net().Markets[market].Commodity))
}

// outside reports whether a market lies outside the regions that impose controls.
func (o *wholeMarket) outside(market int) bool { return !o.inside[o.net().Markets[market].Region] }

// refined is the world's output of the refining stage in the base year.
func (o *wholeMarket) refined() float64 {
	n, sum := o.net(), 0.0
	for i := range n.Outputs {
		out := &n.Outputs[i]
		if o.atRefining(out) {
			sum += o.mass(out.Market, float64(out.Coef*n.Lines[out.Line].Base))
		}
	}
	return sum
}

// atRefining reports whether an output is a good of the refining stage, and no
// scrap or by-product of another.
func (o *wholeMarket) atRefining(out *network.Output) bool {
	n := o.net()
	return n.Model.Processes[n.Lines[out.Line].Process].Stage == refining && n.Model.Commodities[n.Markets[out.Market].Commodity].Stage == refining
}

// made is what lines outside refine, from scrap or from ore.
func (o *wholeMarket) made(r *result.Record, w int, scrap bool) float64 {
	n, sum := o.net(), 0.0
	for i := range n.Outputs {
		out := &n.Outputs[i]
		if o.outside(out.Market) && o.atRefining(out) && n.FromScrap(&n.Lines[out.Line]) == scrap {
			sum += o.mass(out.Market, float64(out.Coef*r.Made[w][out.Line]))
		}
	}
	return sum
}

// used is what end uses outside draw at some activity, in whatever goods.
func (o *wholeMarket) used(activity []float64) float64 {
	n, sum := o.net(), 0.0
	for i, u := range n.Uses {
		if u.Surplus {
			continue
		}
		for _, in := range n.Inputs[u.In0:u.In1] {
			if o.outside(in.Market) {
				sum += o.mass(in.Market, float64(in.Coef*activity[i]))
			}
		}
	}
	return sum
}

// drawn is what left the stocks outside, of whatever goods.
func (o *wholeMarket) drawn(r *result.Record, w int) float64 {
	if w == 0 {
		return 0
	}
	sum := 0.0
	for i := range o.net().Markets {
		if o.outside(i) {
			sum += o.mass(i, r.Stock[w-1][i]-r.Stock[w][i])
		}
	}
	return sum
}

// smuggled is what arrives outside on illicit routes.
func (o *wholeMarket) smuggled(r *result.Record, w int) float64 {
	n, sum := o.net(), 0.0
	for _, k := range n.Illicit {
		if to := int(n.RouteTo[k]); o.outside(to) {
			sum += o.mass(to, r.Shipped[w][k])
		}
	}
	return sum
}
