package sim

import "lodestone/internal/fmath"

// leastCover is the share of the wanted cover below which a price rises no
// further: what is left is then shared out, not sold to the highest bidder.
const leastCover = 0.25

// mostMomentum bounds what a rise adds to what traders want to hold.
const mostMomentum = 1

// price sets each market's price from the price that traders expect and the
// cover left, P = T (wanted cover / cover)^sensitivity (Sterman, Business
// Dynamics, 2000, ch. 20). The expected price follows the price and drifts to
// the cost of supply: the base, moved as far as landed and input costs are. All is done on logarithms, so that lasting
// scarcity leads to a high price and not to one that grows without end: T
// settles where sensitivity log(scarcity) / expectation time equals
// log(T / cost) / cost time.
func (s *Sim) price() {
	st := &s.State
	for i := range s.Net.Markets {
		k := &s.Net.Markets[i]
		wanted := float64(s.targetCover(i) * st.Expected[i])
		if wanted <= 0 || k.Price <= 0 {
			continue
		}
		scarcity := -float64(float64(k.Params.PriceSensitivity*st.Local[i]) * fmath.Log(max(st.Stock[i]/wanted, leastCover)))
		if scarcity < 0 { // what is stored is not sold for less than it is expected to bring, but for the cost of storing it
			scarcity = float64(scarcity * k.Params.GlutSensitivity)
		}
		log := s.atLeast(i, st.LogTrend[i]+moved(scarcity, st.Anchor[i]))
		st.Price[i] = fmath.Exp(log)
		st.LogSlow[i] += (log - st.LogSlow[i]) / k.Params.SpeculationTime
		st.Momentum[i] = min(max(0, log-st.LogSlow[i]), mostMomentum)
		st.LogTrend[i] += scarcity/k.Params.PriceExpectationTime + (k.LogPrice-st.LogTrend[i])/k.Params.PriceCostTime
	}
}

// atLeast lifts the logarithm of a price towards what it costs to bring the goods
// in, as far as they are still brought in: while a glut is used up they are not.
func (s *Sim) atLeast(i int, log float64) float64 {
	st := &s.State
	if below := s.Net.Markets[i].LogPrice + st.Parity[i] - log; below > 0 && st.Expected[i] > 0 {
		log += float64(float64(st.Pull[i]*min(1, st.Need[i]/st.Expected[i])) * below)
	}
	return log
}

// moved joins what scarcity and what cost do to a logarithm of price. When both
// raise it the larger does: a dear input makes its product scarce, and is not
// paid for twice.
func moved(scarcity, cost float64) float64 {
	if scarcity > 0 && cost > 0 {
		return max(scarcity, cost)
	}
	return scarcity + cost
}
