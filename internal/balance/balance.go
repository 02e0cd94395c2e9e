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
// semismooth Newton method finds those that balance. Its linear systems are sparse and
// are factored directly, in an order that similar problems share; see [Elimination].
//
// Sums run in index order and products are rounded before they are added, so
// the result is the same on every machine.
package balance

import (
	"errors"
	"fmt"
	"math"
)

// Problem is a reconciliation problem. All slices have one entry per flow.
type Problem struct {
	X0, Sigma, Lo, Hi []float64
	Rows              Rows
	Elimination       *Elimination // of the rows; nil to have it worked out
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
//
// Where the first attempt goes round in circles, a second sets out without a guess and
// takes only steps that improve the dual objective, as far as they do.
func SolveFrom(p Problem, guess []float64) (x, multipliers []float64, err error) {
	if p.Elimination == nil {
		p.Elimination = NewElimination(&p.Rows, len(p.X0))
	}
	s := newSolver(p)
	copy(s.lambda, guess)
	s.iterate()
	if s.verdict() != nil {
		s = newSolver(p)
		s.strict = true
		s.iterate()
	}
	return s.x, s.lambda, s.verdict()
}

// iterate takes Newton steps from the multipliers as they stand.
func (s *solver) iterate() {
	s.evaluate(s.lambda)
	for range newtonSteps {
		if s.worst() <= closed {
			break
		}
		if s.strict {
			s.closeEach()
		}
		s.newtonDirection()
		if !s.lineSearch() && !s.strict {
			break
		}
	}
	s.polish()
}

type solver struct {
	Problem
	lambda, trial []float64 // multipliers
	x             []float64 // flows at the multipliers last evaluated
	residual      []float64 // A x
	scale         []float64 // size of the flows through each balance
	step          []float64 // Newton direction
	down          []float64 // - A x
	variance      []float64 // of the flows that are free
	factor        *factor   // of the Newton system
	value         float64   // dual objective
	strict        bool      // only steps that improve the objective
}

func newSolver(p Problem) *solver {
	vec := func() []float64 { return make([]float64, p.Rows.Len()) }
	return &solver{Problem: p, lambda: vec(), trial: vec(), x: make([]float64, len(p.X0)),
		residual: vec(), scale: vec(), step: vec(), down: vec(), variance: make([]float64, len(p.X0)), factor: p.Elimination.newFactor()}
}

// transposed sets into to A' l.
func (s *solver) transposed(l, into []float64) {
	clear(into)
	for i, x := range l {
		cols, coefs := s.Rows.terms(i)
		for k, c := range coefs {
			into[cols[k]] += float64(c * x)
		}
	}
}

// evaluate sets the flows, residuals and dual objective for multipliers l.
func (s *solver) evaluate(l []float64) {
	pull := s.pull(l)
	s.value = 0
	for j := range s.X0 {
		s.x[j] = s.flow(j, pull[j])
		if v := float64(s.Sigma[j] * s.Sigma[j]); v > 0 {
			d := s.x[j] - s.X0[j]
			s.value += float64(d*d)/(2*v) - float64(pull[j]*s.x[j])
		} else {
			s.value -= float64(pull[j] * s.x[j])
		}
	}
	s.balance()
}

// pull is A' l, what multipliers l ask of every flow.
func (s *solver) pull(l []float64) []float64 {
	pull := make([]float64, len(s.X0))
	s.transposed(l, pull)
	return pull
}

// flow is what a flow makes of it, within its bounds.
func (s *solver) flow(j int, pull float64) float64 {
	v := float64(s.Sigma[j] * s.Sigma[j])
	if v <= 0 {
		return s.X0[j]
	}
	return min(max(s.X0[j]+float64(v*pull), s.Lo[j]), s.Hi[j])
}

// balance sets the residuals of the flows as they stand, and the size of the
// flows through each balance.
func (s *solver) balance() {
	for i := range s.residual {
		sum, size := 0.0, 0.0
		cols, coefs := s.Rows.terms(i)
		for k, c := range coefs {
			flow := float64(c * s.x[cols[k]])
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
		pull := s.pull(s.step)
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

// newtonDirection solves (A V A' + D) step = -residual, V being the variances of the
// free flows and D the damping. A balance whose flows all stand at a bound has no
// diagonal; it takes the step it would take were they free.
func (s *solver) newtonDirection() {
	for j := range s.variance {
		if s.variance[j] = 0; s.free(j) {
			s.variance[j] = float64(s.Sigma[j] * s.Sigma[j])
		}
	}
	s.factor.sum(s.Rows.Coef, s.variance)
	for k, i := range s.Elimination.order {
		switch diag := &s.factor.diag[k]; {
		case *diag == 0:
			*diag = max(s.fullDiagonal(int(i)), tiny)
		case s.strict:
			*diag += float64(damping * *diag)
		}
	}
	s.factor.decompose()
	for i, r := range s.residual {
		s.down[i] = -r
	}
	s.factor.solve(s.down, s.step)
}

// fullDiagonal is the diagonal of a balance were all its flows free.
func (s *solver) fullDiagonal(i int) float64 {
	sum := 0.0
	cols, coefs := s.Rows.terms(i)
	for k, c := range coefs {
		sum += float64(float64(c*c) * float64(s.Sigma[cols[k]]*s.Sigma[cols[k]]))
	}
	return sum
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
