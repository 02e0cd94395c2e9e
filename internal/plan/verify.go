package plan

import (
	"context"

	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/sim"
)

// Outcome is what some futures lose, by the simulator.
type Outcome struct {
	Losses []float64 // by future, USD
	Stops  []int     // by future: end uses of which enough lines stand still in some week
	Weeks  []float64 // by future: the most weeks of production that one end use loses
}

// Mean returns the mean of values.
func Mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(max(len(values), 1))
}

// run plays members of the ensemble with the events of a plan, in parallel; each is
// taken by itself, so the order means nothing.
func (w *work) run(who []int, plan []model.Event) (*Outcome, error) {
	o := &Outcome{Losses: make([]float64, len(who)), Stops: make([]int, len(who)), Weeks: make([]float64, len(who))}
	return o, each(len(who), func(k int) error {
		if err := w.ctx.Err(); err != nil {
			return context.Cause(w.ctx)
		}
		n := w.ground.with(who[k], plan)
		o.Losses[k], o.Stops[k], o.Weeks[k] = w.scope.lost(n, w.scope.follow(n), w.bases[who[k]])
		w.ran()
		return nil
	})
}

// condense plays members without moves and keeps what programs need of them. It keeps
// the runs without events too, if they are to be played again.
func (w *work) condense(who []int, keep bool) ([]*Future, *Outcome, error) {
	o := &Outcome{Losses: make([]float64, len(who)), Stops: make([]int, len(who)), Weeks: make([]float64, len(who))}
	futures := make([]*Future, len(who))
	return futures, o, each(len(who), func(k int) error {
		base, err := w.base(who[k])
		if err != nil {
			return err
		}
		n := w.ground.members[who[k]]
		run := w.scope.follow(n)
		o.Losses[k], o.Stops[k], o.Weeks[k] = w.scope.lost(n, run, base)
		futures[k] = w.scope.future(n, run, base, 1, w.ground.q.Objective != Cost)
		w.ran()
		if keep {
			w.bases[who[k]] = base
		}
		return nil
	})
}

// base plays a member without the events of the scenario, unless that was done.
func (w *work) base(member int) (*track, error) {
	if w.bases[member] != nil {
		return w.bases[member], nil
	}
	if err := w.ctx.Err(); err != nil {
		return nil, context.Cause(w.ctx)
	}
	defer w.ran()
	return w.scope.follow(w.ground.members[member].Baseline()), nil
}

// prepare plays members without events, so that they can be run with plans.
func (w *work) prepare(who []int) error {
	return each(len(who), func(k int) (err error) {
		w.bases[who[k]], err = w.base(who[k])
		return err
	})
}

// span lists the numbers from first on.
func span(first, count int) []int {
	out := make([]int, count)
	for i := range out {
		out[i] = first + i
	}
	return out
}

// lost sums what a run loses beyond the baseline: its value, how many end uses
// stop, and the most weeks that one of them loses.
func (s *scope) lost(n *network.Network, run, base *track) (value float64, stops int, weeks float64) {
	for i, u := range s.uses {
		stopped, sum := false, 0.0
		lost := 0.0
		for w := range run.missed {
			extra := sim.Missing(run.missed[w][i], base.missed[w][i])
			lost += sim.Lost(run.missed[w][i], base.missed[w][i])
			if d := run.demand[w][i]; d > 0 {
				sum += extra / d
				stopped = stopped || extra/d >= s.stops(i)
			}
		}
		value += float64(max(0, lost) * n.Uses[u].Value)
		if stopped {
			stops++
		}
		weeks = max(weeks, sum)
	}
	return value, stops, weeks
}
