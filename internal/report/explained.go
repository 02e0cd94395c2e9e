package report

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"lodestone/internal/workbench"
)

// Explained prints numbers of a dataset with where they come from.
func Explained(w io.Writer, list *workbench.ExplainedList, style Style) error {
	for _, x := range list.Values {
		fmt.Fprintf(w, "%s  %s\n", style.bold(fmt.Sprintf("%s:%d", x.File, x.Line)), keyOf(x.Key))
		fmt.Fprintf(w, "  %s%s%s\n", written(x), rangeOf(x), dated(x.AsOf))
		fmt.Fprintln(w, wrap(fmt.Sprintf("%s, %s%s%s [%s]", x.SourceTitle, x.Locator, blank(" ", x.SourceURL), blank("; ", x.Note), x.Evidence), 96, "  "))
		for _, b := range x.Balanced {
			fmt.Fprintf(w, "  balanced to %s %s in the base year %d\n", trim(b.Value), b.Unit, b.BaseYear)
		}
	}
	if more := list.Total - len(list.Values); more > 0 {
		fmt.Fprintf(w, "... and %d more (--all shows them)\n", more)
	}
	return nil
}

// written is the number as its row has it and, where that is in another unit, as the
// model takes it.
func written(x workbench.Explained) string {
	if x.RawUnit == x.Unit || x.RawUnit == "" {
		return trim(x.Value) + " " + x.Unit
	}
	return fmt.Sprintf("%s %s = %s %s", x.Raw, x.RawUnit, trim(x.Value), x.Unit)
}

func rangeOf(x workbench.Explained) string {
	if x.Low == x.Value && x.High == x.Value {
		return ""
	}
	return fmt.Sprintf(" (%s to %s)", trim(x.Low), trim(x.High))
}

func dated(day string) string { return blank(", as of ", day) }

func blank(lead, text string) string {
	if text == "" {
		return ""
	}
	return lead + text
}

// keyOf lists the key columns of a row in the order of their names.
func keyOf(key map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(key)) {
		if key[name] != "" {
			parts = append(parts, name+" "+key[name])
		}
	}
	return strings.Join(parts, ", ")
}

// ExplainedCSV writes them as a table, a row for each.
func ExplainedCSV(w io.Writer, list *workbench.ExplainedList) error {
	var rows [][]string
	for _, x := range list.Values {
		var balanced []string
		for _, b := range x.Balanced {
			balanced = append(balanced, fmt.Sprintf("%d: %s %s", b.BaseYear, number(b.Value), b.Unit))
		}
		rows = append(rows, []string{x.File, fmt.Sprint(x.Line), keyOf(x.Key), number(x.Value), number(x.Low), number(x.High), x.Unit, x.AsOf,
			x.Evidence, x.Source, x.SourceTitle, x.Locator, x.SourceURL, x.Note, strings.Join(balanced, "; ")})
	}
	return Table(w, []string{"file", "line", "of", "value", "low", "high", "unit", "as_of", "evidence", "source", "source_title", "locator", "url", "note", "balanced"}, rows)
}
