package firm

import (
	"math"
	"slices"
)

// profile is how one part fares over the horizon.
type profile struct {
	first   float64   // week in which it is first short; infinite: not
	short   []short   // in order of time
	missing float64   // in its working unit
	arrived []float64 // from each source
	path    []Point   // of the stock, if asked for
}

// short is a span in which only a fraction of the need is there.
type short struct{ from, to, fraction float64 }

// Point is a stock at a week.
type Point struct {
	Week  float64 `json:"week"`
	Stock float64 `json:"stock"`
}

// run follows the stock of a part exactly: between two breaks everything is
// constant, so the day on which it is used up has a closed form.
func (p *part) run(horizon float64, path bool) profile {
	out := profile{first: never, arrived: make([]float64, len(p.sources))}
	if maximum(p.need) == 0 {
		return out
	}
	breaks := p.breaks(horizon)
	stock := p.stock
	rescue := p.rescue()
	rates := make([]float64, len(p.sources))
	for n := 0; n+1 < len(breaks); n++ {
		from, to := breaks[n], breaks[n+1]
		middle, length := (from+to)/2, to-from
		for _, l := range p.lots {
			if l.week == from {
				stock += l.value
			}
		}
		need := at(p.need, middle, 0)
		flow := p.flow(middle, rescue, rates)
		for k, r := range rates {
			out.arrived[k] += r * length
		}
		if path {
			out.path = append(out.path, Point{from, stock})
		}
		stock = out.use(stock, need, flow, from, to)
	}
	if path {
		out.path = append(out.path, Point{horizon, stock})
	}
	return out
}

// use runs one span down and returns the stock at its end.
func (out *profile) use(stock, need, flow, from, to float64) float64 {
	const grain = 1e-9 // of the need; sums of shares are not quite one
	drain := need - flow
	if drain <= grain*need {
		return stock + max(0, -drain)*(to-from)
	}
	empty := from + stock/drain
	if empty >= to {
		return stock - drain*(to-from)
	}
	if len(out.path) > 0 && empty > from {
		out.path = append(out.path, Point{empty, 0})
	}
	out.first = min(out.first, empty)
	out.missing += drain * (to - empty)
	out.short = append(out.short, short{empty, to, flow / need})
	return 0
}

// breaks are the weeks at which anything changes, with 0 and the horizon.
func (p *part) breaks(horizon float64) []float64 {
	weeks := []float64{0, horizon}
	add := func(w float64) {
		if w > 0 && w < horizon {
			weeks = append(weeks, w)
		}
	}
	steps := func(list []step, shift float64) {
		for _, s := range list {
			add(s.week + shift)
		}
	}
	steps(p.need, 0)
	steps(p.usual, 0)
	steps(p.lots, 0)
	rescue := p.rescue()
	for k := range p.sources {
		s := &p.sources[k]
		for _, transit := range []float64{s.transit, s.airTransit} {
			steps(s.allowed.all(), transit)
			steps(s.after.all(), transit)
			steps(s.licensed, transit)
			add(s.regraded + transit)
			add(s.air + transit)
		}
		steps(s.shares, 0)
		add(s.transit)
		add(s.begin)
		add(s.held)
		add(s.held + s.transit)
		add(rescue + s.lead)
	}
	slices.Sort(weeks)
	return slices.Compact(weeks)
}

// rescue is the week in which the company orders more from those who still
// deliver: the first in which a source is cut. Infinite: never.
func (p *part) rescue() float64 {
	week := never
	for k := range p.sources {
		s := &p.sources[k]
		if !finite(s.begin) || at(s.shares, 0, 0) == 0 {
			continue
		}
		for _, step := range s.allowed.all() {
			if step.value < 1 {
				week = min(week, max(0, step.week))
			}
		}
	}
	return week
}

// flow is what arrives per week, in all and from each source. Those with room
// below their cap fill a gap, in proportion to the room, once an order has had
// time to arrive.
func (p *part) flow(week, rescue float64, rates []float64) float64 {
	usual := at(p.usual, week, 0)
	sum, room := 0.0, 0.0
	for k := range p.sources {
		rates[k] = p.sources[k].arrives(week, usual)
		sum += rates[k]
		room += p.sources[k].room(week, rescue, rates[k])
	}
	gap := min(at(p.need, week, 0)-sum, room)
	if gap <= 0 || room <= 0 {
		return sum
	}
	for k := range p.sources {
		rates[k] += gap * p.sources[k].room(week, rescue, rates[k]) / room
	}
	return sum + gap
}

// arrives is the usual delivery of a source, less what may not leave.
func (s *source) arrives(week, usual float64) float64 {
	if week < s.begin || !finite(s.begin) {
		return 0
	}
	full := at(s.shares, week, 0) * usual
	if s.cap >= 0 {
		full = min(full, s.cap)
	}
	rate := 0.0
	switch left := week - s.transit; {
	case week >= s.held && left < s.held: // stopped on its way
	case week < s.transit && s.underWay >= 0:
		rate = s.underWay / s.transit
	case left < s.air:
		rate = full * s.leaves(left)
	}
	if flown := week - s.airTransit; flown >= s.air {
		rate += full * s.leaves(flown)
	}
	return rate
}

// leaves is the share of the usual shipments that may leave in a week.
func (s *source) leaves(week float64) float64 {
	c := s.allowed
	if week >= s.regraded {
		c = s.after
	}
	return c.at(week, s.licensed)
}

// room is how much more than usual a source could deliver.
func (s *source) room(week, rescue, rate float64) float64 {
	if s.cap < 0 || !finite(s.begin) || week < s.begin || week < rescue+s.lead {
		return 0
	}
	return max(0, s.cap*s.leaves(week-min(s.transit, s.fastest()))-rate)
}

func (s *source) fastest() float64 {
	if finite(s.air) {
		return s.airTransit
	}
	return s.transit
}

// cover is the weeks that the stock lasts with nothing coming in, infinite
// where nothing is needed.
func (p *part) cover() float64 {
	stock := p.stock
	for n, s := range p.usual {
		end := never
		if n+1 < len(p.usual) {
			end = p.usual[n+1].week
		}
		if s.value > 0 && stock <= s.value*(end-max(0, s.week)) {
			return max(0, s.week) + stock/s.value
		}
		if s.value > 0 {
			stock -= s.value * (end - max(0, s.week))
		}
	}
	return math.Inf(1)
}
