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
	st, markets := &s.State, s.Net.Markets
	count := len(markets) // one length for all, so that the compiler sees no index can be out of range
	price, trend, slow, momentum := st.Price[:count], st.LogTrend[:count], st.LogSlow[:count], st.Momentum[:count]
	expected, stock, local, anchor := st.Expected[:count], st.Stock[:count], st.Local[:count], st.Anchor[:count]
	for i := range markets {
		k, p := &markets[i], markets[i].Params
		wanted := float64(s.targetCover(i) * expected[i])
		if wanted <= 0 || k.Price <= 0 {
			continue
		}
		held := leastCover
		if c := stock[i] / wanted; c > held {
			held = c
		}
		scarcity := -float64(float64(p.PriceSensitivity*local[i]) * fmath.Log(held))
		if scarcity < 0 { // what is stored is not sold for less than it is expected to bring, but for the cost of storing it
			scarcity = float64(scarcity * p.GlutSensitivity)
		}
		log := s.atLeast(i, trend[i]+moved(scarcity, anchor[i]))
		price[i] = fmath.Exp(log)
		slow[i] += (log - slow[i]) / p.SpeculationTime
		momentum[i] = min(max(0, log-slow[i]), mostMomentum)
		trend[i] += scarcity/p.PriceExpectationTime + (k.LogPrice-trend[i])/p.PriceCostTime
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
