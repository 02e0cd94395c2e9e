package plan

import (
	"context"
	"fmt"
	"math"
	"slices"

	"lodestone/internal/lp"
)

// Choice is a solution of the first stage.
type Choice struct {
	X      []float64 // by candidate, in its unit
	share  []float64 // the same as shares of the limits
	Spent  float64   // USD
	Value  float64   // of the objective at X and the spending, millions of USD; of the spending alone for Cost
	Bound  float64   // what no choice betters
	Dollar float64   // how much loss a dollar more of budget saves, USD; 0 where the budget does not bind or whole choices decide
	Slope  []float64 // by candidate: by how much a unit more of it, unpaid, lowers the mean loss, USD
	Losses []float64 // by future, USD; of misses for Cost
	Steps  int       // of the L-shaped method; 0 for the extensive form
	Rows   int
	Cols   int
}

// Gap is how far the choice may be from the best, relative.
func (c *Choice) Gap() float64 {
	if c.Value <= 0 {
		return 0
	}
	return max(0, c.Value-c.Bound) / c.Value
}

const (
	wholeRows = 4000 // up to which all futures are solved as one program
	gapSought = 1e-3 // relative, at which the L-shaped method stops
	mostSteps = 200
	nearMiss  = 1e-3 // by which a target may be missed: a share of lines, a week, a thousand USD
)

// solved solves a program that must have an optimum.
func solved(ctx context.Context, p *lp.Problem, o lp.Options) (*lp.Solution, error) {
	sol, err := lp.Solve(ctx, p, o)
	if err != nil {
		return nil, err
	}
	if sol.Status != lp.Optimal {
		return sol, statusError{sol.Status}
	}
	const tolerance = 1e-5
	if !sol.Check.OK(tolerance) {
		return sol, fmt.Errorf("plan: a solution fails its check: %+v", sol.Check)
	}
	return sol, nil
}

// statusError says that a program has no optimum.
type statusError struct{ status lp.Status }

func (e statusError) Error() string { return "plan: the program is " + e.status.String() }

// choose solves the program for a budget in USD.
func (g *program) choose(ctx context.Context, budget float64) (*Choice, error) {
	if err := g.begin(ctx, budget); err != nil {
		return nil, err
	}
	rows := 0
	for _, b := range g.subs {
		rows += b.rows
	}
	switch {
	case rows <= wholeRows:
		return g.whole(ctx, budget)
	case g.q.Objective == Cost: // cuts of a target, which is kept or not, say little until there are very many
		return g.spared(ctx, budget)
	}
	return g.lshaped(ctx, budget)
}

// begin makes the cuts at no move at all, and for Regret the ideals.
func (g *program) begin(ctx context.Context, budget float64) error {
	if len(g.cuts) > 0 && g.cuts[0] == nil {
		at, err := g.evaluate(ctx, make([]float64, len(g.list)))
		if err != nil {
			return err
		}
		for i := range at {
			g.cuts[i] = append(g.cuts[i], at[i])
		}
	}
	if g.q.Objective != Regret {
		return nil
	}
	g.ideal = make([]float64, len(g.futures))
	for i := range g.futures {
		alone := &program{s: g.s, list: g.list, futures: g.futures[i : i+1], q: g.q, subs: g.subs[i : i+1], cuts: g.cuts[i : i+1]}
		alone.q.Objective = Loss
		c, err := alone.whole(ctx, budget)
		if err != nil {
			return err
		}
		g.ideal[i] = (c.Losses[0] - g.futures[i].fixed) / money
	}
	return nil
}

// lshaped is the L-shaped method with one cut for each future and step (Van
// Slyke and Wets 1969; Birge and Louveaux 2011, ch. 5). Cuts hold for every
// budget and are kept.
func (g *program) lshaped(ctx context.Context, budget float64) (*Choice, error) {
	best := &Choice{Value: math.Inf(1)}
	for step := 1; ; step++ {
		m := g.master(budget)
		sol, err := solved(ctx, m.p, lp.Options{Gap: gapSought / 10})
		if err != nil {
			return nil, err
		}
		x := pick(sol.Primal, m.x)
		at, err := g.evaluate(ctx, x)
		if err != nil {
			return nil, err
		}
		missed := g.learn(at, pick(sol.Primal, m.theta), x)
		c := g.rate(x, at)
		if g.q.Objective == Cost && missed {
			c.Value = math.Inf(1) // not a plan yet
		}
		if c.Value < best.Value {
			best = c
		}
		best.Bound, best.Steps, best.Rows, best.Cols = min(best.Value, sol.Bound+g.offset()), step, m.p.Rows(), m.p.Cols()
		if best.Value-best.Bound <= g.tolerance(best.Value) || step == mostSteps {
			if math.IsInf(best.Value, 1) {
				return nil, fmt.Errorf("plan: no plan found in %d steps", mostSteps)
			}
			best.Dollar, err = g.dollar(ctx, sol, m)
			return best, err
		}
	}
}

// tolerance is the gap at which a choice will do: relative to it, or, where little
// is left to lose, to what is lost without any move.
func (g *program) tolerance(value float64) float64 {
	nothing := 0.0
	if g.q.Objective != Cost {
		for i, f := range g.futures {
			nothing += float64(f.Prob * g.most(i))
		}
	}
	return gapSought * max(math.Abs(value), nothing/10, 1e-3)
}

// master is the first stage with the cuts found so far.
func (g *program) master(budget float64) *first {
	m := g.stage(budget)
	g.aim(m)
	for i, cuts := range g.cuts {
		for _, c := range cuts {
			row := m.p.AddRow(c.at, math.Inf(1), lp.Term{At: m.theta[i], Coef: 1})
			for j, s := range c.slope {
				if s != 0 {
					m.p.AddTerm(row, m.x[j], -s)
				}
			}
		}
	}
	return m
}

// learn keeps the cuts that say more than is known, and tells if any did.
func (g *program) learn(at []cut, theta, x []float64) bool {
	missed := false
	for i := range at {
		slack := 1e-7 + gapSought/10*math.Abs(at[i].value(x))
		if g.q.Objective == Cost {
			slack = nearMiss
		}
		if v := at[i].value(x); v > theta[i]+slack {
			g.cuts[i] = append(g.cuts[i], at[i])
			missed = true
		}
	}
	return missed
}

// rate says what a choice, in shares of the limits, costs in every future and by
// the objective.
func (g *program) rate(x []float64, at []cut) *Choice {
	c := &Choice{share: x, X: make([]float64, len(x)), Slope: make([]float64, len(x))}
	for j, v := range x {
		c.X[j] = float64(v * g.list[j].Limit)
		c.Spent += g.price(j, c.X[j])
	}
	for i, f := range g.futures {
		c.Losses = append(c.Losses, at[i].value(x)*money)
		if g.q.Objective != Cost {
			c.Losses[i] += f.fixed
		}
		for j := range x {
			c.Slope[j] -= float64(f.Prob*at[i].slope[j]) * (money / g.list[j].Limit)
		}
	}
	c.Value = g.score(c.Losses) + c.Spent/money
	if g.q.Objective == Cost {
		c.Value = c.Spent / money
	}
	return c
}

// price is what an amount of a candidate costs, USD.
func (g *program) price(j int, amount float64) float64 {
	if amount <= 0 {
		return 0
	}
	return float64(g.list[j].Cost*amount) + g.list[j].Fixed
}

// offset is what the objective of the program leaves out: the mean loss that no
// move touches, millions of USD.
func (g *program) offset() float64 {
	sum := 0.0
	if g.q.Objective == Loss {
		for _, f := range g.futures {
			sum += float64(f.Prob * f.fixed)
		}
	}
	return sum / money
}

// score is the objective over the losses of the futures, millions of USD.
func (g *program) score(losses []float64) float64 {
	switch g.q.Objective {
	case CVaR:
		return tailMean(losses, g.probs(), g.q.Tail) / money
	case Regret:
		worst := math.Inf(-1)
		for i, l := range losses {
			worst = max(worst, (l-g.futures[i].fixed)/money-g.ideal[i])
		}
		return worst
	}
	mean := 0.0
	for i, l := range losses {
		mean += float64(g.futures[i].Prob * l)
	}
	return mean / money
}

func (g *program) probs() []float64 {
	var p []float64
	for _, f := range g.futures {
		p = append(p, f.Prob)
	}
	return p
}

// tailMean is the mean of the worst outcomes that together have a probability:
// conditional value at risk.
func tailMean(values, probs []float64, tail float64) float64 {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return -compare(values[a], values[b]) })
	left, sum := tail, 0.0
	for _, i := range order {
		part := min(left, probs[i])
		sum += float64(part * values[i])
		left -= part
	}
	return sum / tail
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func pick(values []float64, columns []int) []float64 {
	out := make([]float64, len(columns))
	for i, c := range columns {
		out[i] = values[c]
	}
	return out
}

// whole solves all futures as one program, the extensive form.
func (g *program) whole(ctx context.Context, budget float64) (*Choice, error) {
	return g.wholeBut(ctx, budget, nil)
}

// wholeBut is the same with a target that some futures are known to miss; spared has
// no entry where that is to be chosen.
func (g *program) wholeBut(ctx context.Context, budget float64, spared []bool) (*Choice, error) {
	m := g.stage(budget)
	if spared == nil {
		g.aim(m)
	}
	for i, f := range g.futures {
		if spared != nil {
			if spared[i] {
				continue
			}
			m.p.ColHi[m.theta[i]] = 0
		}
		from := m.p.Cols()
		g.cost(g.s.add(m.p, m.x, g.list, f))
		row := m.p.AddRow(0, math.Inf(1), lp.Term{At: m.theta[i], Coef: 1})
		for j := from; j < m.p.Cols(); j++ {
			if m.p.Cost[j] != 0 {
				m.p.AddTerm(row, j, -m.p.Cost[j])
				m.p.Cost[j] = 0
			}
		}
	}
	sol, err := solved(ctx, m.p, lp.Options{Gap: gapSought / 10})
	if err != nil {
		return nil, err
	}
	x := pick(sol.Primal, m.x)
	at, err := g.evaluate(ctx, x)
	if err != nil {
		return nil, err
	}
	c := g.rate(x, at)
	c.Bound, c.Rows, c.Cols = min(c.Value, sol.Bound+g.offset()), m.p.Rows(), m.p.Cols()
	c.Dollar, err = g.dollar(ctx, sol, m)
	return c, err
}

// dollar reads what loss a dollar more of budget would save: what it betters the
// objective by, and the dollar itself. Where some choices are whole, they stay.
func (g *program) dollar(ctx context.Context, sol *lp.Solution, m *first) (float64, error) {
	if g.q.Objective == Cost || m.p.RowHi[m.budget] >= unlimited {
		return 0, nil
	}
	if sol.RowDual == nil {
		var err error
		if sol, err = solved(ctx, m.p.Fixed(sol.Primal), lp.Options{}); err != nil {
			return 0, err
		}
	}
	if sol.RowDual[m.budget] > -shareRounding {
		return 0, nil
	}
	return 1 - sol.RowDual[m.budget], nil
}

// unlimited is a budget that cannot bind, millions of USD.
const unlimited = 1e12
