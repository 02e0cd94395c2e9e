// Code generated from internal/sim/fly.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
)

func (s *member) fly() {
	st, n := s.State, s.Net
	for _, i := range s.control.flying {
		e := &n.Events[i]
		if !e.Active(st.Week) {
			continue
		}
		for _, k := range e.Routes {
			lead := int(n.RouteLead[k])
			if lead <= e.Lead || (*lane.At(&st.Stopped[n.RouteTo[k]], s.lane)) <= 0 {
				continue
			}
			usual := s.ring.routeRow(st.Week + lead)
			flown := float64(e.Amount * (*lane.At(&usual[k], s.lane)))
			(*lane.At(&usual[k], s.lane)) -= flown
			(*lane.At(&s.ring.routeRow(st.Week + e.Lead)[k], s.lane)) += flown
		}
	}
}
