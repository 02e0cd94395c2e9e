package firm

import (
	"embed"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed grades.csv modes.csv
var tables embed.FS

// Grades are the contents by grade that come with the program, with sources.
// They are estimates, by class: a plan may bring its own.
var Grades = sync.OnceValue(func() []Grade {
	g, _ := readCSV(tables, "grades.csv")
	r := &reader{plan: &Plan{}, places: map[string][]*origin{}}
	i := slices.IndexFunc(schema, func(s sheet) bool { return s.name == "grades" })
	r.table(i, &g)
	return r.plan.Grades
})

// transits are the weeks under way by mode, where a supplier's are not given.
var transits = sync.OnceValue(func() map[string]Range {
	g, _ := readCSV(tables, "modes.csv")
	out := map[string]Range{}
	for _, row := range g.rows[1:] {
		out[row.cell(0)], _ = parseRange(row.cell(1), "wk", "", locale{})
	}
	return out
})

// Substances are those of the parts of a plan, its grades and the program's.
func Substances(p *Plan) []string {
	seen := map[string]bool{}
	for _, s := range p.Substances {
		seen[s] = true
	}
	for _, g := range slices.Concat(p.Grades, Grades()) {
		for s := range maps.Keys(g.Content) {
			seen[s] = true
		}
	}
	return sortedKeys(seen)
}

// gradeLookup finds the rows of the grade tables for a grade as written.
type gradeLookup struct {
	own, shipped []Grade
	found        map[string]map[string]Range // nil for a grade that is in neither
}

func gradeTable(p *Plan) gradeLookup {
	return gradeLookup{p.Grades, Grades(), map[string]map[string]Range{}}
}

func (l gradeLookup) names() []string {
	seen := map[string]bool{}
	for _, g := range slices.Concat(l.own, l.shipped) {
		seen[g.Class] = true
		if g.Process != "" {
			seen[g.Class+"-"+g.Process] = true
		}
	}
	return sortedKeys(seen)
}

// magnetName parts "N42SH-GBD" into N, 42, SH and GBD.
var magnetName = regexp.MustCompile(`^(N?)[ -]?(\d{2})[ -]?([A-Z]{0,2})(?:[ _/-]+(.+))?$`)

// find returns the contents of a grade: over all processes that it may have
// been made by, the lowest, the mean and the highest of each substance. A grade
// nobody knows ("?") may be any of the table; no grade is no magnet.
func (l gradeLookup) find(grade string) (map[string]Range, bool) {
	content, known := l.found[grade]
	if !known {
		content = l.look(grade)
		l.found[grade] = content
	}
	return content, content != nil
}

func (l gradeLookup) look(grade string) map[string]Range {
	name := strings.ToUpper(strings.TrimSpace(grade))
	if name == "" {
		return map[string]Range{}
	}
	for _, list := range [][]Grade{l.own, l.shipped} {
		if rows := match(list, name); len(rows) > 0 {
			return spread(rows)
		}
	}
	return nil
}

func match(list []Grade, name string) []Grade {
	if unknowns[strings.ToLower(name)] {
		return list
	}
	class, process := name, ""
	exact := func(g Grade) bool { return squeeze(g.Class) == squeeze(name) }
	if !slices.ContainsFunc(list, exact) {
		if m := magnetName.FindStringSubmatch(name); m != nil {
			class, process = m[3], m[4]
			if class == "" {
				class = "N"
			}
		} else if before, after, ok := strings.Cut(name, "-"); ok {
			class, process = before, after
		}
	}
	var rows []Grade
	for _, g := range list {
		if squeeze(g.Class) == squeeze(class) && (process == "" || squeeze(g.Process) == squeeze(process)) {
			rows = append(rows, g)
		}
	}
	return rows
}

func spread(rows []Grade) map[string]Range {
	out := map[string]Range{}
	for _, g := range rows {
		for s := range g.Content {
			out[s] = Range{}
		}
	}
	for s := range out {
		var r Range
		n := 0.0
		for _, g := range rows {
			v := g.Content[s]
			if v.State != Given {
				continue
			}
			if n == 0 {
				r = v
			} else {
				r.Low, r.High, r.Mid = min(r.Low, v.Low), max(r.High, v.High), r.Mid+v.Mid
			}
			n++
		}
		if n > 0 {
			r.Mid /= n
			out[s] = r
		}
	}
	return out
}
