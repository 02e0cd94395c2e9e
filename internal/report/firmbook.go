package report

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"lodestone/internal/workbench"
)

// FirmBook writes the answer as a workbook: lines, parts with a chart of their
// cover, the burn-down of every part that runs out with a marker on the week, the
// moves, what to ask, and what was assumed.
func FirmBook(w io.Writer, f *workbench.Firm) (err error) {
	b := book{File: excelize.NewFile()}
	defer func() {
		if closed := b.Close(); err == nil {
			err = closed
		}
	}()
	a := f.Answer
	var lines, parts, moves, asks [][]any
	for _, l := range a.Lines {
		lines = append(lines, []any{l.Line, l.Product, l.Region, l.Cover, l.Scarcest, l.Red, l.Missing, date(l.Down.P10), date(l.Down.P50), date(l.Down.P90), l.LostWeeks, l.Lost.P50, l.LostValue.P50})
	}
	for _, p := range a.Parts {
		parts = append(parts, []any{p.Part, p.Unit, p.Need, p.Cover, p.Lead, p.Red, date(p.RunsOut.P50), p.Cut, p.Missing})
	}
	for _, m := range a.Moves {
		moves = append(moves, []any{m.Option, m.Kind, spread(m.PerWeek), date(m.Down), m.Gained, m.WeeksSaved, m.UnitsSaved, spread(m.Cash), spread(m.Cost)})
	}
	for _, u := range a.Unknowns {
		asks = append(asks, []any{u.Question, u.Weeks, u.Line, date(u.Early), date(u.Late), taken(u)})
	}
	b.sheet("Lines", lines, "line", "product", "region", "weeks of cover", "scarcest part", "below time to replenish", "missing", "line-down P10", "line-down", "line-down P90", "weeks lost", "units lost", "value lost")
	b.sheet("Parts", parts, "part", "unit", "need a week", "weeks of cover", "weeks to replenish", "below", "runs out", "deliveries cut", "missing")
	b.chart("Parts", "K2", excelize.Bar, "Weeks of cover and to replenish", "Parts", len(parts), "A", "D", "E")
	b.burnDown(f)
	b.sheet("Moves", moves, "move", "kind", "per line-week saved", "line-down", "days gained", "weeks saved", "units saved", "cash", "cost")
	b.sheet("To ask", asks, "ask", "weeks it moves a line-down", "line", "early", "late", "now taken as")
	var assumed [][]any
	assumed = append(assumed, []any{"Under " + f.Under + with(f.With)}, []any{f.Provenance.Program + " " + f.Provenance.Version})
	for _, t := range append(append([]string{}, a.Assumptions...), f.Notes...) {
		assumed = append(assumed, []any{t})
	}
	b.sheet("Assumptions", assumed, "what was assumed")
	if b.err == nil {
		b.err = b.DeleteSheet("Sheet1")
	}
	if b.err != nil {
		return fmt.Errorf("writing the workbook: %w", b.err)
	}
	return b.Write(w)
}

// book keeps the first error, so that what is written reads in order.
type book struct {
	*excelize.File
	err error
}

// sheet writes a header and rows.
func (b *book) sheet(name string, rows [][]any, header ...string) {
	if b.err != nil {
		return
	}
	if _, b.err = b.NewSheet(name); b.err != nil {
		return
	}
	first := make([]any, len(header))
	for i, h := range header {
		first[i] = h
	}
	for i, r := range append([][]any{first}, rows...) {
		if b.err == nil {
			b.err = b.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &r)
		}
	}
	if b.err != nil {
		return
	}
	bold, err := b.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if b.err = err; b.err == nil {
		b.err = b.SetRowStyle(name, 1, 1, bold)
	}
	if b.err == nil {
		b.err = b.SetColWidth(name, "A", "M", 16)
	}
}

// chart draws columns of a sheet over a column of names.
func (b *book) chart(sheet, at string, kind excelize.ChartType, title, from string, rows int, names string, columns ...string) {
	if b.err != nil || rows == 0 {
		return
	}
	c := &excelize.Chart{Type: kind, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title}}}, Legend: excelize.ChartLegend{Position: "bottom"},
		Dimension: excelize.ChartDimension{Width: 720, Height: 420}}
	for _, col := range columns {
		c.Series = append(c.Series, excelize.ChartSeries{Name: fmt.Sprintf("'%s'!$%s$1", from, col),
			Categories: fmt.Sprintf("'%s'!$%s$2:$%s$%d", from, names, names, rows+1), Values: fmt.Sprintf("'%s'!$%s$2:$%s$%d", from, col, col, rows+1)})
	}
	b.err = b.AddChart(sheet, at, c)
}

// burnDown writes the stock of every part that runs out, week by week, with the
// week in which it is gone marked, and draws the first.
func (b *book) burnDown(f *workbench.Firm) {
	var rows [][]any
	first := 0
	for _, p := range f.Answer.Parts {
		if len(p.Burn) == 0 {
			continue
		}
		for i, x := range p.Burn {
			var marker any
			if x.Stock <= 0 && (i == 0 || p.Burn[i-1].Stock > 0) {
				marker = p.Burn[0].Stock / 2
			}
			rows = append(rows, []any{x.Week, x.Stock, marker, p.Part, p.Unit})
		}
		if first == 0 {
			first = len(rows)
		}
	}
	b.sheet("Burn-down", rows, "week", "stock", "runs out", "part", "unit")
	b.chart("Burn-down", "G2", excelize.Line, "Stock of the first part that runs out", "Burn-down", first, "A", "B", "C")
}
