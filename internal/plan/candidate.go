package plan

import (
	"fmt"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

// Candidate is a move at one place: a column of the program. Amounts are in
// Unit; those of stocks are tonnes, of a second source, an offtake or
// air freight tonnes a week, of a redesign, a project or a floor shares of it.
type Candidate struct {
	Move   *model.Move
	Market int // index into Net.Markets; -1 where it has none
	Use    int // index into the uses of the scope; -1
	Site   int // index into Net.Sites, of a project
	Name   string
	Unit   string
	Cost   float64 // USD per unit
	Fixed  float64 // USD, once
	Limit  float64
	Ready  int     // week from which it works, with the decision in week 0
	Routes []int   // second source, offtake, air freight
	Early  float64 // weeks by which what is flown comes earlier
}

// maker spells one kind of move out for a scope, given the weeks to prepare.
var makers = map[model.MoveKind]func(*scope, *model.Move, Question, []*Future) []Candidate{
	model.StockMove: stocks, model.PileMove: stocks, model.SourceMove: sources, model.OfftakeMove: sources,
	model.RedesignMove: redesigns, model.CapacityMove: projects,
	model.FreightMove: flights, model.FloorMove: floors,
}

// candidates spells out every move that touches something short in any future.
func candidates(s *scope, futures []*Future, q Question) []Candidate {
	short := map[int]bool{}
	for _, f := range futures {
		for _, l := range f.lacks {
			short[s.markets[l.market]] = true
		}
	}
	var out []Candidate
	for i := range s.net.Model.Moves {
		v := &s.net.Model.Moves[i]
		if v.Region >= 0 && v.Region != q.Region || makers[v.Kind] == nil {
			continue
		}
		for _, c := range makers[v.Kind](s, v, q, futures) {
			if c.Limit > 0 && c.Ready < s.net.Weeks && (c.Market < 0 || short[c.Market]) {
				out = append(out, c)
			}
		}
	}
	return out
}

// markets lists those of the scope that a move covers.
func (s *scope) covered(v *model.Move) []int {
	var out []int
	for _, m := range s.markets {
		if v.Covers(&s.net.Model.Commodities[s.net.Markets[m].Commodity]) {
			out = append(out, m)
		}
	}
	return out
}

// stocks holds goods, privately or publicly, from before the shock to the end of
// the run. They cost their price, what buying adds to it, and what holding them
// costs a year; what they could be sold for in the end is not counted.
func stocks(s *scope, v *model.Move, q Question, _ []*Future) []Candidate {
	var out []Candidate
	for _, m := range s.covered(v) {
		k := &s.net.Markets[m]
		if k.Price <= 0 || k.BaseUse <= 0 {
			continue
		}
		// Bought evenly until the shock, or over the lead time if that is shorter.
		built := min(1, float64(q.Prepare)/max(1, v.LeadTime.Value))
		years := (float64(s.net.Weeks) - min(v.LeadTime.Value, float64(q.Prepare))/2) / network.WeeksPerYear
		c := &s.net.Model.Commodities[k.Commodity]
		out = append(out, Candidate{Move: v, Market: m, Use: -1, Name: fmt.Sprintf("%s: %s", v.Name, c.ID), Unit: c.Unit,
			Cost:  float64(k.Price*(1+v.Markup.Value)) * (1 + float64(v.Carry.Value*years)),
			Fixed: v.Fixed.Value, Limit: float64(float64(v.Limit.Value*k.BaseUse) * built), Ready: q.Prepare})
	}
	return out
}
