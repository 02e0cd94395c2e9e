package sweep

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// Worst is the set of k targets found to cost most together, and what is known of
// those not tried.
//
// Losses are neither submodular nor supermodular: two sources that stand in for each
// other cost more together than apart, two of which either stops the same lines cost
// less. So greedy search has no guarantee, and no sum of single or pair losses bounds
// a larger set. What bounds it is a set that contains it, if to remove more does not
// help. The search drops targets one by one from the set of all and keeps what the
// rest would cost (branch and bound). To remove more does help now and then: who
// loses one input buys less of another. How much it was seen to help is in Breach.
type Worst struct {
	Greedy []Outcome `json:"greedy_steps"` // after one, two ... removals, each the worst next one
	Best   Outcome   `json:"worst_set"`    // the worst of k or fewer that any run met
	// Bound is what no set of k costs more than, USD, if to remove more never helps by
	// more than Breach. Bound less the loss of Best is then the most that was missed.
	// It is no proof: sets that were not run may breach by more.
	Bound    float64 `json:"bound_usd"`
	Complete bool    `json:"complete"` // the search ended before its budget: Bound is at most Best and Breach
	// Ceiling is all value that the baseline asks for from the start of the removal to
	// the end of the run, USD. Without behaviour no removal can cost more, whatever
	// helps; with behaviour one can, by as much as lower prices raise demand.
	Ceiling float64 `json:"ceiling_usd"`
	// Breach is the most by which a set was seen to cost more than one that contains
	// it, as a share of the latter.
	Breach float64 `json:"largest_breach"`
	Runs   int     `json:"runs"`
}

// node is a part of the search: the sets that hold all of in, and none of the targets
// before next in the order of the search beside those.
type node struct {
	in    []int // targets
	next  int   // place in the order
	bound float64
}

// search is a branch and bound in progress.
type search struct {
	s       *Sweeper
	targets []Target
	order   []int
	k       int
	weeks   int
	open    []node
	dropped float64 // the highest bound of a part not looked into further
	worst   *Worst
}

// batch is how many nodes are worked on between two decisions. It is fixed, so that
// the search takes the same way on any number of processors.
const batch = 16

// met is the relative gap at which a bound counts as met.
const met = 1e-9

// Worst looks for the k targets that cost most when removed together for some weeks:
// first by greedy search, of up to k times as many runs as there are targets, then by
// branch and bound for about budget runs more or until no bound is above the worst met.
// The greedy search alone, a budget of 0, leaves as bound the removal of everything.
func (s *Sweeper) Worst(ctx context.Context, targets []Target, k, weeks, budget int, progress Progress) (*Worst, error) {
	if len(targets) == 0 || k < 1 {
		return nil, errors.New("nothing to remove: expected a target and a size of at least 1")
	}
	if err := s.check(weeks); err != nil {
		return nil, err
	}
	x := &search{s: s, targets: targets, k: min(k, len(targets)), weeks: weeks, worst: &Worst{Ceiling: s.ceiling()}}
	share := 1.0 // of the progress, that of the greedy search
	if budget > 0 {
		share = 0.5
	}
	if err := x.greedy(ctx, progress.Part(0, share)); err != nil {
		return nil, fmt.Errorf("greedy search: %w", err)
	}
	if err := x.branch(ctx, budget, progress.Part(share, 1)); err != nil {
		return nil, fmt.Errorf("branch and bound: %w", err)
	}
	return x.worst, nil
}

// ceiling sums what all uses are worth from the start of the removal on.
func (s *Sweeper) ceiling() float64 {
	sum := 0.0
	for _, demand := range s.base.demand[s.from:] {
		for i, d := range demand {
			if u := &s.net.Uses[i]; !u.Surplus {
				sum += float64(d * u.Value)
			}
		}
	}
	return sum
}

// lose runs sets and keeps the worst one of k or fewer.
func (x *search) lose(ctx context.Context, sets [][]int, progress Progress) ([]Outcome, error) {
	out, err := x.s.sets(ctx, x.targets, sets, x.weeks, progress)
	x.worst.Runs += len(out)
	for i := range out {
		if first := x.worst.Best.Name == ""; first || len(sets[i]) <= x.k && out[i].Lost > x.worst.Best.Lost {
			x.worst.Best = out[i]
		}
	}
	return out, err
}

// greedy adds, k times, the target that costs most beside those removed already, and
// puts the targets into the order in which they are branched on: those picked, then
// the rest by what they cost alone. To drop the worst first lowers the bound fastest.
func (x *search) greedy(ctx context.Context, progress Progress) error {
	var set, left []int
	for i := range x.targets {
		left = append(left, i)
	}
	for step := range x.k {
		sets := make([][]int, len(left))
		for i, t := range left {
			sets[i] = append(slices.Clone(set), t)
		}
		out, err := x.lose(ctx, sets, progress.Part(float64(step)/float64(x.k), float64(step+1)/float64(x.k)))
		if err != nil {
			return err
		}
		slices.SortStableFunc(out, worse)
		if step == 0 {
			for i := range out {
				left[i] = out[i].targets[0]
			}
		} else {
			x.contained(x.worst.Greedy[step-1].Lost, out[len(out)-1].Lost)
		}
		x.worst.Greedy = append(x.worst.Greedy, out[0])
		set = out[0].targets
		left = slices.DeleteFunc(left, func(t int) bool { return t == set[step] })
	}
	x.order = append(slices.Clone(set), left...)
	return nil
}

// contained notes that a set that costs less is contained in one that costs more, or
// how far that is not so.
func (x *search) contained(less, more float64) {
	if more > 0 {
		x.worst.Breach = max(x.worst.Breach, less/more-1)
	}
}

// branch splits the sets of k by whether they hold the first target, the second, and
// so on, the part with the highest bound first.
func (x *search) branch(ctx context.Context, budget int, progress Progress) error {
	all, err := x.lose(ctx, [][]int{x.order}, nil)
	if err != nil {
		return err
	}
	x.contained(x.worst.Best.Lost, all[0].Lost)
	x.open = []node{{bound: all[0].Lost}}
	for spent := 0; ; {
		x.prune()
		if len(x.open) == 0 || spent >= budget {
			break
		}
		ran, err := x.expand(ctx)
		if err != nil {
			return err
		}
		if spent += ran; progress != nil {
			progress(min(1, float64(spent)/float64(budget)))
		}
	}
	x.worst.Complete = len(x.open) == 0
	for _, v := range x.open {
		x.dropped = max(x.dropped, v.bound)
	}
	x.worst.Bound = max(x.worst.Best.Lost, float64(x.dropped*(1+x.worst.Breach)))
	if progress != nil {
		progress(1)
	}
	return nil
}

// prune drops what should hold nothing worse than the worst met, and sorts the rest
// by bound.
func (x *search) prune() {
	x.open = slices.DeleteFunc(x.open, func(v node) bool {
		drop := v.bound <= float64(x.worst.Best.Lost*(1+met))
		if drop {
			x.dropped = max(x.dropped, v.bound)
		}
		return drop
	})
	slices.SortStableFunc(x.open, func(a, b node) int { return cmp.Compare(b.bound, a.bound) })
}

// expand splits the first nodes of the list in two each: with the next target and
// without it. It returns the number of runs.
func (x *search) expand(ctx context.Context) (ran int, err error) {
	now := slices.Clone(x.open[:min(batch, len(x.open))])
	x.open = x.open[len(now):]
	var sets [][]int
	var of []node // of each set: the node it is part of
	for _, v := range now {
		with, rest := append(slices.Clone(v.in), x.order[v.next]), x.order[v.next+1:]
		if len(with) == x.k {
			sets, of = append(sets, with), append(of, v)
		} else {
			x.open = append(x.open, node{in: with, next: v.next + 1, bound: v.bound})
		}
		if len(v.in)+len(rest) >= x.k { // else no set of k is left without it
			sets, of = append(sets, append(slices.Clone(v.in), rest...)), append(of, v)
		}
	}
	out, err := x.lose(ctx, sets, nil)
	if err != nil {
		return 0, err
	}
	for j, o := range out {
		v := of[j]
		x.contained(o.Lost, v.bound)
		if len(o.targets) > x.k { // else there is nothing left to choose
			x.open = append(x.open, node{in: v.in, next: v.next + 1, bound: min(o.Lost, v.bound)})
		}
	}
	return len(out), nil
}
