package report

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"strings"

	"lodestone/internal/firm"
	"lodestone/internal/workbench"
)

// document is a report as headed paragraphs, figures and tables, written as Markdown or
// HTML by the same walk. Markdown leaves the figures out.
type document struct {
	Title    string
	Answer   []string // the headline
	Sections []docSection
}

type docSection struct {
	Title  string
	Text   []string
	Header []string
	Rows   [][]string
	draw   func(io.Writer) error
	Figure template.HTML
}

// riskAssessment lays the answer out as Article 24 of the Critical Raw Materials Act
// (Regulation (EU) 2024/1252) asks large companies to assess their supply at least every
// three years: where the materials are extracted, processed or recycled, what may affect
// their supply, how vulnerable the company is, and what it does about it.
func riskAssessment(f *workbench.Firm) document {
	a := f.Answer
	d := document{Title: "Risk assessment of the supply of raw materials"}
	var head bytes.Buffer
	firmHeadline(&head, a, Style{})
	d.Answer = strings.Split(strings.TrimSpace(head.String()), "\n")
	d.Sections = append(d.Sections, basisSection(f), materialSection(a), originSection(f), factorSection(f))
	if rows := worldRows(f); len(rows) > 0 {
		d.Sections = append(d.Sections, docSection{Title: "What the world lets through", Rows: rows,
			Text:   []string{"Goods of the simulated world that stand for the parts, in the worst four weeks: what the border lets pass of the usual orders, and what is sent of that; prices against the baseline."},
			Header: []string{"parts", "goods", "from", "let pass", "sent", "price mean", "peak", "in week of"}})
	}
	d.Sections = append(d.Sections, vulnerabilitySections(f)...)
	d.Sections = append(d.Sections, moveSection(a), gapSection(a),
		docSection{Title: "Assumptions", Text: append(append([]string{}, a.Assumptions...), f.Notes...)})
	return d
}

func basisSection(f *workbench.Firm) docSection {
	a := f.Answer
	return docSection{Title: "Basis", Text: []string{
		"In the shape of Article 24 of Regulation (EU) 2024/1252: mapping, factors, vulnerability, mitigation. It is reckoned from the company's own tables and is no legal advice.",
		fmt.Sprintf("Stocks of %s, %s weeks ahead, under: %s%s.", date(a.AsOf), trim(a.Horizon), f.Under, with(f.With)),
		fmt.Sprintf("Made by %s %s. Nothing in it has left the machine it was made on.", f.Provenance.Program, f.Provenance.Version)}}
}

func materialSection(a *firm.Answer) docSection {
	s := docSection{Title: "1. Materials in use", Header: []string{"substance", "kg a year", "parts", "factories that deliver the parts stand in"}}
	for _, m := range a.Materials {
		var from []string
		for _, c := range m.Countries {
			name := c.Country
			if name == "" {
				name = "not known"
			}
			from = append(from, name+" "+percent(c.Share))
		}
		s.Rows = append(s.Rows, []string{m.Substance, spread(m.PerYear), fmt.Sprint(len(m.Parts)), strings.Join(from, ", ")})
	}
	if len(s.Rows) == 0 {
		s.Text = []string{"The plan gives no contents of its parts, so no substances are added up."}
	}
	return s
}

func originSection(f *workbench.Firm) docSection {
	p := f.Plan
	s := docSection{Title: "2. Where the materials come from", Header: []string{"part", "grade", "supplier", "factory", "mined", "separated", "metal", "share", "qualified", "licence"},
		Text: []string{"Stages that no supplier has told are marked ?; they are listed under what is not known where they move a date."}}
	known := func(text string) string {
		if text == "" {
			return "?"
		}
		return text
	}
	for _, x := range p.Suppliers {
		s.Rows = append(s.Rows, []string{x.Part, gradeOf(p, x.Part), x.Supplier, known(x.Country), known(x.Mined), known(x.Separated), known(x.Metal), share(x.Share), x.Qualified, x.Licence})
	}
	return s
}

func factorSection(f *workbench.Firm) docSection {
	s := docSection{Title: "3. What may affect the supply", Header: []string{"country", "part", "from", "share that comes again", "after weeks", "substances", "reaches"}}
	for _, x := range f.Disruptions {
		part := x.Part
		if part == "" {
			part = "all"
		}
		reach := x.Reach
		if x.Shortage {
			reach = "goods lack there"
		}
		s.Rows = append(s.Rows, []string{x.Country, part, date(x.From), orNone(x.Licensed, share), orNone(x.Week, spread), x.Substances, reach})
	}
	return s
}

func vulnerabilitySections(f *workbench.Firm) []docSection {
	a := f.Answer
	lines := docSection{Title: "4. How vulnerable the company is", Header: []string{"line", "product", "weeks of cover", "line-down P10", "P50", "P90", "units lost", "value lost"},
		draw: func(w io.Writer) error { return burnDownPlot(w, f) }}
	for _, l := range a.Lines {
		lines.Rows = append(lines.Rows, []string{l.Line, l.Product, mark(l.Red, trim(l.Cover)), date(l.Down.P10), date(l.Down.P50), date(l.Down.P90), between(l.Lost), between(l.LostValue)})
	}
	parts := docSection{Title: "Cover of the parts", Header: []string{"part", "need a week", "weeks of cover", "weeks to replenish", "runs out P10", "P50", "P90", "missing over the horizon"},
		draw: func(w io.Writer) error { return coverPlot(w, a) }}
	for _, p := range a.Parts {
		parts.Rows = append(parts.Rows, []string{p.Part, figure(p.Need) + " " + p.Unit, mark(p.Red, trim(p.Cover)), trim(p.Lead), date(p.RunsOut.P10), date(p.RunsOut.P50), date(p.RunsOut.P90), missing(p)})
	}
	out := []docSection{lines, parts}
	if rows := pathRows(a); len(rows) > 0 {
		out = append(out, docSection{Title: "Evidence of origin", Text: []string{"Parts without a free path of a qualified supplier come first."}, Rows: rows,
			Header: []string{"part", "supplier", "factory", "mined", "separated", "metal", "qualified", "path", "why"}})
	}
	return out
}

// mark is a figure that is too low, told without colour.
func mark(is bool, text string) string {
	if is {
		return text + " !"
	}
	return text
}

func moveSection(a *firm.Answer) docSection {
	s := docSection{Title: "5. What can be done about it", Header: []string{"option", "kind", "cost per line-week saved", "line-down then", "line-weeks saved", "cash", "cost"},
		Text: []string{"Each alone, cheapest for what it saves first; cost leaves out the price of goods that are kept."}}
	for _, m := range a.Moves {
		per := "saves none"
		if m.PerWeek.State == firm.Given {
			per = spread(m.PerWeek)
		}
		s.Rows = append(s.Rows, []string{m.Option, m.Kind, per, date(m.Down), trim(m.WeeksSaved), spread(m.Cash), spread(m.Cost)})
	}
	return s
}

func gapSection(a *firm.Answer) docSection {
	s := docSection{Title: "6. What is not known, and whom to ask", Header: []string{"to ask", "moves a line-down by weeks", "now taken as"}}
	for _, u := range a.Unknowns {
		s.Rows = append(s.Rows, []string{u.Question, trim(u.Weeks), taken(u)})
	}
	if len(s.Rows) == 0 {
		s.Text = []string{"No figure that is not known moves the day on which a line stops."}
	}
	return s
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

func share(r firm.Range) string { return ranged(r, percent) }

// FirmMarkdown writes the risk assessment as Markdown.
func FirmMarkdown(w io.Writer, f *workbench.Firm) error {
	var b strings.Builder
	d := riskAssessment(f)
	fmt.Fprintf(&b, "# %s\n\n%s\n", d.Title, strings.Join(d.Answer, "\n"))
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
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72em; margin: 2em auto; padding: 0 1em; color: #1c2733; }
h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin: 2em 0 .5em; border-bottom: 1px solid #d5dbe1; }
.answer { background: #eef4f9; border-left: 4px solid #0072b2; padding: .8em 1.2em; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: 1em 0; font-size: .92em; }
th, td { border-bottom: 1px solid #d5dbe1; padding: .35em 1em .35em 0; text-align: left; vertical-align: top; white-space: nowrap; }
th { color: #55606b; font-weight: 600; } p { margin: .4em 0; }
svg { max-width: 100%; height: auto; }
@media print { body { margin: 0; } h2 { break-after: avoid; } }
</style>
<h1>{{.Title}}</h1>
<div class="answer">{{range .Answer}}{{.}}<br>
{{end}}</div>
{{range .Sections}}<h2>{{.Title}}</h2>
{{range .Text}}<p>{{.}}</p>
{{end}}{{if .Figure}}<figure>{{.Figure}}</figure>
{{end}}{{if .Rows}}<div class="wide"><table>
<tr>{{range .Header}}<th>{{.}}</th>{{end}}</tr>
{{range .Rows}}<tr>{{range .}}<td>{{.}}</td>{{end}}</tr>
{{end}}</table></div>
{{end}}{{end}}</html>
`))

// FirmHTML writes the risk assessment as one page with its charts.
func FirmHTML(w io.Writer, f *workbench.Firm) error {
	d := riskAssessment(f)
	for i := range d.Sections {
		s := &d.Sections[i]
		if s.draw == nil {
			continue
		}
		svg, err := inline(s.draw)
		if err != nil {
			return err
		}
		s.Figure = template.HTML(svg) // drawn here, with all text escaped
	}
	return page.Execute(w, d)
}
