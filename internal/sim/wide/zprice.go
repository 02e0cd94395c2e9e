// Code generated from internal/sim/price.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
)

const leastCover = 0.25

const mostCover = storesFull

const mostMomentum = 1

func (s *Block) price() {
	t := &s.trading
	s.compareCover(t)
	count := len(t.markets)
	logs, prices := t.logs[:count], t.prices[:count]
	lane.LogEach(logs)
	s.moveLogs(t)
	copy(prices, logs)
	lane.ExpEach(prices)
	for k, i := range t.markets {
		s.State.Price[i] = lane.Choose(s.trades(i), prices[k], s.State.Price[i])
	}
}

type trading struct {
	markets []int32
	logs    []lane.F
	prices  []lane.F
}

func newTrading(markets int) trading {
	return trading{markets: make([]int32, 0, markets), logs: make([]lane.F, markets), prices: make([]lane.F, markets)}
}

func (s *Block) compareCover(t *trading) {
	st, markets := &s.State, s.Net.Markets
	count := len(markets)
	expected, stock, target, logs := st.Expected[:count], st.Stock[:count], st.Target[:count], t.logs[:count]
	trading := t.markets[:0]
	for i := range markets {
		wanted := target[i].Mul(expected[i])
		if !lane.Any(wanted.Greater(const0)) || !lane.Any(markets[i].Price.Greater(const0)) {
			continue
		}
		logs[len(trading)] = lane.Choose(wanted.Greater(const0), const7.Max(stock[i].Div(wanted)).Min(const8), const1)
		trading = append(trading, int32(i))
	}
	t.markets = trading
}

func (s *Block) moveLogs(t *trading) {
	st, markets := &s.State, s.Net.Markets
	count := len(markets)
	trend, slow, momentum := st.LogTrend[:count], st.LogSlow[:count], st.Momentum[:count]
	local, anchor, parity, pull := st.Local[:count], st.Anchor[:count], st.Parity[:count], st.Pull[:count]
	need, expected := st.Need[:count], st.Expected[:count]
	logs := t.logs[:len(t.markets)]
	for k, i := range t.markets {
		m := &markets[i]
		rate := &m.Params.Rate
		scarcity := lane.Neg(logs[k])
		scarcity = lane.BySign(scarcity, &rate.Sensitivity).Mul(local[i]).Mul(scarcity)
		log := trend[i].Add(moved(scarcity, anchor[i]))
		log = log.Add(pull[i].Mul(const1.Min(need[i].Div(expected[i]))).Mul(lane.Positive(m.LogPrice.Add(parity[i]).Sub(log))))
		logs[k] = log
		trades := s.trades(i)
		slow[i] = slow[i].Add(lane.Choose(trades, log.Sub(slow[i]).Mul(rate.Speculation), const0))
		momentum[i] = lane.Choose(trades, const9.Max(log.Sub(slow[i]).Min(const1)), momentum[i])
		trend[i] = trend[i].Add(lane.Choose(trades, scarcity.Mul(rate.PriceExpectation).Add(m.LogPrice.Sub(trend[i]).Mul(rate.PriceCost)), const0))
	}
}

func (s *Block) trades(i int32) lane.Mask {
	return s.State.Target[i].Mul(s.State.Expected[i]).Greater(const0)
}

func moved(scarcity, cost lane.F) lane.F {
	cheaper, saved := lane.Negative(scarcity), lane.Negative(cost)
	return scarcity.Sub(cheaper).Max(cost.Sub(saved)).Add((cheaper.Add(saved)))
}
