package plan

import (
	"cmp"
	"slices"

	"lodestone/internal/network"
	"lodestone/internal/sim"
)

// Future is one member of the scenario as a linear program sees it: what the
// region lacked in each period of a run without moves.
type Future struct {
	Prob   float64
	stands float64  // how many of the futures drawn it stands for
	Loss   float64  // value lost in that run, USD
	alone  *float64 // what reaching the target costs in this future alone, USD; infinite where nothing does; nil while not known
	margin float64  // by how much more its lacks count, for a target that the simulator misses
	fixed  float64  // of which no stock of a market would have saved, USD

	lacks []lack
	terms []term
	runs  []activity
	pass  [][]float64 // [period][market] share of what is wanted that comes in, at most 1

	dormant [][]float64 // [period][market] what owners of the region's plants do not make for want of money, t/wk
	price   [][]float64 // [period][market] USD/t
}

// lack is a market that goes short in a period, or what one use is refused of it.
type lack struct {
	period, market int     // indices into the scope
	net            int     // the market, in Net.Markets
	refused        int     // index of that use into the scope and one; 0 for the market itself
	part           float64 // of the market's base use, that a refused use has
	short          float64 // t claimed and not served
	stopped        float64 // mean share of buyers that have run out
	left           float64 // share of the normal stock at which that many have
	normal         float64 // that stock, t
	want           float64 // t that all claim
}

// term is what an end use loses in a period: Value times the largest of Share
// times what remains of each lack.
type term struct {
	use, period int
	value       float64 // USD
	weeks       float64 // of production lost
	peak        float64 // worst week over the mean of the period
	of          []part
}

type part struct {
	lack  int // index into lacks
	share float64
}

const (
	negligible = 1e-6 // share of demand or claims below which a shortage is rounding
	mostJoint  = 1.5  // how much more than its scarcest input a use may lose for other reasons before the rest counts as fixed
)

// future condenses a run without moves against the baseline. With trim the
// smallest losses are left out, which targets for every end use forbid.
func (s *scope) future(n *network.Network, run, base *track, prob float64, trim bool) *Future {
	f := &Future{Prob: prob, stands: 1}
	inputs := s.inputs()
	kept := s.kept(f, n, run, base)
	index := map[[2]int]int{}
	for t, p := range s.periods {
		f.pass = append(f.pass, s.passing(run, p))
		f.dormant, f.price = append(f.dormant, s.dormant(run, p)), append(f.price, mean(run.price, p))
		for m := range s.markets {
			if l, ok := s.lackOf(run, p, m); ok {
				l.period, l.market, l.net = t, m, s.markets[m]
				index[[2]int{t, m}] = len(f.lacks)
				f.lacks = append(f.lacks, l)
			}
		}
		for i := range s.uses {
			s.addTerm(f, n, run, base, t, i, inputs[i], kept[i], index)
		}
	}
	s.addRuns(f, run, index)
	if trim {
		f.trim()
	}
	tied := 0.0
	for _, x := range f.terms {
		tied += float64(x.value * x.worst())
	}
	f.fixed = max(0, f.Loss-tied)
	return f
}

// kept sets the loss of a future, and returns for every use how much of what it
// misses is lost for good: the rest is made up after the shortage.
func (s *scope) kept(f *Future, n *network.Network, run, base *track) []float64 {
	kept := make([]float64, len(s.uses))
	for i, u := range s.uses {
		missing, lost := 0.0, 0.0
		for w := range run.missed {
			missing += sim.Missing(run.missed[w][i], base.missed[w][i])
			lost += sim.Lost(run.missed[w][i], base.missed[w][i])
		}
		if lost = max(0, lost); missing > 0 {
			kept[i] = lost / missing
		}
		f.Loss += float64(lost * n.Uses[u].Value)
	}
	return kept
}

// trimmed is the share of a future's loss that a program may leave out, the
// smallest losses first.
const trimmed = 0.002

// trim leaves out the smallest losses, and the markets in which nothing else is
// lost.
func (f *Future) trim() {
	order := make([]int, len(f.terms))
	for i := range order {
		order[i] = i
	}
	size := func(i int) float64 { return float64(f.terms[i].value * f.terms[i].worst()) }
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(size(a), size(b)) })
	left := float64(trimmed * f.Loss)
	drop := make([]bool, len(f.terms))
	for _, i := range order {
		if left -= size(i); left < 0 {
			break
		}
		drop[i] = true
	}
	markets := map[int]bool{}
	var terms []term
	for i, x := range f.terms {
		if drop[i] {
			continue
		}
		terms = append(terms, x)
		for _, o := range x.of {
			markets[f.lacks[o.lack].market] = true
		}
	}
	f.upstream(markets)
	to := make([]int, len(f.lacks))
	var lacks []lack
	for i, l := range f.lacks {
		to[i] = len(lacks)
		if markets[l.market] {
			lacks = append(lacks, l)
		}
	}
	for i := range terms {
		for k := range terms[i].of {
			terms[i].of[k].lack = to[terms[i].of[k].lack]
		}
	}
	var runs []activity
	for _, a := range f.runs {
		if a.renumber(f.lacks, markets, to) {
			runs = append(runs, a)
		}
	}
	f.lacks, f.terms, f.runs = lacks, terms, runs
}

// worst is the largest share of the term, that of a run without moves.
func (x *term) worst() float64 {
	most := 0.0
	for _, p := range x.of {
		most = max(most, p.share)
	}
	return most
}

func (s *scope) passing(run *track, p Period) []float64 {
	out := make([]float64, len(s.markets))
	for m := range out {
		in, want := 0.0, 0.0
		for w := p.First; w < p.End; w++ {
			in += run.inflow[w][m]
			want += run.want[w][m]
		}
		out[m] = 1
		if want > 0 {
			out[m] = min(1, in/want)
		}
	}
	return out
}

func (s *scope) lackOf(run *track, p Period, m int) (lack, bool) {
	var l lack
	want := 0.0
	for w := p.First; w < p.End; w++ {
		l.short += run.short[w][m]
		want += run.want[w][m]
		l.stopped += run.stopped[w][m]
		l.normal += run.normal[w][m]
	}
	weeks := float64(p.Weeks())
	l.stopped, l.normal, l.want = l.stopped/weeks, l.normal/weeks, want
	if l.short <= negligible*want || l.short <= 0 {
		return l, false
	}
	l.left = leftAt(s.net.Spread, l.stopped)
	return l, true
}

// leftAt inverts the spread: the share of the normal stock at which a share of
// the buyers has run out.
func leftAt(spread network.Spread, stopped float64) float64 {
	low, high := 0.0, 1.0
	const halvings = 50
	for range halvings {
		if mid := (low + high) / 2; spread.Stopped(mid) > stopped {
			low = mid
		} else {
			high = mid
		}
	}
	return (low + high) / 2
}

// addTerm ties the loss of a use in a period to the markets it lacked.
func (s *scope) addTerm(f *Future, n *network.Network, run, base *track, t, i, first int, kept float64, index map[[2]int]int) {
	u := &n.Uses[s.uses[i]]
	x := term{use: i, period: t}
	wanted, lost, peak := 0.0, 0.0, 0.0
	shares := make([]float64, u.In1-u.In0)
	p := s.periods[t]
	for w := p.First; w < p.End; w++ {
		extra := sim.Missing(run.missed[w][i], base.missed[w][i])
		wanted += run.demand[w][i]
		lost += extra
		if run.demand[w][i] > 0 {
			peak = max(peak, extra/run.demand[w][i])
		}
		for k := range shares {
			shares[k] += float64(run.demand[w][i] * run.missing[w][first+k])
		}
	}
	if wanted <= 0 || lost <= negligible*wanted {
		return
	}
	for k, in := range n.Inputs[u.In0:u.In1] {
		if at, ok := index[[2]int{t, s.at[in.Market]}]; ok && shares[k] > negligible*wanted {
			x.of = append(x.of, part{at, shares[k] / wanted})
		}
	}
	worst := x.worst()
	if worst <= 0 {
		if s.refuse(f, &x, n, lost, wanted, p); x.of == nil {
			return
		}
		worst = x.worst()
	}
	joint := min(lost/wanted/worst, mostJoint)
	x.value = float64(float64(float64(wanted*u.Value)*joint) * kept)
	x.weeks = float64(joint * float64(p.Weeks()))
	x.peak = peak / (lost / wanted) * joint
	f.terms = append(f.terms, x)
}

// refuse ties the loss of a use that is refused the goods of licensed routes to its
// own part of the stock of those markets, of which it then lives.
func (s *scope) refuse(f *Future, x *term, n *network.Network, lost, wanted float64, p Period) {
	id := int32(s.uses[x.use])
	u := &n.Uses[id]
	for _, in := range n.Inputs[u.In0:u.In1] {
		if !s.refuses(id, in.Market) || n.Markets[in.Market].BaseUse <= 0 {
			continue
		}
		own := float64(in.Coef*u.Base) / n.Markets[in.Market].BaseUse
		x.of = append(x.of, part{len(f.lacks), lost / wanted})
		f.lacks = append(f.lacks, lack{period: x.period, market: s.at[in.Market], net: in.Market, refused: x.use + 1, part: own, short: float64(in.Coef * lost),
			normal: float64(float64(n.Markets[in.Market].Cover*n.Markets[in.Market].BaseUse) * own), want: float64(in.Coef * wanted)})
	}
}

// refuses reports whether an event refuses a use what comes into a market.
func (s *scope) refuses(use int32, market int) bool {
	return slices.ContainsFunc(s.net.Events, func(e network.Event) bool {
		return slices.Contains(e.Refused, use) && slices.ContainsFunc(e.Routes, func(k int32) bool { return int(s.net.RouteTo[k]) == market })
	})
}
