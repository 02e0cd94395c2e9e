package sim

// fly has a share of what left for markets in which buyers have run out arrive
// earlier than by the route's usual carrier. It leaves when it would have anyway, and
// who has stock left does not pay for speed.
//
//wide:each
func (s *Sim) fly() {
	st, n := &s.State, s.Net
	for _, i := range s.control.flying {
		e := &n.Events[i]
		if !e.Active(st.Week) {
			continue
		}
		for _, k := range e.Routes {
			lead := int(n.RouteLead[k])
			if lead <= e.Lead || st.Stopped[n.RouteTo[k]] <= 0 {
				continue
			}
			usual := s.ring.routeRow(st.Week + lead)
			flown := float64(e.Amount * usual[k])
			usual[k] -= flown
			s.ring.routeRow(st.Week + e.Lead)[k] += flown
		}
	}
}
