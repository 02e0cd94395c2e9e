package explain

import (
	"lodestone/internal/model"
	"lodestone/internal/network"
)

// rush is the root of buyers who want more of a market: an event that makes them
// hold more or frightens them, or themselves.
func (f *follower) rush(m, w int) int32 {
	if w < 0 {
		return f.whoRushes(m, w)
	}
	if f.rushed[w][m] == 0 {
		f.rushed[w][m] = f.whoRushes(m, w) + 1
	}
	return f.rushed[w][m] - 1
}

func (f *follower) whoRushes(m, w int) int32 {
	if by := f.acting.of(f.acting.market[m], w, []model.EventKind{model.Stocking}); len(by) > 0 {
		return f.roots.id(byEvents, by, 0)
	}
	if e := f.feared(m, w); e >= 0 {
		return f.roots.id(byEvents, []int{e}, 0)
	}
	return f.roots.id(byRush, nil, m)
}

// alarming is the share of supply threatened below which nobody is frightened.
const alarming = 0.01

// feared is the event that frightens the buyers of a market most in week w: by the
// share of supply that it will take, once announced, and by what is left of the
// alarm it raised, once in force; -1 if none does.
func (f *follower) feared(m, w int) int {
	p := f.net.Markets[m].Params
	event, most := -1, alarming
	for _, t := range f.acting.threat[m] {
		e := &f.net.Events[t.event]
		if w < e.Announced || e.Start == 0 {
			continue
		}
		fear := t.share
		if w >= e.Start {
			fear = float64(t.lasting * f.faded(p, w-e.Start))
		}
		if float64(p.AnnouncementFear*fear) > most {
			event, most = t.event, float64(p.AnnouncementFear*fear)
		}
	}
	return event
}

// faded is what is left of an alarm some weeks after the event began.
func (f *follower) faded(p *network.Params, weeks int) float64 {
	left, known := f.fading[p]
	if !known {
		left = []float64{1}
		for range int(3 * p.AlarmTime) {
			left = append(left, float64(left[len(left)-1]*(1-1/p.AlarmTime)))
		}
		f.fading[p] = left
	}
	return left[min(weeks, len(left)-1)]
}
