// Code generated from internal/sim/quota.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
	"lodestone/internal/network"
)

func (s *member) borderQuotas() {
	st := s.State
	for i := range s.Net.Events {
		e := &s.Net.Events[i]
		if e.Period == 0 || !e.Active(st.Week) {
			continue
		}
		if (st.Week-e.Start)%e.Period == 0 {
			s.control.quota[i] = e.Amount
		}
		total := 0.0
		for _, k := range e.Routes {
			total += (*lane.At(&st.Permitted[k], s.lane))
		}
		weeks := e.Period - (st.Week-e.Start)%e.Period
		if room := s.control.quota[i] / float64(weeks); total > room {
			s.ration(e, total, room)
		}
	}
}

func (s *member) ration(e *network.Event, total, room float64) {
	st := s.State
	value := 0.0
	for _, k := range e.Routes {
		value += float64((*lane.At(&st.Permitted[k], s.lane)) * s.Net.Markets[s.Net.RouteFrom[k]].Price)
	}
	earns := s.control.earns[:len(e.Routes)]
	for j := range earns {
		earns[j] = 1
	}
	if meanPrice := value / total; meanPrice > 0 {
		for j, k := range e.Routes {
			earns[j] = 1 + s.gap(int(k))/meanPrice
		}
	}
	low, high := 0.0, 1.0
	for range rationSteps {
		f := (low + high) / 2
		passes := 0.0
		for j, k := range e.Routes {
			passes += float64((*lane.At(&st.Permitted[k], s.lane)) * min(1, float64(f*earns[j])))
		}
		if passes > room {
			high = f
		} else {
			low = f
		}
	}
	for j, k := range e.Routes {
		(*lane.At(&st.Permitted[k], s.lane)) = float64((*lane.At(&st.Permitted[k], s.lane)) * min(1, float64(low*earns[j])))
	}
}

const rationSteps = 40

func (s *member) gap(k int) float64 {
	n, from, to := s.Net, s.Net.RouteFrom[k], s.Net.RouteTo[k]
	if n.Markets[from].Price <= 0 {
		return 0
	}
	base := n.Markets[to].Price / n.Markets[from].Price
	return max(0, (*lane.At(&s.State.Price[to], s.lane))-float64((*lane.At(&s.State.Price[from], s.lane))*base))
}
