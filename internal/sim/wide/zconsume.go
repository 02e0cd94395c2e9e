// Code generated from internal/sim/consume.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
)

func (s *Block) consume() {
	st, n := &s.State, s.Net
	served, pace := st.Served, st.Pace
	copy(served, pace)
	for _, c := range s.uses.short {
		ratio := st.Ratio[c]
		for _, use := range n.ClaimUses[n.ClaimIn[c]:n.ClaimIn[c+1]] {
			served[use] = pace[use].Mul(ratio).Min(served[use])
		}
	}
	s.consumeRefused()
	s.stockpile()
	stock, first := st.Stock, n.UseIn[0]
	uses := n.InputBy[first:]
	coefs, markets := n.InputCoef[first:][:len(uses)], n.InputMarket[first:][:len(uses)]
	for k, use := range uses {
		stock[markets[k]] = stock[markets[k]].Sub(coefs[k].Mul(served[use]))
	}
	s.wait()
}

func (s *member) consumeRefused() {
	st, n := s.State, s.Net
	for i := range s.control.refused {
		r := &s.control.refused[i]
		if !r.active {
			continue
		}
		u := &n.Uses[r.use]
		inputs := n.Inputs[u.In0:u.In1]
		served := (*lane.At(&st.Served[r.use], s.lane))
		for j, in := range inputs {
			normal := float64(float64(in.Coef*u.Base) * (n.Markets[in.Market].Cover + 1))
			r.held[j] += max(0, min(s.unencumbered(in.Market, r.routes[j], s.Net.Events[r.event].Start), normal-r.held[j]))
			served = min(served, r.held[j]/in.Coef)
		}
		for j, in := range inputs {
			r.held[j] = max(0, r.held[j]-float64(in.Coef*served))
		}
		(*lane.At(&st.Served[r.use], s.lane)) = served
	}
}

func (s *member) unencumbered(market int, routes []int32, start int) float64 {
	st := s.State
	free := (*lane.At(&st.Inflow[market], s.lane))
	arrived := s.ring.routeRow(st.Week)
	for _, k := range routes {
		if st.Week-int(s.Net.RouteLead[k]) >= start {
			free -= (*lane.At(&arrived[k], s.lane))
		}
	}
	return max(0, free)
}
