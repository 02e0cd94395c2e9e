package result

import (
	"slices"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

// Ledger is both sides of a control in one week: what it costs the region that
// imposes it, and what it costs the others.
type Ledger struct {
	Date      string  `json:"date"`
	Region    string  `json:"region"`
	LostSales float64 `json:"exports_lost_usd"`       // at base prices
	Unsold    float64 `json:"unsold_stock_usd"`       // above the baseline's, at base prices
	Idle      float64 `json:"output_lost_usd"`        // of its plants against the baseline, at base prices
	AtHome    float64 `json:"value_lost_at_home_usd"` // by its end uses
	Elsewhere float64 `json:"value_lost_abroad_usd"`
	Entrants  float64 `json:"capacity_abroad_usd"` // opened or added elsewhere beyond the baseline's, a week's output at base prices
}

// Ledger lists, week by week, both sides of every control, for each region whose
// exports an event controls.
func (s *Stress) Ledger() []Ledger {
	n := s.Scenario.Net
	var out []Ledger
	for region := range n.Model.Regions {
		if !Controls(n, region) {
			continue
		}
		for w := range s.Weeks {
			l := Ledger{Date: day(n.Scenario.Date(w)), Region: n.Model.Regions[region].ID,
				LostSales: s.exports(s.Baseline, region, w) - s.exports(s.Scenario, region, w),
				Unsold:    s.held(s.Scenario, region, w) - s.held(s.Baseline, region, w)}
			for i, site := range n.Sites {
				unit := site.Revenue
				if n.Model.Facilities[site.Facility].Region != region {
					l.Entrants += float64(unit * max(0, s.Scenario.Room[w][i]-s.Baseline.Room[w][i]))
					continue
				}
				for k := site.Line0; k < site.Line1; k++ {
					l.Idle += float64(unit * (s.Baseline.Made[w][k] - s.Scenario.Made[w][k]))
				}
			}
			for i, u := range n.Uses {
				lost := float64(s.lost(w, i) * u.Value)
				if u.Region == region {
					l.AtHome += lost
				} else {
					l.Elsewhere += lost
				}
			}
			out = append(out, l)
		}
	}
	return out
}

// controls are the kinds of event that hold back or burden what a region sells.
var controls = []model.EventKind{model.Embargo, model.Licence, model.Quota, model.Tariff, model.ExportTax}

// Controls reports whether an event holds back what a region sends, or keeps its
// technology from the others.
func Controls(n *network.Network, region int) bool {
	for i := range n.Events {
		e := &n.Events[i]
		if e.Kind == model.TechnologyBan && slices.Contains(n.Scenario.Events[e.Model].Scope.Except, region) {
			return true
		}
		if !slices.Contains(controls, e.Kind) {
			continue
		}
		for _, k := range e.Routes {
			if n.Markets[n.Routes[k].From].Region == region {
				return true
			}
		}
	}
	return false
}
