package removal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"lodestone/internal/network"
	"lodestone/internal/sim"
)

// Outcome is what a removal costs.
type Outcome struct {
	Name     string  `json:"name"`
	Region   string  `json:"region,omitempty"`
	Weeks    int     `json:"weeks_removed"`
	Lost     float64 `json:"value_lost_usd"`       // beyond the baseline, over the whole run
	DownWeek int     `json:"first_line_down_week"` // from the start of the removal; -1 if no line stops
	Down     string  `json:"first_line_down,omitempty"`
	EndUse   string  `json:"end_use,omitempty"`
	Where    string  `json:"end_use_region,omitempty"`
	Price    float64 `json:"highest_price_over_base"`
	Dearest  string  `json:"dearest_commodity,omitempty"`
	Recovery int     `json:"weeks_to_recover"` // after the end of the removal; -1 if not within the run
}

// Sweeper runs removals against one baseline.
type Sweeper struct {
	net   *network.Network
	from  int         // week in which a removal begins
	unmet [][]float64 // of the baseline, [week][use]
}

// before is how long the chain runs undisturbed before a removal, weeks.
const before = 4

// New prepares removals on a network without events.
func New(n *network.Network) *Sweeper {
	s := &Sweeper{net: n, from: before}
	run := sim.New(n)
	for range n.Weeks {
		run.Step()
		row := make([]float64, len(n.Uses))
		for i := range row {
			row[i] = run.State.Demand[i] - run.State.Served[i]
		}
		s.unmet = append(s.unmet, row)
	}
	return s
}

// Longest is the longest removal that leaves a year to recover in.
func (s *Sweeper) Longest() int { return s.net.Weeks - s.from - network.WeeksPerYear }

// Check reports what is wrong with a duration.
func (s *Sweeper) Check(weeks int) error {
	if weeks < 1 || weeks > s.Longest() {
		return fmt.Errorf("a removal of %d weeks: expected 1 to %d in a run of %d weeks", weeks, s.Longest(), s.net.Weeks)
	}
	return nil
}

// Remove runs the chain without the targets for some weeks.
func (s *Sweeper) Remove(weeks int, targets ...Target) Outcome {
	scenario := *s.net.Scenario
	scenario.Events = at(&scenario, s.from, weeks, targets...)
	n := s.net.For(&scenario)
	run := sim.New(n)
	o := Outcome{Weeks: weeks, DownWeek: -1, Price: 1, Recovery: -1}
	for i, t := range targets {
		if i > 0 {
			o.Name += " + "
		}
		o.Name += t.Name
		o.Region = t.Region
	}
	if len(targets) > 1 {
		o.Region = ""
	}
	calm := 0
	for w := range n.Weeks {
		run.Step()
		short := s.book(&o, &run.State, w)
		if calm++; short {
			calm = 0
		}
	}
	if since := n.Weeks - calm - s.from - weeks; calm >= calmWeeks {
		o.Recovery = max(0, since)
	}
	return o
}

const (
	// calmWeeks is how long every use must be served before the chain counts as
	// recovered, and served is the unmet share that counts as none; after Sprecher
	// et al., Environmental Science & Technology 51, 2017, with thresholds of ours.
	calmWeeks = 13
	served    = 0.01
)

// book adds a week to an outcome, and reports whether some use was short.
func (s *Sweeper) book(o *Outcome, st *sim.State, w int) bool {
	n := s.net
	short := false
	for i := range n.Uses {
		u := &n.Uses[i]
		if u.Surplus || st.Demand[i] <= 0 {
			continue
		}
		extra := max(0, st.Demand[i]-st.Served[i]-s.unmet[w][i])
		o.Lost += float64(extra * u.Value)
		share := extra / st.Demand[i]
		short = short || share > served
		if o.DownWeek < 0 && share >= n.Markets[n.Inputs[u.In0].Market].Params.LineDownShare {
			o.DownWeek, o.Down = w-s.from, n.Scenario.Date(w).Format(time.DateOnly)
			o.EndUse, o.Where = n.Model.EndUses[u.EndUse].ID, n.Model.Regions[u.Region].ID
		}
	}
	for i := range n.Markets {
		if m := &n.Markets[i]; m.Price > 0 && st.Price[i] > float64(o.Price*m.Price) {
			o.Price, o.Dearest = st.Price[i]/m.Price, n.Name(i)
		}
	}
	return short
}

// Progress is told how much is done, 0 to 1, from several goroutines.
type Progress func(done float64)

// each runs jobs 0 to count-1 on all processors; each writes its own place, so
// the order of running changes nothing.
func each(ctx context.Context, count int, progress Progress, job func(i int)) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	var done atomic.Int64
	for i := range count {
		group.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			job(i)
			if n := done.Add(1); progress != nil {
				progress(float64(n) / float64(count))
			}
			return nil
		})
	}
	return group.Wait()
}

// Singles removes every target in turn and ranks the outcomes by value lost, then
// by the first line-down, then by price.
func (s *Sweeper) Singles(ctx context.Context, targets []Target, weeks int, progress Progress) ([]Outcome, error) {
	out := make([]Outcome, len(targets))
	if err := each(ctx, len(targets), progress, func(i int) { out[i] = s.Remove(weeks, targets[i]) }); err != nil {
		return nil, err
	}
	rank(out)
	return out, nil
}

func rank(list []Outcome) {
	down := func(o Outcome) int {
		if o.DownWeek < 0 {
			return 1 << 30
		}
		return o.DownWeek
	}
	slices.SortStableFunc(list, func(a, b Outcome) int {
		return cmp.Or(cmp.Compare(b.Lost, a.Lost), cmp.Compare(down(a), down(b)), cmp.Compare(b.Price, a.Price), cmp.Compare(a.Name, b.Name))
	})
}

// find returns the targets of the outcomes that lead a ranking.
func find(targets []Target, ranked []Outcome, count int) []Target {
	var out []Target
	for _, o := range ranked[:min(count, len(ranked))] {
		i := slices.IndexFunc(targets, func(t Target) bool { return t.Name == o.Name })
		out = append(out, targets[i])
	}
	return out
}

// Pair is two targets removed together, beside what they cost one by one.
type Pair struct {
	Outcome
	Alone float64 `json:"sum_of_single_losses_usd"`
}

// Pairs removes every two of the targets that lead a ranking, and ranks them by
// what they cost together beyond the sum of what they cost alone.
func (s *Sweeper) Pairs(ctx context.Context, targets []Target, singles []Outcome, leaders, weeks int, progress Progress) ([]Pair, error) {
	lead := find(targets, singles, leaders)
	var two [][2]int
	for i := range lead {
		for j := range i {
			two = append(two, [2]int{j, i})
		}
	}
	out := make([]Pair, len(two))
	if err := each(ctx, len(two), progress, func(k int) {
		i, j := two[k][0], two[k][1]
		out[k] = Pair{Outcome: s.Remove(weeks, lead[i], lead[j]), Alone: singles[i].Lost + singles[j].Lost}
	}); err != nil {
		return nil, err
	}
	slices.SortStableFunc(out, func(a, b Pair) int { return cmp.Compare(b.Lost-b.Alone, a.Lost-a.Alone) })
	return out, nil
}

// Worst is the set of k targets found to cost most together.
type Worst struct {
	Steps []Outcome `json:"steps"` // after one, two ... removals
	// Bound is what the removal of all targets together costs. No set can cost
	// more as long as to remove more never helps, so Bound less the last step is the
	// most that the search can have missed.
	Bound float64 `json:"bound_usd"`
}

// errEmpty says that there is nothing to remove.
var errEmpty = errors.New("nothing to remove")

// WorstSet adds, k times, the target that costs most beside those removed already.
// Losses are neither sub- nor supermodular, so this greedy search has no guarantee
// of its own; see [Worst.Bound].
func (s *Sweeper) WorstSet(ctx context.Context, targets []Target, k, weeks int, progress Progress) (*Worst, error) {
	if len(targets) == 0 {
		return nil, errEmpty
	}
	w := &Worst{Bound: s.Remove(weeks, targets...).Lost}
	var set []Target
	left := slices.Clone(targets)
	k = min(k, len(targets))
	for step := range k {
		out := make([]Outcome, len(left))
		tell := func(done float64) {
			if progress != nil {
				progress((float64(step) + done) / float64(k))
			}
		}
		if err := each(ctx, len(left), tell, func(i int) { out[i] = s.Remove(weeks, append(slices.Clone(set), left[i])...) }); err != nil {
			return nil, err
		}
		best := 0
		for i := range out {
			if out[i].Lost > out[best].Lost {
				best = i
			}
		}
		set = append(set, left[best])
		left = slices.Delete(left, best, best+1)
		w.Steps = append(w.Steps, out[best])
	}
	return w, nil
}

// Curve is the outcome of removing targets for each of some durations.
func (s *Sweeper) Curve(ctx context.Context, durations []int, progress Progress, targets ...Target) ([]Outcome, error) {
	out := make([]Outcome, len(durations))
	err := each(ctx, len(durations), progress, func(i int) { out[i] = s.Remove(durations[i], targets...) })
	return out, err
}

// Survival is how long the chain does without something and how it recovers, in
// the sense of Simchi-Levi et al., Interfaces 45(5), 2015: time to survive, time
// to recover and performance impact, by the engine and not by their linear
// programs, so that stocks, lead times and behaviour count.
type Survival struct {
	Name    string  `json:"name"`
	Region  string  `json:"region,omitempty"`
	Survive int     `json:"time_to_survive_weeks"` // longest removal without a line-down; the longest tried if none comes
	Beyond  bool    `json:"survives_longest_tried"`
	Recover int     `json:"time_to_recover_weeks"` // after a removal of the stated weeks; -1 if not within the run
	Impact  float64 `json:"performance_impact_usd"`
}

// Survive finds the time to survive of every target by bisection, and the time to
// recover and the impact of a removal of some weeks. A longer removal is taken to
// stop a line whenever a shorter one does.
func (s *Sweeper) Survive(ctx context.Context, targets []Target, weeks int, progress Progress) ([]Survival, error) {
	out := make([]Survival, len(targets))
	err := each(ctx, len(targets), progress, func(i int) {
		o := s.Remove(weeks, targets[i])
		v := Survival{Name: targets[i].Name, Region: targets[i].Region, Recover: o.Recovery, Impact: o.Lost}
		v.Survive, v.Beyond = s.survives(targets[i])
		out[i] = v
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(out, func(a, b Survival) int {
		return cmp.Or(cmp.Compare(a.Survive, b.Survive), cmp.Compare(b.Impact, a.Impact), cmp.Compare(a.Name, b.Name))
	})
	return out, nil
}

func (s *Sweeper) survives(t Target) (weeks int, beyond bool) {
	low, high := 0, s.Longest()
	if s.Remove(high, t).DownWeek < 0 {
		return high, true
	}
	for high-low > 1 {
		if mid := (low + high) / 2; s.Remove(mid, t).DownWeek < 0 {
			low = mid
		} else {
			high = mid
		}
	}
	return low, false
}
