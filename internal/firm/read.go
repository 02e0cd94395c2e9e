package firm

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

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

func exampleHeadings(s *sheet) string {
	var names []string
	for _, c := range s.columns {
		if c.required {
			names = append(names, c.name)
		}
	}
	return strings.Join(names, ", ")
}

// touches reports whether a row has anything in the columns that are known.
func touches(row gridRow, headings []heading) bool {
	return slices.ContainsFunc(headings, func(h heading) bool { return row.cell(h.at) != "" })
}

// checkHeader reports columns that stand twice, are missing, or look mistyped.
// Of several headings for one column, the column's own name wins.
func (r *reader) checkHeader(index int, g *grid, top int, headings []heading) []heading {
	s, row := &schema[index], g.rows[top]
	problem := func(col int, value, expected, hint string) {
		r.problems = append(r.problems, Problem{Where: g.place(row.at, col), Field: "header", Value: value, Expected: expected, Hint: hint, table: index, row: row.at, col: col})
	}
	var kept []heading
	seen := map[string]int{}
	for _, h := range headings {
		key := h.column.name + strings.ToLower(h.substance)
		at, twice := seen[key]
		own := squeeze(row.cell(h.at)) == squeeze(key)
		switch {
		case !twice:
			seen[key] = len(kept)
			kept = append(kept, h)
		case own && squeeze(row.cell(kept[at].at)) != squeeze(key):
			kept[at] = h
		case own:
			problem(h.at, row.cell(h.at), "the column stands twice", "")
		default:
			r.notes = append(r.notes, fmt.Sprintf("%s: column %q ignored, %q is read as %s", g.place(row.at, h.at), row.cell(h.at), row.cell(kept[at].at), h.column.name))
		}
	}
	var open []string
	for _, c := range s.columns {
		if _, ok := seen[c.name]; !ok && c.contents == nil {
			open = append(open, c.name)
		}
	}
	r.unknownColumns(g, row, headings, open, problem)
	for _, c := range s.columns {
		if c.required && slices.Contains(open, c.name) {
			problem(0, "", fmt.Sprintf("column %q is missing", c.name), c.note)
		}
	}
	return kept
}

func (r *reader) unknownColumns(g *grid, row gridRow, headings []heading, open []string, problem func(int, string, string, string)) {
	for i := range row.cells {
		text := row.cell(i)
		if text == "" || slices.ContainsFunc(headings, func(h heading) bool { return h.at == i }) {
			continue
		}
		if near := nearest.Name(text, open); near != "" {
			problem(i, text, "unknown column", fmt.Sprintf("did you mean %q?", near))
			continue
		}
		r.notes = append(r.notes, fmt.Sprintf("%s: column %q not known, ignored", g.place(row.at, i), text))
	}
}

// locale learns which decimal mark the columns of numbers use.
func (g *grid) locale(s *sheet, top int, headings []heading) locale {
	l := locale{comma: g.comma}
	for _, h := range headings {
		if !h.column.number(s) {
			continue
		}
		for _, row := range g.rows[top+1:] {
			// Stored numbers have a dot whatever is shown, so in a workbook only
			// what is text for its comma tells anything.
			if text := row.cell(h.at); g.native == nil || strings.Contains(text, ",") {
				l.observe(text)
			}
		}
	}
	return l
}

// number reports whether a column holds numbers.
func (c *column) number(s *sheet) bool {
	if c.contents != nil {
		return true
	}
	switch c.into(s.blank()).(type) {
	case *Range, *float64:
		return true
	}
	return false
}

// doubtful is a number whose dot may be a decimal mark or one for thousands.
var doubtful = regexp.MustCompile(`^[1-9]\d{0,2}\.\d{3}(\D|$)`)

// row reads one row; its faults are reported cell by cell.
func (r *reader) row(index int, g *grid, row gridRow, headings []heading, marks locale, above map[*column]string) {
	s := &schema[index]
	o := &origin{grid: g, row: row.at, cols: map[string]int{}}
	into := s.add(r.plan)
	r.places[s.name] = append(r.places[s.name], o)
	given := map[string]bool{}
	for _, h := range headings {
		text := row.cell(h.at)
		if _, ok := o.cols[h.column.name]; !ok {
			o.cols[h.column.name] = h.at
		}
		if h.column.fill && text == "" {
			text = above[h.column]
		}
		above[h.column] = text
		if text == "" && g.formula != nil && g.formula(row.at, h.at) {
			r.problems = append(r.problems, Problem{Where: g.place(row.at, h.at), Field: h.column.name + h.substance, Expected: "the formula has no stored value; formulas are not evaluated",
				Hint: "open the file in a spreadsheet program and save it", table: index, row: row.at, col: h.at})
			text = "?"
		}
		given[h.column.name] = given[h.column.name] || text != ""
		local := marks
		if g.native != nil && doubtful.MatchString(text) {
			if g.native(row.at, h.at) {
				local = locale{dot: true}
			} else if local == (locale{}) && !strings.Contains(text, "..") {
				local = locale{comma: true, dot: true} // text, and nothing shows what its dot is
			}
		}
		if g.percent != nil && g.percent(row.at, h.at) {
			text, local = perCent(text, h.column.unit), locale{dot: true}
		}
		if expected, hint := r.cell(into, h, text, local, g.mac); expected != "" {
			r.problems = append(r.problems, Problem{Where: g.place(row.at, h.at), Field: h.column.name + h.substance, Value: text, Expected: expected, Hint: hint, table: index, row: row.at, col: h.at})
		}
	}
	for _, c := range s.columns {
		if at, stands := o.cols[c.name]; c.required && stands && !given[c.name] {
			r.problems = append(r.problems, Problem{Where: g.place(row.at, at), Field: c.name, Expected: "may not be empty", Hint: c.note, table: index, row: row.at, col: at})
		}
	}
}

// perCent makes the number under a per-cent format what the column measures in.
func perCent(text, unit string) string {
	if v, message := parsePlain(text); message == "" && unit == "%" {
		return number(v * 100)
	}
	return text
}

// cell reads one cell into its field.
func (r *reader) cell(into any, h heading, text string, l locale, mac bool) (expected, hint string) {
	c := h.column
	if c.contents != nil {
		m := c.contents(into)
		v, message := h.number(text, l)
		if message == "" && v.State != Blank {
			if *m == nil {
				*m = map[string]Range{}
			}
			(*m)[h.substance] = v
		}
		return message, ""
	}
	switch field := c.into(into).(type) {
	case *string:
		return h.text(field, text)
	case *time.Time:
		*field, expected = parseDate(text, mac)
		return expected, ""
	case *Range:
		*field, expected = h.number(text, l)
		return c.needed(*field, expected), ""
	case *float64:
		var v Range
		v, expected = h.number(text, l)
		if *field = v.Mid; expected == "" && !v.exact() {
			expected = "expected one number, not a range"
		}
		return c.needed(v, expected), ""
	}
	return "", ""
}

// needed asks for a number where one is required.
func (c *column) needed(v Range, message string) string {
	if message == "" && c.required && v.State == Unknown {
		return "expected a number; give a range if it is uncertain"
	}
	return message
}

// number reads a number below a heading, in the unit of the column.
func (h heading) number(text string, l locale) (Range, string) {
	c := h.column
	v, message := parseRange(text, c.unit, h.unit, l)
	if message != "" || v.State != Given {
		return v, message
	}
	if h.scale != 1 {
		v = Range{tidy(v.Low * h.scale), tidy(v.Mid * h.scale), tidy(v.High * h.scale), Given}
	}
	if c.unit == "1" && !strings.Contains(text, "%") && v.High > 1 && v.High <= 100 {
		v = Range{v.Low / 100, v.Mid / 100, v.High / 100, Given} // 85 among shares means 85 %
	}
	if c.most > 0 && v.High > c.most {
		return Range{}, fmt.Sprintf("expected at most %s", number(c.most))
	}
	return v, ""
}

// text reads a word or a text.
func (h heading) text(field *string, text string) (expected, hint string) {
	lower := strings.ToLower(text)
	if excelErrors[lower] {
		return "the cell holds an error of a formula", ""
	}
	if lower == "#n/a" {
		text = "?"
	}
	if v, message := parsePlain(text); message == "" && strings.ContainsAny(text, "eE") && v == float64(int64(v)) && strings.ContainsAny(text, "+.") {
		text = number(v) // a long number that a spreadsheet abbreviated
	}
	c := h.column
	*field = text
	var ok bool
	var known []string
	switch {
	case c.required && unknowns[strings.ToLower(text)]:
		return "expected a name, not unknown", ""
	case text == "" || c.choices == nil && c.word == nil:
		return "", ""
	case c.choices != nil:
		*field, ok = find(c.choices, text)
		known = wordsOf(c.choices)
		expected = "expected one of " + strings.Join(known, ", ")
	default:
		*field, ok = c.word(text)
		known = c.known()
		expected = "expected a country, as CN or China"
	}
	switch {
	case ok:
		return "", ""
	case unknowns[strings.ToLower(text)]:
		*field = ""
		return "", ""
	}
	*field = ""
	if near := nearest.Name(text, known); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	return expected, hint
}
