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
func (b *Bench) Backtest(progress Progress) ([]backtest.Score, error) {
	var order []string
	byScenario := map[string][]model.Target{}
	for _, t := range b.Package.Targets() {
		if byScenario[t.Scenario] == nil {
			order = append(order, t.Scenario)
		}
		byScenario[t.Scenario] = append(byScenario[t.Scenario], t)
	}
	scores := make([][]backtest.Score, len(order))
	errs := make([]error, len(order))
	var group sync.WaitGroup
	for i, name := range order {
		group.Go(func() { scores[i], errs[i] = b.replay(name, byScenario[name]) })
	}
	group.Wait()
	var all []backtest.Score
	for i := range order {
		if errs[i] != nil {
			return nil, fmt.Errorf("replay %s: %w", order[i], errs[i])
		}
		all = append(all, scores[i]...)
		if progress != nil {
			progress(float64(i+1) / float64(len(order)))
		}
	}
	return all, nil
}

func (b *Bench) replay(name string, targets []model.Target) ([]backtest.Score, error) {
	file, err := b.Scenario(name)
	if err != nil {
		return nil, err
	}
	n, err := b.Compile(file)
	if err != nil {
		return nil, err
	}
	return backtest.Evaluate(result.Observe(n, nil), targets), nil
}
