package plan

import (
	"fmt"
	"slices"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

// sources gives origins that no event of the scenario controls a share of a
// market's orders: as a second source, as far as their spare capacity goes, or
// by an offtake that puts what they ship now first. Its unit is a tonne a week;
// the premium is paid on all that is bought from then on.
func sources(s *scope, v *model.Move, q Question, _ []*Future) []Candidate {
	n := s.net
	spare := n.SpareSupply()
	var out []Candidate
	for _, m := range s.covered(v) {
		k := &n.Markets[m]
		routes := s.free(m, v.From)
		room := 0.0
		var origins []int
		for _, r := range routes {
			if v.Kind == model.OfftakeMove {
				room += n.Routes[r].Base
			} else if from := n.Routes[r].From; !slices.Contains(origins, from) {
				origins = append(origins, from)
				room += spare[from]
			}
		}
		weeks := float64(n.Weeks) - v.LeadTime.Value
		c := &n.Model.Commodities[k.Commodity]
		out = append(out, Candidate{Move: v, Market: m, Use: -1, Name: fmt.Sprintf("%s: %s", v.Name, c.ID), Unit: c.Unit + "/wk", Routes: routes,
			Cost: float64(float64(k.Price*v.Premium.Value) * max(0, weeks)), Fixed: v.Fixed.Value,
			Limit: min(float64(v.Share.Value*k.BaseUse), room), Ready: int(v.LeadTime.Value)})
	}
	return out
}

// free lists the official routes into a market, from a region or any, that no
// event of the scenario holds up.
func (s *scope) free(m, from int) []int {
	n := s.net
	var out []int
	for r := int(n.RouteIn[m]); r < int(n.RouteIn[m+1]); r++ {
		d := &n.Model.Routes[n.Routes[r].Model]
		if !d.Illicit && (from < 0 || d.From == from) && !s.held(int32(r)) {
			out = append(out, r)
		}
	}
	return out
}

// held reports whether an event holds goods of a route up.
func (s *scope) held(route int32) bool {
	return slices.ContainsFunc(s.net.Events, func(e network.Event) bool {
		return slices.Contains([]model.EventKind{model.Embargo, model.Licence, model.Quota}, e.Kind) && slices.Contains(e.Routes, route)
	})
}

// redesigns makes a share of the units of an end use without what it draws.
func redesigns(s *scope, v *model.Move, q Question, _ []*Future) []Candidate {
	n := s.net
	var out []Candidate
	for i, u := range s.uses {
		use := &n.Uses[u]
		if use.EndUse != v.EndUse {
			continue
		}
		e := &n.Model.EndUses[use.EndUse]
		weeks := max(0, float64(n.Weeks)-v.LeadTime.Value)
		out = append(out, Candidate{Move: v, Market: -1, Use: i, Name: v.Name, Unit: "of " + e.ID,
			Cost: float64(float64(float64(use.Base*use.Value)*v.Premium.Value) * weeks), Fixed: v.Fixed.Value, Limit: v.Share.Value, Ready: int(v.LeadTime.Value)})
	}
	return out
}

// projects builds a plant of the region: all of it or nothing.
func projects(s *scope, v *model.Move, q Question, _ []*Future) []Candidate {
	n := s.net
	for i := range n.Sites {
		site := &n.Sites[i]
		f := &n.Model.Facilities[site.Facility]
		if site.Facility != v.Facility || f.Region != q.Region {
			continue
		}
		return []Candidate{{Move: v, Market: -1, Use: -1, Site: i, Name: v.Name, Unit: "of it", Fixed: v.Fixed.Value, Limit: 1,
			Ready: int(f.Durations.Permit.Value + f.Durations.Build.Value + f.Durations.Ramp.Value/2)}}
	}
	return nil
}

// brought is what a unit of a candidate adds to a market over some periods, t.
func (s *scope) brought(c *Candidate, f *Future, l *lack, first int) float64 {
	if l.refused > 0 {
		first = l.period // it has no more stock than it normally holds to keep such goods in
	}
	sum := 0.0
	for t := first; t <= l.period; t++ {
		p := s.periods[t]
		if c.Move.Kind == model.FreightMove {
			sum += s.flown(c, f, l, t)
		} else if weeks := float64(p.End - max(p.First, c.Ready)); weeks > 0 {
			sum += float64(weeks * s.adds(c, f, l, t))
		}
	}
	return sum
}

// adds is what a unit of a candidate that works adds to a market in a week of a
// period. Goods from a second source take the place of orders elsewhere, of which
// the part that would have come is lost.
func (s *scope) adds(c *Candidate, f *Future, l *lack, t int) float64 {
	n := s.net
	m := s.markets[l.market]
	switch c.Move.Kind {
	case model.SourceMove, model.OfftakeMove:
		switch {
		case c.Market != m:
			return 0
		case l.refused > 0:
			return l.part // its part of what comes without that licence
		}
		return 1 - f.pass[t][l.market]
	case model.RedesignMove:
		u := &n.Uses[s.uses[c.Use]]
		if l.refused > 0 && l.refused != c.Use+1 {
			return 0
		}
		for _, in := range n.Inputs[u.In0:u.In1] {
			if in.Market == m {
				return float64(in.Coef * u.Base)
			}
		}
	case model.FloorMove:
		switch {
		case c.Market != m:
			return 0
		case l.refused > 0:
			return float64(l.part * f.dormant[t][l.market])
		}
		return f.dormant[t][l.market]
	}
	return 0
}
