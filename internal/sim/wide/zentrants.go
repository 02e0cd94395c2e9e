// Code generated from internal/sim/entrants.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
	"lodestone/internal/network"
)

func (s *member) entrants() {
	st, n := s.State, s.Net
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
		(*lane.At(&st.Possible[k], s.lane)) = 0
		if use := (*lane.At(&st.Expected[to], s.lane)); use > 0 {
			(*lane.At(&st.Possible[k], s.lane)) = min(supply/use, network.MaxPotential)
		}
		if supply > 0 && (*lane.At(&st.Qualified[k], s.lane)) == neverQualified {
			(*lane.At(&st.Qualified[k], s.lane)) = float64(st.Week + int(n.Markets[to].Params.QualificationTime))
		}
	}
}
