// Package lp solves linear and mixed-integer programs.
//
// The solver is HiGHS (Huangfu and Hall, Parallelizing the dual revised simplex
// method, 2018), compiled to WebAssembly and run inside the process by wazero,
// so the program needs neither CGo nor a library installed. The price is about
// twice the time of native HiGHS, one thread, and 2 GiB of memory for a problem.
// Up to some thirty thousand rows that means under a minute by interior point;
// a hundred thousand rows are out of reach.
//
// [Solve] does not ask to be believed: each [Solution] carries a [Check] computed
// here from the data of the problem alone, and an infeasible problem comes with
// a [Conflict] that proves it.
package lp

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Method is the algorithm for a linear program. A mixed-integer program is
// always solved by branch and cut.
type Method int8

const (
	// Choose takes the interior point method for more than five thousand rows,
	// unless there is a basis to start from, and else the simplex method.
	Choose Method = iota
	// Simplex is the dual revised simplex method.
	Simplex
	// IPM is the interior point method, followed by crossover to a basis. It
	// cannot use a warm start.
	IPM
)

// manyRows is where interior point overtakes simplex on sparse networks: at
// 16,854 rows it took a twelfth of the time.
const manyRows = 5000

// Options steer one [Solve]. The zero value is the usual choice.
type Options struct {
	// TimeLimit ends the solve with [TimeLimit]; zero is none.
	TimeLimit time.Duration
	Method    Method
	// NoCrossover leaves an interior solution as it is: sooner there, but
	// without a basis and only to about eight digits. HiGHS may still need
	// crossover, and then it is done.
	NoCrossover bool
	// Gap is the relative gap at which a mixed-integer program counts as
	// optimal; zero is 1e-4, as in HiGHS.
	Gap float64
	// Basis is a basis to start the simplex method from.
	Basis *Basis
	// Start gives values of all columns to start from: for a mixed-integer
	// program a first solution to beat.
	Start []float64
	// NoConflict skips the search for the cause of infeasibility.
	NoConflict bool
}

// Status says how a solve ended.
type Status int8

const (
	// Unsolved means that HiGHS gave up, for numerical reasons.
	Unsolved Status = iota
	Optimal
	Infeasible
	Unbounded
	// InfeasibleOrUnbounded is left where HiGHS could not tell the two apart.
	InfeasibleOrUnbounded
	// TimeLimit means that the time ran out. The best solution found, if any,
	// is given; it satisfies the constraints.
	TimeLimit
)

func (s Status) String() string {
	switch s {
	case Optimal:
		return "optimal"
	case Infeasible:
		return "infeasible"
	case Unbounded:
		return "unbounded"
	case InfeasibleOrUnbounded:
		return "infeasible or unbounded"
	case TimeLimit:
		return "time limit"
	}
	return "unsolved"
}

// Place says where a column or row stands in a basis.
type Place int8

// The numbers are those of HiGHS.
const (
	AtLower  Place = 0
	Basic    Place = 1
	AtUpper  Place = 2
	AtZero   Place = 3 // nonbasic without bounds
	Nonbasic Place = 4 // at whichever bound there is
)

// Basis is a place for each column and row.
type Basis struct{ Col, Row []Place }

// Solution is the result of a solve. Slices that the status or the kind of
// problem leaves without meaning are nil.
type Solution struct {
	Status    Status
	Objective float64
	Primal    []float64 // value of each column
	Activity  []float64 // value of each row
	// RowDual is the change of the objective for a unit more of the bound that
	// holds the row, and Reduced that for the column, both for minimising and
	// for maximising: Reduced = Cost - A' RowDual. A mixed-integer program has
	// neither; see [Problem.Fixed].
	RowDual, Reduced []float64
	Basis            *Basis

	// Bound is what the objective cannot better, and Gap how far off it is in
	// relation to the objective. For an optimal linear program they are the
	// objective and 0.
	Bound, Gap float64

	// Conflict tells why an infeasible problem is infeasible, and Ray along
	// which direction of the columns an unbounded one runs away. Either is nil
	// if the time ran out on it.
	Conflict *Conflict
	Ray      []float64

	Check Check

	Simplex, Interior, Nodes int // iterations and branch and cut nodes
	Time                     time.Duration
}

// Solve solves the problem. A result of any [Status] is no error; errors are a
// malformed problem, a cancelled context and a failure of the machinery. A large
// problem may take up to a second to notice that it is cancelled. Solve may be
// called from several goroutines at once, each taking an instance of HiGHS.
//
// The same problem with the same options gives the same solution, unless the
// time limit ends it.
func Solve(ctx context.Context, p *Problem, o Options) (*Solution, error) {
	begin := time.Now()
	if err := p.Validate(); err != nil {
		return nil, err
	}
	if err := o.validate(p); err != nil {
		return nil, err
	}
	e, err := theEngine()
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, context.Cause(ctx)
	}
	r := run{ctx: ctx, e: e, begin: begin, limit: o.TimeLimit}
	s, err := r.solve(p, o)
	if err != nil {
		return nil, err
	}
	s.Time = time.Since(begin)
	return s, nil
}

func (o Options) validate(p *Problem) error {
	if o.Basis != nil && (len(o.Basis.Col) != p.Cols() || len(o.Basis.Row) != p.Rows()) {
		return fmt.Errorf("lp: basis for %d columns and %d rows, problem has %d and %d",
			len(o.Basis.Col), len(o.Basis.Row), p.Cols(), p.Rows())
	}
	if o.Start != nil && len(o.Start) != p.Cols() {
		return fmt.Errorf("lp: start for %d columns, problem has %d", len(o.Start), p.Cols())
	}
	if o.TimeLimit < 0 || !(o.Gap >= 0) {
		return errors.New("lp: time limit or gap below zero")
	}
	return nil
}

// run is one Solve: a few programs solved within one time limit.
type run struct {
	ctx   context.Context
	e     *engine
	begin time.Time
	limit time.Duration
}

// left returns the time left in seconds, at least a moment.
func (r *run) left() float64 {
	if r.limit == 0 {
		return infinite
	}
	return max((r.limit - time.Since(r.begin)).Seconds(), 1e-3)
}

func (r *run) solve(p *Problem, o Options) (*Solution, error) {
	a := p.Columns()
	if len(a.Index) == 0 {
		s := trivial(p)
		if c := s.Conflict; c != nil {
			c.prove(p, a)
		}
		s.Check = check(p, a, s)
		return s, nil
	}
	s, err := r.highs(p, a, o, false)
	if err != nil {
		return nil, err
	}
	if s.Status == InfeasibleOrUnbounded {
		// Presolve saw that one of the two is so. Without it simplex tells which.
		if s, err = r.highs(p, a, o, true); err != nil {
			return nil, err
		}
	}
	if s.Status == Unsolved && o.NoCrossover {
		// HiGHS wants crossover for problems that presolve leaves nothing of.
		o.NoCrossover = false
		if s, err = r.highs(p, a, o, false); err != nil {
			return nil, err
		}
	}
	if s.Status == Unsolved && !p.MIP() {
		if s, err = r.highs(p, a, o, true); err != nil {
			return nil, err
		}
	}
	if s.Status == Infeasible && !o.NoConflict {
		if s.Conflict, err = r.conflict(p, a); err != nil {
			return nil, err
		}
	}
	if s.Status == Unbounded {
		if s.Ray, err = r.ray(p); err != nil {
			return nil, err
		}
	}
	s.Check = check(p, a, s)
	return s, nil
}

// ray finds the direction along which the objective of an unbounded problem
// gains most, within a box. HiGHS keeps such rays too, but not for a column
// without terms.
func (r *run) ray(p *Problem) ([]float64, error) {
	q := p.relaxed()
	q.Offset = 0
	q.RowLo, q.RowHi = make([]float64, p.Rows()), make([]float64, p.Rows())
	for i := range q.RowLo {
		q.RowLo[i], q.RowHi[i] = directions(p.RowLo[i], p.RowHi[i], infinite)
	}
	for j := range q.ColLo {
		q.ColLo[j], q.ColHi[j] = directions(p.ColLo[j], p.ColHi[j], 1)
	}
	s, err := r.highs(q, q.Columns(), Options{}, false)
	if err != nil {
		return nil, err
	}
	return s.Primal, nil
}

// directions bounds a direction by far, and by 0 on the sides of finite bounds.
func directions(lo, hi, far float64) (float64, float64) {
	a, b := -far, far
	if lo > -infinite {
		a = 0
	}
	if hi < infinite {
		b = 0
	}
	return a, b
}
