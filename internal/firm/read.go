package firm

import (
	"fmt"
	"strings"

	"lodestone/internal/nearest"
)

// reader turns grids into a plan and keeps what was wrong.
type reader struct {
	plan     *Plan
	problems Problems
	notes    []string             // what was left out, for people
	places   map[string][]*origin // of every row kept, by table
	marks    locale               // of all tables together
}

// origin is where a row of the plan came from.
type origin struct {
	grid *grid
	row  int
	cols map[string]int // by name of the column; first substance under content_
}

// read makes a plan of tables. The notes say what was ignored.
func read(grids []grid) (*Plan, []string, error) {
	r := &reader{plan: &Plan{}, places: map[string][]*origin{}}
	byName := r.match(grids)
	for name, g := range byName {
		s := sheetNamed(name)
		if top, headings := g.header(s); top >= 0 {
			l := g.locale(s, top, headings)
			r.marks.comma, r.marks.dot = r.marks.comma || l.comma, r.marks.dot || l.dot
		}
	}
	for i := range schema {
		s := &schema[i]
		if g := byName[s.name]; g != nil {
			r.table(i, g)
		} else if s.required {
			r.problems = append(r.problems, Problem{Where: s.name, Expected: "the table is missing", Hint: "the template has it", table: i})
		}
	}
	r.finish()
	if err := r.problems.err(); err != nil {
		return nil, r.notes, err
	}
	return r.plan, r.notes, nil
}

// match finds the grid of each table. A sheet whose name is none is left out,
// unless it looks like a slip of the pen.
func (r *reader) match(grids []grid) map[string]*grid {
	out := map[string]*grid{}
	var loose []*grid
	for i := range grids {
		g := &grids[i]
		s := sheetNamed(g.name)
		switch {
		case s == nil && g.name == readMeSheet:
		case s == nil:
			loose = append(loose, g)
		case out[s.name] != nil:
			r.problems = append(r.problems, Problem{Where: g.name, Expected: fmt.Sprintf("is the table %s, as %s is already", s.name, out[s.name].name), Hint: "keep one"})
		default:
			out[s.name] = g
		}
	}
	for _, g := range loose {
		var open []string
		for i := range schema {
			if out[schema[i].name] == nil {
				open = append(open, schema[i].name)
			}
		}
		if near := nearest.Name(g.name, open); near != "" && len(g.rows) > 0 {
			r.problems = append(r.problems, Problem{Where: g.name, Expected: "no such table", Hint: fmt.Sprintf("did you mean %q?", near)})
			continue
		}
		r.notes = append(r.notes, fmt.Sprintf("%s: not a table of the plan, ignored", g.name))
	}
	return out
}

func sheetNamed(name string) *sheet {
	key := squeeze(name)
	for i := range schema {
		if squeeze(schema[i].name) == key {
			return &schema[i]
		}
		for _, a := range strings.Split(schema[i].aliases, "|") {
			if a != "" && squeeze(a) == key {
				return &schema[i]
			}
		}
	}
	return nil
}

// table reads one grid against its schema.
func (r *reader) table(index int, g *grid) {
	s := &schema[index]
	top, headings := g.header(s)
	if top < 0 {
		if s.required || len(g.rows) > 0 {
			r.problems = append(r.problems, Problem{Where: g.name, Expected: "no header row found; expected headings such as " + exampleHeadings(s), table: index})
		}
		return
	}
	headings = r.checkHeader(index, g, top, headings)
	for _, h := range headings {
		if h.substance != "" && s.name == "parts" {
			r.plan.Substances = append(r.plan.Substances, h.substance)
		}
	}
	marks := g.locale(s, top, headings)
	if marks == (locale{}) {
		marks = r.marks
	}
	above := map[*column]string{}
	for _, row := range g.rows[top+1:] {
		if row.blank() || !touches(row, headings) {
			continue
		}
		if s.name == "basis" && len(r.places[s.name]) == 1 {
			r.problems = append(r.problems, Problem{Where: g.place(row.at, 0), Expected: "expected one row", table: index, row: row.at})
			return
		}
		r.row(index, g, row, headings, marks, above)
	}
}
