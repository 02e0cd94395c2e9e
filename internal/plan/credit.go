package plan

import (
	"slices"
	"time"
)

// verify runs the plan in futures that it was not chosen on.
func (w *work) verify() error {
	g, q, p := w.ground, w.ground.q, w.plan
	plan := g.events(w.scope, w.program.list, w.choice.X)
	who := span(q.Members, q.Checks)
	if err := w.prepare(who); err != nil {
		return err
	}
	fresh, err := w.run(who, nil)
	if err != nil {
		return err
	}
	with, err := w.run(who, plan)
	if err != nil {
		return err
	}
	p.Fresh = Fresh{Before: Mean(fresh.Losses), After: Mean(with.Losses), Worst: slices.Max(with.Losses), MiddleBefore: median(fresh.Losses), MiddleAfter: median(with.Losses),
		StopsBefore: meanCount(fresh.Stops), StopsAfter: meanCount(with.Stops), WeeksBefore: Mean(fresh.Weeks), WeeksAfter: Mean(with.Weeks)}
	if q.Target != nil {
		p.Fresh.Asked = q.Target.Share
		for i := range with.Losses {
			if q.Target.kept(with, i) {
				p.Fresh.Met += 1 / float64(q.Checks)
			}
		}
	}
	return nil
}

// kept tells whether a simulated future keeps a target.
func (t *Target) kept(o *Outcome, i int) bool {
	switch t.Measure {
	case NoStop:
		return o.Stops[i] == 0
	case LostWeeks:
		return o.Weeks[i] <= t.Most
	}
	return o.Losses[i] <= t.Most
}

func meanCount(counts []int) float64 {
	sum := 0
	for _, c := range counts {
		sum += c
	}
	return float64(sum) / float64(max(len(counts), 1))
}

// noticed is the difference between what is promised and what is delivered that
// is said aloud, as a share of what is promised.
const noticed = 0.10

// credit says what each move of a choice saves, by running it without that move.
func (w *work) credit() error {
	g, list := w.ground, w.program.list
	var err error
	if w.after, err = w.run(w.on, g.events(w.scope, list, w.choice.X)); err != nil {
		return err
	}
	w.saves = make([]float64, len(list))
	for j, c := range list {
		if w.choice.X[j] <= least(c) {
			continue
		}
		x := slices.Clone(w.choice.X)
		x[j] = 0
		without, err := w.run(w.on, g.events(w.scope, list, x))
		if err != nil {
			return err
		}
		w.saves[j] = w.mean(without.Losses) - w.mean(w.after.Losses)
	}
	return nil
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

func day(t time.Time) string { return t.Format(time.DateOnly) }
