package explain

import (
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

// Fix is the least stock, held in the region where the use buys beyond what is held
// there, with which the shortage would have been gone that week: found by running
// the scenario with more. It is held from the week in which the first event to blame
// is announced or begins or, where none is to blame, in which the market begins to
// lack. Gone means that fewer lines than line_down_share stand still or, where fewer
// do anyway, a tenth of them.
type Fix struct {
	Commodity string  `json:"commodity"`
	Region    string  `json:"region"`
	From      string  `json:"held_from"`
	Tonnes    float64 `json:"t"`
	Weeks     float64 `json:"weeks_of_use"`        // that buyers then expect
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

// precision is how far the search for the least stock is carried, as a share of it.
const precision = 1e-3

// mostWeeks is the most stock that is tried, weeks of use, and widen by how much more
// each time until it is enough.
const mostWeeks, widen = 260, 4

// lifted is the share of the shortage from which an event is worth lifting alone.
const lifted = 0.05

// change finds the smallest changes that would have done away with the shortage.
func (x *Explanation) change(again *rerun) {
	goal := again.net.Markets[x.market].Params.LineDownShare
	if x.Share < goal {
		goal = x.Share / 10
	}
	lifts := make([]*Lift, len(x.Roots))
	var group errgroup.Group
	group.Go(func() error { x.Fix = x.fix(again, goal); return nil })
	for i := range x.Roots {
		if r := &x.Roots[i]; len(r.IDs) == 1 && r.Share >= lifted {
			group.Go(func() error { lifts[i] = x.lift(again, goal, r); return nil })
		}
	}
	group.Wait()
	for _, l := range lifts {
		if l != nil {
			x.Lifts = append(x.Lifts, *l)
		}
	}
}

// blamed is the week in which the first event that is to blame for enough of the
// shortage makes a difference, or else in which the market began to lack.
func (x *Explanation) blamed(again *rerun) int {
	var events []int
	for i := range x.Roots {
		if x.Roots[i].Share >= lifted {
			events = append(events, again.events(&x.Roots[i])...)
		}
	}
	if len(events) == 0 {
		return x.Path.began
	}
	return min(network.Parting(again.net, again.net.Without(events)), x.Week)
}

// fix finds the least stock: more and more until it is enough, then between the last
// that was not and that.
func (x *Explanation) fix(again *rerun, goal float64) Fix {
	n, m := again.net, &again.net.Markets[x.market]
	from := x.blamed(again)
	out := Fix{Commodity: x.Commodity, Region: n.Model.Regions[m.Region].ID, From: n.Scenario.Date(from).Format(time.DateOnly), Left: goal}
	over := func(weeks float64) float64 {
		return again.shortage(n, &holding{x.market, from, weeks}) - goal
	}
	low, high := bracket{0, x.Share - goal}, bracket{at: 1}
	for high.over = over(1); high.over >= 0; high.over = over(high.at) {
		if low, high.at = high, float64(widen*high.at); high.at > mostWeeks {
			return out
		}
	}
	out.Possible, out.Weeks = true, least(over, low, high)
	out.Tonnes = float64(out.Weeks * again.expected(x.market, from))
	return out
}

// bracket is one side of a search: how much of a remedy, and by how much the
// shortage then passes what counts as gone.
type bracket struct{ at, over float64 }

// least finds the least remedy that is enough, between one that is not and one that
// is. It tries where a straight line between the two would pass zero, counting a
// side that stays at half of what it is so that both move (the Illinois method;
// Dowell and Jarratt 1971), kept off the ends.
func least(over func(float64) float64, low, high bracket) float64 {
	stayed := 0
	for high.at-low.at > float64(precision*high.at) {
		span := high.at - low.at
		at := low.at + float64(span*(low.over/(low.over-high.over)))
		at = min(max(at, low.at+float64(precision*high.at)/2), high.at-float64(precision*high.at)/2)
		switch o := over(at); {
		case o < 0:
			high = bracket{at, o}
			if stayed > 0 {
				low.over /= 2
			}
			stayed = max(stayed, 0) + 1
		default:
			low = bracket{at, o}
			if stayed < 0 {
				high.over /= 2
			}
			stayed = min(stayed, 0) - 1
		}
	}
	return high.at
}

// lift finds the latest end of the event of a root by bisection; nil if no end would do.
func (x *Explanation) lift(again *rerun, goal float64, r *Root) *Lift {
	n := again.net
	at := slices.IndexFunc(n.Scenario.Events, func(e model.Event) bool { return e.ID == r.IDs[0] })
	e := n.Scenario.Events[at]
	until := func(week int) bool { return again.shortage(n.For(ending(n.Scenario, at, week)), nil) < goal }
	first, last := max(n.Scenario.WeekOf(e.From), 0), x.Week // weeks in which it might end
	if !e.To.IsZero() {
		last = min(last, n.Scenario.WeekOf(e.To))
	}
	if first >= last || !until(first) {
		return nil
	}
	for last-first > 1 {
		if mid := (first + last) / 2; until(mid) {
			first = mid
		} else {
			last = mid
		}
	}
	return &Lift{Event: e.ID, Title: e.Title, End: n.Scenario.Date(first).Format(time.DateOnly), Weeks: x.Week - first}
}

// ending is a scenario in which an event is over by a week.
func ending(s *model.Scenario, event, week int) *model.Scenario {
	other := *s
	other.Events = slices.Clone(s.Events)
	other.Events[event].To = s.Date(week)
	return &other
}
