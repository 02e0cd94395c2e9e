package sim

import "lodestone/internal/fmath"

// decide pays what policies promise, moves projects on, and once a quarter lets
// owners idle, restart, close and enlarge their plants. Buyers review their
// sources, once per review period, and start to qualify new ones when the old
// ones leave too much unfilled. Users review what they pay as often, and want
// less of what has become dearer.
func (s *Sim) decide() {
	s.policy()
	s.advance()
	s.entrants()
	if s.State.Week%quarter == quarter-1 {
		s.judge()
		for i := range s.Net.Sites {
			s.operate(i)
			s.invest(i)
		}
	}
	for i := range s.reviews {
		if r := &s.reviews[i]; (s.State.Week+1)%r.period == 0 {
			s.review(r)
		}
	}
	if (s.State.Week+1)%pushWeeks == 0 {
		s.push()
	}
}

// pushWeeks is how often producers review what they push out.
const pushWeeks = 4

// respond lets a use want less of what has become dearer: a little at once, and
// more as substitution and thrifting take their time.
func (s *Sim) respond(i int, period float64) {
	u := &s.Net.Uses[i]
	now, lasting := fmath.Pow2(s.dearness(u.In0, u.In1), u.Elasticity, u.Long)
	s.State.Response[i] = now
	if u.Long != 0 {
		time := s.Net.Markets[s.Net.Inputs[u.In0].Market].Params.AdaptationTime
		s.State.Adapted[i] += float64((lasting - s.State.Adapted[i]) * min(1, period/time))
	}
}

// dearness is the price of a basket of inputs relative to the base year.
func (s *Sim) dearness(in0, in1 int) float64 {
	now, base := 0.0, 0.0
	coefs := s.Net.InputCoef[in0:in1]
	for k, m := range s.Net.InputMarket[in0:in1][:len(coefs)] {
		now += float64(coefs[k] * s.State.Price[m])
		base += float64(coefs[k] * s.Net.Markets[m].Price)
	}
	if base <= 0 {
		return 1
	}
	return now / base
}
