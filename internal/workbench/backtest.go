package workbench

import (
	"fmt"
	"sync"

	"lodestone/internal/backtest"
	"lodestone/internal/model"
	"lodestone/internal/result"
)

// Backtest replays every scenario that the record has targets for and scores
// them, in the order of the record.
func (b *Bench) Backtest() ([]backtest.Score, error) {
	replays, err := b.replays()
	if err != nil {
		return nil, err
	}
	scores := make([][]backtest.Score, len(replays))
	var group sync.WaitGroup
	for i, r := range replays {
		group.Go(func() { scores[i] = backtest.Evaluate(result.Observe(r.Net, nil), r.Targets) })
	}
	group.Wait()
	var all []backtest.Score
	for _, s := range scores {
		all = append(all, s...)
	}
	return all, nil
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
