// Code generated from internal/sim/ship.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
)

func (s *Block) ship() {
	s.shipRoutes()
	s.shipContracts()
	s.fly()
	s.useLicences()
	s.useQuotas()
}

func (s *Block) shipRoutes() {
	st, n := &s.State, s.Net
	permitted := st.Permitted
	count := len(permitted)
	shipped, origins, to := st.Shipped[:count], n.RouteFrom[:count], n.RouteTo[:count]
	stock, trade, filled := st.Stock, st.Trade, st.Filled
	clear(filled)
	for k, p := range permitted {
		from := origins[k]
		sent := p.Mul(trade[from])
		shipped[k] = sent
		stock[from] = stock[from].Sub(sent)
		filled[to[k]] = filled[to[k]].Add(sent)
		s.ring.sendBy(k, st.Week, sent)
	}
	transit := st.InTransit[:len(filled)]
	for i, sent := range filled {
		transit[i] = transit[i].Add(sent)
	}
}

func (s *member) shipContracts() {
	st, n := s.State, s.Net
	for j := range n.Contracts {
		k, first := n.Contracts[j].Route, s.committed(j)
		from, to := n.RouteFrom[k], n.RouteTo[k]
		extra := float64(first * ((*lane.At(&st.Ratio[n.RankIn[from]], s.lane)) - (*lane.At(&st.Trade[from], s.lane))))
		(*lane.At(&st.Shipped[k], s.lane)) += extra
		(*lane.At(&st.Stock[from], s.lane)) -= extra
		(*lane.At(&st.InTransit[to], s.lane)) += extra
		(*lane.At(&st.Filled[to], s.lane)) += extra
		(*lane.At(&s.ring.routeRow(st.Week + int(n.RouteLead[k]))[k], s.lane)) += extra
	}
}

func (s *member) useQuotas() {
	for i := range s.Net.Events {
		e := &s.Net.Events[i]
		if e.Period == 0 || !e.Active(s.State.Week) {
			continue
		}
		for _, k := range e.Routes {
			s.control.quota[i] = max(0, s.control.quota[i]-(*lane.At(&s.State.Shipped[k], s.lane)))
		}
	}
}
