package survive

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Row is what the chain can at best do without something.
type Row struct {
	Survival
	Impact float64 `json:"least_performance_impact_usd"` // of an outage of the stated weeks
}

// List finds the time to survive of every removal and the least impact of some
// weeks of it, in the order given, in as many goroutines as there are processors.
// Progress, if any, is told how much is done, 0 to 1, one call at a time.
func (c *Chain) List(ctx context.Context, removals []Removal, weeks int, progress func(done float64)) ([]Row, error) {
	out := make([]Row, len(removals))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	var lock sync.Mutex
	done := 0
	for i := range removals {
		group.Go(func() error {
			var err error
			if out[i].Survival, err = c.TimeToSurvive(ctx, removals[i]); err != nil {
				return fmt.Errorf("time to survive: %w", err)
			}
			if out[i].Weeks < float64(weeks) { // else nothing is lost
				if out[i].Impact, err = c.Impact(ctx, removals[i], float64(weeks)); err != nil {
					return fmt.Errorf("impact: %w", err)
				}
			}
			lock.Lock()
			defer lock.Unlock()
			if done++; progress != nil {
				progress(float64(done) / float64(len(removals)))
			}
			return nil
		})
	}
	return out, group.Wait()
}
