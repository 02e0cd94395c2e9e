// Code generated from internal/sim/uses.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
)

type uses struct {
	stale   bool
	steady  []lane.F
	waiting []int32
	short   []int32
}

func newUses(n *Network) uses {
	return uses{steady: make([]lane.F, len(n.RankBy)), waiting: make([]int32, 0, len(n.Uses)), short: make([]int32, 0, len(n.RankBy))}
}

func (u *uses) reset() {
	u.stale, u.waiting, u.short = true, u.waiting[:0], u.short[:0]
	clear(u.steady)
}

func (s *Block) wantUses() {
	st, n := &s.State, s.Net
	demand := st.Demand
	if s.uses.stale {
		base, path, surge := n.UseBase[:len(demand)], st.Path[:len(demand)], st.surge[:len(demand)]
		response, adapted := st.Response[:len(demand)], st.Adapted[:len(demand)]
		for i := range demand {
			demand[i] = base[i].Mul(path[i]).Mul(surge[i]).Mul(response[i].Mul(adapted[i]))
		}
		s.sumSteady()
		s.uses.stale = false
	}
	for _, i := range n.Surplus {
		demand[i] = s.surplus(&n.Uses[i], n.UseBase[i].Mul(st.Path[i]))
	}
	copy(st.Pace, demand)
	for _, i := range s.uses.waiting {
		st.Pace[i] = st.Pace[i].Add(st.Overtime[i])
	}
}

func (s *Block) sumSteady() {
	n, first := s.Net, s.Net.UseIn[0]
	uses := n.InputBy[first:]
	steady, demand := s.uses.steady, s.State.Demand
	coefs, claims := n.InputCoef[first:][:len(uses)], n.InputClaim[first:][:len(uses)]
	clear(steady)
	for k, use := range uses {
		if !n.Uses[use].Surplus {
			steady[claims[k]] = steady[claims[k]].Add(coefs[k].Mul(demand[use]))
		}
	}
}

func (s *Block) claimForUses() {
	st, n := &s.State, s.Net
	copy(st.claim, s.uses.steady)
	for _, i := range s.uses.waiting {
		for in := n.UseIn[i]; in < n.UseIn[i+1]; in++ {
			st.claim[n.InputClaim[in]] = st.claim[n.InputClaim[in]].Add(n.InputCoef[in].Mul(st.Overtime[i]))
		}
	}
	for _, i := range n.Surplus {
		lasting, pace := n.UseBase[i].Mul(st.Path[i]), st.Pace[i]
		for in := n.UseIn[i]; in < n.UseIn[i+1]; in++ {
			st.claim[n.InputClaim[in]] = st.claim[n.InputClaim[in]].Add(n.InputCoef[in].Mul(pace))
			st.signal[n.InputMarket[in]] = st.signal[n.InputMarket[in]].Add(n.InputCoef[in].Mul((lasting.Sub(pace))))
		}
	}
}

func (s *Block) surplus(u *Use, base lane.F) lane.F {
	const tolerance, atMost = 0.1, 0.5
	in := &s.Net.Inputs[u.In0]
	wanted := s.State.Target[in.Market].Mul(s.State.Expected[in.Market])
	slope := base.Div(const13.Mul(wanted)).Min(const14.Div(in.Coef))
	takes := lane.Positive(base.Add(slope.Mul((s.State.Stock[in.Market].Sub(s.State.Inflow[in.Market]).Sub(wanted)))))
	return lane.Choose(wanted.Greater(const0), takes, base)
}
