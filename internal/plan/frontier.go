package plan

import (
	"math"
)

// frontierParts are the budgets of the frontier as shares of what is worth
// spending at all.
var frontierParts = []float64{0, 0.03, 0.1, 0.2, 0.35, 0.5, 0.75, 1}

// frontier finds the least expected loss for budgets from nothing to all that
// saves anything, with the cuts that are known already.
func (w *work) frontier() error {
	g := w.program
	if g.q.Objective != Loss {
		q := g.q
		q.Objective = Loss
		g = newProgram(g.s, g.list, plain(g.futures), q)
	}
	all, err := g.choose(w.ctx, math.Inf(1))
	if err != nil {
		return err
	}
	for _, part := range frontierParts {
		c := all
		if part < 1 {
			if c, err = g.choose(w.ctx, float64(part*all.Spent)); err != nil {
				return err
			}
		}
		x := Point{Budget: float64(part * all.Spent), Spent: c.Spent, Loss: c.Value*money - c.Spent,
			Tail: tailMean(c.Losses, g.probs(), frontierTail), Bound: c.Bound*money - c.Spent}
		const cent = 1e-2
		if x.Loss < cent { // rounding of millions
			x.Loss, x.Tail = 0, 0
		}
		if k := len(w.plan.Frontier); k > 0 && x.Budget > w.plan.Frontier[k-1].Budget {
			before := w.plan.Frontier[k-1]
			x.Slope = (before.Loss - x.Loss) / (x.Budget - before.Budget)
		}
		w.plan.Frontier = append(w.plan.Frontier, x)
	}
	if g != w.program { // promise and prices in terms of the loss
		at, err := g.evaluate(w.ctx, w.choice.share)
		if err != nil {
			return err
		}
		w.choice.Losses, w.choice.Slope = g.rate(w.choice.share, at).Losses, g.rate(w.choice.share, at).Slope
	}
	return nil
}

// plain are futures as they were, without the margins that a target needed.
func plain(futures []*Future) []*Future {
	out := make([]*Future, len(futures))
	for i, f := range futures {
		same := *f
		same.margin = 0
		out[i] = &same
	}
	return out
}
