package balance

import "math"

// closeEach closes one balance after the other by its own multiplier, which frees
// flows from their bounds where a Newton step, that looks at the free ones only, does
// not (Hildreth 1957). What a balance lacks falls as its multiplier rises, so the
// place is found by doubling and halving.
func (s *solver) closeEach() {
	pull := s.pull(s.lambda)
	for i := range s.lambda {
		cols, coefs := s.Rows.terms(i)
		lack := func(shift float64) float64 {
			sum := 0.0
			for k, c := range coefs {
				sum += float64(c * s.flow(int(cols[k]), pull[cols[k]]+float64(c*shift)))
			}
			return sum
		}
		shift := crossing(lack, s.scale[i])
		s.lambda[i] += shift
		for k, c := range coefs {
			pull[cols[k]] += float64(c * shift)
		}
	}
	s.evaluate(s.lambda)
}

// crossing finds where a rising function passes zero, or where it stops coming nearer.
func crossing(f func(float64) float64, scale float64) float64 {
	at := f(0)
	if math.Abs(at) <= float64(closed*scale) {
		return 0
	}
	sign := 1.0
	if at > 0 {
		sign = -1
	}
	far := float64(sign * tiny)
	for range 2 * longest {
		if sign*f(far) >= 0 {
			break
		}
		far *= 2
	}
	if sign*f(far) < 0 {
		return 0 // no multiplier closes it
	}
	near := 0.0
	for range 3 * longest / 2 {
		if mid := (near + far) / 2; sign*f(mid) >= 0 {
			far = mid
		} else {
			near = mid
		}
	}
	return far
}

// damping keeps a strict step finite where balances share the only flow that is free.
const damping = 1e-6

// rounding is the part of the objective that a change must exceed to be seen.
const rounding = 1e-14

// lineSearch moves along the step as far as the dual objective improves (it is
// concave, so any improvement is progress) or, where the objective is too flat to
// tell, the worst balance does. Unless strict it takes either. It reports whether it
// moved.
func (s *solver) lineSearch() bool {
	before := s.value
	worst := s.worst()
	for length := 1.0; length > 1e-12; length /= 2 {
		for i := range s.lambda {
			s.trial[i] = s.lambda[i] + float64(length*s.step[i])
		}
		s.evaluate(s.trial)
		flat := !s.strict || math.Abs(s.value-before) <= float64(rounding*math.Abs(before))
		if s.value > before || flat && s.worst() < worst {
			copy(s.lambda, s.trial)
			if s.strict && length == 1 {
				s.stride()
			}
			return true
		}
	}
	s.evaluate(s.lambda)
	return false
}

// longest is how many times the length of a step is doubled.
const longest = 40

// stride doubles the step just taken for as long as that improves the objective. Where
// all flows of a balance stand at a bound the objective is a straight line, along which
// Newton's method knows no distance.
func (s *solver) stride() {
	length := 1.0
	for range longest {
		before := s.value
		for i := range s.lambda {
			s.trial[i] = s.lambda[i] + float64(length*s.step[i])
		}
		if s.evaluate(s.trial); s.value <= before {
			break
		}
		copy(s.lambda, s.trial)
		length *= 2
	}
	s.evaluate(s.lambda)
}
