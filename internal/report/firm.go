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
	if err := worldTable(w, f, style); err != nil {
		return err
	}
	for _, s := range []func(io.Writer, *firm.Answer, Style) error{firmLines, firmParts, firmPaths, firmMoves, firmUnknowns} {
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

// worldTable says what of the world stands for the parts, and how it fares.
func worldTable(w io.Writer, f *workbench.Firm, style Style) error {
	return section(w, style, "The world", "worst four weeks: what the border lets pass of the usual orders, which a licence lifts, and what is sent of that; prices against the baseline", worldRows(f),
		"parts", "goods", "from", "let pass", "sent", "price mean", "peak", "in week of")
}

func worldRows(f *workbench.Firm) [][]string {
	var rows [][]string
	for _, g := range f.World {
		parts := "all"
		if len(g.Parts) > 0 {
			parts = g.Parts[0]
		}
		if len(g.Parts) > 1 {
			parts += fmt.Sprintf(" and %d more", len(g.Parts)-1)
		}
		rows = append(rows, []string{parts, strings.Join(g.Goods, ", "), g.Country, percent(g.Border), percent(g.Sent), "x" + trim(g.PriceMean), "x" + trim(g.PricePeak), date(g.PeakDate)})
	}
	return rows
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

// firmHeadline answers in a few lines: what stops first and when, how sure that is,
// what it costs, what moves it most cheaply and what is worth asking.
func firmHeadline(w io.Writer, a *firm.Answer, style Style) {
	if len(a.Lines) == 0 || a.Lines[0].Down.P50.IsZero() {
		fmt.Fprintf(w, "%s\n", style.bold("No line stops within the horizon."))
	} else {
		l := a.Lines[0] // the first to stop
		fmt.Fprintf(w, "%s %s: %s (%s), for lack of %s.\n", style.red(style.bold("First line-down")), style.bold(date(l.Down.P50)), l.Product, l.Line, l.Missing)
		if l.Down.P10 != l.Down.P90 {
			fmt.Fprintf(w, "Between %s and %s in eight cases of ten, by what is not known exactly.\n", date(l.Down.P10), date(l.Down.P90))
		}
		fmt.Fprintln(w, wrap(firmLoss(a), 96, ""))
	}
	for _, l := range a.Lines {
		if !l.Restart.IsZero() {
			fmt.Fprintln(w, wrap(fmt.Sprintf("%s still makes all it planned if deliveries are full again by %s.", l.Line, date(l.Restart)), 96, ""))
		}
	}
	if len(a.Moves) > 0 && a.Moves[0].PerWeek.State == firm.Given {
		m := a.Moves[0]
		fmt.Fprintln(w, wrap(fmt.Sprintf("Cheapest for what it saves: %s, %s for each of %s line-weeks; then the first line-down is %s.", m.Option, figure(m.PerWeek.Mid), trim(m.WeeksSaved), ending(m.Down)), 96, ""))
	}
	if len(a.Unknowns) > 0 {
		fmt.Fprintln(w, wrap("Most worth knowing: "+a.Unknowns[0].Ask+".", 96, ""))
	}
	fmt.Fprintln(w)
}

// firmLoss adds up what all lines lose.
func firmLoss(a *firm.Answer) string {
	down, weeks, units, value := 0, 0.0, 0.0, 0.0
	for _, l := range a.Lines {
		if !l.Down.P50.IsZero() {
			down++
		}
		weeks, units, value = weeks+l.LostWeeks, units+l.Lost.P50, value+l.LostValue.P50
	}
	text := fmt.Sprintf("%d of %d lines stop; lost %s line-weeks and %s units", down, len(a.Lines), trim(weeks), figure(units))
	if value > 0 {
		text += " worth " + figure(value)
	}
	return text + "."
}

// ending is a day, or that it does not come.
func ending(t time.Time) string {
	if t.IsZero() {
		return "beyond the horizon"
	}
	return date(t)
}

// marked is a cell in red with a mark that can be read without colour. Cells that are
// not red, and the heading, are as long, so that columns stay in line.
func marked(style Style, is bool, text string) string {
	if is {
		return style.red(text + " !")
	}
	return style.plain(text)
}

func firmLines(w io.Writer, a *firm.Answer, style Style) error {
	var rows [][]string
	for _, l := range a.Lines {
		rows = append(rows, []string{l.Line, l.Product, marked(style, l.Red, trim(l.Cover)), l.Scarcest, date(l.Down.P10), date(l.Down.P50), date(l.Down.P90),
			trim(l.LostWeeks), figure(l.Lost.P50), figure(l.LostValue.P50), between(l.Output)})
	}
	return section(w, style, "Lines", "weeks of cover: what the scarcest part lasts with nothing coming in; ! is less than it takes to replenish", rows,
		"line", "product", style.plain("cover"), "scarcest", "down P10", "P50", "P90", "weeks lost", "units lost", "value lost", "units made (P10 to P90)")
}

func firmParts(w io.Writer, a *firm.Answer, style Style) error {
	var rows [][]string
	for _, p := range a.Parts {
		rows = append(rows, []string{p.Part, figure(p.Need) + " " + p.Unit, marked(style, p.Red, trim(p.Cover)), trim(p.Lead), date(p.RunsOut.P10), date(p.RunsOut.P50), date(p.RunsOut.P90), percent(p.Cut), missing(p)})
	}
	return section(w, style, "Parts", "cover and time to replenish in weeks; cut: share of the usual deliveries that stops at some time", rows,
		"part", "need a week", style.plain("cover"), "replenish", "out P10", "P50", "P90", "cut", "missing")
}

// missing is how much of a part lacks over the horizon, which is what a last-time buy
// would have to bridge; weighed as well where its mass is known.
func missing(p firm.PartAnswer) string {
	text := figure(p.Missing) + " " + p.Unit
	if p.Unit != "kg" && p.MissingKg > 0 {
		text += " = " + figure(p.MissingKg) + " kg"
	}
	return text
}

// between writes an amount with its range.
func between(a firm.Amounts) string {
	if a.P10 == a.P90 {
		return figure(a.P50)
	}
	return figure(a.P50) + " (" + figure(a.P10) + " to " + figure(a.P90) + ")"
}

func firmPaths(w io.Writer, a *firm.Answer, style Style) error {
	return section(w, style, "Origin", "parts without a free path of a qualified supplier first", pathRows(a),
		"part", "supplier", "country", "mined", "separated", "metal", "qualified", "path", "why")
}

func pathRows(a *firm.Answer) [][]string {
	known := func(s string) string {
		if s == "" {
			return "?"
		}
		return s
	}
	var rows [][]string
	for _, p := range a.Paths {
		rows = append(rows, []string{p.Part, p.Supplier, known(p.Country), known(p.Mined), known(p.Separated), known(p.Metal), p.Qualified, p.Status, p.Why})
	}
	return rows
}

func firmMoves(w io.Writer, a *firm.Answer, style Style) error {
	var rows [][]string
	for _, m := range a.Moves {
		perWeek := "saves none"
		if m.PerWeek.State == firm.Given {
			perWeek = spread(m.PerWeek)
		}
		rows = append(rows, []string{m.Option, m.Kind, perWeek, date(m.Down), fmt.Sprintf("%+.0f", m.Gained), trim(m.WeeksSaved), figure(m.UnitsSaved), figure(m.Cash.Mid), figure(m.Cost.Mid)})
	}
	return section(w, style, "Moves", "each alone, cheapest per line-week saved first; cost is cash less the price of goods that are kept", rows,
		"move", "kind", "per line-week", "line-down", "days", "weeks saved", "units saved", "cash", "cost")
}

// taken is what an unknown figure is taken as for the time being.
func taken(u firm.UnknownAnswer) string {
	if u.Place() {
		return "not there"
	}
	return rangeText(u.Value)
}

// rangeText writes a figure with its range.
func rangeText(r firm.Range) string {
	if r.State != firm.Given {
		return "not known"
	}
	return trim(r.Low) + " to " + trim(r.High)
}

func spread(r firm.Range) string { return ranged(r, figure) }

// ranged writes a figure, and its range where it has one, in the words of one number.
func ranged(r firm.Range, word func(float64) string) string {
	if r.State != firm.Given {
		return "not known"
	}
	if r.Low == r.High {
		return word(r.Mid)
	}
	return word(r.Mid) + " (" + word(r.Low) + " to " + word(r.High) + ")"
}

func firmUnknowns(w io.Writer, a *firm.Answer, style Style) error {
	var rows [][]string
	for _, u := range a.Unknowns {
		rows = append(rows, []string{u.Question, trim(u.Weeks), u.Line, date(u.Early), date(u.Late), taken(u)})
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
