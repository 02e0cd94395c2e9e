package plan

import (
	"errors"
	"slices"

	"lodestone/internal/lp"
)

// Reach says how the simulator's findings went into the choice of a plan for a target.
type Reach struct {
	Futures int     `json:"futures"`      // that the plan was fitted to: those of the program and those tried
	First   int     `json:"met_at_first"` // of them, by the simulator, with the program's first plan
	Cost    float64 `json:"cost_at_first_usd"`
	Met     int     `json:"met"` // with the plan in the end
	Rounds  int     `json:"rounds"`
	Added   int     `json:"futures_added"`   // to the program because the simulator misses the target there
	Margin  float64 `json:"largest_margin"`  // by how much more a future counts than the program would have it
	Limit   int     `json:"met_with_all"`    // with every move at its limit; -1 where that was not tried
	Bound   float64 `json:"lower_bound_usd"` // of the first program: no plan costs less by it
}

const (
	mostRounds  = 8
	marginStep  = 2 // by which a future that misses the target although it is in the program counts more
	addedARound = 4
)

// trials is how many futures beside those of the program a plan for a target is tried
// in before it is checked in fresh ones.
func (w *work) trials() int {
	if w.ground.q.Objective == Cost {
		return w.ground.q.Checks
	}
	return 0
}

// reach finds a plan that keeps a target in the simulator. The program alone takes a
// target to be kept where a tonne or two less would miss it, and only in the futures it
// sees. So its plan is run in these and in further ones. Of the further ones the worst
// that miss the target join the program; one that misses it although it was in the
// program counts for more, as if every tonne did less. Then the program proposes again,
// until the share asked for is reached or nothing more can be done.
func (w *work) reach(list []Candidate, futures []*Future) error {
	q := w.ground.q
	extra := span(q.Members+q.Checks, w.trials())
	tried, _, err := w.condense(extra, true)
	if err != nil {
		return err
	}
	r := &Reach{Futures: q.Members + len(tried), Limit: -1}
	w.plan.Reach = r
	best := -1
	var short *Choice // the last that fell short
	for r.Rounds = 1; ; r.Rounds++ {
		again := newProgram(w.scope, list, futures, q)
		again.drawn = float64(r.Futures)
		choice, err := again.choose(w.ctx, q.Budget)
		if err != nil {
			if w.program = again; best < 0 {
				return w.explain(err)
			}
			return w.stuck(err, list, extra)
		}
		w.program = again
		out, err := w.run(slices.Concat(w.on, extra), w.ground.events(w.scope, list, choice.X))
		if err != nil {
			return err
		}
		met := w.meets(out)
		if best < 0 {
			r.First, r.Cost, r.Bound = met, choice.Spent, choice.Bound*money
		}
		if met > best {
			r.Met, best, w.choice = met, met, choice
		}
		if w.enough(best) && short != nil {
			if err := w.shrink(short, list, slices.Concat(w.on, extra)); err != nil {
				return err
			}
		}
		if w.enough(best) || r.Rounds == mostRounds {
			return w.settle(list, extra)
		}
		short = choice
		futures, extra, tried = w.tighten(futures, extra, tried, out)
	}
}

// enough reports whether a target is kept in as many futures as was asked for.
func (w *work) enough(met int) bool {
	return float64(met) >= w.ground.q.Target.Share*float64(w.plan.Reach.Futures)-shareRounding
}

// shrunk is how often the step from the last plan that fell short is halved.
const shrunk = 5

// shrink goes back from a plan that keeps a target towards the last that did not, as far
// as the simulator lets it: the last step of the margins may have been too long.
func (w *work) shrink(short *Choice, list []Candidate, who []int) error {
	long, low, high := w.choice, 0.0, 1.0
	for range shrunk {
		part := (low + high) / 2
		c := w.between(short, long, part)
		out, err := w.run(who, w.ground.events(w.scope, list, c.X))
		if err != nil {
			return err
		}
		met := w.meets(out)
		if !w.enough(met) {
			low = part
			continue
		}
		high = part
		if c.Spent < w.choice.Spent {
			w.choice, w.plan.Reach.Met = c, met
		}
	}
	return nil
}

// between is a part of the way from one plan to another.
func (w *work) between(a, b *Choice, part float64) *Choice {
	c := *b
	c.X, c.share, c.Spent = make([]float64, len(b.X)), make([]float64, len(b.X)), 0
	for j := range b.X {
		c.share[j] = a.share[j] + float64(part*(b.share[j]-a.share[j]))
		c.X[j] = float64(c.share[j] * w.program.list[j].Limit)
		c.Spent += w.program.price(j, c.X[j])
	}
	c.Value = c.Spent / money
	c.Bound = min(c.Bound, c.Value)
	return &c
}

// meets counts the futures drawn that keep the target: the program's, with all that
// they stand for, and those tried.
func (w *work) meets(out *Outcome) int {
	met := 0.0
	for k := range out.Losses {
		if w.ground.q.Target.kept(out, k) {
			if k < len(w.on) {
				met += w.program.futures[k].stands
			} else {
				met++
			}
		}
	}
	return int(met + 0.5)
}

// tighten makes those futures count more that miss the target although the program sees
// them, and adds the worst of the others.
func (w *work) tighten(futures []*Future, extra []int, tried []*Future, out *Outcome) ([]*Future, []int, []*Future) {
	q, r := w.ground.q, w.plan.Reach
	futures = slices.Clone(futures)
	for k, f := range futures {
		if !q.Target.kept(out, k) {
			more := *f
			more.alone = nil
			more.margin = (1+f.margin)*marginStep - 1
			futures[k], r.Margin = &more, max(r.Margin, more.margin)
		}
	}
	var misses []int
	for k := range extra {
		if !q.Target.kept(out, len(w.on)+k) {
			misses = append(misses, k)
		}
	}
	at := len(w.on)
	slices.SortStableFunc(misses, func(a, b int) int { return -compare(q.Target.by(out, at+a), q.Target.by(out, at+b)) })
	misses = misses[:min(len(misses), addedARound)]
	w.on = slices.Clone(w.on)
	for _, k := range misses {
		futures, w.on = append(futures, tried[k]), append(w.on, extra[k])
		r.Added++
	}
	weigh(futures)
	return futures, without(extra, misses), without(tried, misses)
}

// without is a list less what stands at some places.
func without[T any](list []T, places []int) []T {
	var out []T
	for k, v := range list {
		if !slices.Contains(places, k) {
			out = append(out, v)
		}
	}
	return out
}

// settle says what a plan for a target saves, and, where it falls short, how far all
// moves together would come.
func (w *work) settle(list []Candidate, extra []int) error {
	if r := w.plan.Reach; !w.enough(r.Met) {
		x := make([]float64, len(list))
		for j := range list {
			x[j] = list[j].Limit
		}
		out, err := w.run(slices.Concat(w.on, extra), w.ground.events(w.scope, list, x))
		if err != nil {
			return err
		}
		r.Limit = w.meets(out)
	}
	if err := w.credit(); err != nil {
		return err
	}
	return w.prune(list, slices.Concat(w.on, extra))
}

// prune leaves out, one after the other, what saves nothing in the simulator, where
// the target is met as often without it.
func (w *work) prune(list []Candidate, who []int) error {
	for j, c := range list {
		if w.choice.X[j] <= least(c) || w.saves[j] > 0 {
			continue
		}
		x, share := slices.Clone(w.choice.X), slices.Clone(w.choice.share)
		x[j], share[j] = 0, 0
		out, err := w.run(who, w.ground.events(w.scope, list, x))
		if err != nil {
			return err
		}
		if w.meets(out) >= w.plan.Reach.Met {
			w.choice.Spent -= w.program.price(j, w.choice.X[j])
			w.choice.Value = w.choice.Spent / money
			w.choice.X, w.choice.share = x, share
			w.plan.Struck = append(w.plan.Struck, c.Name)
		}
	}
	return nil
}

// stuck keeps the plan before where a tightened program has none.
func (w *work) stuck(err error, list []Candidate, extra []int) error {
	var status statusError
	if !errors.As(err, &status) || status.status != lp.Infeasible {
		return err
	}
	return w.settle(list, extra)
}

// by is how far a simulated future is from keeping a target, in the target's measure.
func (t *Target) by(o *Outcome, i int) float64 {
	switch t.Measure {
	case NoStop:
		return float64(o.Stops[i])
	case LostWeeks:
		return o.Weeks[i]
	}
	return o.Losses[i]
}

// widened is a future in which lacks count for more by its margin: every tonne does as
// much less.
func (f *Future) widened() *Future {
	if f.margin == 0 {
		return f
	}
	out := *f
	out.lacks = slices.Clone(f.lacks)
	for i := range out.lacks {
		l := &out.lacks[i]
		l.short *= 1 + f.margin
		l.normal *= 1 + f.margin
		l.want *= 1 + f.margin
	}
	return &out
}
