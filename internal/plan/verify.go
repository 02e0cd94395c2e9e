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

// run plays members of the ensemble with the events of a plan, from the first on,
// in parallel; each is taken by itself, so the order means nothing.
func (g *ground) run(ctx context.Context, s *scope, bases []*track, first, count int, plan []model.Event, done func()) (*Outcome, []*track, error) {
	o := &Outcome{Losses: make([]float64, count), Stops: make([]int, count), Weeks: make([]float64, count)}
	tracks := make([]*track, count)
	err := each(count, func(i int) error {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		n := g.with(first+i, plan)
		tracks[i] = s.follow(n)
		o.Losses[i], o.Stops[i], o.Weeks[i] = s.lost(n, tracks[i], bases[first+i])
		done()
		return nil
	})
	return o, tracks, err
}

// bases plays every member without the events of the scenario.
func (g *ground) bases(ctx context.Context, s *scope, done func()) ([]*track, error) {
	out := make([]*track, len(g.members))
	return out, each(len(out), func(i int) error {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		out[i] = s.follow(g.members[i].Baseline())
		done()
		return nil
	})
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
