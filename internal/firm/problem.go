package firm

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// Problem is one thing wrong with a table, and where.
type Problem struct {
	Where    string // sheet!C5, or file.csv:5
	Field    string // the column
	Value    string // what was found
	Expected string // what is wrong, or what was expected
	Hint     string // what may have been meant, or what to do
	table    int    // for the order
	row, col int
}

// String returns `where: field "value": expected; hint`.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.Where + ": ")
	if p.Field != "" {
		b.WriteString(p.Field)
		if p.Value != "" {
			fmt.Fprintf(&b, " %q", shorten(p.Value))
		}
		b.WriteString(": ")
	}
	b.WriteString(p.text())
	return b.String()
}

// text is what is wrong and what may help.
func (p Problem) text() string {
	if p.Hint == "" {
		return p.Expected
	}
	return p.Expected + "; " + p.Hint
}

// shorten keeps a runaway cell from filling the screen.
func shorten(s string) string {
	const limit = 40
	if r := []rune(s); len(r) > limit {
		return string(r[:limit]) + "..."
	}
	return s
}

// Problems are all the things wrong with a plan, in order of place.
type Problems []Problem

// Error lists the problems, one a line in columns of place, field, value and what
// is wrong, and counts them.
func (ps Problems) Error() string {
	const most = 200 // a column of the wrong kind would fill the screen
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	for _, p := range ps[:min(len(ps), most)] {
		value := ""
		if p.Value != "" {
			value = strconv.Quote(shorten(p.Value))
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", p.Where, p.Field, value, p.text()) // into memory
	}
	_ = w.Flush() // into memory
	noun := "problems"
	if len(ps) == 1 {
		noun = "problem"
	}
	count := fmt.Sprintf("%d %s", len(ps), noun)
	if len(ps) > most {
		count += fmt.Sprintf(", the first %d shown", most)
	}
	return table.String() + count
}

// err returns the problems in order and without repeats, or nil if there are none.
func (ps Problems) err() error {
	if len(ps) == 0 {
		return nil
	}
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.table, b.table), cmp.Compare(a.row, b.row), cmp.Compare(a.col, b.col), cmp.Compare(a.Expected, b.Expected))
	})
	return slices.Compact(ps)
}
