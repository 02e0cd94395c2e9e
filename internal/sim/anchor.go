package sim

import "lodestone/internal/fmath"

// anchor sets how far the price of market i follows others, and how far its own
// stock still moves it.
//
// What joint lines draw is worth what they make of it: concentrate and scrap are
// paid as a share of what they contain. Of what is left, arbitrage ties a price to
// the landed cost of imports, as far as these can be counted on, and own plants
// pass on in full what they pay for inputs: dear metal makes dear alloy. A border
// that lets nothing pass unties; one that lets something pass unties only upwards,
// for what does pass is not sold below what it costs to bring in.
func (s *Sim) anchor(i int, due bool) {
	st, n := &s.State, s.Net
	k := &n.Markets[i]
	moves := due && k.Params.PriceSensitivity != 0
	if !known(k.Price > 0) || !any(moves) {
		return
	}
	worth, tied := s.worth(i)
	rest := 1 - tied
	in := s.landed(i)
	cost := in.moved
	for _, o := range n.OutputBy[n.OutputIn[i]:n.OutputIn[i+1]] {
		l := &n.Lines[n.Outputs[o].Line]
		if known(l.InputShare > 0) {
			dearer := s.dearness(l.In0, l.In1, n.LinePays[n.Outputs[o].Line]) - 1
			cost += float64(float64(st.OutShare[o]*st.Made[o]) * float64(l.InputShare*dearer))
		}
	}
	st.Local[i] = choose(moves, float64(rest*(1-in.open)), st.Local[i])
	st.Anchor[i] = choose(moves, fmath.Log(max(leastAnchor, 1+worth+float64(rest*cost))), st.Anchor[i])
	st.Parity[i], st.Pull[i] = choose(moves, in.parity, st.Parity[i]), choose(moves, float64(rest*in.share), st.Pull[i])
}

// imports is what the landed cost of imports means for a price.
type imports struct {
	moved  float64 // by how much the landed cost has risen, as far as it ties the price
	open   float64 // the share of the price that it ties
	parity float64 // logarithm of how far the landed cost of what passes has moved from the base year
	share  float64 // of the price that cannot be lower
}

// takers is 1 over the share of imports from which they set the price of all: the
// last buyers decide, not the average.
const takers = 2

// landed reads the landed cost of what market i imports.
func (s *Sim) landed(i int) (in imports) {
	st, n := &s.State, s.Net
	k := &n.Markets[i]
	cost := 0.0
	for r := n.RouteIn[i]; r < n.RouteIn[i+1]; r++ {
		parity, passed := n.RouteParity[r], st.Passed[r]
		if !known(parity > 0) || !any(passed >= leastFill) {
			continue
		}
		from := n.RouteFrom[r]
		landed := float64(st.Price[from]*(1+st.Tariff[r])) + n.RouteFreight[r]
		index := float64(landed*parity) / k.Price
		tie := choose(passed >= leastFill, float64(float64(k.Params.Arbitrage*st.Share[r])*st.Fill[from]), 0)
		in.moved += float64(float64(tie*passed) * (index - 1))
		in.open += float64(tie * passed)
		cost += float64(tie * index)
		in.share += tie
	}
	if !any(in.share > 0) {
		return in
	}
	in.parity = choose(in.share > 0, fmath.Log(max(leastAnchor, cost/in.share)), 0)
	weight := choose(in.share > 0, min(takers, k.Params.Arbitrage/in.share), 1)
	in.moved, in.open, in.share = float64(in.moved*weight), float64(in.open*weight), float64(in.share*weight)
	return in
}

// worth is by how much what is made of the goods of market i has become dearer,
// and the share of its price that this ties.
func (s *Sim) worth(i int) (moved, tied float64) {
	st, n := &s.State, s.Net
	for at := n.TakerIn[i]; at < n.TakerIn[i+1]; at++ {
		t := &n.Takers[at]
		p := n.Markets[i].Params
		tie := float64(p.Netback*t.Share) + float64(p.Arbitrage*t.Rival)
		var dearer float64
		if t.Line >= 0 {
			dearer = s.outputDearness(int(t.Line))
		} else {
			to := n.RouteTo[t.Route]
			if !known(n.Markets[to].Price > 0) {
				continue
			}
			tie = float64(tie * st.Passed[t.Route])
			dearer = st.Price[to] / n.Markets[to].Price
		}
		moved += float64(tie * (dearer - 1))
		tied += tie
	}
	return moved, min(tied, 1)
}

// outputDearness is what a line's products sell for, relative to the base year.
func (s *Sim) outputDearness(i int) float64 {
	base, l := s.Net.LineEarns[i], &s.Net.Lines[i]
	if !known(base > 0) {
		return 1
	}
	now := 0.0
	for o := l.Out0; o < l.Out1; o++ {
		now += float64(s.Net.OutputCoef[o] * s.State.Price[s.Net.OutputMarket[o]])
	}
	return now / base
}

// leastAnchor bounds how far the cost of supply can fall.
const leastAnchor = 0.05
