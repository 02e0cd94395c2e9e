package dataset

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"lodestone/internal/nearest"
)

// dateLayouts are the ways a date may be written, the most exact first.
var dateLayouts = []string{time.DateOnly, "2006-01", "2006"}

// parseDate reads YYYY-MM-DD, YYYY-MM or YYYY; the shorter ones mean the first
// day.
func parseDate(text string) (time.Time, error) {
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("is not a date like 2025-04-04, 2025-04 or 2025")
}

// checkFields checks every cell against its field.
func (t *table) checkFields() Problems {
	var problems Problems
	for i := range t.rows {
		r := &t.rows[i]
		for k := range t.Schema.Fields {
			f := &t.Schema.Fields[k]
			if message := f.check(r.cells[k]); message != "" {
				problems = append(problems, t.problem(r, f.Name, "%s", message))
			}
		}
	}
	return problems
}

// check returns what is wrong with a cell, or "".
func (f *Field) check(cell string) string {
	if cell == "" {
		if f.Constraints.Required {
			return "is empty but required"
		}
		return ""
	}
	if len(f.Constraints.Enum) > 0 && !slices.Contains(f.Constraints.Enum, cell) {
		return fmt.Sprintf("expected one of %s%s", strings.Join(f.Constraints.Enum, ", "), nearest.Hint(cell, f.Constraints.Enum))
	}
	if f.pattern != nil && !f.pattern.MatchString(cell) {
		return "does not have the form " + f.Constraints.Pattern
	}
	switch f.Type {
	case "number":
		return f.checkNumber(cell)
	case "date":
		if _, err := parseDate(cell); err != nil {
			return err.Error()
		}
	}
	return ""
}

// parseNumber reads a plain decimal number. Commas are refused: one reader's
// thousands are another's decimals.
func parseNumber(cell string) (float64, string) {
	if strings.Contains(cell, ",") {
		return 0, "expected a number with a decimal point and no thousands separators"
	}
	v, err := strconv.ParseFloat(cell, 64)
	switch {
	case err != nil:
		return 0, "expected a number"
	case math.IsNaN(v) || math.IsInf(v, 0):
		return 0, "expected a finite number"
	}
	return v, ""
}

func (f *Field) checkNumber(cell string) string {
	v, message := parseNumber(cell)
	switch {
	case message != "":
		return message
	case f.Constraints.Minimum != nil && v < *f.Constraints.Minimum:
		return fmt.Sprintf("is below the least plausible value, %g", *f.Constraints.Minimum)
	case f.Constraints.Maximum != nil && v > *f.Constraints.Maximum:
		return fmt.Sprintf("is above the largest plausible value, %g", *f.Constraints.Maximum)
	}
	return ""
}

// checkKeys reports rows whose key another row already has.
func (t *table) checkKeys() Problems {
	if len(t.Schema.PrimaryKey) == 0 {
		return nil
	}
	var problems Problems
	first := map[string]int{}
	for i := range t.rows {
		r := &t.rows[i]
		key := t.key(r, t.Schema.PrimaryKey)
		if line, ok := first[key]; ok {
			problems = append(problems, t.problem(r, t.Schema.PrimaryKey[0], "the same %s already stands in line %d", strings.Join(t.Schema.PrimaryKey, ", "), line))
			continue
		}
		first[key] = r.line
	}
	return problems
}

// key joins the cells of some columns.
func (t *table) key(r *row, columns []string) string {
	parts := make([]string, len(columns))
	for i, c := range columns {
		parts[i] = t.at(r, c)
	}
	return strings.Join(parts, "\x00")
}

// checkReferences reports ids that the table they belong to does not have.
func (p *Package) checkReferences(t *table) Problems {
	var problems Problems
	for _, fk := range t.Schema.ForeignKeys {
		other := p.table(fk.Reference.Resource)
		if other == nil {
			problems = append(problems, Problem{File: SchemaFile, Field: t.Name, Message: "refers to unknown table " + fk.Reference.Resource})
			continue
		}
		known := other.ids(fk.Reference.Fields)
		field := &t.Schema.Fields[max(t.column(fk.Fields), 0)]
		for i := range t.rows {
			r := &t.rows[i]
			for _, id := range t.list(r, fk.Fields) {
				if _, ok := known[id]; !ok && !field.alsoAllows(id) {
					problems = append(problems, t.problem(r, fk.Fields, "%q is not in %s%s", id, other.Path, nearest.Hint(id, other.idList(fk.Reference.Fields))))
				}
			}
		}
	}
	return problems
}

// alsoAllows reports whether a value that is no id may stand in the field. A
// value allowed as "stage:*" stands for every word with that beginning.
func (f *Field) alsoAllows(v string) bool {
	for _, a := range f.Constraints.AlsoAllowed {
		if prefix, ok := strings.CutSuffix(a, ":*"); ok && strings.HasPrefix(v, prefix+":") {
			return true
		}
		if a == v {
			return true
		}
	}
	return false
}

// ids maps the values of a column to row numbers.
func (t *table) ids(column string) map[string]int {
	m := make(map[string]int, len(t.rows))
	for i := range t.rows {
		m[t.at(&t.rows[i], column)] = i
	}
	return m
}

func (t *table) idList(column string) []string {
	list := make([]string, len(t.rows))
	for i := range t.rows {
		list[i] = t.at(&t.rows[i], column)
	}
	return list
}
