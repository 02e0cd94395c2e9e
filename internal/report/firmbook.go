package report

import (
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"lodestone/internal/firm"
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
		lines = append(lines, []any{l.Line, l.Product, l.Region, l.Cover, l.Scarcest, yes(l.Red), l.Missing, date(l.Down.P10), date(l.Down.P50), date(l.Down.P90), l.LostWeeks, l.Lost.P50, l.LostValue.P50})
	}
	for _, p := range a.Parts {
		parts = append(parts, []any{p.Part, p.Unit, p.Need, p.Cover, p.Lead, yes(p.Red), date(p.RunsOut.P50), p.Cut, p.Missing})
	}
	for _, m := range a.Moves {
		moves = append(moves, []any{m.Option, m.Kind, spread(m.PerWeek), date(m.Down), m.Gained, m.WeeksSaved, m.UnitsSaved, spread(m.Cash), spread(m.Cost)})
	}
	for _, u := range a.Unknowns {
		asks = append(asks, []any{u.Question, u.Weeks, u.Line, date(u.Early), date(u.Late), taken(u)})
	}
	b.sheet("Lines", lines, "line", "product", "region", "weeks of cover", "scarcest part", "below time to replenish", "missing", "line-down P10", "line-down", "line-down P90", "weeks lost", "units lost", "value lost")
	b.sheet("Parts", parts, "part", "unit", "need a week", "weeks of cover", "weeks to replenish", "below", "runs out", "deliveries cut", "missing")
	b.chart("Parts", "K2", excelize.Bar, "Weeks of cover and to replenish", "Parts", min(20, len(parts)), "A", "D", "E")
	b.red("Lines", "F", len(lines))
	b.red("Parts", "F", len(parts))
	b.burnDown(f)
	b.materials(a)
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

// materials writes what the products need of each substance, and the path of every part.
func (b *book) materials(a *firm.Answer) {
	var rows [][]any
	for _, m := range a.Materials {
		for _, c := range m.Countries {
			rows = append(rows, []any{m.Substance, m.PerYear.Low, m.PerYear.Mid, m.PerYear.High, c.Country, c.Share})
		}
	}
	if len(rows) > 0 {
		b.sheet("Materials", rows, "substance", "kg a year, low", "central", "high", "factory stands in", "share")
	}
	var paths [][]any
	for _, r := range pathRows(a) {
		row := make([]any, len(r))
		for i, c := range r {
			row[i] = c
		}
		paths = append(paths, row)
	}
	if len(paths) > 0 {
		b.sheet("Origin", paths, "part", "supplier", "factory", "mined", "separated", "metal", "qualified", "path", "why")
	}
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return ""
}

// red marks the cells of a column that say yes.
func (b *book) red(sheet, column string, rows int) {
	if b.err != nil || rows == 0 {
		return
	}
	style, err := b.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: "9C0006"}, Fill: excelize.Fill{Type: "pattern", Color: []string{"FFC7CE"}, Pattern: 1}})
	if b.err = err; err != nil {
		return
	}
	b.err = b.SetConditionalFormat(sheet, fmt.Sprintf("%s2:%s%d", column, column, rows+1),
		[]excelize.ConditionalFormatOptions{{Type: "cell", Criteria: "=", Format: &style, Value: `"yes"`}})
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
	b.printable(name)
}

// printable sets a sheet on pages of its own width.
func (b *book) printable(name string) {
	if b.err != nil {
		return
	}
	fit, landscape, wide, tall := true, "landscape", 1, 0
	if b.err = b.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); b.err == nil {
		b.err = b.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &landscape, FitToWidth: &wide, FitToHeight: &tall})
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

// burnDown writes the stock of every part that runs out, week by week, with a marker on
// the week in which it is gone, and draws those that run out first, one below the other.
func (b *book) burnDown(f *workbench.Firm) {
	type span struct {
		title string
		first int // rows
		last  int
	}
	var rows [][]any
	var spans []span
	for _, p := range f.Answer.Parts {
		if len(p.Burn) == 0 {
			continue
		}
		s := span{title: p.Part + ": out on " + ending(p.RunsOut.P50), first: len(rows) + 2}
		rows = append(rows, burnRows(f.Answer.AsOf, &p)...)
		s.last = len(rows) + 1
		spans = append(spans, s)
	}
	const sheet = "Burn-down"
	b.sheet(sheet, rows, "week", "day", "stock", "runs out", "part", "unit")
	for n, s := range spans[:min(plotted, len(spans))] {
		b.scatter(sheet, fmt.Sprintf("H%d", 2+22*n), s.title, s.first, s.last)
	}
}

// burnRows are the points of a part's stock. The marker is an upright of two points: the
// stock at the start, and none.
func burnRows(asOf time.Time, p *firm.PartAnswer) [][]any {
	var rows [][]any
	top := max(p.Burn[0].Stock, p.Need)
	for i, x := range p.Burn {
		day := asOf.AddDate(0, 0, int(x.Week*7+1e-6)).Format(time.DateOnly)
		gone := x.Stock <= 0 && (i == 0 || p.Burn[i-1].Stock > 0)
		var marker any
		if gone {
			marker = 0.0
		}
		rows = append(rows, []any{x.Week, day, x.Stock, marker, p.Part, p.Unit})
		if gone {
			rows = append(rows, []any{x.Week, day, x.Stock, top, p.Part, p.Unit})
		}
	}
	return rows
}

// scatter draws stock against weeks with the line-down marker as a series of its own.
func (b *book) scatter(sheet, at, title string, first, last int) {
	if b.err != nil {
		return
	}
	column := func(letter string) string {
		return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", sheet, letter, first, letter, last)
	}
	fill := func(colour string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
	}
	solid := excelize.LineOptions{Type: excelize.LineSolid, Width: 2.25}
	none := excelize.ChartMarker{Symbol: "none"}
	b.err = b.AddChart(sheet, at, &excelize.Chart{Type: excelize.Scatter, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title}}},
		Legend: excelize.ChartLegend{Position: "bottom"}, Dimension: excelize.ChartDimension{Width: 720, Height: 400},
		XAxis: excelize.ChartAxis{Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: "week"}}}},
		Series: []excelize.ChartSeries{
			{Name: "'" + sheet + "'!$C$1", Categories: column("A"), Values: column("C"), Fill: fill("0072B2"), Line: solid, Marker: none},
			{Name: "'" + sheet + "'!$D$1", Categories: column("A"), Values: column("D"), Fill: fill("D55E00"), Line: solid, Marker: none},
		}})
}
