// Code generated from internal/sim/sourcing.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
	"lodestone/internal/network"
	"slices"
)

func (s *member) resource(e *network.Event) {
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

func (s *member) shift(m int, chosen []int32, share float64) {
	st, n := s.State, s.Net
	has, room := 0.0, 0.0
	for _, k := range chosen {
		has += (*lane.At(&st.Share[k], s.lane))
		room += (*lane.At(&st.Possible[k], s.lane))
	}
	if share <= has || has >= 1 {
		return
	}
	others := (1 - share) / (1 - has)
	for k := n.RouteIn[m]; k < n.RouteIn[m+1]; k++ {
		if !slices.Contains(chosen, k) {
			(*lane.At(&st.Share[k], s.lane)) = float64((*lane.At(&st.Share[k], s.lane)) * others)
			(*lane.At(&st.Possible[k], s.lane)) = float64((*lane.At(&st.Possible[k], s.lane)) * others)
			continue
		}
		part := 1 / float64(len(chosen))
		if room > 0 {
			part = (*lane.At(&st.Possible[k], s.lane)) / room
		}
		(*lane.At(&st.Share[k], s.lane)) = float64(share * part)
		(*lane.At(&st.Possible[k], s.lane)) = max((*lane.At(&st.Possible[k], s.lane)), (*lane.At(&st.Share[k], s.lane)))
		(*lane.At(&st.Qualified[k], s.lane)) = min((*lane.At(&st.Qualified[k], s.lane)), float64(st.Week))
	}
	for _, o := range n.OutputBy[n.OutputIn[m]:n.OutputIn[m+1]] {
		(*lane.At(&st.OutShare[o], s.lane)) = float64((*lane.At(&st.OutShare[o], s.lane)) * others)
	}
}
