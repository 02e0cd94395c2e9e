package firm

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// answer gathers what was reckoned.
func (s *solution) answer() *Answer {
	m := s.m
	a := &Answer{AsOf: m.plan.Basis.AsOf, Horizon: m.horizon}
	for j := range m.lines {
		a.Lines = append(a.Lines, s.lineAnswer(j))
	}
	for i := range m.ids {
		if s.parts[i] != nil {
			a.Parts = append(a.Parts, s.partAnswer(i))
		}
	}
	s.coverLines(a)
	slices.SortStableFunc(a.Lines, func(x, y LineAnswer) int {
		return cmp.Or(cmp.Compare(x.down, y.down), cmp.Compare(y.LostWeeks, x.LostWeeks), strings.Compare(x.Line, y.Line))
	})
	slices.SortStableFunc(a.Parts, func(x, y PartAnswer) int {
		return cmp.Or(cmp.Compare(x.out, y.out), cmp.Compare(x.Cover-x.Lead, y.Cover-y.Lead), strings.Compare(x.Part, y.Part))
	})
	a.Unknowns = s.ranked()
	a.Paths, a.Materials = s.paths(), s.materials()
	a.Assumptions = s.assumptions()
	return a
}

// coverLines takes the weeks of cover of the parts to the lines that need them.
func (s *solution) coverLines(a *Answer) {
	for j := range a.Lines {
		a.Lines[j].Cover = maxCover
	}
	for _, p := range a.Parts {
		for _, u := range s.m.uses[s.m.index[p.Part]] {
			l := &a.Lines[u.line] // not sorted yet
			if p.Cover < l.Cover {
				l.Cover, l.Scarcest = p.Cover, p.Part
			}
			l.Red = l.Red || p.Red
		}
	}
}

func (s *solution) lineAnswer(j int) LineAnswer {
	l, o := &s.m.lines[j], s.outages[j]
	out := LineAnswer{Line: l.id, Product: l.product, Region: l.region, LostWeeks: o.weeks, down: o.first,
		Down: s.dates(o.first, s.spreads[j], s.far[0][j], s.far[1][j])}
	first := never
	for _, i := range l.parts {
		if w := s.profiles[i].first; w < first {
			first, out.Missing = w, s.m.ids[i]
		}
	}
	low, high := math.Sqrt(s.lost[j].down), math.Sqrt(s.lost[j].up)
	out.Lost = Amounts{max(0, o.lost-low), o.lost, o.lost + high}
	out.Output = Amounts{max(0, o.output-high), o.output, o.output + low}
	out.LostValue = Amounts{out.Lost.P10 * l.value.Low, o.lost * l.value.Mid, out.Lost.P90 * l.value.High}
	return out
}

func (s *solution) partAnswer(i int) PartAnswer {
	p, pr := s.parts[i], s.profiles[i]
	out := PartAnswer{Part: s.m.ids[i], Unit: "pc", Need: at(p.usual, 0, 0), Cover: min(maxCover, p.cover()), Missing: pr.missing, MissingKg: pr.missing * p.unit, out: pr.first,
		RunsOut: s.dates(pr.first, s.outs[i], s.farParts[0][i], s.farParts[1][i])}
	if s.m.weighed[i] {
		out.Unit = "kg"
	}
	for k := range p.sources {
		src := &p.sources[k]
		if share := at(src.shares, 0, 0); share > 0 && finite(src.begin) {
			out.Lead = max(out.Lead, src.lead)
			if slices.ContainsFunc(src.allowed.all(), func(x step) bool { return x.value < 1 && x.week < s.m.horizon }) {
				out.Cut += share
			}
		}
	}
	out.Red = out.Cover < out.Lead
	for _, u := range s.m.uses[i] {
		if id := s.m.lines[u.line].id; !slices.Contains(out.Lines, id) {
			out.Lines = append(out.Lines, id)
		}
	}
	if finite(pr.first) {
		out.Burn = p.run(s.m.horizon, true).path
	}
	return out
}
