package sim

// consume lets every end use take what it was allocated: a product needs all
// its inputs, so the scarcest sets the pace and the rest stays in the market.
// What is not served is the shortage.
func (s *Sim) consume() {
	st, n := &s.State, s.Net
	served, pace := st.Served, st.Pace
	copy(served, pace)
	for _, c := range s.uses.short {
		ratio := st.Ratio[c]
		for _, use := range n.ClaimUses[n.ClaimIn[c]:n.ClaimIn[c+1]] {
			served[use] = min(float64(pace[use]*ratio), served[use])
		}
	}
	s.consumeRefused()
	s.stockpile()
	stock, first := st.Stock, n.UseIn[0]
	uses := n.InputBy[first:]
	coefs, markets := n.InputCoef[first:][:len(uses)], n.InputMarket[first:][:len(uses)]
	for k, use := range uses {
		stock[markets[k]] -= float64(coefs[k] * served[use])
	}
	s.wait()
}

// consumeRefused limits the uses that may not have the goods of a licensed
// route to their own stock, refilled first from what came in without strings.
//
//wide:each
func (s *Sim) consumeRefused() {
	st, n := &s.State, s.Net
	for i := range s.control.refused {
		r := &s.control.refused[i]
		if !r.active {
			continue
		}
		u := &n.Uses[r.use]
		inputs := n.Inputs[u.In0:u.In1]
		served := st.Served[r.use]
		for j, in := range inputs {
			normal := float64(float64(in.Coef*u.Base) * (n.Markets[in.Market].Cover + 1))
			r.held[j] += max(0, min(s.unencumbered(in.Market, r.routes[j], s.Net.Events[r.event].Start), normal-r.held[j]))
			served = min(served, r.held[j]/in.Coef)
		}
		for j, in := range inputs {
			r.held[j] = max(0, r.held[j]-float64(in.Coef*served))
		}
		st.Served[r.use] = served
	}
}

// unencumbered is what entered a market this week other than under a licence
// event: not by its routes, or by them but sent before it took effect.
//
//wide:each
func (s *Sim) unencumbered(market int, routes []int32, start int) float64 {
	st := &s.State
	free := st.Inflow[market]
	arrived := s.ring.routeRow(st.Week)
	for _, k := range routes {
		if st.Week-int(s.Net.RouteLead[k]) >= start {
			free -= arrived[k]
		}
	}
	return max(0, free)
}
