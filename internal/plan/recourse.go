package plan

import (
	"math"

	"lodestone/internal/lp"
	"lodestone/internal/model"
	"lodestone/internal/network"
)

// money is the unit of the programs, USD.
const money = 1e6

// recourse is the second stage of one future: how the moves, x, are used.
//
// Of each lack a share phi in [0,1] remains. A market's stock holds S tonnes
// more than in the run without moves,
//
//	S_t <= S_t-1 + released + brought in - short (1 - phi_t),   S_t >= 0,
//
// and as it holds more, fewer buyers have run out: with F the spread of their
// stocks (convex, so its tangents will do), L and Q the share of the normal
// stock N left and that of the buyers stopped without moves,
//
//	phi_t >= F(L + (S_t-1 + S_t) / 2N) / Q - Q (released + brought in) / short.
//
// An end use loses its value times the largest of share times phi over its inputs.
//
// First-stage columns are shares of the limit of a move, and the masses of a market
// are counted in the largest of its normal stocks, so that all columns are of one
// size.
type recourse struct {
	p      *lp.Problem
	s      *scope
	f      *Future
	list   []Candidate
	x      []int     // columns of the first stage
	phi    []int     // columns, by lack
	unit   float64   // of the masses of the market in hand, t
	outs   []flow    // what lines and plants make with the moves, and what plants draw
	misses []miss    // of a target
	lost   []lp.Term // by term: the share lost, as a column and its factor
}

// tangents is by how many tangents the spread is bounded from below.
const tangents = 5

// add puts the second stage of a future into a program whose first-stage columns
// are x. It costs nothing by itself; see value and excess.
func (s *scope) add(p *lp.Problem, x []int, list []Candidate, f *Future) *recourse {
	r := &recourse{p: p, s: s, f: f.widened(), list: list, x: x}
	for range f.lacks {
		r.phi = append(r.phi, p.AddCol(0, 0, 1))
	}
	r.addActivities()
	for m := range s.markets {
		for refused := range len(s.uses) + 1 {
			r.addMarket(m, refused)
		}
	}
	for _, t := range f.terms {
		r.addTerm(t)
	}
	return r
}

// addMarket follows the extra stock of a market, or of a use that is refused its
// goods, from its first lack to its last. Such a use has its part of what buyers
// hold, and nothing of a stockpile.
func (r *recourse) addMarket(m, refused int) {
	var at []int
	for i, l := range r.f.lacks {
		if l.market == m && l.refused == refused {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return
	}
	r.unit = 0
	for _, i := range at {
		r.unit = max(r.unit, r.f.lacks[i].normal, r.f.lacks[i].short)
	}
	part, piles := 1.0, []int(nil)
	if refused == 0 {
		piles = r.piles(m)
	} else {
		part = r.f.lacks[at[0]].part
	}
	first := r.p.AddCol(0, 0, math.Inf(1)) // extra stock before the first lack
	start := r.p.AddRow(math.Inf(-1), 0, lp.Term{At: first, Coef: 1})
	for j, c := range r.list {
		if c.Move.Kind == model.StockMove && c.Market == r.s.markets[m] {
			r.p.AddTerm(start, r.x[j], -float64(part*c.Limit)/r.unit)
		}
	}
	before, since := first, 0
	for _, i := range at {
		before = r.addLack(i, before, since, piles)
		since = r.f.lacks[i].period + 1
	}
}

// piles adds, for each stockpile of a market, the row that what is released is
// held.
func (r *recourse) piles(m int) []int {
	var rows []int
	for j, c := range r.list {
		if c.Move.Kind == model.PileMove && c.Market == r.s.markets[m] {
			rows = append(rows, r.p.AddRow(math.Inf(-1), 0, lp.Term{At: r.x[j], Coef: -c.Limit / r.unit}))
		}
	}
	return rows
}

// addLack adds the balance of a market over the periods since the one before,
// up to that of lack i, and the spread of its buyers. It returns the column of
// the extra stock at the end of the period.
func (r *recourse) addLack(i, before, since int, piles []int) int {
	l := &r.f.lacks[i]
	short, normal := l.short/r.unit, l.normal/r.unit
	after := r.p.AddCol(0, 0, math.Inf(1))
	// after - before - gains - short phi <= -short
	gains := r.gains(l, since, piles)
	balance := r.p.AddRow(math.Inf(-1), -short, lp.Term{At: after, Coef: 1}, lp.Term{At: before, Coef: -1}, lp.Term{At: r.phi[i], Coef: -short})
	for _, g := range gains {
		r.p.AddTerm(balance, g.At, -g.Coef)
	}
	if l.stopped <= 0 || l.normal <= 0 || !slopes(r.s.net.Spread) {
		return after
	}
	for k := range tangents {
		left := l.left + (1-l.left)*float64(k)/tangents
		value, slope := tangent(r.s.net.Spread, left)
		// phi - slope/(2 N Q) (before + after) + Q gains / short >= (value + slope (L - left)) / Q
		per := slope / (2 * normal * l.stopped)
		least := min(1, (value+float64(slope*(l.left-left)))/l.stopped) // at most what there is without moves
		row := r.p.AddRow(least, math.Inf(1),
			lp.Term{At: r.phi[i], Coef: 1}, lp.Term{At: before, Coef: -per}, lp.Term{At: after, Coef: -per})
		for _, g := range gains {
			r.p.AddTerm(row, g.At, float64(g.Coef*l.stopped)/short)
		}
	}
	return after
}

// gains lists what comes into the market of a lack from the moves, in the periods
// from since to its own: releases, and what first-stage columns bring.
func (r *recourse) gains(l *lack, since int, piles []int) []lp.Term {
	var out []lp.Term
	for _, row := range piles {
		// The rule of a stockpile gives buyers who have run out a week's use, no more.
		released := r.p.AddCol(0, 0, float64(l.stopped*l.want)/r.unit, lp.Term{At: row, Coef: 1})
		out = append(out, lp.Term{At: released, Coef: 1})
	}
	for j := range r.list {
		if g := r.s.brought(&r.list[j], r.f, l, since); g > 0 {
			out = append(out, lp.Term{At: r.x[j], Coef: float64(g*r.list[j].Limit) / r.unit})
		}
	}
	out = append(out, r.made(l, since)...)
	return out
}

// slopes tells whether buyers of a market differ in their stocks.
func slopes(spread network.Spread) bool { return spread.Stopped(0.5) > 0 }

// tangent returns the spread and its slope at a share of the normal stock.
func tangent(spread network.Spread, left float64) (value, slope float64) {
	const step = 1e-2
	low, high := max(0, left-step), min(1, left+step)
	return spread.Stopped(left), (spread.Stopped(high) - spread.Stopped(low)) / (high - low)
}

// addTerm finds the column that says what share of a term is lost, up to a
// factor: phi of its only lack, or a new one that is at least that of each.
func (r *recourse) addTerm(t term) {
	if len(t.of) == 1 {
		r.lost = append(r.lost, lp.Term{At: r.phi[t.of[0].lack], Coef: t.of[0].share})
		return
	}
	column := r.p.AddCol(0, 0, 1)
	for _, o := range t.of {
		r.p.AddRow(0, math.Inf(1), lp.Term{At: column, Coef: 1}, lp.Term{At: r.phi[o.lack], Coef: -o.share})
	}
	r.lost = append(r.lost, lp.Term{At: column, Coef: 1})
}
