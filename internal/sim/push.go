package sim

import "lodestone/internal/fmath"

// Bounds of how far the terms of a line may have moved in their effect on what it runs at.
const leastTerms, mostTerms = 0.05, 20

// Bounds of what better or worse terms make of what is asked of a line.
const leastKeen, mostKeen = 0.02, 2

// push moves every line towards how keen its terms make it and what it would run
// at whatever is asked of it. Plants are not rescheduled in a day: followed at
// once, lines that feed each other overshoot in turn without end.
func (s *Sim) push() {
	st, n := &s.State, s.Net
	for i := range n.Lines {
		push, keen := s.pushOf(i)
		at := min(1, pushWeeks/n.Sites[n.Lines[i].Site].Params.ThroughputTime)
		st.Push[i] += float64(at * (push - st.Push[i]))
		st.Keen[i] += float64(at * (keen - st.Keen[i]))
	}
}

// pushOf is what a line would run at whatever is asked of it: a share of its normal
// throughput, more when its terms are good and less when they are bad, and all it
// can while its owner floods the market; and how keen it is on what is asked.
func (s *Sim) pushOf(i int) (push, keen float64) {
	st, n := &s.State, s.Net
	l := &n.Lines[i]
	site := &n.Sites[l.Site]
	normal := float64(l.Base * st.lineGrowth[i])
	if site.Dormant {
		normal = s.lineRoom(i)
	}
	push, keen = float64(float64(normal*site.Params.LeastUtilization)*s.stores(i)), 1.0
	if e, k := site.Params.SupplyElasticity, site.Params.ThroughputElasticity; any(e != 0 || k != 0) {
		terms := s.terms(i)
		pushes, keeps := fmath.Pow2(terms, e, k)
		push, keen = float64(push*pushes), min(max(keeps, leastKeen), mostKeen)
	}
	if flood := st.flood[l.Site]; any(flood > 1) {
		push = choose(flood > 1, max(push, float64(normal*flood)), push)
	}
	return push, keen
}

// Stocks of what a line makes, as multiples of what traders want, from which its
// stores fill up and at which they are full.
const storesFill, storesFull = 2, 4

// stores is how much of what nobody asks for a line has still room for: goods
// pile up in a bad year, but not without end.
func (s *Sim) stores(i int) float64 {
	st, n := &s.State, s.Net
	held := 0.0
	for o := n.Lines[i].Out0; o < n.Lines[i].Out1; o++ {
		out := &n.Outputs[o]
		if any(out.Weight > 0) {
			wanted := float64(s.targetNow(out.Market) * st.Expected[out.Market])
			held += choose(wanted > 0, float64(out.Weight*min(st.Stock[out.Market]/wanted, storesFull)), 0)
		}
	}
	return min(max(0, (storesFull-held)/(storesFull-storesFill)), 1)
}

// terms is what the products of a line sell for over what its inputs cost with
// all else that its price paid for in the base year, relative to the base year:
// below 1 a plant would rather wait, and its inputs become no dearer than what
// is made of them bears.
func (s *Sim) terms(i int) float64 {
	st, n := &s.State, s.Net
	l := &n.Lines[i]
	earned, earnedBase, paidBase := 0.0, n.LineEarns[i], n.LinePays[i]
	if !known(earnedBase > 0) {
		return 1
	}
	for o := l.Out0; o < l.Out1; o++ {
		out := &n.Outputs[o]
		earned += float64(out.Coef * (st.Price[out.Market] + st.topUp[o]))
	}
	paid := s.basket(l.In0, l.In1)
	rest := max(0, earnedBase-paidBase)
	return min(max(earned/earnedBase*((paidBase+rest)/(paid+rest)), leastTerms), mostTerms)
}

// targetNow is the target cover after this week's price.
func (s *Sim) targetNow(i int) float64 {
	st := &s.State
	return targetCover(s.Net.Markets[i].Params, st.cover[i], st.Risk[i], st.Alarm[i], st.Momentum[i])
}
