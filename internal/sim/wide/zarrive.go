// Code generated from internal/sim/arrive.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
	"lodestone/internal/model"
)

func (s *Block) arrive() {
	st, n := &s.State, s.Net
	inflow := st.Inflow
	clear(inflow)
	row := s.ring.routeRow(st.Week)
	to := n.RouteTo[:len(row)]
	for k, sent := range row {
		inflow[to[k]] = inflow[to[k]].Add(sent)
	}
	batch := s.ring.lineRow(st.Week)
	coefs := n.OutputCoef
	lines, markets := n.OutputLine[:len(coefs)], n.OutputMarket[:len(coefs)]
	for o, coef := range coefs {
		inflow[markets[o]] = inflow[markets[o]].Add(coef.Mul(batch[lines[o]]))
	}
	stock, transit := st.Stock[:len(inflow)], st.InTransit[:len(inflow)]
	for i, in := range inflow {
		stock[i] = stock[i].Add(in)
		transit[i] = transit[i].Sub(in)
	}
	s.release()
}

func (s *Block) release() {
	st := &s.State
	clear(st.Released)
	clear(st.relief)
	s.releaseByEvents()
	for i := range s.Net.Stockpiles {
		p := &s.Net.Stockpiles[i]
		if p.OnShortage {
			st.Released[i] = st.Released[i].Add(st.Stopped[p.Market].Mul(st.Want[p.Market]))
		}
		released := st.Released[i].Min(st.Pile[i])
		st.Released[i] = released
		st.Pile[i] = st.Pile[i].Sub(released)
		st.Stock[p.Market] = st.Stock[p.Market].Add(released)
		st.Inflow[p.Market] = st.Inflow[p.Market].Add(released)
		st.relief[p.Market] = st.relief[p.Market].Add(released)
	}
}

func (s *member) releaseByEvents() {
	st := s.State
	for i := range s.Net.Events {
		e := &s.Net.Events[i]
		if e.Kind != model.Release || !e.Active(st.Week) {
			continue
		}
		for _, p := range e.Stockpiles {
			(*lane.At(&st.Released[p], s.lane)) += e.Amount
		}
	}
}
