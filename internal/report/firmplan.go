package report

import (
	"fmt"
	"io"
	"strings"

	"lodestone/internal/firm"
	"lodestone/internal/workbench"
)

// FirmPlanText writes the cheapest set of a company's options for its aim, what each
// adds, what was promised against what the set comes to, and the frontier.
func FirmPlanText(w io.Writer, f *workbench.FirmChoice, style Style) error {
	c := f.Choice
	fmt.Fprintf(w, "%s\n\n", style.bold("Under "+f.Under+with(f.With)))
	fmt.Fprintln(w, wrap(choiceHeadline(c), 96, ""))
	fmt.Fprintln(w, wrap(choiceBound(c), 96, ""))
	fmt.Fprintln(w)
	rows := [][]string{{"nothing", "", "", "", trim(c.Nothing.LostWeeks), figure(c.Nothing.LostUnits), date(c.Nothing.Down)}}
	for _, b := range c.Buys {
		rows = append(rows, []string{b.Option, b.Kind, figure(b.Cost), figure(b.Cash), trim(b.After.LostWeeks), figure(b.After.LostUnits), date(b.After.Down)})
	}
	if err := section(w, style, "What to buy", "in the order in which each saves most for its cost; what is left lost with those above", rows,
		"buy", "kind", "cost", "cash", "weeks lost", "units lost", "line-down"); err != nil {
		return err
	}
	rows = [][]string{{"promised", trim(c.Promised.LostWeeks), figure(c.Promised.Cost), figure(c.Promised.Cash)},
		{"reckoned", trim(c.Reckoned.LostWeeks), figure(c.Reckoned.Cost), figure(c.Reckoned.Cash)}}
	if err := section(w, style, "Promised and reckoned", "by the program that chose; by the arithmetic with the set bought", rows, "", "weeks lost", "cost", "cash"); err != nil {
		return err
	}
	if err := section(w, style, "Frontier", "the cheapest set for ever less lost; per week: cost of each line-week saved since the row above", frontierRows(c, figure, trim),
		"weeks lost", "cost", "cash", "per week", "line-down", "options"); err != nil {
		return err
	}
	for _, t := range append(append([]string{}, c.Notes...), f.Notes...) {
		fmt.Fprintln(w, wrap(t, 96, ""))
	}
	return nil
}

// choiceHeadline says whether the aim is reached, and what by.
func choiceHeadline(c *firm.Choice) string {
	var names []string
	for _, b := range c.Buys {
		names = append(names, b.Option)
	}
	set := "nothing"
	if len(names) > 0 {
		set = strings.Join(names, " + ")
	}
	lost := fmt.Sprintf("%s line-weeks are lost instead of %s", trim(c.Reckoned.LostWeeks), trim(c.Nothing.LostWeeks))
	switch {
	case c.Budget > 0:
		return fmt.Sprintf("Most for a budget of %s: buy %s. Then %s, for %s in cash.", figure(c.Budget), set, lost, figure(c.Reckoned.Cash))
	case c.Reached:
		return fmt.Sprintf("Cheapest for at most %s lost line-weeks: buy %s. Cost %s, cash %s; then %s.", trim(c.Aim), set, figure(c.Reckoned.Cost), figure(c.Reckoned.Cash), lost)
	}
	return fmt.Sprintf("No set of the options keeps the loss to %s line-weeks. The least is with %s: cost %s, cash %s; then %s.", trim(c.Aim), set, figure(c.Reckoned.Cost), figure(c.Reckoned.Cash), lost)
}

// choiceBound says how sure it is that there is nothing cheaper.
func choiceBound(c *firm.Choice) string {
	how := "All sets were weighed"
	if !c.Exact {
		how = "Nearly all sets were weighed, see the notes"
	}
	if c.Budget > 0 {
		return how + " (" + c.Size + ")."
	}
	return fmt.Sprintf("%s (%s): none costs less than %s; the gap is %.2g %%. If every figure is at its worse end for one chance in ten, %s line-weeks are lost.",
		how, c.Size, figure(c.Bound), 100*c.Gap, trim(c.Unlucky))
}

func frontierRows(c *firm.Choice, money, weeks func(float64) string) [][]string {
	var rows [][]string
	for n, x := range c.Frontier {
		per := ""
		if n > 0 {
			per = money(x.PerWeek)
		}
		rows = append(rows, []string{weeks(x.LostWeeks), money(x.Cost), money(x.Cash), per, date(x.Down), strings.Join(x.Options, " + ")})
	}
	return rows
}

// FirmPlanCSV writes the frontier.
func FirmPlanCSV(w io.Writer, f *workbench.FirmChoice) error {
	return Table(w, []string{"lost_weeks", "cost", "cash", "cost_per_further_week", "first_line_down", "options"}, frontierRows(f.Choice, number, number))
}
