package firm

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

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
	u.Question = label(u.Column) + " of " + u.Row
	if whom != "" {
		u.Question = "ask " + whom + " for " + u.Question
	}
	u.Ask = fmt.Sprintf("%s: moves the date by %.1f weeks", u.Question, u.Weeks)
	*out = append(*out, u)
}

// label is what a column is called in a sentence.
func label(column string) string {
	switch column {
	case "country":
		return "the country of the factory"
	case "mined_in":
		return "the country of mining"
	case "separated_in":
		return "the country of separation"
	case "metal_in":
		return "the country where the metal is made"
	}
	return strings.ReplaceAll(column, "_", " ")
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
