package sim

import "lodestone/internal/fmath"

// leastCover is the share of the wanted cover below which a price rises no
// further: what is left is then shared out, not sold to the highest bidder.
const leastCover = 0.25

// mostCover is the share of the wanted cover above which a price falls no further:
// stores are full, and producers stop before they pay to be rid of goods.
const mostCover = storesFull

// mostMomentum bounds what a rise adds to what traders want to hold, and how fast a
// fall calms them.
const mostMomentum = 1

// price sets each market's price from the price that traders expect and the
// cover left, P = T (wanted cover / cover)^sensitivity (Sterman, Business
// Dynamics, 2000, ch. 20). The expected price follows the price and drifts to
// the cost of supply: the base, moved as far as landed and input costs are. All is
// done on logarithms, so that lasting scarcity leads to a high price and not to
// one that grows without end: T settles where sensitivity log(scarcity) /
// expectation time equals log(T / cost) / cost time.
//
// Each step is taken for all markets before the next: a processor then need not
// wait for one logarithm before it begins another.
func (s *Sim) price() {
	t := &s.trading
	s.compareCover(t)
	count := len(t.markets)
	logs, prices := t.logs[:count], t.prices[:count]
	fmath.LogEach(logs)
	s.moveLogs(t)
	copy(prices, logs)
	fmath.ExpEach(prices)
	for k, i := range t.markets {
		s.State.Price[i] = choose(s.trades(i), prices[k], s.State.Price[i])
	}
}

// trading are the markets in which goods are priced this week, and what is reckoned
// for each of them.
type trading struct {
	markets []int32   // of all, those in use that have a price
	logs    []float64 // logarithm of the cover left over that wanted; then of the price
	prices  []float64 // USD/t
}

func newTrading(markets int) trading {
	return trading{markets: make([]int32, 0, markets), logs: make([]float64, markets), prices: make([]float64, markets)}
}

// compareCover finds the markets that have a price, and what cover is left in each
// as a share of what is wanted.
func (s *Sim) compareCover(t *trading) {
	st, markets := &s.State, s.Net.Markets
	count := len(markets) // one length for all, so that the compiler sees no index can be out of range
	expected, stock, target, logs := st.Expected[:count], st.Stock[:count], st.Target[:count], t.logs[:count]
	trading := t.markets[:0]
	for i := range markets {
		wanted := float64(target[i] * expected[i])
		if !any(wanted > 0) || !known(markets[i].Price > 0) {
			continue
		}
		logs[len(trading)] = choose(wanted > 0, min(max(leastCover, stock[i]/wanted), mostCover), 1)
		trading = append(trading, int32(i))
	}
	t.markets = trading
}

// moveLogs turns the logarithm of the cover left into that of the price, and lets
// what traders expect follow.
func (s *Sim) moveLogs(t *trading) {
	st, markets := &s.State, s.Net.Markets
	count := len(markets)
	trend, slow, momentum := st.LogTrend[:count], st.LogSlow[:count], st.Momentum[:count]
	local, anchor, parity, pull := st.Local[:count], st.Anchor[:count], st.Parity[:count], st.Pull[:count]
	need, expected := st.Need[:count], st.Expected[:count]
	logs := t.logs[:len(t.markets)]
	for k, i := range t.markets {
		m := &markets[i]
		rate := &m.Params.Rate
		// What is stored is not sold for less than it is expected to bring, but for the cost of storing it.
		scarcity := -logs[k]
		scarcity = float64(float64(rate.Sensitivity[sign(scarcity)]*local[i]) * scarcity)
		// Goods cost at least what it takes to bring them in, as far as they are still
		// brought in: while a glut is used up they are not.
		log := trend[i] + moved(scarcity, anchor[i])
		log += float64(float64(pull[i]*min(1, need[i]/expected[i])) * positive(m.LogPrice+parity[i]-log))
		logs[k] = log
		trades := s.trades(i)
		slow[i] += choose(trades, float64((log-slow[i])*rate.Speculation), 0)
		momentum[i] = choose(trades, max(-mostMomentum, min(log-slow[i], mostMomentum)), momentum[i])
		trend[i] += choose(trades, float64(scarcity*rate.PriceExpectation)+float64((m.LogPrice-trend[i])*rate.PriceCost), 0)
	}
}

// trades reports whether a market is in use.
func (s *Sim) trades(i int32) bool {
	return float64(s.State.Target[i]*s.State.Expected[i]) > 0
}

// moved joins what scarcity and what cost do to a logarithm of price. When both
// raise it the larger does: a dear input makes its product scarce, and is not
// paid for twice.
func moved(scarcity, cost float64) float64 {
	cheaper, saved := negative(scarcity), negative(cost)
	return max(scarcity-cheaper, cost-saved) + (cheaper + saved)
}
