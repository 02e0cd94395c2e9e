package sweep

import (
	"cmp"
	"context"
	"slices"

	"lodestone/internal/sim"
)

// Survival is how long the chain does without something, how it comes back and
// what it costs, after Simchi-Levi et al., Interfaces 45(5), 2015
// (doi 10.1287/inte.2015.0804), by the engine and not by their linear programs. It
// differs from theirs: they take the best that could be done and let a stock be
// used at once wherever it is; here goods take their lead times, buyers do what
// they do, and a line is down from line_down_share on, not from the first unit.
// Their time to recover is that of the node, an input; Recover is that of service
// at all end uses after the node is back.
type Survival struct {
	Name   string `json:"name"`
	By     By     `json:"kind"`
	Region string `json:"region,omitempty"`
	// Survive is the longest removal, weeks, that stops no line while it lasts or in the
	// half-year after: stock over use where the removed is the only source. What
	// restocking buyers do to each other later is not held against it. Where Beyond is set no removal does within the
	// run, and Survive is the longest one tried.
	Survive int  `json:"time_to_survive_weeks"`
	Beyond  bool `json:"survives_the_run"`
	// Grace is the weeks from the start of a removal for good to the first line-down,
	// which is later than Survive by the lead times to the line; -1 for never.
	Grace int `json:"weeks_to_line_down_if_for_good"`
	// Recover is the weeks after the end of a removal of the stated weeks until every
	// end use is served within 2 % of the baseline and stays so for 26 weeks; 0 if
	// service never fell below, -1 if not within the run.
	Recover  int     `json:"time_to_recover_weeks"`
	Impact   float64 `json:"performance_impact_usd"` // of a removal of the stated weeks
	Exposure float64 `json:"risk_exposure_index"`    // Impact over the largest in the list, 0 to 1
}

// Survive finds the time to survive, and the time to recover and the impact of a
// removal of some weeks, of every target, and ranks them by time to survive, then
// impact. With targets by [Facility] and by [Country] these are the figures per
// node and per region. Bisection takes it that a longer removal stops a line
// whenever a shorter one does.
func (s *Sweeper) Survive(ctx context.Context, targets []Target, weeks int, progress Progress) ([]Survival, error) {
	if err := s.check(weeks); err != nil {
		return nil, err
	}
	out := make([]Survival, len(targets))
	err := each(ctx, len(targets), progress, func(ctx context.Context, i int) {
		o := s.Remove(weeks, targets[i])
		v := Survival{Name: o.Name, By: o.By, Region: o.Region, Recover: o.Recovery, Impact: o.Lost}
		v.Grace = s.firstDown(s.Longest()+1, targets[i])
		known := s.Longest() + 1 // a removal known to stop a line, or one too long to try
		if o.DownWeek >= 0 && o.DownWeek <= weeks+calmWeeks {
			known = weeks
		}
		v.Survive = s.bisect(ctx, known, targets[i])
		v.Beyond = v.Survive == s.Longest()
		out[i] = v
	})
	if err != nil {
		return nil, err
	}
	most := 0.0
	for _, v := range out {
		most = max(most, v.Impact)
	}
	for i := range out {
		if most > 0 {
			out[i].Exposure = out[i].Impact / most
		}
	}
	slices.SortStableFunc(out, func(a, b Survival) int {
		return cmp.Or(cmp.Compare(a.Survive, b.Survive), cmp.Compare(b.Impact, a.Impact), cmp.Compare(a.By, b.By), cmp.Compare(a.Name, b.Name))
	})
	return out, nil
}

// bisect finds the longest removal shorter than high that stops no line.
func (s *Sweeper) bisect(ctx context.Context, high int, t Target) int {
	low := 0
	if high > s.Longest() { // most targets stop nothing however long they are gone
		if s.firstDown(s.Longest(), t) < 0 {
			return s.Longest()
		}
		high = s.Longest()
	}
	for high-low > 1 && ctx.Err() == nil {
		if mid := (low + high) / 2; s.firstDown(mid, t) < 0 {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// firstDown is the weeks from the start of a removal to the first line-down, -1 if
// none comes in it or in the half-year after. It runs no further than that.
func (s *Sweeper) firstDown(weeks int, t Target) int {
	at := -1
	s.run(weeks, []Target{t}, func(w int, st *sim.State) bool {
		for i := range s.net.Uses {
			if w >= s.from && s.stops(st, i, s.extra(st, w, i)) {
				at = w - s.from
				return false
			}
		}
		return w < s.from+weeks+calmWeeks
	})
	return at
}
