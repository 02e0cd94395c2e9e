package sim

import "lodestone/internal/model"

// arrive brings in what is due this week: shipments at the end of their route,
// batches at the end of their line, and releases from stockpiles. Goods already
// at sea arrive whatever has happened at the border since.
func (s *Sim) arrive() {
	st, n := &s.State, s.Net
	inflow := st.Inflow
	clear(inflow)
	row := s.ring.routeRow(st.Week)
	to := n.RouteTo[:len(row)]
	for k, sent := range row {
		inflow[to[k]] += sent
	}
	batch := s.ring.lineRow(st.Week)
	coefs := n.OutputCoef
	lines, markets := n.OutputLine[:len(coefs)], n.OutputMarket[:len(coefs)]
	for o, coef := range coefs {
		inflow[markets[o]] += float64(coef * batch[lines[o]])
	}
	stock, transit := st.Stock[:len(inflow)], st.InTransit[:len(inflow)]
	for i, in := range inflow {
		stock[i] += in
		transit[i] -= in
	}
	s.release()
}

// release moves goods from stockpiles into their markets: at the rate of a
// release event in force, or, where the holder's rule says so, as much as the
// buyers who have run out would use in a week.
func (s *Sim) release() {
	st := &s.State
	clear(st.Released)
	clear(st.relief)
	s.releaseByEvents()
	for i := range s.Net.Stockpiles {
		p := &s.Net.Stockpiles[i]
		if p.OnShortage {
			st.Released[i] += float64(st.Stopped[p.Market] * st.Want[p.Market])
		}
		released := min(st.Released[i], st.Pile[i])
		st.Released[i] = released
		st.Pile[i] -= released
		st.Stock[p.Market] += released
		st.Inflow[p.Market] += released
		st.relief[p.Market] += released
	}
}

// releaseByEvents adds up what the release events in force let go.
//
//wide:each
func (s *Sim) releaseByEvents() {
	st := &s.State
	for i := range s.Net.Events {
		e := &s.Net.Events[i]
		if e.Kind != model.Release || !e.Active(st.Week) {
			continue
		}
		for _, p := range e.Stockpiles {
			st.Released[p] += e.Amount
		}
	}
}
