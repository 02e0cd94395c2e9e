// Code generated from internal/sim/anchor.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
)

func (s *Block) anchor(i int, due lane.Mask) {
	st, n := &s.State, s.Net
	k := &n.Markets[i]
	moves := due.And(k.Params.PriceSensitivity.NotEqual(const0))
	if !lane.Any(k.Price.Greater(const0)) || !lane.Any(moves) {
		return
	}
	worth, tied := s.worth(i)
	rest := const1.Sub(tied)
	in := s.landed(i)
	cost := in.moved
	for _, o := range n.OutputBy[n.OutputIn[i]:n.OutputIn[i+1]] {
		l := &n.Lines[n.Outputs[o].Line]
		if lane.Any(l.InputShare.Greater(const0)) {
			dearer := s.dearness(l.In0, l.In1, n.LinePays[n.Outputs[o].Line]).Sub(const1)
			cost = cost.Add(st.OutShare[o].Mul(st.Made[o]).Mul(l.InputShare.Mul(dearer)))
		}
	}
	st.Local[i] = lane.Choose(moves, rest.Mul((const1.Sub(in.open))), st.Local[i])
	st.Anchor[i] = lane.Choose(moves, lane.Log(const2.Max(const1.Add(worth).Add(rest.Mul(cost)))), st.Anchor[i])
	st.Parity[i], st.Pull[i] = lane.Choose(moves, in.parity, st.Parity[i]), lane.Choose(moves, rest.Mul(in.share), st.Pull[i])
}

type imports struct {
	moved  lane.F
	open   lane.F
	parity lane.F
	share  lane.F
}

const takers = 2

func (s *Block) landed(i int) (in imports) {
	st, n := &s.State, s.Net
	k := &n.Markets[i]
	cost := const0
	for r := n.RouteIn[i]; r < n.RouteIn[i+1]; r++ {
		parity, passed := n.RouteParity[r], st.Passed[r]
		if !lane.Any(parity.Greater(const0)) || !lane.Any(passed.GreaterEqual(const3)) {
			continue
		}
		from := n.RouteFrom[r]
		landed := st.Price[from].Mul((const1.Add(st.Tariff[r]))).Add(n.RouteFreight[r])
		index := landed.Mul(parity).Div(k.Price)
		tie := lane.Choose(passed.GreaterEqual(const3), k.Params.Arbitrage.Mul(st.Share[r]).Mul(st.Fill[from]), const0)
		in.moved = in.moved.Add(tie.Mul(passed).Mul((index.Sub(const1))))
		in.open = in.open.Add(tie.Mul(passed))
		cost = cost.Add(tie.Mul(index))
		in.share = in.share.Add(tie)
	}
	if !lane.Any(in.share.Greater(const0)) {
		return in
	}
	in.parity = lane.Choose(in.share.Greater(const0), lane.Log(const2.Max(cost.Div(in.share))), const0)
	weight := lane.Choose(in.share.Greater(const0), const4.Min(k.Params.Arbitrage.Div(in.share)), const1)
	in.moved, in.open, in.share = in.moved.Mul(weight), in.open.Mul(weight), in.share.Mul(weight)
	return in
}

func (s *Block) worth(i int) (moved, tied lane.F) {
	st, n := &s.State, s.Net
	for at := n.TakerIn[i]; at < n.TakerIn[i+1]; at++ {
		t := &n.Takers[at]
		p := n.Markets[i].Params
		tie := p.Netback.Mul(t.Share).Add(p.Arbitrage.Mul(t.Rival))
		var dearer lane.F
		if t.Line >= 0 {
			dearer = s.outputDearness(int(t.Line))
		} else {
			to := n.RouteTo[t.Route]
			if !lane.Any(n.Markets[to].Price.Greater(const0)) {
				continue
			}
			tie = tie.Mul(st.Passed[t.Route])
			dearer = st.Price[to].Div(n.Markets[to].Price)
		}
		moved = moved.Add(tie.Mul((dearer.Sub(const1))))
		tied = tied.Add(tie)
	}
	return moved, tied.Min(const1)
}

func (s *Block) outputDearness(i int) lane.F {
	base, l := s.Net.LineEarns[i], &s.Net.Lines[i]
	if !lane.Any(base.Greater(const0)) {
		return const1
	}
	now := const0
	for o := l.Out0; o < l.Out1; o++ {
		now = now.Add(s.Net.OutputCoef[o].Mul(s.State.Price[s.Net.OutputMarket[o]]))
	}
	return now.Div(base)
}

const leastAnchor = 0.05
