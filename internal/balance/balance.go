// Package balance reconciles reported flows that do not quite agree.
//
// Given reports x0 with uncertainties sigma, [Solve] finds the flows closest to
// them, in the least-squares sense, that satisfy linear balances exactly and
// stay within bounds:
//
//	minimise   sum_j ((x_j - x0_j) / sigma_j)^2
//	subject to A x = 0,  lo <= x <= hi
//
// This is the classical data reconciliation problem of process engineering
// (Kuehn and Davidson 1961; Narasimhan and Jordache, Data Reconciliation and
// Gross Error Detection, 2000, ch. 3). It is solved in the dual, one multiplier
// per balance: for given multipliers every flow has a closed form, and a
// semismooth Newton method with conjugate gradients finds those that balance.
//
// Sums run in index order and products are rounded before they are added, so
// the result is the same on every machine.
package balance

import (
	"errors"
	"fmt"
	"math"
)

// Term is one entry of a balance: coefficient times flow Col.
type Term struct {
	Col  int
	Coef float64
}

// Problem is a reconciliation problem. All slices but Rows have one entry per
// flow; Rows has one list of terms per balance.
type Problem struct {
	X0, Sigma, Lo, Hi []float64
	Rows              [][]Term
}

// ErrUnbalanced is wrapped by the error of [Solve] when no flows within the
// bounds satisfy the balances.
var ErrUnbalanced = errors.New("the balances cannot all be met")

// Unmet names a balance that could not be closed, and by how much.
type Unmet struct {
	Row      int
	Residual float64
}

// UnbalancedError lists the balances that cannot be met.
type UnbalancedError struct{ Rows []Unmet }

func (e *UnbalancedError) Error() string {
	return fmt.Sprintf("%v: %d of them stay open", ErrUnbalanced, len(e.Rows))
}

// Unwrap makes errors.Is(err, ErrUnbalanced) true.
func (e *UnbalancedError) Unwrap() error { return ErrUnbalanced }

const (
	// newtonSteps bounds the outer iteration; well-posed chains take 5 to 15.
	newtonSteps = 200
	// polishSteps bounds the final corrections; one to three are usual.
	polishSteps = 20
	// closed is the residual, relative to the flow through a balance, below
	// which the balance counts as met.
	closed = 1e-12
	// open is the residual above which a balance that has stopped improving
	// is reported as impossible.
	open = 1e-7
	// exactly and roughly are how far a Newton step is worked out, as a reduction of
	// the square of its residual. Near the answer rough steps do: the next one takes
	// up what they leave.
	exactly, roughly = 1e-26, 1e-10
	// tiny is the flow below which a balance counts as idle, in its own unit.
	tiny = 1e-9
)

// Solve returns the reconciled flows, or an [*UnbalancedError].
func Solve(p Problem) ([]float64, error) {
	x, _, err := SolveFrom(p, nil)
	return x, err
}

// SolveFrom is Solve with a guess of the multipliers, those of a similar problem with
// as many balances, and returns its own. A good guess saves most of the work.
func SolveFrom(p Problem, guess []float64) (x, multipliers []float64, err error) {
	s := newSolver(p)
	if copy(s.lambda, guess) > 0 {
		s.goal = roughly
	}
	s.evaluate(s.lambda)
	for range newtonSteps {
		if s.worst() <= closed {
			break
		}
		s.newtonDirection()
		if !s.lineSearch() {
			break
		}
	}
	s.polish()
	return s.x, s.lambda, s.verdict()
}

type solver struct {
	Problem
	lambda, trial []float64 // multipliers
	x             []float64 // flows at the multipliers last evaluated
	residual      []float64 // A x
	scale         []float64 // size of the flows through each balance
	step          []float64 // Newton direction
	diag, damp    []float64 // diagonal of the Newton system, and its damping
	value         float64   // dual objective
	goal          float64   // by how much conjugate gradients reduce the square of their residual
}

func newSolver(p Problem) *solver {
	rows := len(p.Rows)
	vec := func() []float64 { return make([]float64, rows) }
	s := &solver{Problem: p, lambda: vec(), trial: vec(), x: make([]float64, len(p.X0)),
		residual: vec(), scale: vec(), step: vec(), diag: vec(), damp: vec(), goal: exactly}
	return s
}

// evaluate sets the flows, residuals and dual objective for multipliers l.
func (s *solver) evaluate(l []float64) {
	pull := make([]float64, len(s.X0)) // A' l
	for i, row := range s.Rows {
		for _, t := range row {
			pull[t.Col] += float64(t.Coef * l[i])
		}
	}
	s.value = 0
	for j := range s.X0 {
		v := float64(s.Sigma[j] * s.Sigma[j])
		s.x[j] = min(max(s.X0[j]+float64(v*pull[j]), s.Lo[j]), s.Hi[j])
		if v > 0 {
			d := s.x[j] - s.X0[j]
			s.value += float64(d*d)/(2*v) - float64(pull[j]*s.x[j])
		} else {
			s.x[j] = s.X0[j]
			s.value -= float64(pull[j] * s.x[j])
		}
	}
	s.balance()
}

// balance sets the residuals of the flows as they stand, and the size of the
// flows through each balance.
func (s *solver) balance() {
	for i, row := range s.Rows {
		sum, size := 0.0, 0.0
		for _, t := range row {
			flow := float64(t.Coef * s.x[t.Col])
			sum += flow
			size += math.Abs(flow)
		}
		s.residual[i], s.scale[i] = sum, max(size, tiny)
	}
}

// polish removes what rounding left open. A flow recomputed from large
// multipliers times large variances is only good to a few digits of the small
// flows beside it; here the corrections are added to the flows themselves, so
// their errors are relative to the correction.
func (s *solver) polish() {
	for range polishSteps {
		if s.worst() <= closed {
			return
		}
		s.newtonDirection()
		pull := make([]float64, len(s.X0))
		for i, row := range s.Rows {
			for _, t := range row {
				pull[t.Col] += float64(t.Coef * s.step[i])
			}
		}
		for j := range s.x {
			if s.free(j) {
				v := float64(s.Sigma[j] * s.Sigma[j])
				s.x[j] = min(max(s.x[j]+float64(v*pull[j]), s.Lo[j]), s.Hi[j])
			}
		}
		s.balance()
	}
}

func (s *solver) worst() float64 {
	w := 0.0
	for i, r := range s.residual {
		w = max(w, math.Abs(r)/s.scale[i])
	}
	return w
}

// free reports whether flow j can move, so that its variance counts.
func (s *solver) free(j int) bool {
	return s.x[j] > s.Lo[j] && s.x[j] < s.Hi[j]
}

// newtonDirection solves (A V A') step = -residual by conjugate gradients with
// diagonal preconditioning, V being the variances of the free flows. A balance
// whose flows all stand at a bound has no diagonal; it takes the step it would
// take were they free.
func (s *solver) newtonDirection() {
	variance := make([]float64, len(s.X0))
	for j := range variance {
		if s.free(j) {
			variance[j] = float64(s.Sigma[j] * s.Sigma[j])
		}
	}
	for i, row := range s.Rows {
		s.diag[i] = 0
		full := 0.0
		for _, t := range row {
			c := float64(t.Coef * t.Coef)
			s.diag[i] += float64(c * variance[t.Col])
			full += float64(c * float64(s.Sigma[t.Col]*s.Sigma[t.Col]))
		}
		s.damp[i] = 0
		if s.diag[i] == 0 {
			s.damp[i] = max(full, tiny)
		}
		s.diag[i] += s.damp[i]
	}
	s.conjugateGradients(variance)
}

func (s *solver) conjugateGradients(variance []float64) {
	n := len(s.Rows)
	r, z, p, q := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	work := make([]float64, len(s.X0))
	rz := 0.0
	for i := range n {
		s.step[i] = 0
		r[i] = -s.residual[i]
		z[i] = r[i] / s.diag[i]
		p[i] = z[i]
		rz += float64(r[i] * z[i])
	}
	goal := float64(rz * s.goal)
	for range 20 * n {
		if rz <= goal {
			return
		}
		s.multiply(variance, p, q, work)
		pq := 0.0
		for i := range n {
			pq += float64(p[i] * q[i])
		}
		if pq <= 0 {
			return
		}
		alpha := rz / pq
		next := 0.0
		for i := range n {
			s.step[i] += float64(alpha * p[i])
			r[i] -= float64(alpha * q[i])
			z[i] = r[i] / s.diag[i]
			next += float64(r[i] * z[i])
		}
		beta := next / rz
		rz = next
		for i := range n {
			p[i] = z[i] + float64(beta*p[i])
		}
	}
}

// multiply sets q = (A V A' + damping) p.
func (s *solver) multiply(variance, p, q, work []float64) {
	clear(work)
	for i, row := range s.Rows {
		for _, t := range row {
			work[t.Col] += float64(t.Coef * p[i])
		}
	}
	for j := range work {
		work[j] = float64(work[j] * variance[j])
	}
	for i, row := range s.Rows {
		sum := float64(s.damp[i] * p[i])
		for _, t := range row {
			sum += float64(t.Coef * work[t.Col])
		}
		q[i] = sum
	}
}

// lineSearch moves along the step as far as the dual objective improves (it is
// concave, so any improvement is progress). It reports whether it moved.
func (s *solver) lineSearch() bool {
	before := s.value
	worst := s.worst()
	for length := 1.0; length > 1e-12; length /= 2 {
		for i := range s.lambda {
			s.trial[i] = s.lambda[i] + float64(length*s.step[i])
		}
		s.evaluate(s.trial)
		if s.value > before || s.worst() < worst {
			copy(s.lambda, s.trial)
			return true
		}
	}
	s.evaluate(s.lambda)
	return false
}

func (s *solver) verdict() error {
	var unmet []Unmet
	for i, r := range s.residual {
		if math.Abs(r)/s.scale[i] > open {
			unmet = append(unmet, Unmet{Row: i, Residual: r})
		}
	}
	if unmet != nil {
		return &UnbalancedError{Rows: unmet}
	}
	return nil
}
