package sim

import "lodestone/internal/fmath"

// leastCover is the share of the wanted cover below which a price rises no
// further: what is left is then shared out, not sold to the highest bidder.
const leastCover = 0.25

// price sets each market's price from the price that traders expect and the
// cover left, P = T (wanted cover / cover)^sensitivity (Sterman, Business
// Dynamics, 2000, ch. 20). The expected price follows the price and drifts back
// to the base, the cost level. All is done on logarithms, so that lasting
// scarcity leads to a high price and not to one that grows without end: T
// settles where sensitivity log(scarcity) / expectation time equals
// log(T / base) / cost time.
func (s *Sim) price() {
	st := &s.State
	for i := range s.Net.Markets {
		k := &s.Net.Markets[i]
		wanted := float64(s.targetCover(i) * st.Expected[i])
		if wanted <= 0 || k.Price <= 0 {
			continue
		}
		held := st.Stock[i] / wanted
		if held < leastCover {
			held = leastCover
		}
		scarcity := -float64(k.Params.PriceSensitivity * fmath.Log(held))
		st.Price[i] = fmath.Exp(st.LogTrend[i] + scarcity)
		st.LogTrend[i] += scarcity/k.Params.PriceExpectationTime + (k.LogPrice-st.LogTrend[i])/k.Params.PriceCostTime
	}
}
