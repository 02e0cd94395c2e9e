// Code generated from internal/sim/produce.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
)

func (s *Block) produce() {
	s.runLines()
	s.drawInputs()
	s.startBatches()
}

func (s *Block) runLines() {
	st, n := &s.State, s.Net
	throughput, trade := st.Throughput, st.Trade
	inputs := n.LineIn[len(n.Lines)]
	markets := n.InputMarket[:inputs]
	lane.Fill(throughput, const1)
	for k, line := range n.InputBy[:inputs] {
		throughput[line] = trade[markets[k]].Min(throughput[line])
	}
	for i, wanted := range st.Wanted[:len(throughput)] {
		x := wanted.Mul(throughput[i])
		throughput[i] = x
		s.ring.startAt(i, st.Week, x)
	}
}

func (s *Block) drawInputs() {
	n, stock, throughput := s.Net, s.State.Stock, s.State.Throughput
	inputs := n.LineIn[len(n.Lines)]
	coefs, markets := n.InputCoef[:inputs], n.InputMarket[:inputs]
	for k, line := range n.InputBy[:inputs] {
		stock[markets[k]] = stock[markets[k]].Sub(coefs[k].Mul(throughput[line]))
	}
}

func (s *Block) startBatches() {
	st, n := &s.State, s.Net
	count := len(n.OutputCoef)
	lines, markets := n.OutputLine[:count], n.OutputMarket[:count]
	requests, seen := st.Request[:count], st.Made[:count]
	transit, filled, throughput := st.InTransit, st.Filled, st.Throughput
	for o, coef := range n.OutputCoef {
		m, request := markets[o], requests[o]
		made := coef.Mul(throughput[lines[o]])
		transit[m] = transit[m].Add(made)
		got := made.Min(request)
		share := lane.Choose(request.Greater(const0), got.Div(request), const1)
		filled[m] = filled[m].Add(got)
		seen[o] = seen[o].Add(share.Sub(seen[o]).Mul(n.Markets[m].Params.Rate.ShareReview))
	}
}
