package sim

import "lodestone/internal/fmath"

// Stocks are bounded away from zero when a price is formed: below this share
// of the wanted cover the price rises no further.
const leastCover = 0.02

// price sets each market's price from the traders' expected price and the
// cover left, P = T (wanted cover / cover)^sensitivity; the expected price
// adapts to the price and is pulled to its base, the cost level (Sterman,
// Business Dynamics, 2000, ch. 20).
func (s *Sim) price() {
	st := &s.State
	for i := range s.Net.Markets {
		k := &s.Net.Markets[i]
		wanted := float64(s.targetCover(i) * st.Expected[i])
		if wanted > 0 {
			scarcity := 1 / max(st.Stock[i]/wanted, leastCover)
			st.Price[i] = float64(st.Trend[i] * fmath.Pow(scarcity, k.Params.PriceSensitivity))
		}
		st.Trend[i] += (st.Price[i]-st.Trend[i])/k.Params.PriceExpectationTime + (k.Price-st.Trend[i])/k.Params.PriceCostTime
	}
}
