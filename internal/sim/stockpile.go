package sim

import "lodestone/internal/model"

// claimForStockpiles adds the purchases in force to the claims on their markets,
// as the last of them.
//
//wide:each
func (s *Sim) claimForStockpiles() {
	st, n := &s.State, s.Net
	for i := range st.Ordered {
		st.Ordered[i] = 0
	}
	for i := range n.Events {
		e := &n.Events[i]
		if e.Kind != model.Purchase || !e.Active(st.Week) {
			continue
		}
		for _, p := range e.Stockpiles {
			st.Ordered[p] += e.Amount
			st.claim[s.lastClaim(n.Stockpiles[p].Market)] += e.Amount
			st.signal[n.Stockpiles[p].Market] -= e.Amount // a stock filled is no lasting use
		}
	}
}

// stockpile moves what purchases were allocated from the market to the pile, and
// books what the public paid for it.
//
//wide:each
func (s *Sim) stockpile() {
	st, n := &s.State, s.Net
	for i := range n.Stockpiles {
		if order := st.Ordered[i]; order > 0 {
			m := n.Stockpiles[i].Market
			bought := float64(order * st.Ratio[s.lastClaim(m)])
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
			st.Public[i] += float64(float64(e.Amount*st.Ratio[s.lastClaim(m)]) * st.Price[m])
		}
	}
}

// lastClaim is the claim of purchases on a market that has a stockpile.
//
//wide:each
func (s *Sim) lastClaim(market int) int32 { return s.Net.RankIn[market+1] - 1 }
