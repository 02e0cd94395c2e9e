package firm

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
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

// ranked are the figures by how far they move the date of a line.
func (s *solution) ranked() []UnknownAnswer {
	var out []UnknownAnswer
	for _, e := range s.effects {
		best := UnknownAnswer{}
		for _, u := range s.m.uses[e.part] {
			l := &s.m.lines[u.line]
			first, second, argmin := s.twoFirst(l)
			others := first
			if e.part == argmin {
				others = second
			}
			s.wider(&best, l.id, min(others, e.profiles[0].first), min(others, e.profiles[1].first))
		}
		s.keep(&out, best, e.what)
	}
	for _, w := range s.wide {
		best := UnknownAnswer{}
		for j := range s.m.lines {
			s.wider(&best, s.m.lines[j].id, w.dates[0][j], w.dates[1][j])
		}
		s.keep(&out, best, w.what)
	}
	slices.SortStableFunc(out, func(a, b UnknownAnswer) int {
		return cmp.Or(cmp.Compare(b.Weeks, a.Weeks), strings.Compare(a.Row, b.Row), strings.Compare(a.Column, b.Column))
	})
	const most = 50
	return out[:min(most, len(out))]
}

func (s *solution) wider(best *UnknownAnswer, line string, a, b float64) {
	if a > b {
		a, b = b, a
	}
	if weeks := s.capped(b) - s.capped(a); weeks > best.Weeks {
		best.Line, best.Weeks, best.Early, best.Late = line, weeks, s.date(a), s.date(b)
	}
}

// keep adds a figure that moves a date, with the question that it makes.
func (s *solution) keep(out *[]UnknownAnswer, u UnknownAnswer, what uncertain) {
	const noticed = 1e-6                       // weeks
	if u.Weeks < noticed || what.key.row < 0 { // not a row of the plan
		return
	}
	u.Table, u.Column, u.Value = what.key.table, what.key.column, what.value
	whom := ""
	p, row := s.m.plan, what.key.row
	switch u.Table {
	case "parts":
		u.Row, whom = p.Parts[row].ID, s.supplierOf(p.Parts[row].ID)
	case "suppliers":
		u.Row, whom = p.Suppliers[row].Supplier+" / "+p.Suppliers[row].Part, p.Suppliers[row].Supplier
	case "stock":
		u.Row, whom = p.Stock[row].Part, "the warehouse"
	case "disruptions":
		u.Row = s.m.disruptions[row].Country
	case "lines":
		u.Row = p.Lines[row].ID
	case "options":
		u.Row = p.Options[row].ID
	}
	u.Ask = fmt.Sprintf("%s of %s (%s): moves the date by %.1f weeks", strings.ReplaceAll(u.Column, "_", " "), u.Row, u.Value, u.Weeks)
	if whom != "" {
		u.Ask = "ask " + whom + " for " + u.Ask
	}
	*out = append(*out, u)
}

// supplierOf is the supplier of the largest share of a part.
func (s *solution) supplierOf(id string) string {
	i, ok := s.m.index[id]
	if !ok || s.parts[i] == nil {
		return ""
	}
	name, most := "", -1.0
	for k := range s.parts[i].sources {
		src := &s.parts[i].sources[k]
		if share := at(src.shares, 0, 0); finite(src.begin) && share > most {
			name, most = src.name, share
		}
	}
	return name
}
