package sim

// produce runs every line on the scarcest of its inputs. What it draws leaves
// the markets now; what it makes arrives after the residence time.
func (s *Sim) produce() {
	s.runLines()
	s.drawInputs()
	s.startBatches()
}

// runLines sets the throughput of every line.
func (s *Sim) runLines() {
	st, n := &s.State, s.Net
	throughput, trade := st.Throughput, st.Trade
	inputs := n.LineIn[len(n.Lines)]
	markets := n.InputMarket[:inputs]
	fill(throughput, 1)
	for k, line := range n.InputBy[:inputs] {
		throughput[line] = min(trade[markets[k]], throughput[line])
	}
	for i, wanted := range st.Wanted[:len(throughput)] {
		x := float64(wanted * throughput[i])
		throughput[i] = x
		s.ring.startAt(i, st.Week, x)
	}
}

// drawInputs takes what lines work up out of the markets.
func (s *Sim) drawInputs() {
	n, stock, throughput := s.Net, s.State.Stock, s.State.Throughput
	inputs := n.LineIn[len(n.Lines)]
	coefs, markets := n.InputCoef[:inputs], n.InputMarket[:inputs]
	for k, line := range n.InputBy[:inputs] {
		stock[markets[k]] -= float64(coefs[k] * throughput[line])
	}
}

// startBatches puts what lines make into the pipeline, and updates what share of
// its requests a buyer has seen a line start on.
func (s *Sim) startBatches() {
	st, n := &s.State, s.Net
	count := len(n.OutputCoef)
	lines, markets := n.OutputLine[:count], n.OutputMarket[:count]
	requests, seen := st.Request[:count], st.Made[:count]
	transit, filled, throughput := st.InTransit, st.Filled, st.Throughput
	for o, coef := range n.OutputCoef {
		m, request := markets[o], requests[o]
		made := float64(coef * throughput[lines[o]])
		transit[m] += made
		got := min(made, request)
		share := choose(request > 0, got/request, 1)
		filled[m] += got
		seen[o] += float64((share - seen[o]) * n.Markets[m].Params.Rate.ShareReview)
	}
}
