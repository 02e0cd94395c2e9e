package report

import (
	"fmt"
	"html/template"
	"io"
	"strings"

	"lodestone/internal/firm"
	"lodestone/internal/workbench"
)

// document is a report as headed paragraphs and tables, written as Markdown or
// HTML by the same walk.
type document struct {
	Title    string
	Sections []docSection
}

type docSection struct {
	Title  string
	Text   []string
	Header []string
	Rows   [][]string
}

// riskAssessment lays the answer out as Article 24 of the Critical Raw Materials Act
// (Regulation (EU) 2024/1252) asks large companies to assess their supply: where the
// materials come from, what could disturb supply, how vulnerable the company is, and
// what it does about it.
func riskAssessment(f *workbench.Firm) document {
	a, p := f.Answer, f.Plan
	d := document{Title: "Risk assessment of the supply of raw materials, after Article 24 of Regulation (EU) 2024/1252"}
	d.Sections = append(d.Sections, docSection{Title: "Basis", Text: []string{
		fmt.Sprintf("Stocks of %s, %s weeks ahead, under: %s%s.", date(a.AsOf), trim(a.Horizon), f.Under, with(f.With)),
		fmt.Sprintf("Made by %s %s. Nothing in it has left the machine it was made on.", f.Provenance.Program, f.Provenance.Version)}})
	origin := docSection{Title: "1. Where the materials come from", Header: []string{"part", "grade", "supplier", "country", "share", "qualified", "licence"},
		Text: []string{"What is known of suppliers. Mines, separators and smelters behind them are named only as far as suppliers have said."}}
	for _, s := range p.Suppliers {
		origin.Rows = append(origin.Rows, []string{s.Part, gradeOf(p, s.Part), s.Supplier, s.Country, share(s.Share), s.Qualified, s.Licence})
	}
	factors := docSection{Title: "2. What may disturb the supply", Header: []string{"country", "part", "from", "share that comes again", "after weeks", "substances"}}
	for _, x := range f.Disruptions {
		part := x.Part
		if part == "" {
			part = "all"
		}
		factors.Rows = append(factors.Rows, []string{x.Country, part, date(x.From), orNone(x.Licensed, share), orNone(x.Week, spread), x.Substances})
	}
	lines := docSection{Title: "3. How vulnerable the company is", Header: []string{"line", "product", "weeks of cover", "below time to replenish", "line-down", "P10", "P90", "units lost", "value lost"}}
	for _, l := range a.Lines {
		red := ""
		if l.Red {
			red = "yes"
		}
		lines.Rows = append(lines.Rows, []string{l.Line, l.Product, trim(l.Cover), red, date(l.Down.P50), date(l.Down.P10), date(l.Down.P90), figure(l.Lost.P50), figure(l.LostValue.P50)})
	}
	moves := docSection{Title: "4. What can be done about it", Header: []string{"option", "kind", "cost per line-week saved", "line-down then", "cost"}}
	for _, m := range a.Moves {
		moves.Rows = append(moves.Rows, []string{m.Option, m.Kind, spread(m.PerWeek), date(m.Down), spread(m.Cost)})
	}
	gaps := docSection{Title: "5. What is not known", Header: []string{"to ask", "moves a line-down by weeks", "now taken as"}}
	for _, u := range a.Unknowns {
		gaps.Rows = append(gaps.Rows, []string{u.Question, trim(u.Weeks), taken(u)})
	}
	d.Sections = append(d.Sections, origin, factors, lines, moves, gaps,
		docSection{Title: "Assumptions", Text: append(append([]string{}, a.Assumptions...), f.Notes...)})
	return d
}

// orNone writes a figure of a disruption, which is none where not given.
func orNone(r firm.Range, text func(firm.Range) string) string {
	if r.State != firm.Given {
		return "none"
	}
	return text(r)
}

func gradeOf(p *firm.Plan, part string) string {
	for _, x := range p.Parts {
		if x.ID == part {
			return x.Grade
		}
	}
	return ""
}

func share(r firm.Range) string {
	if r.State != firm.Given {
		return "not known"
	}
	if r.Low == r.High {
		return percent(r.Mid)
	}
	return percent(r.Mid) + " (" + percent(r.Low) + " to " + percent(r.High) + ")"
}

// FirmMarkdown writes the risk assessment as Markdown.
func FirmMarkdown(w io.Writer, f *workbench.Firm) error {
	var b strings.Builder
	d := riskAssessment(f)
	fmt.Fprintf(&b, "# %s\n", d.Title)
	cell := strings.NewReplacer("|", "\\|", "\n", " ")
	row := func(cells []string) {
		for i, c := range cells {
			cells[i] = cell.Replace(c)
		}
		fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | "))
	}
	for _, s := range d.Sections {
		fmt.Fprintf(&b, "\n## %s\n\n", s.Title)
		for _, t := range s.Text {
			fmt.Fprintf(&b, "- %s\n", t)
		}
		if len(s.Rows) > 0 {
			if len(s.Text) > 0 {
				b.WriteString("\n")
			}
			row(append([]string{}, s.Header...))
			b.WriteString("|" + strings.Repeat(" --- |", len(s.Header)) + "\n")
			for _, r := range s.Rows {
				row(r)
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// page is one file: no script, nothing fetched.
var page = template.Must(template.New("firm").Parse(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{{.Title}}</title>
<style>
body { font: 15px/1.5 sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em; color: #222; }
table { border-collapse: collapse; margin: 1em 0; }
th, td { border: 1px solid #bbb; padding: .3em .6em; text-align: left; vertical-align: top; }
th { background: #eee; }
</style>
<h1>{{.Title}}</h1>
{{range .Sections}}<h2>{{.Title}}</h2>
{{range .Text}}<p>{{.}}</p>
{{end}}{{if .Rows}}<table>
<tr>{{range .Header}}<th>{{.}}</th>{{end}}</tr>
{{range .Rows}}<tr>{{range .}}<td>{{.}}</td>{{end}}</tr>
{{end}}</table>
{{end}}{{end}}</html>
`))

// FirmHTML writes the risk assessment as one page.
func FirmHTML(w io.Writer, f *workbench.Firm) error {
	return page.Execute(w, riskAssessment(f))
}
