package workbench

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

// prompt is how soon after its context has ended a run must have. On an idle machine
// none takes a tenth of a second; the rest is for one that is busy.
const prompt = 2 * time.Second

// Whatever is asked stops soon after it is cancelled, wherever it stands.
func TestCancelled(t *testing.T) {
	b := open(t)
	text := func(years int) []byte {
		return fmt.Appendf(nil, "schema: lodestone/scenario/1\nextends: [china-licences-2025]\nname: long\ntitle: Long\ndescription: As the licences, over many years.\nbase_year: 2024\nstart: 2025-01-06\nweeks: %d\nevents: []\n", 52*years)
	}
	for _, c := range []struct {
		kind, options string
		years         int
	}{
		{"stress", "{}", 20}, {"explain", `{"end_use": "ev-traction", "region": "US", "week": 600}`, 20}, {"resilience", "{}", 20},
		{"sweep", `{"by": "facility"}`, 2}, {"ensemble", `{"members": 5000}`, 2}, {"plan", "{}", 2}, {"risk", "{}", 0}, {"backtest", "{}", 0},
	} {
		q := Question{Kind: c.kind, Options: []byte(c.options), Seed: time.Now().UnixNano()} // an ensemble that nobody has begun
		if c.years > 0 {
			q.Text = text(c.years)
		}
		asked, err := b.Ask(q)
		if err != nil {
			t.Fatalf("%s: %v", c.kind, err)
		}
		for _, after := range []time.Duration{0, 20 * time.Millisecond, 120 * time.Millisecond} {
			ctx, cancel := context.WithCancel(t.Context())
			var ended time.Time
			time.AfterFunc(after, func() { ended = time.Now(); cancel() })
			_, err := asked.Run(ctx, func(float64) {})
			if err == nil { // it was done before
				cancel()
				continue
			}
			<-ctx.Done()
			took := time.Since(ended)
			t.Logf("%s, cancelled after %v: stopped in %v", c.kind, after, took)
			most := prompt
			if c.kind == "ensemble" {
				most *= 5 // it makes ready before it looks, and finishes the runs that it is at
			}
			if took > most {
				t.Errorf("%s, cancelled after %v, stopped %v later; expected %v at most", c.kind, after, took, most)
			}
			if c.kind != "ensemble" && !errors.Is(err, context.Canceled) { // which says how far it came
				t.Errorf("%s, cancelled: %v", c.kind, err)
			}
		}
	}
}
