package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"lodestone/internal/firm"
	"lodestone/internal/workbench"
)

// FirmText writes when each line of a company stops, for lack of which part, what
// it costs, what would move the day, and which figure is worth asking for.
func FirmText(w io.Writer, f *workbench.Firm, style Style) error {
	a := f.Answer
	fmt.Fprintf(w, "%s\n", style.bold("Under "+f.Under+with(f.With)))
	fmt.Fprintf(w, "Stocks of %s, %s weeks ahead.\n\n", date(a.AsOf), trim(a.Horizon))
	firmHeadline(w, a, style)
	for _, s := range []func(io.Writer, *firm.Answer, Style) error{firmLines, firmParts, firmMoves, firmUnknowns} {
		if err := s(w, a, style); err != nil {
			return err
		}
	}
	if len(a.Assumptions)+len(f.Notes) > 0 {
		fmt.Fprintln(w, style.bold("What was assumed"))
		for _, t := range append(append([]string{}, a.Assumptions...), f.Notes...) {
			fmt.Fprintln(w, wrap(t, 96, "  "))
		}
	}
	return nil
}

func with(options []string) string {
	if len(options) == 0 {
		return ""
	}
	return ", with " + strings.Join(options, " and ")
}

// date is empty for what does not happen within the horizon.
func date(t time.Time) string {
	if t.IsZero() {
		return "none"
	}
	return t.Format(time.DateOnly)
}

func firmHeadline(w io.Writer, a *firm.Answer, style Style) {
	first := -1
	for i, l := range a.Lines {
		if !l.Down.P50.IsZero() && (first < 0 || l.Down.P50.Before(a.Lines[first].Down.P50)) {
			first = i
		}
	}
	if first < 0 {
		fmt.Fprintf(w, "%s\n\n", style.bold("No line stops within the horizon."))
		return
	}
	l := a.Lines[first]
	fmt.Fprintf(w, "%s %s: %s (%s), for lack of %s.\n", style.red(style.bold("First line-down")), style.bold(date(l.Down.P50)), l.Product, l.Line, l.Missing)
	if l.Down.P10 != l.Down.P90 {
		fmt.Fprintf(w, "Between %s and %s in eight cases of ten, by what is not known exactly.\n", date(l.Down.P10), date(l.Down.P90))
	}
	fmt.Fprintln(w)
}

func red(style Style, is bool, text string) string {
	if is {
		return style.red(text + " !")
	}
	return text
}

func firmLines(w io.Writer, a *firm.Answer, style Style) error {
	var rows [][]string
	for _, l := range a.Lines {
		rows = append(rows, []string{l.Line, l.Product, l.Region, red(style, l.Red, trim(l.Cover)), l.Scarcest, date(l.Down.P50), date(l.Down.P10), date(l.Down.P90),
			trim(l.LostWeeks), figure(l.Lost.P50), figure(l.LostValue.P50)})
	}
	return section(w, style, "Lines", "cover is what the scarcest part lasts with nothing coming in; ! is below the time to replenish it", rows,
		"line", "product", "region", "cover, wk", "scarcest", "line-down", "P10", "P90", "weeks lost", "units lost", "value lost")
}

func firmParts(w io.Writer, a *firm.Answer, style Style) error {
	var rows [][]string
	for _, p := range a.Parts {
		rows = append(rows, []string{p.Part, figure(p.Need) + " " + p.Unit, red(style, p.Red, trim(p.Cover)), trim(p.Lead), date(p.RunsOut.P50), percent(p.Cut), figure(p.Missing)})
	}
	return section(w, style, "Parts", "", rows, "part", "need a week", "cover, wk", "to replenish, wk", "runs out", "deliveries cut", "missing")
}

func firmMoves(w io.Writer, a *firm.Answer, style Style) error {
	var rows [][]string
	for _, m := range a.Moves {
		perWeek := "saves none"
		if m.PerWeek.State == firm.Given {
			perWeek = spread(m.PerWeek)
		}
		rows = append(rows, []string{m.Option, m.Kind, perWeek, date(m.Down), fmt.Sprintf("%+.0f", m.Gained), trim(m.WeeksSaved), figure(m.UnitsSaved), spread(m.Cash), spread(m.Cost)})
	}
	return section(w, style, "Moves", "each alone, cheapest per line-week saved first; cost leaves out the price of goods that are kept", rows,
		"move", "kind", "per line-week", "line-down", "days", "weeks saved", "units saved", "cash", "cost")
}

func spread(r firm.Range) string {
	if r.State != firm.Given {
		return "not known"
	}
	if r.Low == r.High {
		return figure(r.Mid)
	}
	return figure(r.Mid) + " (" + figure(r.Low) + " to " + figure(r.High) + ")"
}

func firmUnknowns(w io.Writer, a *firm.Answer, style Style) error {
	var rows [][]string
	for _, u := range a.Unknowns {
		rows = append(rows, []string{u.Ask, trim(u.Weeks), u.Line, date(u.Early), date(u.Late), u.Value.String()})
	}
	return section(w, style, "What to ask", "figures not known exactly, by how many weeks they move a line-down", rows, "ask", "weeks", "line", "early", "late", "now taken as")
}

// FirmCSV writes the lines.
func FirmCSV(w io.Writer, f *workbench.Firm) error {
	var rows [][]string
	for _, l := range f.Answer.Lines {
		rows = append(rows, []string{l.Line, l.Product, l.Region, number(l.Cover), l.Scarcest, fmt.Sprint(l.Red), l.Missing, date(l.Down.P10), date(l.Down.P50), date(l.Down.P90), number(l.LostWeeks), number(l.Lost.P50), number(l.LostValue.P50)})
	}
	return Table(w, []string{"line", "product", "region", "cover_weeks", "scarcest", "red", "missing", "line_down_p10", "line_down_p50", "line_down_p90", "weeks_lost", "units_lost", "value_lost"}, rows)
}
