package explain

import (
	"context"
	"fmt"
	"time"

	"lodestone/internal/network"
)

// Schema names the JSON form of [Explanation].
const Schema = "lodestone/explain/1"

// Explanation is why one end use in one region went short in one week.
type Explanation struct {
	Schema    string  `json:"schema"`
	Scenario  string  `json:"scenario"`
	EndUse    string  `json:"end_use"`
	Region    string  `json:"region"`
	Week      int     `json:"week"`
	Date      string  `json:"week_of"`
	Chosen    bool    `json:"week_chosen"` // by Explain: that of the line-down, else the worst
	Unit      string  `json:"unit"`
	Wanted    float64 `json:"wanted_units"`
	Unserved  float64 `json:"unserved_units"` // beyond the baseline
	Share     float64 `json:"unserved_share"`
	Commodity string  `json:"missing_commodity"`
	Roots     []Root  `json:"roots"` // shares sum to 1
	Path      *Node   `json:"path"`
	Fix       Fix     `json:"smallest_stock_that_would_have_served"`
	Lifts     []Lift  `json:"latest_ends_of_events_that_would_have_served"`
	market    int
}

// Root is where causal paths end, with its share of the shortage.
type Root struct {
	Name  string  `json:"name"`
	Kind  string  `json:"kind"`
	Text  string  `json:"text"`
	Share float64 `json:"share"`
	// Booked is the share that the accounts give; Without is by how much smaller
	// the shortage of that week is when the event is taken out and the run
	// repeated. A root claims no more than that.
	Booked  float64  `json:"booked_share"`
	Without float64  `json:"smaller_without,omitempty"` // events only
	IDs     []string `json:"events,omitempty"`
}

// negligible is the unserved share below which nothing is explained.
const negligible = 1e-6

// Explain explains the shortage of a use in a week; a negative week means the
// first in which at least line_down_share of its demand goes unserved beyond the
// baseline, else the worst. The baseline is what the network is compared with. An
// Explanation without roots says that there was no shortage.
// It gives up when the context ends.
func Explain(ctx context.Context, n *network.Network, use, week int) (*Explanation, error) {
	if week >= n.Weeks || week < -1 {
		return nil, fmt.Errorf("week %d: the scenario has %d weeks, from 0", week, n.Weeks)
	}
	weeks, chosen := n.Weeks, week < 0
	if !chosen {
		weeks = week + 1
	}
	base, run := both(ctx, n, weeks)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if chosen {
		week = worst(base, run, use)
	}
	x := newExplanation(n, base, run, use, week)
	x.Chosen = chosen
	if x.Share < negligible {
		return x, nil
	}
	f := follow(base, run, week+1)
	x.attribute(f, use)
	r := &rerun{ctx: ctx, net: n, base: base, marks: run.marks, use: use, week: week}
	x.verify(r, f)
	x.change(r)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return x, nil
}

// both observes the baseline and the run side by side; they share nothing that
// either writes.
func both(ctx context.Context, n *network.Network, weeks int) (base, run *trail) {
	done := make(chan struct{})
	go func() {
		base = observe(ctx, n.Baseline(), weeks, false)
		close(done)
	}()
	run = observe(ctx, n, weeks, true)
	<-done
	return base, run
}

// unserved is the share of a use's demand that went unserved beyond the baseline.
func unserved(base, run *trail, use, w int) float64 {
	miss := func(t *trail) float64 { return t.demand[w][use] - t.served[w][use] }
	if run.demand[w][use] <= 0 || run.net.Uses[use].Surplus {
		return 0
	}
	return max(0, miss(run)-miss(base)) / run.demand[w][use]
}

// worst returns the first week in which enough lines stand still, or else the
// week in which most do.
func worst(base, run *trail, use int) int {
	n := run.net
	enough := n.Markets[n.Inputs[n.Uses[use].In0].Market].Params.LineDownShare
	at, most := 0, 0.0
	for w := range run.served {
		x := unserved(base, run, use, w)
		if x >= enough {
			return w
		}
		if x > most {
			at, most = w, x
		}
	}
	return at
}

func newExplanation(n *network.Network, base, run *trail, use, week int) *Explanation {
	u := &n.Uses[use]
	e := &n.Model.EndUses[u.EndUse]
	share := unserved(base, run, use, week)
	x := &Explanation{Schema: Schema, Scenario: n.Scenario.Name, EndUse: e.ID, Region: n.Model.Regions[u.Region].ID, Week: week,
		Date: n.Scenario.Date(week).Format(time.DateOnly), Unit: e.Unit, Wanted: run.demand[week][use], Share: share,
		Unserved: float64(share * run.demand[week][use])}
	x.market = n.Inputs[run.scarce[week][use]].Market
	x.Commodity = n.Model.Commodities[n.Markets[x.market].Commodity].ID
	return x
}
