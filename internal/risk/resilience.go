package risk

import (
	"context"
	"fmt"

	"lodestone/internal/indices"
	"lodestone/internal/network"
	"lodestone/internal/result"
)

// Mechanism is how one way out of a shortage answered a shock, outside the regions
// whose exports are controlled: the indicators of Sprecher et al. 2017 for the
// crisis of 2010, on simulated series.
type Mechanism struct {
	Commodity string  `json:"commodity"`
	Mechanism string  `json:"mechanism"` // other supply, demand, stocks, smuggling
	Lag       int     `json:"lag_weeks"` // -1 if it did not answer
	Speed     float64 `json:"speed_share_of_market_per_year"`
	Magnitude float64 `json:"magnitude_share_of_market"`
	Recovered int     `json:"recovered_after_weeks"` // of the commodity's end uses; -1 if not within the run
}

// Resilience measures the answers to a scenario for every commodity that its
// events control at a border and that end uses outside draw on, in the order of
// ids.
// It gives up when the context ends.
func Resilience(ctx context.Context, s *result.Stress) ([]Mechanism, error) {
	n := s.Scenario.Net
	shock, controlled, inside := controls(n)
	var out []Mechanism
	for c := range n.Model.Commodities {
		if !controlled[c] {
			continue
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		o := observer{s: s, commodity: c, inside: inside, shock: shock}
		rows, err := o.mechanisms()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", n.Model.Commodities[c].ID, err)
		}
		out = append(out, rows...)
	}
	return out, nil
}

// controls finds the week in which the first control of a scenario begins, the
// commodities that controls cover and the regions that impose them.
func controls(n *network.Network) (shock int, controlled, inside map[int]bool) {
	shock, controlled, inside = n.Weeks, map[int]bool{}, map[int]bool{}
	for _, e := range n.Events {
		for _, k := range e.Routes {
			shock = min(shock, e.Start)
			controlled[n.Markets[n.Routes[k].From].Commodity] = true
			inside[n.Markets[n.Routes[k].From].Region] = true
		}
	}
	return shock, controlled, inside
}

// observer sums series over the markets of a commodity outside the controlling
// regions, t a week from the shock on.
type observer struct {
	s         *result.Stress
	commodity int
	inside    map[int]bool
	shock     int
}

func (o *observer) outside(market int) bool {
	m := o.s.Scenario.Net.Markets[market]
	return m.Commodity == o.commodity && !o.inside[m.Region]
}

// sum adds something up for every week of both runs.
func (o *observer) sum(of func(r *result.Record, w int) float64) (run, base []float64) {
	for w := o.shock; w < o.s.Weeks; w++ {
		run = append(run, of(o.s.Scenario, w))
		base = append(base, of(o.s.Baseline, w))
	}
	return run, base
}

func (o *observer) mechanisms() ([]Mechanism, error) {
	n := o.s.Scenario.Net
	wanted, wantedBase := o.sum(func(r *result.Record, w int) float64 { return o.uses(r.Demand[w]) })
	got, gotBase := o.sum(func(r *result.Record, w int) float64 { return o.uses(r.Served[w]) })
	market := 0.0
	for i, m := range n.Markets {
		if o.outside(i) {
			market += m.BaseUse
		}
	}
	if len(wanted) == 0 || market <= 0 || wantedBase[0] <= 0 {
		return nil, nil
	}
	week, err := recovery(wanted, wantedBase, got, gotBase)
	if err != nil {
		return nil, err
	}
	var out []Mechanism
	for _, x := range []struct {
		name  string
		of    func(r *result.Record, w int) float64
		falls bool
	}{
		{"other supply", o.otherSupply, false},
		{"demand", func(r *result.Record, w int) float64 { return o.uses(r.Demand[w]) }, true},
		{"stocks", o.drawn, false},
		{"smuggling", o.smuggled, false},
	} {
		run, base := o.sum(x.of)
		if x.falls {
			run, base = base, run
		}
		r, err := indices.MeasureResponse(run, base, market)
		if err != nil {
			return nil, err
		}
		if r.Magnitude > 0 {
			out = append(out, Mechanism{Commodity: n.Model.Commodities[o.commodity].ID, Mechanism: x.name, Lag: r.Lag, Speed: r.Speed, Magnitude: r.Magnitude, Recovered: week})
		}
	}
	return out, nil
}

// recovery is the week from which what is wanted and not got beyond the baseline
// stays small, -1 if none does within the run.
func recovery(wanted, wantedBase, got, gotBase []float64) (int, error) {
	unmet := make([]float64, len(wanted))
	for i := range unmet {
		unmet[i] = max(0, (wanted[i]-got[i])-(wantedBase[i]-gotBase[i]))
	}
	week, recovered, err := indices.Recovery(unmet, wanted)
	if err == nil && !recovered {
		week = -1
	}
	return week, err
}

// uses is what end uses outside draw of the commodity at some activity.
func (o *observer) uses(activity []float64) float64 {
	n := o.s.Scenario.Net
	sum := 0.0
	for i, u := range n.Uses {
		if u.Surplus {
			continue
		}
		for _, in := range n.Inputs[u.In0:u.In1] {
			if o.outside(in.Market) {
				sum += float64(in.Coef * activity[i])
			}
		}
	}
	return sum
}

// otherSupply is what lines outside start on.
func (o *observer) otherSupply(r *result.Record, w int) float64 {
	n := o.s.Scenario.Net
	sum := 0.0
	for _, out := range n.Outputs {
		if o.outside(out.Market) {
			sum += float64(out.Coef * r.Made[w][out.Line])
		}
	}
	return sum
}

func (o *observer) drawn(r *result.Record, w int) float64 {
	if w == 0 {
		return 0
	}
	sum := 0.0
	for i := range o.s.Scenario.Net.Markets {
		if o.outside(i) {
			sum += r.Stock[w-1][i] - r.Stock[w][i]
		}
	}
	return sum
}

func (o *observer) smuggled(r *result.Record, w int) float64 {
	n := o.s.Scenario.Net
	sum := 0.0
	for _, k := range n.Illicit {
		if o.outside(int(n.RouteTo[k])) {
			sum += r.Shipped[w][k]
		}
	}
	return sum
}
