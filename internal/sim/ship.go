package sim

// ship sends what the markets of origin allocated. It leaves their stock now
// and arrives after the lead time of the route.
func (s *Sim) ship() {
	s.shipRoutes()
	s.shipContracts()
	s.fly()
	s.useLicences()
	s.useQuotas()
}

// shipRoutes sends the goods on all routes: out of the stock of their origin, into
// the pipeline.
func (s *Sim) shipRoutes() {
	st, n := &s.State, s.Net
	permitted := st.Permitted
	count := len(permitted) // one length for all, so that the compiler sees no index can be out of range
	shipped, origins, to := st.Shipped[:count], n.RouteFrom[:count], n.RouteTo[:count]
	stock, trade, filled := st.Stock, st.Trade, st.Filled
	clear(filled)
	for k, p := range permitted {
		from := origins[k]
		sent := float64(p * trade[from])
		shipped[k] = sent
		stock[from] -= sent
		filled[to[k]] += sent
		s.ring.sendBy(k, st.Week, sent)
	}
	transit := st.InTransit[:len(filled)]
	for i, sent := range filled {
		transit[i] += sent
	}
}

// shipContracts sends what the committed part of an order gets beyond the rest,
// being served from the first rank.
//
//wide:each
func (s *Sim) shipContracts() {
	st, n := &s.State, s.Net
	for j := range n.Contracts {
		k, first := n.Contracts[j].Route, s.committed(j)
		from, to := n.RouteFrom[k], n.RouteTo[k]
		extra := float64(first * (st.Ratio[n.RankIn[from]] - st.Trade[from]))
		st.Shipped[k] += extra
		st.Stock[from] -= extra
		st.InTransit[to] += extra
		st.Filled[to] += extra
		s.ring.routeRow(st.Week + int(n.RouteLead[k]))[k] += extra
	}
}

//wide:each
func (s *Sim) useQuotas() {
	for i := range s.Net.Events {
		e := &s.Net.Events[i]
		if e.Period == 0 || !e.Active(s.State.Week) {
			continue
		}
		for _, k := range e.Routes {
			s.control.quota[i] = max(0, s.control.quota[i]-s.State.Shipped[k])
		}
	}
}
