package plan

import (
	"context"
	"errors"
	"math"
	"slices"

	"lodestone/internal/lp"
)

// spared solves a program with a target that is too large for choosing which futures
// may miss it: those are spared that would cost most if each were alone. No plan costs
// less than the dearest of the others does alone, which is the bound.
func (g *program) spared(ctx context.Context, budget float64) (*Choice, error) {
	if err := g.alone(ctx); err != nil {
		return nil, err
	}
	order := make([]int, len(g.futures))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return -compare(*g.futures[a].alone, *g.futures[b].alone) })
	spared := make([]bool, len(g.futures))
	left, least := 1-g.q.Target.Share+shareRounding, 0.0
	for _, i := range order {
		f := g.futures[i]
		if weight := g.weight(f); weight <= left && *f.alone > 0 {
			left -= weight
			spared[i] = true
			continue
		}
		least = max(least, *f.alone)
	}
	if math.IsInf(least, 1) {
		return nil, statusError{lp.Infeasible}
	}
	c, err := g.wholeBut(ctx, budget, spared)
	if err == nil {
		c.Bound = min(c.Value, least/money)
	}
	return c, err
}

// alone finds for every future what it costs to reach the target in it and no other.
func (g *program) alone(ctx context.Context) error {
	return each(len(g.futures), func(i int) error {
		f := g.futures[i]
		if f.alone != nil {
			return nil
		}
		cost := 0.0
		if g.most(i) > nearMiss {
			one := &program{s: g.s, list: g.list, futures: g.futures[i : i+1], q: g.q, subs: g.subs[i : i+1], cuts: g.cuts[i : i+1]}
			c, err := one.wholeBut(ctx, math.Inf(1), []bool{false})
			var status statusError
			switch {
			case errors.As(err, &status) && status.status == lp.Infeasible:
				cost = math.Inf(1)
			case err != nil:
				return err
			default:
				cost = c.Spent
			}
		}
		f.alone = &cost
		return nil
	})
}
