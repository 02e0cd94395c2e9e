package dataset

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing wrong with the input, and where.
type Problem struct {
	File         string
	Line, Column int // from 1; 0 where it does not apply
	Field, Value string
	Message      string // what is wrong and what was expected
}

// String returns "file:line:column: field "value": message".
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
		if p.Column > 0 {
			fmt.Fprintf(&b, ":%d", p.Column)
		}
	}
	b.WriteString(": ")
	if p.Field != "" {
		b.WriteString(p.Field)
		if p.Value != "" {
			fmt.Fprintf(&b, " %q", shorten(p.Value))
		}
		b.WriteString(": ")
	}
	b.WriteString(p.Message)
	return b.String()
}

// shorten keeps a runaway cell from filling the screen.
func shorten(s string) string {
	const limit = 80
	if r := []rune(s); len(r) > limit {
		return string(r[:limit]) + "..."
	}
	return s
}

// Problems are all the things wrong with an input, in order of place.
type Problems []Problem

// Error lists the problems, one a line, and counts them.
func (ps Problems) Error() string {
	lines := make([]string, 0, len(ps)+1)
	for _, p := range ps {
		lines = append(lines, p.String())
	}
	noun := "problems"
	if len(ps) == 1 {
		noun = "problem"
	}
	return strings.Join(append(lines, fmt.Sprintf("%d %s", len(ps), noun)), "\n")
}

// err returns the problems sorted and without repeats, or nil if there are none.
func (ps Problems) err() error {
	if len(ps) == 0 {
		return nil
	}
	slices.SortFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Field, b.Field), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(ps)
}
