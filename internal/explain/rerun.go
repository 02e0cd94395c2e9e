package explain

import (
	"context"
	"slices"

	"lodestone/internal/network"
	"lodestone/internal/sim"
)

// rerun repeats a run with something changed, to see what is then left of a
// shortage. It takes the run up again at the last mark before the change matters
// and stops in the week that is explained: the numbers are those of a whole run.
type rerun struct {
	ctx       context.Context // once it has ended, no run is of use
	net       *network.Network
	base      *trail
	marks     []*sim.Sim
	use, week int
}

// shortage is the unserved share of the use in the week, beyond the baseline, of a
// run of another network that differs in its events, and in what hold does to the
// run in the week it names, if it is given.
func (r *rerun) shortage(n *network.Network, hold *holding) float64 {
	at := network.Parting(r.net, n)
	if hold != nil {
		at = min(at, hold.from)
	}
	s := r.marks[min(at, r.week)/stride].Branch(n)
	for s.State.Week <= r.week && r.ctx.Err() == nil {
		if hold != nil && s.State.Week == hold.from {
			s.Hold(hold.market, hold.weeks)
		}
		s.Step()
	}
	miss := (s.State.Demand[r.use] - s.State.Served[r.use]) - (r.base.demand[r.week][r.use] - r.base.served[r.week][r.use])
	return max(0, miss) / max(s.State.Demand[r.use], 1e-300)
}

// holding is stock that the buyers of a market hold beyond what they do, from a week on.
type holding struct {
	market, from int
	weeks        float64
}

// events are the indices of the events of a root.
func (r *rerun) events(root *Root) []int {
	var out []int
	for i := range r.net.Events {
		if slices.Contains(root.IDs, r.net.Scenario.Events[r.net.Events[i].Model].ID) {
			out = append(out, i)
		}
	}
	return out
}

// expected is the use of a market that its buyers expect at the start of a week, t.
func (r *rerun) expected(market, week int) float64 {
	s := r.marks[week/stride].Branch(r.net)
	for s.State.Week < week {
		s.Step()
	}
	return s.State.Expected[market]
}
