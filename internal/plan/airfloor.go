package plan

import (
	"fmt"

	"lodestone/internal/model"
)

// flights has a share of what is shipped into a market flown while its buyers have
// run out. It costs the freight of the weeks in which they have in the futures
// without moves, on the mean; with moves they are fewer.
func flights(s *scope, v *model.Move, q Question, futures []*Future) []Candidate {
	n := s.net
	var out []Candidate
	for _, m := range s.covered(v) {
		routes, base, early := s.slower(m, v)
		if base <= 0 {
			continue
		}
		weeks := 0.0
		for _, f := range futures {
			weeks += float64(f.Prob * s.weeksOut(f, m))
		}
		c := &n.Model.Commodities[n.Markets[m].Commodity]
		out = append(out, Candidate{Move: v, Market: m, Use: -1, Name: fmt.Sprintf("%s: %s", v.Name, c.ID), Unit: c.Unit + "/wk", Routes: routes, Early: early,
			Cost: float64(v.Freight.Value * weeks), Fixed: v.Fixed.Value, Limit: float64(v.Share.Value * base), Ready: onset(n)})
	}
	return out
}

// slower lists the official routes into a market that take longer than a flight, with
// what they carry a week in the base year and by how many weeks, on the mean of that,
// a flight is faster.
func (s *scope) slower(m int, v *model.Move) (routes []int, base, early float64) {
	n := s.net
	for r := int(n.RouteIn[m]); r < int(n.RouteIn[m+1]); r++ {
		d := &n.Model.Routes[n.Routes[r].Model]
		faster := float64(n.RouteLead[r]) - max(1, v.LeadTime.Value)
		if d.Illicit || v.From >= 0 && d.From != v.From || faster <= 0 || n.Routes[r].Base <= 0 {
			continue
		}
		routes = append(routes, r)
		base += n.Routes[r].Base
		early += float64(faster * n.Routes[r].Base)
	}
	return routes, base, early / max(base, negligible)
}

// weeksOut is how many weeks buyers of a market have run out in a future.
func (s *scope) weeksOut(f *Future, m int) float64 {
	weeks := 0
	for _, l := range f.lacks {
		if l.refused == 0 && s.markets[l.market] == m {
			weeks += s.periods[l.period].Weeks()
		}
	}
	return float64(weeks)
}

// flown is what a tonne a week by air brings into a market in a period of a lack, t:
// what would have come after it, once. While flying goes on no more is gained; when
// buyers have goods again it is given back, and gained anew by the next lack.
func (s *scope) flown(c *Candidate, f *Future, l *lack, t int) float64 {
	if c.Market != s.markets[l.market] || l.refused > 0 {
		return 0
	}
	before := 0
	for k := t - 1; k >= 0 && f.lacking(l.market, k); k-- {
		before += s.periods[k].Weeks()
	}
	if !f.lacking(l.market, t) {
		return 0
	}
	gained := min(c.Early, float64(before+s.periods[t].Weeks())) - min(c.Early, float64(before))
	return float64(gained * f.pass[t][l.market])
}

// lacking reports whether a market goes short in a period.
func (f *Future) lacking(market, period int) bool {
	for i := range f.lacks {
		if l := &f.lacks[i]; l.market == market && l.period == period && l.refused == 0 {
			return true
		}
	}
	return false
}

// floors keep owners of the region's plants from running less because the market
// pays less than their cost. They cost what the market lacks to the floor on all that
// these plants make in the base year, on the mean of the futures.
func floors(s *scope, v *model.Move, q Question, futures []*Future) []Candidate {
	n := s.net
	var out []Candidate
	for _, m := range s.covered(v) {
		k := &n.Markets[m]
		made, idle, lacks := s.homemade(m), 0.0, 0.0
		for _, f := range futures {
			for t, p := range s.periods {
				weeks := float64(p.End - max(p.First, int(v.LeadTime.Value)))
				if weeks <= 0 {
					continue
				}
				idle += f.dormant[t][s.at[m]]
				lacks += float64(float64(f.Prob*weeks) * max(0, float64(v.Level.Value*k.Price)-f.price[t][s.at[m]]))
			}
		}
		if made <= 0 || idle <= negligible*made {
			continue
		}
		out = append(out, Candidate{Move: v, Market: m, Use: -1, Name: fmt.Sprintf("%s: %s", v.Name, n.Model.Commodities[k.Commodity].ID), Unit: "of it",
			Fixed: max(v.Fixed.Value, float64(made*lacks)), Limit: 1, Ready: int(v.LeadTime.Value)})
	}
	return out
}

// homemade is what the region's own plants make for a market in the base year, t/wk.
func (s *scope) homemade(m int) float64 {
	sum := 0.0
	for _, o := range s.net.OutputBy[s.net.OutputIn[m]:s.net.OutputIn[m+1]] {
		out := &s.net.Outputs[o]
		sum += float64(out.Coef * s.net.Lines[out.Line].Base)
	}
	return sum
}

// dormant is what owners of the region's plants leave unmade because it does not
// pay, by market, t/wk.
func (s *scope) dormant(run *track, p Period) []float64 {
	out := make([]float64, len(s.markets))
	for i, level := range mean(run.level, p) {
		line := &s.net.Lines[s.lines[i]]
		for _, o := range s.net.Outputs[line.Out0:line.Out1] {
			if at, ok := s.at[o.Market]; ok {
				out[at] += float64(float64(o.Coef*line.Base) * max(0, 1-level))
			}
		}
	}
	return out
}

// mean averages a series by week over a period.
func mean(series [][]float64, p Period) []float64 {
	out := make([]float64, len(series[p.First]))
	for w := p.First; w < p.End; w++ {
		for i, v := range series[w] {
			out[i] += v / float64(p.Weeks())
		}
	}
	return out
}
