package sim

import "lodestone/internal/fmath"

// Bounds of how far a price may have moved in its effect on what is pushed out.
const leastDearness, mostDearness = 0.05, 20

// push sets what every line runs at whatever is asked of it: a share of its
// normal throughput, more when what it makes is dear and less when it is cheap,
// and all it can while its owner floods the market.
func (s *Sim) push() {
	for i := range s.Net.Lines {
		s.pushLine(i)
	}
}

func (s *Sim) pushLine(i int) {
	st, n := &s.State, s.Net
	l := &n.Lines[i]
	site := &n.Sites[l.Site]
	normal := float64(l.Base * st.lineGrowth[i])
	if site.Dormant {
		normal = s.lineRoom(i)
	}
	push := float64(normal * site.Params.LeastUtilization)
	if e := site.Params.SupplyElasticity; e != 0 {
		push = float64(push * fmath.Pow(s.outputDearness(i), e))
	}
	if flood := s.control.flood[l.Site]; flood > 1 {
		push = max(push, float64(normal*flood))
	}
	st.Push[i] = push
}

// outputDearness is what a line's products sell for, relative to the base year.
func (s *Sim) outputDearness(i int) float64 {
	n := s.Net
	l := &n.Lines[i]
	now, base := 0.0, 0.0
	for _, o := range n.Outputs[l.Out0:l.Out1] {
		now += float64(o.Coef * s.State.Price[o.Market])
		base += float64(o.Coef * n.Markets[o.Market].Price)
	}
	if base <= 0 {
		return 1
	}
	return min(max(now/base, leastDearness), mostDearness)
}
