package result

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"lodestone/internal/model"
)

// Series is one number a week. Its JSON has five significant digits, enough to
// draw and a third of the bytes.
type Series []float64

// MarshalJSON writes the numbers rounded to five significant digits.
func (s Series) MarshalJSON() ([]byte, error) {
	out := make([]byte, 0, 8*len(s)+2)
	out = append(out, '[')
	for i, x := range s {
		if i > 0 {
			out = append(out, ',')
		}
		if math.IsNaN(x) || math.IsInf(x, 0) {
			out = append(out, "null"...)
			continue
		}
		out = strconv.AppendFloat(out, x, 'g', 5, 64)
	}
	return append(out, ']'), nil
}

// MarketSeries is one market week by week.
type MarketSeries struct {
	Commodity     string   `json:"commodity"`
	Region        string   `json:"region"`
	Name          string   `json:"name"`
	Unit          string   `json:"unit" doc:"of the amounts"`
	NormalCover   float64  `json:"normal_cover_weeks"`
	Lead          float64  `json:"lead_weeks" doc:"from order to arrival, over all sources at the shares of the base year"`
	LineDown      *int     `json:"line_down_week" doc:"first week in which an end use there stops for lack of it"`
	Cover         Series   `json:"cover_weeks"`
	BaseCover     Series   `json:"baseline_cover_weeks"`
	Stock         Series   `json:"stock_t"`
	BaseStock     Series   `json:"baseline_stock_t"`
	InTransit     Series   `json:"in_transit_t" doc:"sent by other regions, not yet arrived"`
	Want          Series   `json:"want_t" doc:"what all buyers there want to draw in the week"`
	Unmet         Series   `json:"unmet_t" doc:"what of it they did not get"`
	Supply        []Supply `json:"supply" doc:"what arrived, by origin, the largest first"`
	Price         Series   `json:"price_usd_per_kg"`
	BasePrice     Series   `json:"baseline_price_usd_per_kg"`
	StoppedBuyers Series   `json:"stopped_share" doc:"share of buyers that have run out"`
}

// Supply is what one origin brought a market, t a week.
type Supply struct {
	Origin string `json:"origin" doc:"a region"`
	Kind   string `json:"kind" enum:"own,trade,illicit,stockpile"`
	T      Series `json:"t"`
}

// PriceSeries is the price of a commodity inside and outside the region that
// controls or makes most of it; outside is weighted by base use.
type PriceSeries struct {
	Commodity   string  `json:"commodity"`
	Unit        string  `json:"unit"`
	Inside      string  `json:"inside_region"`
	InsideUSD   Series  `json:"inside"`
	OutsideUSD  Series  `json:"outside"`
	BaseInside  float64 `json:"base_inside"`
	BaseOutside float64 `json:"base_outside"`
}

// UnmetSeries is the share of an end use's demand that went unserved.
type UnmetSeries struct {
	Place
	Share    Series `json:"share"`
	Baseline Series `json:"baseline"`
}

// column is one series of a record, times a factor.
func column(rows [][]float64, i int, factor float64) Series {
	out := make(Series, len(rows))
	for w := range rows {
		out[w] = float64(rows[w][i] * factor)
	}
	return out
}

// MarketSeries follows a market through the run.
func (s *Stress) MarketSeries(m int) MarketSeries {
	n, run := s.Scenario.Net, s.Scenario
	k := n.Markets[m]
	c, r := n.Model.Commodities[k.Commodity], n.Model.Regions[k.Region]
	out := MarketSeries{Commodity: c.ID, Region: r.ID, Name: c.Name, Unit: c.Unit, NormalCover: k.Cover, Lead: k.MeanLead,
		Cover: column(run.Cover, m, 1), BaseCover: column(s.Baseline.Cover, m, 1),
		Stock: column(run.Stock, m, 1), BaseStock: column(s.Baseline.Stock, m, 1), Want: column(run.Want, m, 1),
		Price: column(run.Price, m, perKg), BasePrice: column(s.Baseline.Price, m, perKg), StoppedBuyers: column(run.Stopped, m, 1),
		Supply: s.supply(m), InTransit: s.inTransit(m), Unmet: make(Series, s.Weeks)}
	before := float64(k.Cover * k.BaseUse)
	for w := range out.Unmet {
		drawn := before + run.Inflow[w][m] - run.Stock[w][m]
		before = run.Stock[w][m]
		if gap := out.Want[w] - drawn; gap > float64(negligible*out.Want[w]) {
			out.Unmet[w] = gap
		}
	}
	for i := range s.LineDowns {
		if d := &s.LineDowns[i]; d.Missing == c.ID && d.Region == r.ID && (out.LineDown == nil || d.Week < *out.LineDown) {
			out.LineDown = &d.Week
		}
	}
	return out
}

// perKg turns USD/t into USD/kg.
const perKg = 1e-3

// supply splits what arrived in a market by where it came from, at the time it
// arrived: what left before the run did so at the rate of the base year.
func (s *Stress) supply(m int) []Supply {
	n, run := s.Scenario.Net, s.Scenario
	var list []Supply
	into := func(region int, kind string) Series {
		origin := n.Model.Regions[region].ID
		i := slices.IndexFunc(list, func(x Supply) bool { return x.Origin == origin && x.Kind == kind })
		if i < 0 {
			i, list = len(list), append(list, Supply{Origin: origin, Kind: kind, T: make(Series, s.Weeks)})
		}
		return list[i].T
	}
	for k := int(n.RouteIn[m]); k < int(n.RouteIn[m+1]); k++ {
		route, kind := n.Routes[k], "trade"
		if n.Model.Routes[route.Model].Illicit {
			kind = "illicit"
		}
		add(into(n.Markets[route.From].Region, kind), run.Shipped, k, route.Lead, route.Base, 1)
	}
	for _, o := range n.OutputBy[n.OutputIn[m]:n.OutputIn[m+1]] {
		out := n.Outputs[o]
		l := n.Lines[out.Line]
		add(into(n.Markets[m].Region, "own"), run.Made, out.Line, l.Lag, l.Base, out.Coef)
	}
	if len(n.Stockpiles) > 0 {
		released := into(n.Markets[m].Region, "stockpile")
		for w := range released {
			released[w] = run.Inflow[w][m]
			for _, x := range list[:len(list)-1] {
				released[w] -= x.T[w]
			}
			if released[w] < float64(negligible*run.Want[w][m]) {
				released[w] = 0
			}
		}
	}
	list = slices.DeleteFunc(list, func(x Supply) bool { return total(x.T) == 0 })
	slices.SortStableFunc(list, func(a, b Supply) int { return cmp.Compare(total(b.T), total(a.T)) })
	return list
}

// add adds what set out some weeks before to a series of arrivals.
func add(into Series, sent [][]float64, i, lag int, base, coef float64) {
	for w := range into {
		x := base
		if w >= lag {
			x = sent[w-lag][i]
		}
		into[w] += float64(coef * x)
	}
}

func total(s Series) float64 {
	sum := 0.0
	for _, x := range s {
		sum += x
	}
	return sum
}

// inTransit is what other regions have sent a market and what has not arrived by
// the end of each week.
func (s *Stress) inTransit(m int) Series {
	n, run := s.Scenario.Net, s.Scenario
	out := make(Series, s.Weeks)
	for k := int(n.RouteIn[m]); k < int(n.RouteIn[m+1]); k++ {
		route := n.Routes[k]
		sum := float64(float64(route.Lead) * route.Base)
		for w := range out {
			arrived := route.Base
			if w >= route.Lead {
				arrived = run.Shipped[w-route.Lead][k]
			}
			sum += run.Shipped[w][k] - arrived
			out[w] += max(0, sum)
		}
	}
	return out
}

// Lane is what moves between two regions at a stage: the mean week of some weeks
// from the first event on, with the events and without. Smuggling is left out.
type Lane struct {
	Stage    model.Stage `json:"stage"`
	From     string      `json:"from"`
	To       string      `json:"to"`
	Baseline float64     `json:"baseline_t_per_week"`
	Shipped  float64     `json:"shipped_t_per_week"`
}

// Lanes sums the routes of every stage between every two regions over some weeks
// from the first event on, in the order of stages and routes.
func (s *Stress) Lanes(weeks int) []Lane {
	n := s.Scenario.Net
	from := s.shockWeek()
	to := min(from+weeks, s.Weeks)
	out := []Lane{}
	for k, r := range n.Routes {
		d := n.Model.Routes[r.Model]
		if d.Illicit {
			continue
		}
		lane := Lane{Stage: n.Model.Commodities[d.Commodity].Stage, From: n.Model.Regions[d.From].ID, To: n.Model.Regions[d.To].ID}
		i := slices.IndexFunc(out, func(x Lane) bool { return x.Stage == lane.Stage && x.From == lane.From && x.To == lane.To })
		if i < 0 {
			i, out = len(out), append(out, lane)
		}
		for w := from; w < to; w++ {
			out[i].Baseline += s.Baseline.Shipped[w][k] / float64(to-from)
			out[i].Shipped += s.Scenario.Shipped[w][k] / float64(to-from)
		}
	}
	slices.SortStableFunc(out, func(a, b Lane) int {
		return cmp.Compare(slices.Index(model.Stages, a.Stage), slices.Index(model.Stages, b.Stage))
	})
	return slices.DeleteFunc(out, func(x Lane) bool { return x.Baseline <= 0 && x.Shipped <= 0 })
}

// PriceSeries follows the price of a commodity inside and outside; false if it
// has none.
func (s *Stress) PriceSeries(commodity int) (PriceSeries, bool) {
	n := s.Scenario.Net
	inside := Inside(n, commodity)
	if inside < 0 {
		return PriceSeries{}, false
	}
	m := n.MarketOf(commodity, inside)
	if m < 0 || n.Markets[m].Price <= 0 {
		return PriceSeries{}, false
	}
	p := PriceSeries{Commodity: n.Model.Commodities[commodity].ID, Unit: "USD/kg " + n.Model.Commodities[commodity].Basis,
		Inside: n.Model.Regions[inside].ID, InsideUSD: column(s.Scenario.Price, m, perKg), OutsideUSD: make(Series, s.Weeks),
		BaseInside: n.Markets[m].Price * perKg, BaseOutside: Outside(n, nil, commodity, inside) * perKg}
	for w := range p.OutsideUSD {
		p.OutsideUSD[w] = Outside(n, s.Scenario.Price[w], commodity, inside) * perKg
	}
	return p, true
}

// UnmetSeries follows the costliest shortages, at most some many.
func (s *Stress) UnmetSeries(most int) []UnmetSeries {
	out := []UnmetSeries{}
	for _, x := range s.Shortages[:min(most, len(s.Shortages))] {
		use := 0
		for s.place(use) != x.Place {
			use++
		}
		u := UnmetSeries{Place: x.Place, Share: make(Series, s.Weeks), Baseline: make(Series, s.Weeks)}
		for w := range u.Share {
			u.Share[w], u.Baseline[w] = s.Scenario.Unserved(w, use), s.Baseline.Unserved(w, use)
		}
		out = append(out, u)
	}
	return out
}

// LostCourse is the value lost so far by the end of every week, USD.
func (s *Stress) LostCourse() Series {
	out := make(Series, s.Weeks)
	sum := 0.0
	for w := range out {
		for i := range s.Scenario.Net.Uses {
			if u := &s.Scenario.Net.Uses[i]; !u.Surplus {
				sum += float64(s.lost(w, i) * u.Value)
			}
		}
		out[w] = sum
	}
	return out
}
