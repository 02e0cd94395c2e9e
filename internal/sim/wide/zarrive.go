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

func (s *member) release() {
	st := s.State
	for i := range st.Released {
		(*lane.At(&st.Released[i], s.lane)) = 0
	}
	for i := range st.relief {
		(*lane.At(&st.relief[i], s.lane)) = 0
	}
	for i := range s.Net.Events {
		e := &s.Net.Events[i]
		if e.Kind != model.Release || !e.Active(st.Week) {
			continue
		}
		for _, p := range e.Stockpiles {
			(*lane.At(&st.Released[p], s.lane)) += e.Amount
		}
	}
	for i, p := range s.Net.Stockpiles {
		if p.OnShortage {
			(*lane.At(&st.Released[i], s.lane)) += float64((*lane.At(&st.Stopped[p.Market], s.lane)) * (*lane.At(&st.Want[p.Market], s.lane)))
		}
		(*lane.At(&st.Released[i], s.lane)) = min((*lane.At(&st.Released[i], s.lane)), (*lane.At(&st.Pile[i], s.lane)))
		(*lane.At(&st.Pile[i], s.lane)) -= (*lane.At(&st.Released[i], s.lane))
		(*lane.At(&st.Stock[p.Market], s.lane)) += (*lane.At(&st.Released[i], s.lane))
		(*lane.At(&st.Inflow[p.Market], s.lane)) += (*lane.At(&st.Released[i], s.lane))
		(*lane.At(&st.relief[p.Market], s.lane)) += (*lane.At(&st.Released[i], s.lane))
	}
}
