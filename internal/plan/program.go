package plan

import (
	"context"
	"math"

	"lodestone/internal/lp"
)

// program is the choice of moves for some futures. Its first stage has a column
// for every candidate and, where that has a fixed cost, one that says whether it
// is made at all.
type program struct {
	s       *scope
	list    []Candidate
	futures []*Future
	q       Question
	drawn   float64 // with a target: futures drawn, of which those not in the program are known to keep it; 0 where all are in it

	subs  []*second
	cuts  [][]cut   // by future
	ideal []float64 // by future: least loss within the budget when it is the only one, for Regret
}

// cut bounds the second stage of a future from below: at + slope x.
type cut struct {
	at    float64
	slope []float64
}

// second is the second stage of one future as a program of its own, in which the
// first-stage columns are fixed.
type second struct {
	p      *lp.Problem
	x      []int
	basis  *lp.Basis
	misses []miss
	primal []float64 // of the last solve
	rows   int
}

func newProgram(s *scope, list []Candidate, futures []*Future, q Question) *program {
	g := &program{s: s, list: list, futures: futures, q: q, cuts: make([][]cut, len(futures))}
	for _, f := range futures {
		sub := &second{p: &lp.Problem{}}
		for range list {
			sub.x = append(sub.x, sub.p.AddCol(0, 0, 0))
		}
		r := s.add(sub.p, sub.x, list, f)
		g.cost(r)
		sub.misses = r.misses
		sub.rows = sub.p.Rows()
		g.subs = append(g.subs, sub)
	}
	return g
}

// cost says what a second stage costs under the objective of the question.
func (g *program) cost(r *recourse) {
	if g.q.Objective == Cost {
		r.excess(g.q.Target)
	} else {
		r.value()
	}
}

// solve returns the least cost of a second stage and how it changes with x, the
// shares of their limits that the moves have.
func (b *second) solve(ctx context.Context, x []float64) (cut, error) {
	if b.p.Rows() == 0 {
		return cut{0, make([]float64, len(x))}, nil
	}
	for j, v := range x {
		b.p.ColLo[b.x[j]], b.p.ColHi[b.x[j]] = v, v
	}
	sol, err := solved(ctx, b.p, lp.Options{Basis: b.basis})
	if err != nil {
		return cut{}, err
	}
	b.basis, b.primal = sol.Basis, sol.Primal
	c := cut{at: sol.Objective, slope: make([]float64, len(x))}
	for j := range x {
		c.slope[j] = min(0, sol.Reduced[b.x[j]]) // more of a move can always be left unused
		c.at -= float64(c.slope[j] * x[j])
	}
	return c, nil
}

// value is the cost of a cut at x.
func (c *cut) value(x []float64) float64 {
	v := c.at
	for j := range x {
		v += float64(c.slope[j] * x[j])
	}
	return v
}

// evaluate solves the second stage of every future at x, in parallel.
func (g *program) evaluate(ctx context.Context, x []float64) ([]cut, error) {
	out := make([]cut, len(g.subs))
	return out, each(len(out), func(i int) (err error) {
		out[i], err = g.subs[i].solve(ctx, x)
		return err
	})
}

// first is the first stage: its columns, what they cost, and the budget.
type first struct {
	p      *lp.Problem
	x, yes []int // yes is -1 where a candidate has no fixed cost
	budget int   // row
	theta  []int // columns: cost of each future
}

// stage adds the first stage to an empty program. Spending counts beside losses,
// so that no dollar is spent that saves less than a dollar.
func (g *program) stage(budget float64) *first {
	f := &first{p: &lp.Problem{}}
	f.budget = f.p.AddRow(math.Inf(-1), budget/money)
	for _, c := range g.list {
		all := float64(c.Cost*c.Limit) / money
		x := f.p.AddCol(all, 0, 1, lp.Term{At: f.budget, Coef: all})
		yes := -1
		if c.Fixed > 0 {
			link := f.p.AddRow(math.Inf(-1), 0, lp.Term{At: x, Coef: 1})
			yes = f.p.AddInt(c.Fixed/money, 0, 1, lp.Term{At: f.budget, Coef: c.Fixed / money}, lp.Term{At: link, Coef: -1})
		}
		f.x, f.yes = append(f.x, x), append(f.yes, yes)
	}
	for range g.futures {
		f.theta = append(f.theta, f.p.AddCol(0, 0, math.Inf(1)))
	}
	return f
}

// aim adds the objective over the costs of the futures.
func (g *program) aim(f *first) {
	switch g.q.Objective {
	case Loss:
		for i, x := range g.futures {
			f.p.Cost[f.theta[i]] = x.Prob
		}
	case CVaR: // threshold + mean excess over it / tail (Rockafellar and Uryasev 2000)
		threshold := f.p.AddCol(1, math.Inf(-1), math.Inf(1))
		for i, x := range g.futures {
			over := f.p.AddCol(x.Prob/g.q.Tail, 0, math.Inf(1))
			f.p.AddRow(x.fixed/money, math.Inf(1), lp.Term{At: over, Coef: 1}, lp.Term{At: threshold, Coef: 1}, lp.Term{At: f.theta[i], Coef: -1})
		}
	case Regret:
		worst := f.p.AddCol(1, math.Inf(-1), math.Inf(1))
		for i := range g.futures {
			f.p.AddRow(-g.ideal[i], math.Inf(1), lp.Term{At: worst, Coef: 1}, lp.Term{At: f.theta[i], Coef: -1})
		}
	case Cost: // the futures that may miss the target are those with fails = 1
		allowed := f.p.AddRow(math.Inf(-1), 1-g.q.Target.Share+shareRounding)
		for i, x := range g.futures {
			fails := f.p.AddInt(0, 0, 1, lp.Term{At: allowed, Coef: g.weight(x)})
			f.p.AddRow(math.Inf(-1), 0, lp.Term{At: f.theta[i], Coef: 1}, lp.Term{At: fails, Coef: -g.most(i)})
		}
	}
}

// shareRounding keeps 95 % of 20 futures from meaning 20.
const shareRounding = 1e-9

// most is what future i costs without any move.
func (g *program) most(i int) float64 { return g.cuts[i][0].value(make([]float64, len(g.list))) }

// weight is the share of all futures that one of the program is.
func (g *program) weight(f *Future) float64 {
	if g.drawn > 0 {
		return f.stands / g.drawn
	}
	return f.Prob
}
