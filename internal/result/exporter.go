package result

import (
	"cmp"
	"slices"
)

// Exporter is what a control costs the region that imposes it: the other side
// of the ledger. Values are at base prices, so that what is sold less is not
// hidden by what is charged more.
type Exporter struct {
	Region     string  `json:"region"`
	LostSales  float64 `json:"exports_lost_usd"`        // of all goods, at base prices
	Share      float64 `json:"exports_lost_share"`      // of the baseline's
	UnsoldPeak float64 `json:"unsold_stock_peak_usd"`   // above the baseline's, at base prices
	AtHome     Range   `json:"value_lost_at_home_usd"`  // by its own end uses
	Elsewhere  Range   `json:"value_lost_abroad_usd"`   // by everyone else's
	WorstWeek  string  `json:"worst_week"`              // in which exports fell most
	WorstShare float64 `json:"worst_week_exports_lost"` // share of the baseline's exports
}

// compareExporters adds up both sides for every region whose exports an event
// controls, the largest loss of sales first.
func (s *Stress) compareExporters() {
	n := s.Scenario.Net
	for region := range n.Model.Regions {
		if Controls(n, region) {
			s.Exporters = append(s.Exporters, s.exporter(region))
		}
	}
	slices.SortStableFunc(s.Exporters, func(a, b Exporter) int { return cmp.Compare(b.LostSales, a.LostSales) })
}

func (s *Stress) exporter(region int) Exporter {
	n := s.Scenario.Net
	x := Exporter{Region: n.Model.Regions[region].ID}
	total := 0.0
	for w := range s.Weeks {
		base, run := s.exports(s.Baseline, region, w), s.exports(s.Scenario, region, w)
		total += base
		x.LostSales += base - run
		if base > 0 && (base-run)/base > x.WorstShare {
			x.WorstShare, x.WorstWeek = (base-run)/base, day(n.Scenario.Date(w))
		}
		x.UnsoldPeak = max(x.UnsoldPeak, s.held(s.Scenario, region, w)-s.held(s.Baseline, region, w))
	}
	if total > 0 {
		x.Share = x.LostSales / total
	}
	for _, l := range s.Shortages {
		into := &x.Elsewhere
		if l.Region == x.Region {
			into = &x.AtHome
		}
		into.Value += l.Value.Value
		into.Low += l.Value.Low
		into.High += l.Value.High
	}
	return x
}

// exports is the value, at base prices, of what a region ships in a week.
func (s *Stress) exports(r *Record, region, w int) float64 {
	sum := 0.0
	for k, route := range r.Net.Routes {
		if m := r.Net.Markets[route.From]; m.Region == region {
			sum += float64(r.Shipped[w][k] * m.Price)
		}
	}
	return sum
}

// held is the value, at base prices, of what a region's markets hold.
func (s *Stress) held(r *Record, region, w int) float64 {
	sum := 0.0
	for i, m := range r.Net.Markets {
		if m.Region == region {
			sum += float64(r.Stock[w][i] * m.Price)
		}
	}
	return sum
}
