package sweep

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Progress is told how much of a task is done, 0 to 1, never less than before. It
// is called from several goroutines, one at a time.
type Progress func(done float64)

// Part is the progress of a task that goes from low to high of another.
func (p Progress) Part(low, high float64) Progress {
	if p == nil {
		return nil
	}
	return func(done float64) { p(low + float64(done*(high-low))) }
}

// each runs jobs 0 to count-1 on as many goroutines as GOMAXPROCS. Every job writes
// its own place, so the order of running changes nothing. It errs only if the
// context ends.
func each(ctx context.Context, count int, progress Progress, job func(ctx context.Context, i int)) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	var lock sync.Mutex
	done := 0
	for i := range count {
		group.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			job(ctx, i)
			if progress != nil {
				lock.Lock()
				defer lock.Unlock()
				done++
				progress(float64(done) / float64(count))
			}
			return ctx.Err()
		})
	}
	return group.Wait()
}

// Singles removes every target in turn for some weeks and ranks the outcomes by
// value lost, then first line-down, then price, then name.
func (s *Sweeper) Singles(ctx context.Context, targets []Target, weeks int, progress Progress) ([]Outcome, error) {
	sets := make([][]int, len(targets))
	for i := range sets {
		sets[i] = []int{i}
	}
	out, err := s.sets(ctx, targets, sets, weeks, progress)
	slices.SortStableFunc(out, worse)
	return out, err
}

// sets removes sets of targets, given by index.
func (s *Sweeper) sets(ctx context.Context, targets []Target, sets [][]int, weeks int, progress Progress) ([]Outcome, error) {
	if err := s.check(weeks); err != nil {
		return nil, err
	}
	out := make([]Outcome, len(sets))
	err := each(ctx, len(sets), progress, func(_ context.Context, i int) {
		set := make([]Target, len(sets[i]))
		for j, k := range sets[i] {
			set[j] = targets[k]
		}
		out[i] = s.Remove(weeks, set...)
		out[i].targets = sets[i]
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// worse orders outcomes, the worst first.
func worse(a, b Outcome) int {
	return cmp.Or(cmp.Compare(b.Lost, a.Lost), cmp.Compare(uint(a.DownWeek), uint(b.DownWeek)), // never is last
		cmp.Compare(b.Price, a.Price), cmp.Compare(a.By, b.By), cmp.Compare(a.Name, b.Name))
}

// Curve removes targets together for each of some durations, weeks.
func (s *Sweeper) Curve(ctx context.Context, durations []int, progress Progress, targets ...Target) ([]Outcome, error) {
	for _, d := range durations {
		if err := s.check(d); err != nil {
			return nil, err
		}
	}
	out := make([]Outcome, len(durations))
	err := each(ctx, len(durations), progress, func(_ context.Context, i int) { out[i] = s.Remove(durations[i], targets...) })
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Pair is two targets removed together. It costs more than the sum of what its
// parts cost alone where they stand in for each other, and less where either is
// enough to stop the same lines.
type Pair struct {
	Outcome
	Alone float64 `json:"sum_of_single_losses_usd"`
}

// Pairs removes every two of the targets that lead a ranking by [Sweeper.Singles]
// of the same targets, and ranks them. It does not see pairs that cost little one
// by one and much together; those are found by [Sweeper.Worst] with k = 2.
func (s *Sweeper) Pairs(ctx context.Context, targets []Target, singles []Outcome, top, weeks int, progress Progress) ([]Pair, error) {
	var sets [][]int
	var alone []float64
	lead := singles[:max(0, min(top, len(singles)))]
	for j := range lead {
		for i := range j {
			sets = append(sets, []int{lead[i].targets[0], lead[j].targets[0]})
			alone = append(alone, lead[i].Lost+lead[j].Lost)
		}
	}
	list, err := s.sets(ctx, targets, sets, weeks, progress)
	out := make([]Pair, len(list))
	for i := range list {
		out[i] = Pair{list[i], alone[i]}
	}
	slices.SortStableFunc(out, func(a, b Pair) int { return worse(a.Outcome, b.Outcome) })
	return out, err
}
