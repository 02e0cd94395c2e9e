package report

import (
	"fmt"
	"io"

	"lodestone/internal/plan"
)

// SeekText writes the value that reaches a goal, and every value that was tried.
func SeekText(w io.Writer, x *plan.Sought, style Style) error {
	fmt.Fprintf(w, "%s\n", style.bold(x.Scenario+": "+x.Until))
	last := x.Tries[len(x.Tries)-1]
	value := func(v float64) string { return trim(v) + " " + x.Unit }
	switch {
	case !x.Reached:
		fmt.Fprintf(w, "%s %s from %s to %s does not reach it; the scenario has %s.\n", style.bold("No."), x.Vary, value(x.Tries[0].Value), value(last.Value), value(x.Written))
	case x.Tries[0].Met && last.Met:
		fmt.Fprintf(w, "%s at both ends, %s and %s.\n", style.bold("Yes,"), value(x.Tries[0].Value), value(last.Value))
	case x.Rising:
		fmt.Fprintf(w, "%s the least %s that reaches it is %s (the scenario has %s).\n", style.bold("Yes:"), x.Vary, style.bold(value(x.Value)), value(x.Written))
	default:
		fmt.Fprintf(w, "%s up to %s at %s (the scenario has %s).\n", style.bold("Yes,"), x.Vary, style.bold(value(x.Value)), value(x.Written))
	}
	if x.Reached {
		fmt.Fprintf(w, "It then holds in %s of %d members; public money of %s is spent, on the mean.\n", percent(x.Share), x.Members, usd(x.Public))
	}
	if !x.Monotone {
		fmt.Fprintln(w, "The share of members turns on the way, so another value may do as well.")
	}
	fmt.Fprintln(w)
	var rows [][]string
	for _, t := range x.Tries {
		rows = append(rows, []string{trim(t.Value), percent(t.Share), figure(t.Mean), usd(t.Public)})
	}
	style.All = true
	return section(w, style, "Tried", "the same members at every value", rows, x.Unit, "members it holds in", "mean of what is measured", "public money")
}

// SeekCSV writes the values that were tried as rows.
func SeekCSV(w io.Writer, x *plan.Sought) error {
	var rows [][]string
	for _, t := range x.Tries {
		rows = append(rows, []string{x.Vary, x.Unit, number(t.Value), number(t.Share), number(t.Mean), number(t.Public)})
	}
	return Table(w, []string{"vary", "unit", "value", "share_of_members", "mean", "public_money_usd"}, rows)
}
