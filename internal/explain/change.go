package explain

import (
	"slices"
	"sync"
	"time"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

// Fix is the least stock, normally held in the region where the use buys beyond
// what is held now, with which the shortage would have been gone that week: found
// by running the scenario with more. Gone means that fewer lines than
// line_down_share stand still or, where fewer do anyway, a tenth of them.
type Fix struct {
	Commodity string  `json:"commodity"`
	Region    string  `json:"region"`
	Tonnes    float64 `json:"t"`
	Weeks     float64 `json:"weeks_of_use"`
	Possible  bool    `json:"possible"`            // false if no stock of this one commodity would do
	Left      float64 `json:"unserved_share_left"` // what counts as gone
}

// Lift is the latest end of an event with which the shortage would have been gone
// that week, all else as it was.
type Lift struct {
	Event string `json:"event"`
	Title string `json:"title"`
	End   string `json:"end"`
	Weeks int    `json:"weeks_before_the_shortage"`
}

// halvings is how far the search for the least stock is carried: to a thousandth.
const halvings = 10

// mostWeeks is the most stock that is tried, weeks of use.
const mostWeeks = 260

// lifted is the share of the shortage from which an event is worth lifting alone.
const lifted = 0.05

// change finds the smallest changes that would have done away with the shortage.
func (x *Explanation) change(n *network.Network, base *trail, use int) {
	goal := n.Markets[x.market].Params.LineDownShare
	if x.Share < goal {
		goal = x.Share / 10
	}
	gone := func(n *network.Network) bool { return shortage(n, base, use, x.Week) < goal }
	var group sync.WaitGroup
	group.Go(func() { x.fix(n, gone) })
	x.lift(n, gone)
	group.Wait()
	x.Fix.Left = goal
}

// fix finds the least stock by bisection.
func (x *Explanation) fix(n *network.Network, gone func(*network.Network) bool) {
	m := &n.Markets[x.market]
	x.Fix.Commodity, x.Fix.Region = x.Commodity, n.Model.Regions[m.Region].ID
	with := func(weeks float64) bool { return gone(n.WithCover(x.market, weeks)) }
	low, high := 0.0, 1.0
	for !with(high) {
		if low, high = high, 2*high; high > mostWeeks {
			return
		}
	}
	for range halvings {
		if mid := (low + high) / 2; with(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	x.Fix.Possible, x.Fix.Weeks, x.Fix.Tonnes = true, high, float64(high*m.BaseUse)
}

// lift finds the latest end of every event that is to blame for enough of the
// shortage, where ending that one event can do.
func (x *Explanation) lift(n *network.Network, gone func(*network.Network) bool) {
	for _, r := range x.Roots {
		if len(r.IDs) != 1 || r.Share < lifted {
			continue
		}
		at := slices.IndexFunc(n.Scenario.Events, func(e model.Event) bool { return e.ID == r.IDs[0] })
		e := n.Scenario.Events[at]
		until := func(week int) bool { return gone(n.For(ending(n.Scenario, at, week))) }
		first, last := n.Scenario.WeekOf(e.From), x.Week // weeks in which it might end
		if !e.To.IsZero() {
			last = min(last, n.Scenario.WeekOf(e.To))
		}
		if first >= last || !until(first) {
			continue
		}
		for last-first > 1 {
			if mid := (first + last) / 2; until(mid) {
				first = mid
			} else {
				last = mid
			}
		}
		x.Lifts = append(x.Lifts, Lift{Event: e.ID, Title: e.Title, End: n.Scenario.Date(first).Format(time.DateOnly), Weeks: x.Week - first})
	}
}

// ending is a scenario in which an event is over by a week.
func ending(s *model.Scenario, event, week int) *model.Scenario {
	other := *s
	other.Events = slices.Clone(s.Events)
	other.Events[event].To = s.Date(week)
	return &other
}
