package ensemble

import (
	"cmp"
	"slices"

	"lodestone/internal/network"
	"lodestone/internal/result"
)

// Measures says what is noted of every member: which uses, prices and regions, in
// which order. They are those of the central network, so all members share them.
type Measures struct {
	Weeks     int
	Uses      []int     // uses that can go short
	Prices    []PriceOf // commodities whose price outside is followed
	Stocks    []int     // markets whose stock and cover are followed
	Regions   []int     // with a use that can go short
	Exporters []int     // regions whose exports an event controls
	exports   [][]int32 // the routes from each
	Steady    bool      // nothing moves in the baseline, so it need not be run
	names     []Column  // of the values of an outcome, in order
	net       *network.Network
}

// PriceOf is a commodity, with the region its price elsewhere is compared with.
type PriceOf struct {
	Commodity, Inside int
	markets           []int32 // outside
}

// Column names one value of an outcome.
type Column struct {
	Measure string // what it is, with its unit
	Of      string // end use, commodity or region
	Region  string // of an end use
	Week    int    // of a weekly series; -1 for a figure of the whole run
}

// The measures of an outcome.
const (
	TotalLost    = "value_lost_usd"
	UseLost      = "value_lost_by_use_usd"
	RegionLost   = "value_lost_by_region_usd"
	UseShort     = "share_of_demand_unmet"
	PeakPrice    = "highest_price_outside_over_base"
	ExportsLost  = "exports_lost_usd"
	WeeklyLost   = "value_lost_in_week_usd"
	WeeklyDown   = "end_uses_with_lines_stopped"
	WeeklyPrice  = "price_outside_over_base"
	WeeklyCover  = "cover_weeks"
	WeeklyStock  = "stock_t"
	mostFollowed = 12 // commodities whose price is followed week by week
)

// newMeasures decides what to note of a scenario: all end uses that can go short,
// and the prices of the commodities that events act on; without any, of all. Stocks
// are noted of the markets that are to be followed; one that does not exist is left out.
func newMeasures(n *network.Network, follow []Stock) *Measures {
	m := &Measures{Weeks: n.Weeks, net: n, Steady: len(n.Scenario.Against) == 0 && n.Growth == nil}
	for i := range n.Uses {
		if !n.Uses[i].Surplus && n.Uses[i].Base > 0 {
			m.Uses = append(m.Uses, i)
			m.Regions = append(m.Regions, n.Uses[i].Region)
		}
	}
	slices.Sort(m.Regions)
	m.Regions = slices.Compact(m.Regions)
	m.Prices = followed(n)
	for k := range n.Markets {
		name := Stock{n.Model.Commodities[n.Markets[k].Commodity].ID, n.Model.Regions[n.Markets[k].Region].ID}
		if slices.Contains(follow, name) {
			m.Stocks = append(m.Stocks, k)
		}
	}
	for r := range n.Model.Regions {
		if result.Controls(n, r) {
			m.Exporters = append(m.Exporters, r)
			m.exports = append(m.exports, routesFrom(n, r))
		}
	}
	m.name()
	return m
}

// followed lists the commodities whose price outside is followed: those that are
// worth most to buyers outside, first those that an event controls.
func followed(n *network.Network) []PriceOf {
	controlled := make([]bool, len(n.Model.Commodities))
	for _, e := range n.Events {
		for _, k := range e.Routes {
			controlled[n.Markets[n.RouteFrom[k]].Commodity] = true
		}
	}
	worth := make([]float64, len(n.Model.Commodities))
	var out []PriceOf
	for c := range n.Model.Commodities {
		inside := result.Inside(n, c)
		if inside < 0 || result.Outside(n, nil, c, inside) <= 0 {
			continue
		}
		for _, k := range n.Markets {
			if k.Commodity == c && k.Region != inside {
				worth[c] += float64(k.BaseUse * k.Price)
			}
		}
		out = append(out, PriceOf{c, inside, result.MarketsOutside(n, c, inside)})
	}
	slices.SortStableFunc(out, func(a, b PriceOf) int {
		if controlled[a.Commodity] != controlled[b.Commodity] {
			if controlled[a.Commodity] {
				return -1
			}
			return 1
		}
		return cmp.Compare(worth[b.Commodity], worth[a.Commodity])
	})
	return out[:min(len(out), mostFollowed)]
}

// name lists the values of an outcome.
func (m *Measures) name() {
	n := m.net
	add := func(measure, of, region string, week int) {
		m.names = append(m.names, Column{measure, of, region, week})
	}
	add(TotalLost, "", "", -1)
	for _, measure := range []string{UseLost, UseShort} {
		for _, i := range m.Uses {
			u := n.Uses[i]
			add(measure, n.Model.EndUses[u.EndUse].ID, n.Model.Regions[u.Region].ID, -1)
		}
	}
	for _, r := range m.Regions {
		add(RegionLost, "", n.Model.Regions[r].ID, -1)
	}
	for _, p := range m.Prices {
		add(PeakPrice, n.Model.Commodities[p.Commodity].ID, "", -1)
	}
	for _, r := range m.Exporters {
		add(ExportsLost, n.Model.Regions[r].ID, "", -1)
	}
	for _, series := range []string{WeeklyLost, WeeklyDown} {
		for w := range m.Weeks {
			add(series, "", "", w)
		}
	}
	for _, p := range m.Prices {
		for w := range m.Weeks {
			add(WeeklyPrice, n.Model.Commodities[p.Commodity].ID, "", w)
		}
	}
	for _, series := range []string{WeeklyCover, WeeklyStock} {
		for _, k := range m.Stocks {
			for w := range m.Weeks {
				add(series, n.Model.Commodities[n.Markets[k].Commodity].ID, n.Model.Regions[n.Markets[k].Region].ID, w)
			}
		}
	}
}

// Columns lists the values of an outcome.
func (m *Measures) Columns() []Column { return m.names }

// at is where a measure begins among the values.
func (m *Measures) at(measure string) int {
	return slices.IndexFunc(m.names, func(c Column) bool { return c.Measure == measure })
}

// Outcome is what is noted of one member. Days are those from the start of the run
// to the first line-down of each of the uses, -1 where no line stops. Single
// precision is finer than the sketches the values end in. A member that could not
// be drawn says why instead.
type Outcome struct {
	Days   []int32
	Values []float32
	Failed string
}

// First is the day of the first line-down of any use, -1 if no line stops.
func (o *Outcome) First() int32 {
	first := int32(-1)
	for _, d := range o.Days {
		if d >= 0 && (first < 0 || d < first) {
			first = d
		}
	}
	return first
}
