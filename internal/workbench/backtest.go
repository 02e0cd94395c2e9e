package workbench

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"lodestone/internal/backtest"
	"lodestone/internal/ensemble"
	"lodestone/internal/model"
	"lodestone/internal/result"
)

// Backtest replays every scenario that the record has targets for and scores
// them, in the order of the record.
// It gives up when the context ends.
func (b *Bench) Backtest(ctx context.Context) ([]backtest.Score, error) {
	replays, err := b.replays()
	if err != nil {
		return nil, err
	}
	scores := make([][]backtest.Score, len(replays))
	group, ctx := errgroup.WithContext(ctx)
	for i, r := range replays {
		group.Go(func() error {
			run, err := result.ObserveUntil(ctx, r.Net, nil)
			if err == nil {
				scores[i] = backtest.Evaluate(run, r.Targets)
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var all []backtest.Score
	for _, s := range scores {
		all = append(all, s...)
	}
	return all, nil
}

// BacktestSpread scores as Backtest does and runs so many members of an ensemble of
// every replay, in which all that is uncertain is drawn anew, behaviour included:
// what is fitted and what is not.
func (b *Bench) BacktestSpread(members int, seed int64, progress Progress) ([]backtest.Score, error) {
	if members < 1 || members > mostMembers {
		return nil, fmt.Errorf("an ensemble of %d members: expected 1 to %d", members, mostMembers)
	}
	scores, err := b.Backtest(context.Background())
	if err != nil {
		return nil, err
	}
	replays, err := b.replays()
	if err != nil {
		return nil, err
	}
	var all []backtest.Measured
	for i, r := range replays {
		measured, err := spread(r, members, uint64(seed), func(done float64) {
			if progress != nil {
				progress((float64(i) + done) / float64(len(replays)))
			}
		})
		if err != nil {
			return nil, fmt.Errorf("replay %s: %w", r.Net.Scenario.Name, err)
		}
		all = append(all, measured...)
	}
	backtest.Spread(scores, all)
	return scores, nil
}

// spread measures the members of one replay. One that draws flows which cannot be
// balanced counts as none.
func spread(r backtest.Replay, members int, seed uint64, progress Progress) ([]backtest.Measured, error) {
	sampler, err := ensemble.New(r.Net.Model, r.Net.Scenario)
	if err != nil {
		return nil, err
	}
	out := make([]backtest.Measured, members)
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	var done atomic.Int64
	for i := range out {
		group.Go(func() error {
			if nets, err := sampler.Networks(seed, i); err == nil {
				out[i] = backtest.Measure(nets[0], r.Targets)
			}
			progress(float64(done.Add(1)) / float64(members))
			return nil
		})
	}
	return out, group.Wait()
}

// Traces replays as Backtest does and follows every target over time.
func (b *Bench) Traces() ([]backtest.Trace, error) {
	replays, err := b.replays()
	if err != nil {
		return nil, err
	}
	var all []backtest.Trace
	for _, r := range replays {
		all = append(all, backtest.Follow(result.Observe(r.Net, nil), r.Targets)...)
	}
	return all, nil
}

// Fit varies the named parameters to bring the replays closer to the record.
func (b *Bench) Fit(vary []string, evaluations int, progress Progress) (*backtest.Fit, error) {
	replays, err := b.replays()
	if err != nil {
		return nil, err
	}
	return backtest.Run(replays, vary, evaluations, progress)
}

// BehaviourSets draws sets of the named parameters that the record allows together;
// see [backtest.Sample].
func (b *Bench) BehaviourSets(vary []string, sets int, seed int64, progress Progress) (*backtest.Sets, error) {
	replays, err := b.replays()
	if err != nil {
		return nil, err
	}
	return backtest.Sample(replays, vary, sets, uint64(seed), progress)
}

// replays compiles every scenario that the record has targets for.
func (b *Bench) replays() ([]backtest.Replay, error) {
	var order []string
	byScenario := map[string][]model.Target{}
	for _, t := range b.Package.Targets() {
		if byScenario[t.Scenario] == nil {
			order = append(order, t.Scenario)
		}
		byScenario[t.Scenario] = append(byScenario[t.Scenario], t)
	}
	var out []backtest.Replay
	for _, name := range order {
		file, err := b.Scenario(name)
		if err != nil {
			return nil, fmt.Errorf("record: %w", err)
		}
		n, err := b.Compile(file)
		if err != nil {
			return nil, fmt.Errorf("replay %s: %w", name, err)
		}
		out = append(out, backtest.Replay{Net: n, Targets: byScenario[name]})
	}
	return out, nil
}
