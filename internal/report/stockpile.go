package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"lodestone/internal/stockpile"
	"lodestone/internal/workbench"
)

// SizeText writes a requirement of plain numbers.
func SizeText(w io.Writer, r *stockpile.Requirement, style Style) error {
	var rows [][]string
	for i, y := range r.Years {
		rows = append(rows, []string{strconv.Itoa(i + 1), trim(y.Need), trim(y.Reliable), trim(y.Short)})
	}
	if err := section(w, style, "Requirement", "t", rows, "year", "need", "reliable supply", "shortfall"); err != nil {
		return err
	}
	fmt.Fprintf(w, "%s t fall short in all; with %s t held, %s t are required", trim(r.Short), trim(r.Held), trim(r.Required))
	if r.Price > 0 {
		fmt.Fprintf(w, ", %s at $%s a kg", usd(r.Cost), trim(r.Price/1000))
	}
	fmt.Fprintln(w, ".")
	if r.Bought > 0 {
		fmt.Fprintf(w, "The budget buys %s t and leaves %s t short.\n", trim(r.Bought), trim(r.Left))
	}
	return nil
}

// RequirementText writes what a region must hold.
func RequirementText(w io.Writer, x *workbench.Requirements, style Style) error {
	var rows [][]string
	for _, n := range x.Needs {
		if n.Short <= 0 && !style.All {
			continue
		}
		price := ""
		if n.Market.Price > 0 {
			price = trim(n.Market.Price / 1000)
		}
		rows = append(rows, []string{n.Commodity, trim(n.Market.Need), percent(n.Direct), percent(n.Through), trim(n.Short), trim(n.Held), trim(n.Required), price, usd(n.Cost), usd(n.AtStake), trim(n.Bought)})
	}
	if len(rows) == 0 {
		_, err := fmt.Fprintf(w, "Nothing that %s needs falls short without %s.\n", x.Region, strings.Join(x.Cut, ", "))
		return err
	}
	note := "what is bought from " + strings.Join(x.Cut, ", ") + " is cut"
	if x.Through {
		note = "what passed " + strings.Join(x.Cut, ", ") + " at any stage is cut"
	}
	if err := section(w, style, "Requirements of "+x.Region, note, rows,
		"commodity", "need, t a year", "bought there", "passed there", "shortfall, t", "held", "required", "USD/kg", "cost", "output a t", "bought, t"); err != nil {
		return err
	}
	fmt.Fprintf(w, "All that is required costs %s.", usd(x.Cost))
	if x.Budget > 0 {
		fmt.Fprintf(w, " The budget of %s goes where a dollar saves most output.", usd(x.Budget))
	}
	_, err := fmt.Fprintln(w)
	return err
}

// RequirementCSV writes the same as rows, one for each year.
func RequirementCSV(w io.Writer, x *workbench.Requirements) error { return needCSV(w, x.Needs) }

// SizeCSV writes a requirement of plain numbers as rows, one for each year.
func SizeCSV(w io.Writer, r *stockpile.Requirement) error {
	return needCSV(w, []stockpile.Need{{Requirement: *r}})
}

func needCSV(w io.Writer, needs []stockpile.Need) error {
	var rows [][]string
	for _, n := range needs {
		for i, y := range n.Years {
			rows = append(rows, []string{n.Region, n.Commodity, string(n.Stage), number(n.Direct), number(n.Through), strconv.Itoa(i + 1), number(y.Need), number(y.Reliable), number(y.Short),
				number(n.Held), number(n.Required), number(n.Market.Price), number(n.Cost), number(n.Bought), number(n.Left)})
		}
	}
	return Table(w, []string{"region", "commodity", "stage", "share_bought_from_cut", "share_that_passed_cut", "year", "need_t", "reliable_supply_t", "shortfall_t", "held_t", "required_t", "usd_per_t", "cost_usd", "bought_t", "left_short_t"}, rows)
}

// HoldingText writes how long days of use last, of plain numbers.
func HoldingText(w io.Writer, x *stockpile.Holdings, style Style) error {
	var rows [][]string
	for _, h := range x.Stocks {
		rows = append(rows, []string{trim(h.Days), lasts(h), h.Until})
	}
	return section(w, style, "Days of cover", fmt.Sprintf("%s of the supply stops on %s", fine(x.Share), x.From), rows, "days of use held", "last, days", "until")
}

func lasts(h stockpile.Holding) string {
	if h.Lasts < 0 {
		return "without end"
	}
	return strconv.FormatFloat(h.Lasts, 'f', 1, 64)
}

// CoverText writes how long a region's stocks last.
func CoverText(w io.Writer, x *workbench.Covers, style Style) error {
	header := []string{"commodity", "need, t a year", "bought there", "passed there", "held, days", "until"}
	var rows [][]string
	for i, c := range x.Covers {
		if c.Cut <= 0 && !style.All {
			continue
		}
		row := []string{c.Commodity, trim(c.Need), percent(c.Direct), percent(c.Through), strconv.FormatFloat(c.Held.Days, 'f', 0, 64), until(c.Held)}
		for _, h := range c.Goals {
			row = append(row, until(h), trim(h.More), usd(h.Cost))
			if i == 0 {
				header = append(header, trim(h.Days)+" days until", "t more", "cost")
			}
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		_, err := fmt.Fprintf(w, "Nothing that %s needs comes from %s.\n", x.Region, strings.Join(x.Cut, ", "))
		return err
	}
	note := "what is bought from " + strings.Join(x.Cut, ", ") + " stops on " + x.From
	if x.Through {
		note = "what passed " + strings.Join(x.Cut, ", ") + " at any stage stops on " + x.From
	}
	return section(w, style, "Days of cover in "+x.Region, note, rows, header...)
}

func until(h stockpile.Holding) string {
	if h.Lasts < 0 {
		return "without end"
	}
	return h.Until
}

// HoldingCSV writes the same as rows.
func HoldingCSV(w io.Writer, x *stockpile.Holdings) error {
	var rows [][]string
	for _, h := range x.Stocks {
		rows = append(rows, []string{number(x.Share), number(h.Days), number(h.Lasts), h.Until})
	}
	return Table(w, []string{"share_that_stops", "days_of_use", "lasts_days", "until"}, rows)
}

// CoverCSV writes the same as rows, one for what is held and one for each goal.
func CoverCSV(w io.Writer, x *workbench.Covers) error {
	var rows [][]string
	for _, c := range x.Covers {
		for i, h := range append([]stockpile.Holding{c.Held}, c.Goals...) {
			what := "goal"
			if i == 0 {
				what = "held"
			}
			rows = append(rows, []string{c.Region, c.Commodity, string(c.Stage), number(c.Need), number(c.Direct), number(c.Through), number(c.Cut), what, number(h.Days), number(h.Tonnes), number(h.More), number(h.Cost), number(h.Lasts), h.Until})
		}
	}
	return Table(w, []string{"region", "commodity", "stage", "need_t_per_year", "share_bought_from_cut", "share_that_passed_cut", "share_cut", "stock", "days_of_use", "t", "more_than_held_t", "cost_usd", "lasts_days", "until"}, rows)
}
