package firm

import (
	"fmt"
	"lodestone/internal/nearest"
	"regexp"
	"strings"
	"time"
)

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
			r.problems = append(r.problems, Problem{Where: g.place(row.at, at), Field: c.name, Expected: "may not be empty", Hint: "expected: " + lowered(c.note), table: index, row: row.at, col: at})
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

// inWords writes a limit in the way that people write the column.
func inWords(v float64, unit string) string {
	if unit == "1" {
		return number(100*v) + " %"
	}
	return strings.TrimSpace(number(v) + " " + unit)
}

// lowered begins a sentence in small letters, to stand within another, and leaves
// out all but the first.
func lowered(note string) string {
	first, _, _ := strings.Cut(note, ". ")
	first = strings.TrimSuffix(first, ".")
	return strings.ToLower(first[:1]) + first[1:]
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
		return Range{}, "expected at most " + inWords(c.most, c.unit)
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
		if near := nearest.Name(text, known); near != "" && len(known) > 4 {
			expected = "no such " + c.name // the list would hide the hint
		}
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
