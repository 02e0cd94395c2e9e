// Code generated from internal/sim/respond.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
)

func (s *Block) respond(r *reviewers) {
	st, n, count := &s.State, s.Net, len(r.uses)
	dear, now, lasting := st.dear[:count], st.now[:count], st.lasting[:count]
	for k, i := range r.uses {
		u := &n.Uses[i]
		dear[k] = s.dearness(u.In0, u.In1, n.UsePays[i])
	}
	lane.LogEach(dear)
	for k, i := range r.uses {
		u := &n.Uses[i]
		now[k], lasting[k] = u.Elasticity.Mul(dear[k]), u.Long.Mul(dear[k])
	}
	lane.ExpEach(now)
	lane.ExpEach(lasting)
	s.uses.stale = s.uses.stale || count > 0
	for k, i := range r.uses {
		p := n.Markets[n.Inputs[n.Uses[i].In0].Market].Params
		gap := lasting[k].Sub(st.Adapted[i])
		time := lane.Choose(gap.Greater(const0), p.AdaptationTime.Max(p.ReturnTime), p.AdaptationTime)
		st.Response[i] = lane.Choose(r.due, now[k], st.Response[i])
		st.Adapted[i] = st.Adapted[i].Add(lane.Choose(r.due, gap.Mul(const1.Min(r.weeks.Div(time))), const0))
	}
}

func (s *Block) dearness(in0, in1 int, base lane.F) lane.F {
	if !lane.Any(base.Greater(const0)) {
		return const1
	}
	return s.basket(in0, in1).Div(base)
}

func (s *Block) basket(in0, in1 int) lane.F {
	cost := const0
	coefs := s.Net.InputCoef[in0:in1]
	for k, m := range s.Net.InputMarket[in0:in1][:len(coefs)] {
		cost = cost.Add(coefs[k].Mul(s.State.Price[m]))
	}
	return cost
}
