package sim

import "lodestone/internal/network"

// entrants lets the market know of plants that projects have opened: customers
// abroad begin to qualify them, and can give them the share of their orders that
// the new capacity could fill.
//
//wide:each
func (s *Sim) entrants() {
	st, n := &s.State, s.Net
	for _, k := range n.Entrants {
		from, to := int(n.RouteFrom[k]), int(n.RouteTo[k])
		supply := 0.0
		for _, o := range n.OutputBy[n.OutputIn[from]:n.OutputIn[from+1]] {
			out := &n.Outputs[o]
			if !n.Sites[n.Lines[out.Line].Site].Dormant {
				continue
			}
			supply += float64(out.Coef * s.lineRoom(out.Line))
		}
		st.Possible[k] = 0
		if use := st.Expected[to]; use > 0 {
			st.Possible[k] = min(supply/use, network.MaxPotential)
		}
		if supply > 0 && st.Qualified[k] == neverQualified {
			st.Qualified[k] = float64(st.Week + int(n.Markets[to].Params.QualificationTime))
		}
	}
}
