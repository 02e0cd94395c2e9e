package explain

import (
	"lodestone/internal/model"
	"lodestone/internal/network"
)

// reason is why one term of a market's lack arose.
type reason uint8

const (
	heldUp    reason = iota // the border let less pass
	shortThen               // the source was short itself
	unasked                 // less was ordered
	noRoom                  // a line lacked capacity
	noInput                 // a line lacked an input
	idle                    // a line was asked for less
	drawn                   // somebody drew more
)

// slot is one source of a market's lack: a route in, an output in, or a draw out,
// with its reason. Index is a route, output, line, use or stockpile.
type slot struct {
	reason reason
	index  int32
	by     drawer
}

// drawer says who drew more.
type drawer uint8

const (
	none drawer = iota
	importer
	plant
	endUse
	stockpile
)

// follower keeps the accounts of a run against its baseline.
type follower struct {
	base, run *trail
	net       *network.Network
	roots     *registry
	acting    *acting
	weeks     []accounts
	several   int32
	rushed    [][]int32                     // by week and market: the root of rush, plus one
	fading    map[*network.Params][]float64 // what is left of an alarm after some weeks
}

// follow works through the weeks.
func follow(base, run *trail, weeks int) *follower {
	n := run.net
	f := &follower{base: base, run: run, net: n, roots: newRegistry(n), acting: newActing(n), rushed: rows[int32](weeks, len(n.Markets)), fading: map[*network.Params][]float64{}}
	f.several = f.roots.id(byInputs, nil, 0)
	for w := range weeks {
		f.weeks = append(f.weeks, f.week(w))
	}
	return f
}

// week books what came in less and went out more in week w, and brings each
// account to what the market lacks: S(base) - S(run), or nothing.
func (f *follower) week(w int) accounts {
	count := len(f.net.Markets)
	a := newAccounts(count)
	if w > 0 {
		a.carry(&f.weeks[w-1])
	}
	f.weeks = append(f.weeks, a) // sources may be looked up in the week being booked
	for m := range count {
		f.bookRoutes(a, m, w)
		f.bookOutputs(a, m, w)
	}
	f.bookDraws(a, w)
	f.weeks = f.weeks[:w]
	for m := range count {
		a.settle(m, f.base.stock[w][m]-f.run.stock[w][m])
	}
	return a
}

// needs is the mix of what a product lacks of all its inputs: the scarcest, and
// of the others that which is got least.
func (f *follower) needs(in0, in1 int, first int32, got func(in int) float64, w int) mix {
	n := f.net
	what := f.lackOr(n.Inputs[first].Market, w)
	var other mix
	second := 1.0
	for in := in0; in < in1; in++ {
		if int32(in) == first {
			continue
		}
		if share := got(in); share < second {
			other, second = f.lackOr(n.Inputs[in].Market, w), share
		}
	}
	if second >= 1 {
		return what
	}
	least := min(got(int(first)), second)
	return waterfall(what, other, least, second, f.several)
}

// lackThen is what a market lacked in an earlier week, or in this one so far.
func (f *follower) lackThen(m, w int) mix {
	if w < 0 {
		return nil
	}
	return f.weeks[w].lack[m]
}

// bookRoutes books what arrived less by each route into market m. What a route
// carried less is what the border held up, what its origin could not send, and
// what was not ordered; orders that buyers have withdrawn from a source under a
// control count as held up by it, and those withdrawn from one that was short as
// due to that.
func (f *follower) bookRoutes(a accounts, m, w int) {
	n := f.net
	for k := int(n.RouteIn[m]); k < int(n.RouteIn[m+1]); k++ {
		sent := w - int(n.RouteLead[k])
		if sent < 0 {
			continue
		}
		gap := f.base.shipped[sent][k] - f.run.shipped[sent][k]
		if gap <= 0 {
			continue
		}
		held := (f.run.ordered[sent][k] - f.run.permitted[sent][k]) - (f.base.ordered[sent][k] - f.base.permitted[sent][k])
		short := (f.run.permitted[sent][k] - f.run.shipped[sent][k]) - (f.base.permitted[sent][k] - f.base.shipped[sent][k])
		less := f.base.ordered[sent][k] - f.run.ordered[sent][k]
		from := int(n.RouteFrom[k])
		by := f.acting.of(f.acting.route[k], sent, controls)
		origin := f.lackThen(from, sent)
		if len(by) > 0 && less > 0 {
			held, less = held+less, 0
		}
		parts := split(gap, held, short, less)
		root := f.roots.id(byBorder, nil, m)
		if len(by) > 0 {
			root = f.roots.id(byEvents, by, 0)
		}
		a.book(m, w, slot{reason: heldUp, index: int32(k)}, parts[0], nil, root)
		a.book(m, w, slot{reason: shortThen, index: int32(k)}, parts[1], origin, f.rush(from, sent))
		root = f.roots.id(byShift, nil, m)
		if dear := f.acting.of(f.acting.route[k], sent, dearer); len(dear) > 0 {
			root = f.roots.id(byEvents, dear, 0)
		}
		a.book(m, w, slot{reason: unasked, index: int32(k)}, parts[2], origin, root)
	}
}

// bookOutputs books what the lines of the region made less.
func (f *follower) bookOutputs(a accounts, m, w int) {
	n := f.net
	for _, o := range n.OutputBy[n.OutputIn[m]:n.OutputIn[m+1]] {
		out := &n.Outputs[o]
		l := &n.Lines[out.Line]
		began := w - l.Lag
		if began < 0 {
			continue
		}
		i := out.Line
		gap := float64(out.Coef * (f.base.made[began][i] - f.run.made[began][i]))
		if gap <= 0 {
			continue
		}
		full := (f.run.asked[began][i] - f.run.wanted[began][i]) - (f.base.asked[began][i] - f.base.wanted[began][i])
		lacked := (f.run.wanted[began][i] - f.run.made[began][i]) - (f.base.wanted[began][i] - f.base.made[began][i])
		less := f.base.asked[began][i] - f.run.asked[began][i]
		by := f.acting.of(f.acting.site[l.Site], began, losses)
		if len(by) > 0 && less > 0 {
			full, less = full+less, 0
		}
		parts := split(gap, full, lacked, less)
		root := f.roots.id(byCapacity, nil, l.Site)
		if f.run.level[began][l.Site] < f.base.level[began][l.Site] {
			root = f.roots.id(byLoss, nil, l.Site)
		}
		if len(by) > 0 {
			root = f.roots.id(byEvents, by, 0)
		}
		a.book(m, w, slot{reason: noRoom, index: o}, parts[0], nil, root)
		if parts[1] > 0 {
			in := f.run.short[began][i]
			what := f.needs(l.In0, l.In1, in, func(in int) float64 { return f.run.trade[began][n.Inputs[in].Market] }, began)
			a.book(m, w, slot{reason: noInput, index: o}, parts[1], what, 0)
		}
		a.book(m, w, slot{reason: idle, index: o}, parts[2], nil, f.roots.id(byShift, nil, m))
	}
}

// bookDraws books what left every market beyond the baseline: exports, what
// plants and end uses drew, purchases for stockpiles.
func (f *follower) bookDraws(a accounts, w int) {
	n := f.net
	for k := range n.Routes {
		if more := f.run.shipped[w][k] - f.base.shipped[w][k]; more > 0 {
			to := int(n.RouteTo[k])
			a.book(int(n.RouteFrom[k]), w, slot{drawn, int32(k), importer}, more, f.lackBefore(to, w), f.rush(to, w))
		}
	}
	for i := range n.Lines {
		l := &n.Lines[i]
		more := f.run.made[w][i] - f.base.made[w][i]
		if more <= 0 || l.Out0 == l.Out1 {
			continue
		}
		market := n.Outputs[l.Out0].Market
		for _, in := range n.Inputs[l.In0:l.In1] {
			a.book(in.Market, w, slot{drawn, int32(i), plant}, float64(in.Coef*more), f.lackBefore(market, w), f.rush(market, w))
		}
	}
	for i := range n.Uses {
		u := &n.Uses[i]
		more := f.run.served[w][i] - f.base.served[w][i]
		if more <= 0 {
			continue
		}
		for _, in := range n.Inputs[u.In0:u.In1] {
			root := f.roots.id(byRush, nil, in.Market)
			if by := f.acting.of(f.acting.use[i], w, []model.EventKind{model.Surge}); len(by) > 0 {
				root = f.roots.id(byEvents, by, 0)
			}
			a.book(in.Market, w, slot{drawn, int32(i), endUse}, float64(in.Coef*more), nil, root)
		}
	}
	for i, p := range n.Stockpiles {
		root := f.roots.id(byRush, nil, p.Market)
		if by := f.acting.of(f.acting.piles[i], w, []model.EventKind{model.Purchase}); len(by) > 0 {
			root = f.roots.id(byEvents, by, 0)
		}
		a.book(p.Market, w, slot{drawn, int32(i), stockpile}, f.run.bought[w][i]-f.base.bought[w][i], nil, root)
	}
}

// lackBefore is what a market lacked at the end of the week before.
func (f *follower) lackBefore(m, w int) mix { return f.lackThen(m, w-1) }
