package sim

import "lodestone/internal/fmath"

// anchor sets how far the cost of supplying market i has moved from the base
// year: the mean over its sources, by share and as far as they can be counted
// on, of the landed cost of imports, in part, and of what own plants pay for
// inputs, in full: products are priced by formula on what goes into them. Scrap
// is not passed on: its price follows from what can be made of it. It is
// how arbitrage ties markets together and how dear ore makes dear metal. As far
// as a market is tied to those it buys from, its own stock moves its price less;
// a border that lets nothing pass unties it.
func (s *Sim) anchor(i int) {
	st, n := &s.State, s.Net
	k := &n.Markets[i]
	if k.Price <= 0 || k.Params.PriceSensitivity == 0 {
		return
	}
	tie := k.Params.Arbitrage
	moved, open := 0.0, 0.0
	for r := n.RouteIn[i]; r < n.RouteIn[i+1]; r++ {
		if parity := n.RouteParity[r]; parity > 0 {
			from := n.RouteFrom[r]
			landed := float64(st.Price[from]*(1+st.Tariff[r])) + n.RouteFreight[r]
			index := float64(landed*parity) / k.Price
			delivers := float64(float64(tie*st.Share[r]) * float64(st.Passed[r]*st.Fill[from]))
			moved += float64(delivers * (index - 1))
			open += delivers
		}
	}
	for _, o := range n.OutputBy[n.OutputIn[i]:n.OutputIn[i+1]] {
		l := &n.Lines[n.Outputs[o].Line]
		if l.InputShare > 0 {
			dearer := s.dearness(l.In0, l.In1) - 1
			moved += float64(float64(st.OutShare[o]*st.Made[o]) * float64(l.InputShare*dearer))
		}
	}
	st.Local[i] = 1 - min(open, 1)
	st.Anchor[i] = fmath.Log(max(leastAnchor, 1+moved))
}

// leastAnchor bounds how far the cost of supply can fall.
const leastAnchor = 0.05
