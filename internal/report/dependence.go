package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"

	"lodestone/internal/model"
	"lodestone/internal/provenance"
	"lodestone/internal/risk"
	"lodestone/internal/workbench"
)

// goodsKey is a row of the table of dependence: goods made or used in a region.
type goodsKey struct{ region, side, element, origin string }

// dependenceText writes what goods owe to an origin: sentences on what direct trade
// hides, then a row for every region and a column for every stage.
func dependenceText(w io.Writer, r *risk.Report, style Style) error {
	hidden(w, r, style)
	var keys []goodsKey
	var stages []model.Stage
	cells := map[goodsKey]map[model.Stage]provenance.Dependence{}
	mass := map[goodsKey]float64{}
	for _, d := range r.Dependence {
		if d.Region == d.Origin || d.Element != allElements && !style.All {
			continue
		}
		k := goodsKey{d.Region, d.Side, d.Element, d.Origin}
		if cells[k] == nil {
			cells[k] = map[model.Stage]provenance.Dependence{}
			keys = append(keys, k)
		}
		cells[k][d.Stage] = d
		mass[k] = d.Mass
		if !slices.Contains(stages, d.Stage) {
			stages = append(stages, d.Stage)
		}
	}
	slices.SortStableFunc(keys, func(a, b goodsKey) int {
		return cmp.Or(cmp.Compare(elementRank(a.element), elementRank(b.element)), cmp.Compare(mass[b], mass[a]))
	})
	header := []string{"region", "goods", "element", "t a year", "from"}
	for _, s := range stages {
		header = append(header, string(s))
	}
	var rows [][]string
	for _, k := range keys {
		row := []string{k.region, k.side, k.element, figure(mass[k]), k.origin}
		direct := 0.0
		for _, s := range stages {
			d := cells[k][s]
			cell := percent(d.Embedded)
			if s != provenance.AnyStage {
				cell += " (" + percent(d.Trade) + ")"
			}
			row = append(row, cell)
			direct = d.Direct
		}
		rows = append(rows, append(row, percent(direct)))
	}
	note := "share of what is in goods of stage " + string(last(r)) + " that passed the origin last at each stage, scrap included; in brackets what trade in goods of that stage shows; direct is what users or makers buy there"
	return section(w, style, "Embedded dependence", note, rows, append(header, "direct")...)
}

// allElements stands for all tracked elements by mass.
const allElements = "all"

func elementRank(e string) int {
	if e == allElements {
		return 0
	}
	return 1
}

// hiddenLines is how many sentences are told on what direct trade hides.
const hiddenLines = 4

// hidden tells, for the regions with most goods, the element and stage at which
// their goods owe more to an origin than they buy there.
func hidden(w io.Writer, r *risk.Report, style Style) {
	most := map[[2]string]provenance.Dependence{}
	mass := map[[2]string]float64{}
	var regions [][2]string
	for _, d := range r.Dependence {
		k := [2]string{d.Region, d.Side}
		switch {
		case d.Region == d.Origin || d.Stage == provenance.AnyStage:
		case d.Element == allElements:
			mass[k] = d.Mass
		case d.Embedded-d.Direct > most[k].Embedded-most[k].Direct:
			if most[k].Region == "" {
				regions = append(regions, k)
			}
			most[k] = d
		}
	}
	slices.SortStableFunc(regions, func(a, b [2]string) int { return cmp.Compare(mass[b], mass[a]) })
	if len(regions) == 0 {
		return
	}
	fmt.Fprintln(w, style.bold("What direct trade hides"))
	for _, k := range regions[:min(hiddenLines, len(regions))] {
		d := most[k]
		fmt.Fprintf(w, "  %s of the %s in goods of stage %s %s in %s passed %s at stage %s; %s was bought there.\n", percent(d.Embedded), d.Element, d.Goods, d.Side, d.Region, d.Origin, d.Stage, percent(d.Direct))
	}
	fmt.Fprintln(w)
}

// TraceText writes where what is in some goods was worked.
func TraceText(w io.Writer, x *workbench.Traced, style Style) error {
	what := "all"
	if x.Element != "" {
		what = "the " + x.Element
	}
	var rows [][]string
	for _, l := range x.Links {
		if l.Share >= thin || style.All {
			rows = append(rows, []string{string(l.Stage), l.Label, strconv.FormatFloat(100*l.Share, 'f', 1, 64) + " %"})
		}
	}
	style.All = true // what is thin is left out, nothing else
	return section(w, style, fmt.Sprintf("Where %s of %s in %s was worked last", what, x.Commodity, x.Region), "by "+x.By+", scrap traced to where it came from", rows, "stage", x.By, "share")
}

// TraceCSV writes the same as rows.
func TraceCSV(w io.Writer, x *workbench.Traced) error {
	var rows [][]string
	for _, l := range x.Links {
		rows = append(rows, []string{x.Commodity, x.Region, x.Element, string(l.Stage), x.By, l.Label, number(l.Share)})
	}
	return Table(w, []string{"commodity", "region", "element", "stage", "by", "label", "share"}, rows)
}
