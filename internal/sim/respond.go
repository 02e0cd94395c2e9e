package sim

import "lodestone/internal/fmath"

// respond lets uses want less of what has become dearer: a little at once, and more
// as substitution and thrifting take their time; what has become cheap again they come
// back to more slowly (Gately and Huntington, The Energy Journal 23(1), 2002).
func (s *Sim) respond(r *reviewers) {
	st, n, count := &s.State, s.Net, len(r.uses)
	dear, now, lasting := st.dear[:count], st.now[:count], st.lasting[:count]
	for k, i := range r.uses {
		u := &n.Uses[i]
		dear[k] = s.dearness(u.In0, u.In1, n.UsePays[i])
	}
	fmath.LogEach(dear)
	for k, i := range r.uses {
		u := &n.Uses[i]
		now[k], lasting[k] = float64(u.Elasticity*dear[k]), float64(u.Long*dear[k])
	}
	fmath.ExpEach(now)
	fmath.ExpEach(lasting)
	s.uses.stale = s.uses.stale || count > 0
	for k, i := range r.uses {
		p := n.Markets[n.Inputs[n.Uses[i].In0].Market].Params
		gap := lasting[k] - st.Adapted[i]
		time := choose(gap > 0, max(p.AdaptationTime, p.ReturnTime), p.AdaptationTime)
		st.Response[i] = choose(r.due, now[k], st.Response[i])
		st.Adapted[i] += choose(r.due, float64(gap*min(1, r.weeks/time)), 0)
	}
}

// dearness is the price of a basket of inputs relative to what it was in the base year.
func (s *Sim) dearness(in0, in1 int, base float64) float64 {
	if !known(base > 0) {
		return 1
	}
	return s.basket(in0, in1) / base
}

// basket is what some inputs cost now, USD per unit of activity.
func (s *Sim) basket(in0, in1 int) float64 {
	cost := 0.0
	coefs := s.Net.InputCoef[in0:in1]
	for k, m := range s.Net.InputMarket[in0:in1][:len(coefs)] {
		cost += float64(coefs[k] * s.State.Price[m])
	}
	return cost
}
