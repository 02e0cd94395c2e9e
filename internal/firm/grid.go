package firm

import (
	"strings"
)

// grid is one table as found: rows of text, and where each row stood.
type grid struct {
	name    string
	rows    []gridRow
	place   func(row, col int) string // of a cell; row counts from 1 as in the source
	percent func(row, col int) bool   // nil: no cell is formatted as per cent
	native  func(row, col int) bool   // nil: all are text; else whether a cell holds a number
	formula func(row, col int) bool   // nil: none is without a value; else whether an empty cell has a formula
	comma   bool                      // separated by semicolons, as where the comma is the decimal mark
	mac     bool                      // dates count from 1904
}

type gridRow struct {
	at    int // row or line in the source
	cells []string
}

func (r gridRow) cell(i int) string {
	if i < 0 || i >= len(r.cells) {
		return ""
	}
	return strings.TrimSpace(r.cells[i])
}

func (r gridRow) blank() bool {
	for _, c := range r.cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// heading says which column of the schema stands in a column of the grid.
type heading struct {
	at        int // in the grid
	column    *column
	scale     float64
	substance string
	unit      string // that the heading gives for bare numbers, "" for the column's
}

// searched is how far down a header is looked for: reports begin with titles.
const searched = 25

// header finds the header row, the one with most headings that are known, and
// reads it; -1 if there is none.
func (g *grid) header(s *sheet) (int, []heading) {
	best, found := -1, []heading(nil)
	for i, row := range g.rows[:min(len(g.rows), searched)] {
		var these []heading
		for j := range row.cells {
			if h, ok := s.heading(row.cell(j)); ok {
				h.at = j
				these = append(these, h)
			}
		}
		if len(these) > len(found) {
			best, found = i, these
		}
	}
	return best, found
}

// heading recognises the heading of a column: its name or an alias, with a unit
// behind it or not: "Mass [g]", "lead time (days)", "mass_kg".
func (s *sheet) heading(text string) (heading, bool) {
	text = strings.TrimSpace(text)
	if len(text) > len(contentPrefix) && strings.EqualFold(text[:len(contentPrefix)], contentPrefix) {
		for i := range s.columns {
			if s.columns[i].contents != nil {
				return heading{column: &s.columns[i], scale: 1, substance: strings.TrimSpace(text[len(contentPrefix):])}, true
			}
		}
	}
	names := s.names()
	if h, ok := names[squeeze(text)]; ok {
		return h, true
	}
	for _, cut := range []string{"[", "(", "_", " "} {
		i := strings.LastIndex(text, cut)
		if i <= 0 {
			continue
		}
		h, ok := names[squeeze(text[:i])]
		written := strings.Trim(text[i:], "[]()_ .")
		if !ok || h.column.unit == "" {
			continue
		}
		if _, message := inUnit(1, written, h.column.unit); message == "" {
			h.unit = written
			return h, true
		}
	}
	return heading{}, false
}

func (s *sheet) names() map[string]heading {
	out := map[string]heading{}
	for i := range s.columns {
		c := &s.columns[i]
		if c.contents != nil {
			continue
		}
		for name, scale := range c.headings() {
			if _, taken := out[name]; !taken || name == squeeze(c.name) {
				out[name] = heading{column: c, scale: scale}
			}
		}
	}
	return out
}
