package firm

import (
	"math"
	"slices"
	"time"
)

// solution is the arithmetic of one model.
type solution struct {
	m        *model
	parts    []*part
	profiles []profile
	outages  []outage
	seen     [][]uncertain // by part
	effects  []effect
	wide     []wide
	spreads  []spreadOf   // by line
	outs     []spreadOf   // by part
	lost     []spreadOf   // by line, units
	far      [2][]float64 // by line: with all figures at their worst and best ends
	farParts [2][]float64
}

// effect is what one figure does to one part at its low and high end.
type effect struct {
	part     int
	what     uncertain
	profiles [2]profile
}

// spreadOf adds up squares of moves to either side.
type spreadOf struct{ down, up float64 }

func (s *spreadOf) move(by float64) {
	if by < 0 {
		s.down += by * by
	} else {
		s.up += by * by
	}
}

func newSolution(p *Plan, disruptions []Disruption, with []Option) *solution {
	s := &solution{m: compile(p, disruptions, with)}
	n := len(s.m.ids)
	s.parts, s.profiles, s.seen = make([]*part, n), make([]profile, n), make([][]uncertain, n)
	for i := range n {
		if len(s.m.uses[i]) > 0 {
			s.parts[i] = builder{s.m, nil, &s.seen[i]}.build(i)
			s.profiles[i] = s.parts[i].run(s.m.horizon, false)
		}
	}
	for j := range s.m.lines {
		s.outages = append(s.outages, s.outage(j, nil))
	}
	return s
}

// at reckons again with some figures at an end of their ranges; only what
// touches the lines given, or everything if none are.
func (s *solution) at(e ends, touched []bool) *solution {
	m := *s.m
	m.ends, m.lines = e, slices.Clone(s.m.lines)
	m.usual = slices.Clone(s.m.usual)
	m.rate()
	t := &solution{m: &m, parts: slices.Clone(s.parts), profiles: slices.Clone(s.profiles), outages: slices.Clone(s.outages)}
	again := slices.Clone(touched) // lines that share a part with those
	for i := range s.parts {
		if s.parts[i] == nil || touched != nil && !slices.ContainsFunc(m.uses[i], func(u use) bool { return touched[u.line] }) {
			continue
		}
		m.usual[i] = m.needOf(i, m.masses[i].Mid, nil)
		t.parts[i] = builder{&m, e, nil}.build(i)
		t.profiles[i] = t.parts[i].run(m.horizon, false)
		for _, u := range m.uses[i] {
			if again != nil {
				again[u.line] = true
			}
		}
	}
	for j := range m.lines {
		if again == nil || again[j] {
			t.outages[j] = t.outage(j, nil)
		}
	}
	return t
}

// outage adds up what a line loses, with the profiles of some parts exchanged.
func (s *solution) outage(j int, other map[int]profile) outage {
	l := &s.m.lines[j]
	var spans []short
	for _, i := range l.parts {
		if p, ok := other[i]; ok {
			spans = append(spans, p.short...)
		} else {
			spans = append(spans, s.profiles[i].short...)
		}
	}
	return l.outage(scarcest(spans), s.m.horizon, s.m.kept(l.id))
}

// kept is the share of a line that rationing leaves.
func (m *model) kept(id string) []step {
	var out []step
	for _, o := range m.options {
		if o.Kind == "ration" && o.Line == id {
			out = append(out, step{o.Ready.Mid, 1 - o.Amount.Mid/100})
		}
	}
	sortSteps(out)
	return out
}

func (s *solution) date(week float64) time.Time {
	if week >= s.m.horizon {
		return time.Time{}
	}
	return dayOf(s.m.plan.Basis.AsOf, week)
}

// capped takes what does not happen within the horizon as happening at its end.
func (s *solution) capped(week float64) float64 { return min(week, s.m.horizon) }

func (s *solution) dates(week float64, spread spreadOf, worst, best float64) Dates {
	w := s.capped(week)
	early, late := max(0, w-math.Sqrt(spread.down)), w+math.Sqrt(spread.up)
	return Dates{P10: s.date(early), P50: s.date(week), P90: s.date(late), Earliest: s.date(min(worst, early)), Latest: s.date(max(best, late))}
}
