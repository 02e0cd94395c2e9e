package sim

import "lodestone/internal/network"

// uses is what is kept about end uses from one week to the next. Most weeks most of
// them want what they wanted the week before.
type uses struct {
	stale   bool      // demand must be reckoned anew
	steady  []float64 // by claim: what uses other than surplus ones want of it, overtime apart
	waiting []int32   // uses that work overtime this week
	short   []int32   // claims of uses that are not served in full this week
}

func newUses(n *network.Network) uses {
	return uses{steady: make([]float64, len(n.RankBy)), waiting: make([]int32, 0, len(n.Uses)), short: make([]int32, 0, len(n.RankBy))}
}

func (u *uses) reset() {
	u.stale, u.waiting, u.short = true, u.waiting[:0], u.short[:0]
	clear(u.steady)
}

func (u *uses) take(from *uses) {
	u.stale = from.stale
	copy(u.steady, from.steady)
	u.waiting, u.short = append(u.waiting[:0], from.waiting...), append(u.short[:0], from.short...)
}

// wantUses sets the demand of the end uses: the base amount, any surge, and the
// answer to prices; lines are to make that and the overtime. A surplus use takes what
// its market has beyond the normal stock, up to its base amount.
func (s *Sim) wantUses() {
	st, n := &s.State, s.Net
	demand := st.Demand
	if s.uses.stale {
		base, path, surge := n.UseBase[:len(demand)], st.Path[:len(demand)], st.surge[:len(demand)]
		response, adapted := st.Response[:len(demand)], st.Adapted[:len(demand)]
		for i := range demand {
			demand[i] = float64(float64(float64(base[i]*path[i])*surge[i]) * float64(response[i]*adapted[i]))
		}
		s.sumSteady()
		s.uses.stale = false
	}
	for _, i := range n.Surplus {
		demand[i] = s.surplus(&n.Uses[i], float64(n.UseBase[i]*st.Path[i]))
	}
	copy(st.Pace, demand)
	for _, i := range s.uses.waiting {
		st.Pace[i] += st.Overtime[i]
	}
}

// sumSteady adds up what the end uses that are no surplus uses want of each claim.
func (s *Sim) sumSteady() {
	n, first := s.Net, s.Net.UseIn[0]
	uses := n.InputBy[first:]
	steady, demand := s.uses.steady, s.State.Demand
	coefs, claims := n.InputCoef[first:][:len(uses)], n.InputClaim[first:][:len(uses)]
	clear(steady)
	for k, use := range uses {
		if !n.Uses[use].Surplus {
			steady[claims[k]] += float64(coefs[k] * demand[use])
		}
	}
}

// claimForUses starts the claims with what end uses want at their rank. What a
// surplus use forgoes is still part of lasting use.
func (s *Sim) claimForUses() {
	st, n := &s.State, s.Net
	copy(st.claim, s.uses.steady)
	for _, i := range s.uses.waiting {
		for in := n.UseIn[i]; in < n.UseIn[i+1]; in++ {
			st.claim[n.InputClaim[in]] += float64(n.InputCoef[in] * st.Overtime[i])
		}
	}
	for _, i := range n.Surplus {
		lasting, pace := float64(n.UseBase[i]*st.Path[i]), st.Pace[i]
		for in := n.UseIn[i]; in < n.UseIn[i+1]; in++ {
			st.claim[n.InputClaim[in]] += float64(n.InputCoef[in] * pace)
			st.signal[n.InputMarket[in]] += float64(n.InputCoef[in] * (lasting - pace))
		}
	}
}

// surplus is what a surplus use takes: its base amount where its market holds the
// stock that traders want, nothing where a tenth of that is missing, and as much
// more as there is too much, but at most half of that a week, or stock would ring.
// Nobody puts away what is wanted elsewhere, and what nobody wants does not stand
// in its way.
func (s *Sim) surplus(u *network.Use, base float64) float64 {
	const tolerance, atMost = 0.1, 0.5
	in := &s.Net.Inputs[u.In0]
	wanted := float64(s.State.Target[in.Market] * s.State.Expected[in.Market])
	slope := min(base/float64(tolerance*wanted), atMost/in.Coef)
	takes := max(0, base+float64(slope*(s.State.Stock[in.Market]-s.State.Inflow[in.Market]-wanted)))
	return choose(wanted > 0, takes, base)
}
