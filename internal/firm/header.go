package firm

import (
	"fmt"
	"lodestone/internal/nearest"
	"slices"
	"strings"
)

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
