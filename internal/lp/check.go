package lp

import "math"

// Check is how well a solution satisfies the conditions of optimality. It is
// computed from the data of the problem and from Primal, RowDual and Reduced
// only, none of it by HiGHS.
//
// A violation of a row or column counts in relation to one plus the bound it
// violates; one of a dual condition in relation to one plus the sizes of cost
// and terms it is the sum of. What a solution does not have is 0.
type Check struct {
	Primal   float64 // largest violation of a bound of a row or column
	Integral float64 // largest distance of a whole column from a whole number
	Activity float64 // largest difference between Activity and A x
	Dual     float64 // largest of Cost - A' RowDual - Reduced, and of duals of a bound that is missing
	// Complementary is the largest product of a dual and the distance to its
	// bound, and Gap the difference between the primal and the dual objective,
	// both in relation to one plus the objective.
	Complementary, Gap float64
}

// OK tells whether every condition holds to the tolerance. HiGHS works to 1e-7
// in its own scaling, and to 1e-6 for whole numbers.
func (c Check) OK(tol float64) bool {
	return c.Primal <= tol && c.Integral <= tol && c.Activity <= tol &&
		c.Dual <= tol && c.Complementary <= tol && c.Gap <= tol
}

func check(p *Problem, a Columns, s *Solution) Check {
	var c Check
	if s.Primal == nil {
		return c
	}
	act := make([]float64, p.Rows())
	size := make([]float64, p.Rows())
	objective := p.Offset
	for j, x := range s.Primal {
		objective += float64(p.Cost[j] * x)
		c.Primal = worst(c.Primal, outside(x, p.ColLo[j], p.ColHi[j]))
		if p.Integer[j] {
			c.Integral = worst(c.Integral, math.Abs(x-math.Round(x)))
		}
		index, value := a.column(j)
		for k, i := range index {
			t := float64(value[k] * x)
			act[i] += t
			size[i] += math.Abs(t)
		}
	}
	for i := range act {
		c.Primal = worst(c.Primal, outside(act[i], p.RowLo[i], p.RowHi[i]))
		c.Activity = worst(c.Activity, math.Abs(act[i]-s.Activity[i])/(1+size[i]))
	}
	// The objective reported is checked along with the gap.
	scale := 1 + math.Abs(objective)
	c.Gap = math.Abs(objective-s.Objective) / scale
	if s.RowDual != nil {
		c.duals(p, a, s, act, objective, scale)
	}
	return c
}

func (c *Check) duals(p *Problem, a Columns, s *Solution, act []float64, objective, scale float64) {
	sense := 1.0
	if p.Maximise {
		sense = -1
	}
	dual := p.Offset
	// side adds what a value and its dual say. A dual that pushes from below, as
	// a minimisation sees it, belongs to the lower bound.
	side := func(value, d, lo, hi, size float64) {
		bound := lo
		if sense*d < 0 {
			bound = hi
		}
		switch {
		case d == 0:
		case math.Abs(bound) >= infinite:
			c.Dual = worst(c.Dual, math.Abs(d)/size)
			dual += float64(d * value)
		default:
			dual += float64(d * bound)
			c.Complementary = worst(c.Complementary, math.Abs(float64(d*(value-bound)))/scale)
		}
	}
	for j, x := range s.Primal {
		sum, terms := a.dot(j, s.RowDual)
		size := 1 + math.Abs(p.Cost[j]) + terms
		c.Dual = worst(c.Dual, math.Abs(p.Cost[j]-sum-s.Reduced[j])/size)
		side(x, s.Reduced[j], p.ColLo[j], p.ColHi[j], size)
	}
	for i, y := range s.RowDual {
		side(act[i], y, p.RowLo[i], p.RowHi[i], 1)
	}
	c.Gap = worst(c.Gap, math.Abs(objective-dual)/scale)
}

// outside returns by how much v leaves its bounds, in relation to them.
func outside(v, lo, hi float64) float64 {
	switch {
	case v < lo:
		return (lo - v) / (1 + math.Abs(lo))
	case v > hi:
		return (v - hi) / (1 + math.Abs(hi))
	case v != v:
		return v
	}
	return 0
}

// worst is the larger of two violations; one that is not a number stays.
func worst(a, b float64) float64 { return math.Max(a, b) }
