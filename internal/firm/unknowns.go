package firm

import (
	"cmp"
	"math"
	"slices"
)

// global reports whether a figure concerns many parts at once.
func (u uncertain) global() bool { return u.key.table == "lines" || u.key.table == "disruptions" }

// unknowns reckons every figure that has a range at its two ends, one at a
// time, and all together at the worst and the best.
func (s *solution) unknowns() {
	n, lines := len(s.m.ids), len(s.m.lines)
	s.spreads, s.lost, s.outs = make([]spreadOf, lines), make([]spreadOf, lines), make([]spreadOf, n)
	worst, best := ends{}, ends{}
	globals := s.globals()
	for i, p := range s.parts {
		if p == nil {
			continue
		}
		for _, u := range s.seen[i] {
			if u.global() {
				continue
			}
			e := s.tryPart(i, u)
			low, high := e.profiles[0], e.profiles[1]
			if same(low, s.profiles[i]) && same(high, s.profiles[i]) {
				continue
			}
			note(worst, best, u.key, badness(low), badness(high))
			s.effects = append(s.effects, e)
			s.outs[i].move(s.capped(low.first) - s.capped(s.profiles[i].first))
			s.outs[i].move(s.capped(high.first) - s.capped(s.profiles[i].first))
		}
	}
	s.spreadLines()
	for _, u := range globals {
		s.tryAll(u, worst, best)
	}
	s.extremes(worst, best)
}

// badness orders outcomes: earlier first, then what is missing.
func badness(p profile) [2]float64 { return [2]float64{-p.first, p.missing} }

func note(worst, best ends, k key, low, high [2]float64) {
	if slices.Compare(low[:], high[:]) >= 0 {
		worst[k], best[k] = -1, 1
	} else {
		worst[k], best[k] = 1, -1
	}
}

func same(a, b profile) bool { return a.first == b.first && a.missing == b.missing }

// tryPart reckons one part with one figure at its low and its high end.
func (s *solution) tryPart(i int, u uncertain) effect {
	e := effect{part: i, what: u}
	for n, end := range []int{-1, 1} {
		own := ends{u.key: end}
		e.profiles[n] = builder{s.m, own, nil}.build(i).run(s.m.horizon, false)
	}
	return e
}

// globals are the figures that concern many parts.
func (s *solution) globals() []uncertain {
	seen := map[key]bool{}
	var out []uncertain
	for i, l := range s.m.plan.Lines {
		if !l.Units.exact() {
			out = append(out, uncertain{key{"lines", i, "units_per_week"}, l.Units})
		}
	}
	for _, list := range s.seen {
		for _, u := range list {
			if u.global() && !seen[u.key] {
				seen[u.key] = true
				out = append(out, u)
			}
		}
	}
	return out
}

// spreadLines carries the effects on parts to the lines that need them. Loss is
// reckoned again for the figures that move it most.
func (s *solution) spreadLines() {
	byPart := map[int][]int{}
	for n, e := range s.effects {
		byPart[e.part] = append(byPart[e.part], n)
	}
	const deepest = 8 // figures, by line
	for j := range s.m.lines {
		l := &s.m.lines[j]
		first, second, argmin := s.twoFirst(l)
		var candidates []int
		for _, i := range l.parts {
			for _, n := range byPart[i] {
				others := first
				if i == argmin {
					others = second
				}
				for _, p := range s.effects[n].profiles {
					s.spreads[j].move(s.capped(min(others, p.first)) - s.capped(first))
				}
				candidates = append(candidates, n)
			}
		}
		weight := func(n int) float64 {
			e := s.effects[n]
			now := s.profiles[e.part].missing
			need := max(1e-12, maximum(s.parts[e.part].usual))
			return max(math.Abs(e.profiles[0].missing-now), math.Abs(e.profiles[1].missing-now)) / need
		}
		slices.SortStableFunc(candidates, func(a, b int) int { return cmp.Compare(weight(b), weight(a)) })
		for _, n := range candidates[:min(deepest, len(candidates))] {
			e := s.effects[n]
			for _, p := range e.profiles {
				s.lost[j].move(s.outage(j, map[int]profile{e.part: p}).lost - s.outages[j].lost)
			}
		}
	}
}

// twoFirst are the first and second week in which a part of a line is short.
func (s *solution) twoFirst(l *line) (first, second float64, argmin int) {
	first, second, argmin = never, never, -1
	for _, i := range l.parts {
		switch w := s.profiles[i].first; {
		case w < first:
			first, second, argmin = w, first, i
		case w < second:
			second = w
		}
	}
	return first, second, argmin
}

// tryAll reckons the whole plan with one figure at its ends.
func (s *solution) tryAll(u uncertain, worst, best ends) {
	var bad [2][2]float64
	var dates [2][]float64
	for n, end := range []int{-1, 1} {
		t := s.at(ends{u.key: end}, s.linesOf(u))
		first, lost := never, 0.0
		for j, o := range t.outages {
			s.spreads[j].move(s.capped(o.first) - s.capped(s.outages[j].first))
			s.lost[j].move(o.lost - s.outages[j].lost)
			first, lost = min(first, o.first), lost+o.weeks
			dates[n] = append(dates[n], o.first)
		}
		for i, p := range t.profiles {
			if t.parts[i] != nil {
				s.outs[i].move(s.capped(p.first) - s.capped(s.profiles[i].first))
			}
		}
		bad[n] = [2]float64{-first, lost}
	}
	note(worst, best, u.key, bad[0], bad[1])
	s.wide = append(s.wide, wide{u, dates})
}

// linesOf marks the line that a figure is of; nil: it is of no line.
func (s *solution) linesOf(u uncertain) []bool {
	if u.key.table != "lines" {
		return nil
	}
	out := make([]bool, len(s.m.lines))
	for j := range s.m.lines {
		out[j] = slices.Contains(s.m.lines[j].rows, u.key.row)
	}
	return out
}

// wide is what a figure that concerns many parts does to every line.
type wide struct {
	what  uncertain
	dates [2][]float64
}

// extremes reckons the plan with all figures at their worst and best ends.
func (s *solution) extremes(worst, best ends) {
	for n, e := range []ends{worst, best} {
		t := s
		if len(e) > 0 {
			t = s.at(e, nil)
		}
		for _, o := range t.outages {
			s.far[n] = append(s.far[n], o.first)
		}
		for _, p := range t.profiles {
			s.farParts[n] = append(s.farParts[n], p.first)
		}
	}
}
