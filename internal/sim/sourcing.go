package sim

import (
	"slices"

	"lodestone/internal/network"
)

// resource lets the buyers of each destination of a sourcing event qualify the
// routes in its scope and give them its share of their orders, together, by what
// each could carry; the other sources keep the proportions they have to each
// other. From then on shares move with prices and deliveries as ever.
//
//wide:each
func (s *Sim) resource(e *network.Event) {
	n := s.Net
	for m := range n.Markets {
		first, last := n.RouteIn[m], n.RouteIn[m+1]
		var chosen []int32
		for _, k := range e.Routes {
			if k >= first && k < last {
				chosen = append(chosen, k)
			}
		}
		if chosen != nil {
			s.shift(m, chosen, e.Amount)
		}
	}
}

// shift raises the chosen routes into a market to a share of its orders.
//
//wide:each
func (s *Sim) shift(m int, chosen []int32, share float64) {
	st, n := &s.State, s.Net
	has, room := 0.0, 0.0
	for _, k := range chosen {
		has += st.Share[k]
		room += st.Possible[k]
	}
	if share <= has || has >= 1 {
		return
	}
	others := (1 - share) / (1 - has)
	for k := n.RouteIn[m]; k < n.RouteIn[m+1]; k++ {
		if !slices.Contains(chosen, k) {
			st.Share[k] = float64(st.Share[k] * others)
			st.Possible[k] = float64(st.Possible[k] * others)
			continue
		}
		part := 1 / float64(len(chosen))
		if room > 0 {
			part = st.Possible[k] / room
		}
		st.Share[k] = float64(share * part)
		st.Possible[k] = max(st.Possible[k], st.Share[k])
		st.Qualified[k] = min(st.Qualified[k], float64(st.Week))
	}
	for _, o := range n.OutputBy[n.OutputIn[m]:n.OutputIn[m+1]] {
		st.OutShare[o] = float64(st.OutShare[o] * others)
	}
}
