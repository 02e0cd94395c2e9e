package sim

import (
	"lodestone/internal/model"
	"lodestone/internal/network"
)

// lastRank is the place of purchases for a stockpile: behind all users, so that
// stock is built from what others leave.
const lastRank = network.Ranks - 1

// claimForStockpiles adds the purchases in force to the claims on their markets.
func (s *Sim) claimForStockpiles() {
	st, n := &s.State, s.Net
	clear(st.Ordered)
	for i := range n.Events {
		e := &n.Events[i]
		if e.Kind != model.Purchase || !e.Active(st.Week) {
			continue
		}
		for _, p := range e.Stockpiles {
			st.Ordered[p] += e.Amount
			st.claim[n.Stockpiles[p].Market*network.Ranks+lastRank] += e.Amount
			st.signal[n.Stockpiles[p].Market] -= e.Amount // a stock filled is no lasting use
		}
	}
}

// stockpile moves what purchases were allocated from the market to the pile, and
// books what the public paid for it.
func (s *Sim) stockpile() {
	st, n := &s.State, s.Net
	for i, order := range st.Ordered {
		if order > 0 {
			m := n.Stockpiles[i].Market
			bought := float64(order * st.Ratio[m*network.Ranks+lastRank])
			st.Stock[m] -= bought
			st.Pile[i] += bought
		}
	}
	for i := range n.Events {
		e := &n.Events[i]
		if e.Kind != model.Purchase || !e.Active(st.Week) {
			continue
		}
		for _, p := range e.Stockpiles {
			m := n.Stockpiles[p].Market
			st.Public[i] += float64(float64(e.Amount*st.Ratio[m*network.Ranks+lastRank]) * st.Price[m])
		}
	}
}
