package result

import (
	"cmp"
	"slices"

	"lodestone/internal/model"
	"lodestone/internal/sim"
)

// Plant is a change in the life of a facility that the scenario brought about.
type Plant struct {
	Date     string  `json:"date"`
	Week     int     `json:"week"`
	Facility string  `json:"facility"`
	Region   string  `json:"region"`
	Owner    string  `json:"owner"`
	From     string  `json:"from"`
	To       string  `json:"to"`
	Margin   float64 `json:"margin"` // share of base revenue, as its owner judges it then
	Baseline bool    `json:"in_baseline_too"`
}

// comparePlants lists every change of phase of a facility, in order of time. A
// run keeps only what happens otherwise than in its baseline, unless it says so.
func (s *Stress) comparePlants() {
	n := s.Scenario.Net
	for i, site := range n.Sites {
		f := &n.Model.Facilities[site.Facility]
		before := sim.Operating
		if site.Dormant {
			before = sim.Planned
		}
		for w := range s.Weeks {
			now := s.Scenario.Phase[w][i]
			if now == before {
				continue
			}
			s.Plants = append(s.Plants, Plant{Date: day(n.Scenario.Date(w)), Week: w, Facility: f.ID, Region: n.Model.Regions[f.Region].ID, Owner: f.Owner,
				From: before.String(), To: now.String(), Margin: s.Scenario.Margin[w][i], Baseline: s.Baseline.Phase[w][i] == now})
			before = now
		}
	}
	slices.SortStableFunc(s.Plants, func(a, b Plant) int { return cmp.Compare(a.Week, b.Week) })
}

// Year is what one region's end uses wanted, got and made at home of the
// commodities of one stage in a calendar year, by the weeks that begin in it.
type Year struct {
	Year    int         `json:"year"`
	Region  string      `json:"region"`
	Stage   model.Stage `json:"stage"`
	Wanted  float64     `json:"wanted_t"`
	Met     float64     `json:"met_share"`
	MetBase float64     `json:"met_share_in_baseline"`
	Own     float64     `json:"own_output_share"` // of what was wanted
	OwnBase float64     `json:"own_output_share_in_baseline"`
	Price   float64     `json:"-"` // mean base price of what was wanted, USD/t
}

// Years sums, year by year, what every region's end uses draw from each stage.
func (s *Stress) Years() []Year {
	n := s.Scenario.Net
	var out []Year
	for w := 0; w < s.Weeks; {
		year, end := n.Scenario.Date(w).Year(), w
		for end < s.Weeks && n.Scenario.Date(end).Year() == year {
			end++
		}
		run, base := s.yearly(s.Scenario, w, end), s.yearly(s.Baseline, w, end)
		for region := range n.Model.Regions {
			for _, stage := range model.Stages {
				x, b := run[regionStage{region, stage}], base[regionStage{region, stage}]
				if x.wanted > 0 && b.wanted > 0 {
					out = append(out, Year{Year: year, Region: n.Model.Regions[region].ID, Stage: stage, Wanted: x.wanted, Price: x.cost / x.wanted,
						Met: x.met / x.wanted, MetBase: b.met / b.wanted, Own: x.own / x.wanted, OwnBase: b.own / b.wanted})
				}
			}
		}
		w = end
	}
	return out
}

type regionStage struct {
	region int
	stage  model.Stage
}

// yearSum is what end uses wanted and got and what lines made, t, and what the
// wanted would have cost at base prices, USD.
type yearSum struct{ wanted, met, own, cost float64 }

// yearly sums a record over some weeks, by region and stage.
func (s *Stress) yearly(r *Record, first, end int) map[regionStage]yearSum {
	n := r.Net
	sums := map[regionStage]yearSum{}
	add := func(market int, x yearSum) {
		m := n.Markets[market]
		k := regionStage{m.Region, n.Model.Commodities[m.Commodity].Stage}
		sum := sums[k]
		sums[k] = yearSum{sum.wanted + x.wanted, sum.met + x.met, sum.own + x.own, sum.cost + float64(x.wanted*m.Price)}
	}
	for w := first; w < end; w++ {
		for i, u := range n.Uses {
			if u.Surplus {
				continue
			}
			for _, in := range n.Inputs[u.In0:u.In1] {
				add(in.Market, yearSum{wanted: float64(in.Coef * r.Demand[w][i]), met: float64(in.Coef * r.Served[w][i])})
			}
		}
		for _, o := range n.Outputs {
			add(o.Market, yearSum{own: float64(o.Coef * r.Made[w][o.Line])})
		}
	}
	return sums
}

// PolicyRegions are the regions that the scenario's own policies act in: those
// that its baseline does not share.
func (s *Stress) PolicyRegions() []string {
	n := s.Scenario.Net
	shared := map[string]bool{}
	for _, e := range s.Baseline.Net.Scenario.Events {
		shared[e.ID] = true
	}
	in := map[int]bool{}
	for _, e := range n.Events {
		if shared[n.Scenario.Events[e.Model].ID] {
			continue
		}
		for _, k := range e.Stockpiles {
			in[n.Markets[n.Stockpiles[k].Market].Region] = true
		}
		for _, k := range e.Markets {
			in[n.Markets[k].Region] = true
		}
		for _, k := range e.Outputs {
			in[n.Markets[n.Outputs[k].Market].Region] = true
		}
		if e.Kind == model.Project {
			for _, k := range e.Sites {
				in[n.Model.Facilities[n.Sites[k].Facility].Region] = true
			}
		}
	}
	var out []string
	for i, r := range n.Model.Regions {
		if in[i] {
			out = append(out, r.ID)
		}
	}
	return out
}

// PublicCost is what one event cost the public in a calendar year; negative
// where a floor paid back.
type PublicCost struct {
	Year  int     `json:"year"`
	Event string  `json:"event"`
	Kind  string  `json:"kind"`
	USD   float64 `json:"usd"`
}

// comparePublic lists what the events of the scenario cost the public, year by
// year, leaving out years and events without any.
func (s *Stress) comparePublic() {
	n := s.Scenario.Net
	for i, e := range n.Events {
		spent := 0.0
		for w := range s.Weeks {
			if w+1 < s.Weeks && n.Scenario.Date(w+1).Year() == n.Scenario.Date(w).Year() {
				continue
			}
			now := s.Scenario.Public[w][i]
			if now != spent {
				d := &n.Scenario.Events[e.Model]
				s.Public = append(s.Public, PublicCost{Year: n.Scenario.Date(w).Year(), Event: d.ID, Kind: string(d.Kind), USD: now - spent})
			}
			spent = now
		}
	}
	slices.SortStableFunc(s.Public, func(a, b PublicCost) int { return cmp.Compare(a.Year, b.Year) })
}
