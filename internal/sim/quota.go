package sim

import "lodestone/internal/network"

// borderQuotas scales the orders under each quota to what the period has left,
// spread evenly over the weeks it has left: holders eke a quota out, for what is used
// up early is missing when it is worth as much (Hotelling, The economics of exhaustible
// resources, 1931). What is not asked for in one week is there for the others.
//
//wide:each
func (s *Sim) borderQuotas() {
	st := &s.State
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
			total += st.Permitted[k]
		}
		weeks := e.Period - (st.Week-e.Start)%e.Period
		if room := s.control.quota[i] / float64(weeks); total > room {
			s.ration(e, total, room)
		}
	}
}

// ration shares a quota out by what a tonne of it earns. A quota counts tonnes,
// so its holders fill it first with the goods whose price abroad has risen most
// above that at home, in money per tonne: the cheap goods are squeezed until
// their price abroad has risen by as much, which is many times their price at
// home. Each good gets the share f (1 + its gap / the mean price) of its orders,
// at most all of them, with f such that the quota is used.
//
//wide:each
func (s *Sim) ration(e *network.Event, total, room float64) {
	st := &s.State
	value := 0.0
	for _, k := range e.Routes {
		value += float64(st.Permitted[k] * s.Net.Markets[s.Net.RouteFrom[k]].Price)
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
			passes += float64(st.Permitted[k] * min(1, float64(f*earns[j])))
		}
		if passes > room {
			high = f
		} else {
			low = f
		}
	}
	for j, k := range e.Routes {
		st.Permitted[k] = float64(st.Permitted[k] * min(1, float64(low*earns[j])))
	}
}

// rationSteps halves the interval of f to well below rounding of the result.
const rationSteps = 40

// gap is by how much the price at the end of a route has risen above the price
// at its start, in USD/t, measured from the base year.
//
//wide:each
func (s *Sim) gap(k int) float64 {
	n, from, to := s.Net, s.Net.RouteFrom[k], s.Net.RouteTo[k]
	if n.Markets[from].Price <= 0 {
		return 0
	}
	base := n.Markets[to].Price / n.Markets[from].Price
	return max(0, s.State.Price[to]-float64(s.State.Price[from]*base))
}
