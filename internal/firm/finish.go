package firm

import (
	"slices"
	"strings"
	"time"
)

// report says something about one cell of a row of the plan.
func (r *reader) report(table string, row int, column, value, expected, hint string) {
	o := r.places[table][row]
	col, ok := o.cols[column]
	if !ok {
		col = 0
	}
	index := slices.IndexFunc(schema, func(s sheet) bool { return s.name == table })
	r.problems = append(r.problems, Problem{Where: o.grid.place(o.row, col), Field: column, Value: value, Expected: expected, Hint: hint, table: index, row: o.row, col: col})
}

// finish fills in what blank cells stand for and checks what one table says of another.
func (r *reader) finish() {
	p := r.plan
	r.substances()
	r.explosion()
	for i := range p.BOM {
		u := &p.BOM[i]
		u.Unit, u.Per = orWord(u.Unit, "pc"), orOne(u.Per)
	}
	for i := range p.Suppliers {
		s := &p.Suppliers[i]
		s.Unit, s.Mode = orWord(s.Unit, "pc"), orWord(s.Mode, "sea")
		if s.Qualified == "" {
			s.Qualified = "yes"
			if s.Qualify.State != Blank {
				s.Qualified = "no"
			}
		}
	}
	for i := range p.Stock {
		p.Stock[i].Unit = orWord(p.Stock[i].Unit, "pc")
	}
	for i := range p.Options {
		p.Options[i].Basis = orWord(p.Options[i].Basis, "once")
	}
	for i := range p.Disruptions {
		p.Disruptions[i].Reach = orWord(p.Disruptions[i].Reach, "supplier")
	}
	if p.Basis.Horizon == 0 {
		p.Basis.Horizon = 104
	}
	r.asOf()
	r.crossCheck()
}

func orWord(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func orOne(v float64) float64 {
	if v == 0 {
		return 1
	}
	return v
}

// substances are the content columns of the parts table, in its order. One
// that differs from a column of the grades only in case is the same.
func (r *reader) substances() {
	known := map[string]string{}
	for _, g := range Grades() {
		for name := range g.Content {
			known[strings.ToLower(name)] = name
		}
	}
	p := r.plan
	for i := range p.Grades {
		p.Grades[i].Content = renamed(p.Grades[i].Content, known)
	}
	seen := map[string]bool{}
	for i := range p.Parts {
		p.Parts[i].Content = renamed(p.Parts[i].Content, known)
	}
	for _, name := range r.plan.Substances {
		if n, ok := known[strings.ToLower(name)]; ok {
			name = n
		}
		seen[name] = true
	}
	p.Substances = append([]string(nil), sortedKeys(seen)...) // nil if there are none
}

func renamed(m map[string]Range, known map[string]string) map[string]Range {
	if m == nil {
		return nil
	}
	out := map[string]Range{}
	for name, v := range m {
		if n, ok := known[strings.ToLower(name)]; ok {
			name = n
		}
		out[name] = v
	}
	return out
}

// asOf takes the date of the plan from the stocks where it is not given.
func (r *reader) asOf() {
	p := r.plan
	if !p.Basis.AsOf.IsZero() {
		return
	}
	var latest time.Time
	for _, s := range p.Stock {
		if s.AsOf.After(latest) {
			latest = s.AsOf
		}
	}
	faulty := slices.ContainsFunc(r.problems, func(x Problem) bool { return x.Field == "as_of" })
	if p.Basis.AsOf = latest; latest.IsZero() && !faulty {
		r.problems = append(r.problems, Problem{Where: "basis", Field: "as_of", Expected: "no date of the plan", Hint: "give as_of in the table basis or stock"})
	}
}
