package lp

import "math"

// trivial solves a problem without terms, in which nothing touches anything
// else. HiGHS calls such a problem empty, whatever its rows say, and leaves
// neither rays nor a basis.
func trivial(p *Problem) *Solution {
	n, m := p.Cols(), p.Rows()
	s := &Solution{Status: Optimal, Objective: p.Offset, Activity: make([]float64, m), RowDual: make([]float64, m),
		Basis: &Basis{Col: make([]Place, n), Row: make([]Place, m)}}
	for i := range m {
		s.Basis.Row[i] = Basic
		if p.RowLo[i] > 0 || p.RowHi[i] < 0 {
			y := make([]float64, m)
			y[i] = 1
			return unbound(p, &Solution{Status: Infeasible, Conflict: &Conflict{Multiplier: y}})
		}
	}
	ray := make([]float64, n)
	for j, c := range p.Cost {
		lo, hi := open(p.ColLo[j]), open(p.ColHi[j])
		if p.Integer[j] {
			if lo, hi = math.Ceil(lo), math.Floor(hi); lo > hi {
				return unbound(p, &Solution{Status: Infeasible, Conflict: &Conflict{Cols: []int{j}}})
			}
		}
		x, place := lo, AtLower
		if c != 0 && p.Maximise == (c > 0) || c == 0 && math.IsInf(lo, -1) {
			x, place = hi, AtUpper
		}
		if math.IsInf(x, 0) {
			if c != 0 {
				ray[j] = math.Copysign(1, x)
				s.Status = Unbounded
			}
			x, place = 0, AtZero
		}
		s.Primal, s.Reduced = append(s.Primal, x), append(s.Reduced, c)
		s.Objective += float64(c * x)
		s.Basis.Col[j] = place
	}
	if s.Status == Unbounded {
		return unbound(p, &Solution{Status: Unbounded, Ray: ray})
	}
	s.Bound = s.Objective
	if p.MIP() {
		s.RowDual, s.Reduced, s.Basis = nil, nil, nil
	}
	return s
}

// unbound sets the bound of a solution that has none.
func unbound(p *Problem, s *Solution) *Solution {
	s.Bound, s.Gap = math.Inf(-1), math.Inf(1)
	if p.Maximise {
		s.Bound = math.Inf(1)
	}
	return s
}
