package cli

import (
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"lodestone/internal/workbench"
)

// progressAfter is how long a task may take before it shows a bar.
const progressAfter = time.Second

// progress returns a function that draws a bar on a terminal once a task has
// run for a second, and nothing elsewhere; stop removes the bar.
func (o *options) progress(label string) (tell workbench.Progress, stop func()) {
	if !o.env.Terminal {
		return nil, func() {}
	}
	const steps = 1000
	var bar *progressbar.ProgressBar
	var lock sync.Mutex // tasks may report from several goroutines
	began, most := time.Now(), 0.0
	tell = func(done float64) {
		lock.Lock()
		defer lock.Unlock()
		if done < most {
			return // a slower worker reports late
		}
		most = done
		if bar == nil && time.Since(began) > progressAfter {
			bar = progressbar.NewOptions(steps, progressbar.OptionSetWriter(o.env.Stderr), progressbar.OptionSetDescription(label),
				progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(true), progressbar.OptionThrottle(100*time.Millisecond))
		}
		if bar != nil {
			// A bar that cannot be drawn is no reason to stop the task.
			_ = bar.Set(int(done * steps))
		}
	}
	return tell, func() {
		if bar != nil {
			_ = bar.Finish()
		}
	}
}
