package firm

import (
	"slices"
	"time"
)

// restarts finds the last restart of lines that may catch up. It reckons the plan some
// forty times for each, so it is left out where that would take long.
func (s *solution) restarts(a *Answer) {
	const most = 100_000 // parts reckoned
	if n := count(s.m.lines, func(j int) bool { return s.m.lines[j].catchesUp() }); n*40*len(s.m.ids) > most {
		return
	}
	p := *s.m.plan
	p.Basis.Horizon = s.m.horizon
	for i := range a.Lines {
		l := &a.Lines[i]
		if j := slices.IndexFunc(s.m.lines, func(x line) bool { return x.id == l.Line }); l.LostWeeks > 0 && s.m.lines[j].catchesUp() {
			l.Restart, _ = LastRestart(&p, s.m.disruptions, l.Line, s.m.options...)
		}
	}
}

// LastRestart is the last day on which full deliveries may begin again so that
// a line still makes all it planned by the horizon, at its peak rate. It is the
// zero time if no day will do; ok is false if the line loses nothing anyway.
func LastRestart(p *Plan, disruptions []Disruption, id string, with ...Option) (day time.Time, ok bool) {
	disruptions = p.asked(disruptions)
	lost := func(list []Disruption) float64 {
		for _, l := range newSolution(p, list, with).answer0() {
			if l.id == id {
				return l.lost
			}
		}
		return 0
	}
	if lost(disruptions) == 0 {
		return time.Time{}, false
	}
	restarted := func(week float64) float64 {
		list := slices.Clone(disruptions)
		for i := range list {
			d := &list[i]
			d.Licensed, d.Counted = Exactly(1), "arrival"
			d.Week = Exactly(max(0, week-weeksSince(p.Basis.AsOf, d.From)))
		}
		return lost(list)
	}
	low, high := 0.0, p.Basis.Horizon
	if restarted(low) > 0 {
		return time.Time{}, true
	}
	for range 40 { // to well below a day
		if middle := (low + high) / 2; restarted(middle) > 0 {
			high = middle
		} else {
			low = middle
		}
	}
	return dayOf(p.Basis.AsOf, low), true
}

type lineLoss struct {
	id   string
	lost float64
}

func (s *solution) answer0() []lineLoss {
	var out []lineLoss
	for j := range s.m.lines {
		out = append(out, lineLoss{s.m.lines[j].id, s.outages[j].lost})
	}
	return out
}
