package sim

import "lodestone/internal/fmath"

// leastCover is the share of the wanted cover below which a price rises no
// further: what is left is then shared out, not sold to the highest bidder.
const leastCover = 0.1

// price sets each market's price from the price that traders expect and the
// cover left, P = T (wanted cover / cover)^sensitivity (Sterman, Business
// Dynamics, 2000, ch. 20).
func (s *Sim) price() {
	st := &s.State
	for i := range s.Net.Markets {
		k := &s.Net.Markets[i]
		if wanted := float64(s.targetCover(i) * st.Expected[i]); wanted > 0 {
			held := st.Stock[i] / wanted
			if held < leastCover {
				held = leastCover
			}
			st.Price[i] = float64(st.Trend[i] * fmath.Pow(held, -k.Params.PriceSensitivity))
		}
	}
}

// reviewTrend lets the expected price follow the price and drift back to the
// base price, the cost level, over a review period. Both work on logarithms,
// so that lasting scarcity leads to a high price and not to one that grows
// without end: T settles where sensitivity log(scarcity) / expectation time
// equals log(T / base) / cost time.
func (s *Sim) reviewTrend(i int, period float64) {
	st, k := &s.State, &s.Net.Markets[i]
	if st.Trend[i] <= 0 || st.Price[i] == st.Trend[i] && st.Trend[i] == k.Price {
		return
	}
	follow := float64(fmath.Log(st.Price[i]/st.Trend[i]) * min(1, period/k.Params.PriceExpectationTime))
	back := float64(fmath.Log(k.Price/st.Trend[i]) * min(1, period/k.Params.PriceCostTime))
	st.Trend[i] = float64(st.Trend[i] * fmath.Exp(follow+back))
}
