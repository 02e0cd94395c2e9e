// Code generated from internal/sim/stockpile.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
	"lodestone/internal/model"
)

func (s *member) claimForStockpiles() {
	st, n := s.State, s.Net
	for i := range st.Ordered {
		(*lane.At(&st.Ordered[i], s.lane)) = 0
	}
	for i := range n.Events {
		e := &n.Events[i]
		if e.Kind != model.Purchase || !e.Active(st.Week) {
			continue
		}
		for _, p := range e.Stockpiles {
			(*lane.At(&st.Ordered[p], s.lane)) += e.Amount
			(*lane.At(&st.claim[s.lastClaim(n.Stockpiles[p].Market)], s.lane)) += e.Amount
			(*lane.At(&st.signal[n.Stockpiles[p].Market], s.lane)) -= e.Amount // a stock filled is no lasting use
		}
	}
}

func (s *member) stockpile() {
	st, n := s.State, s.Net
	for i := range n.Stockpiles {
		if order := (*lane.At(&st.Ordered[i], s.lane)); order > 0 {
			m := n.Stockpiles[i].Market
			bought := float64(order * (*lane.At(&st.Ratio[s.lastClaim(m)], s.lane)))
			(*lane.At(&st.Stock[m], s.lane)) -= bought
			(*lane.At(&st.Pile[i], s.lane)) += bought
		}
	}
	for i := range n.Events {
		e := &n.Events[i]
		if e.Kind != model.Purchase || !e.Active(st.Week) {
			continue
		}
		for _, p := range e.Stockpiles {
			m := n.Stockpiles[p].Market
			(*lane.At(&st.Public[i], s.lane)) += float64(float64(e.Amount*(*lane.At(&st.Ratio[s.lastClaim(m)], s.lane))) * (*lane.At(&st.Price[m], s.lane)))
		}
	}
}

func (s *member) lastClaim(market int) int32 { return s.Net.RankIn[market+1] - 1 }
