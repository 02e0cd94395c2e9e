package report

import (
	"fmt"
	"io"
	"strconv"

	"lodestone/internal/model"
	"lodestone/internal/risk"
)

// RiskText writes the indices: the official ones computed again, then what the
// chain itself shows of all tracked elements by mass.
func RiskText(w io.Writer, r *risk.Report, style Style) error {
	fmt.Fprintf(w, "%s\n\n", style.bold(fmt.Sprintf("Indices of %s, base year %d", r.Model, r.BaseYear)))
	for _, s := range []func(io.Writer, *risk.Report, Style) error{officialTable, concentrationTable, relianceTable, dependenceTable} {
		if err := s(w, r, style); err != nil {
			return err
		}
	}
	return nil
}

func officialTable(w io.Writer, r *risk.Report, style Style) error {
	var rows [][]string
	for _, o := range r.Official {
		note := ""
		if o.Inferred {
			note = "share inferred from the score: no check"
		}
		rows = append(rows, []string{o.Element, o.Method, tenth(o.Computed), tenth(o.Published), tenth(o.Chain), note})
	}
	return section(w, style, "Supply risk", "computed again from the published inputs; the last figure uses the shares of this chain", rows,
		"element", "method", "computed", "published", "this chain", "")
}

func tenth(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

func concentrationTable(w io.Writer, r *risk.Report, style Style) error {
	var rows [][]string
	for _, c := range r.Concentration {
		if c.Element == "all" || style.All {
			rows = append(rows, []string{c.Element, string(c.Stage), figure(c.Made), c.Leader, percent(c.Share), figure(c.HHI), trim(c.Governance), percent(c.NMinusOne)})
		}
	}
	return section(w, style, "Concentration by stage", "HHI to 10,000; weighed by governance 0 to 10; N-1 is what the others' supply covers of their demand", rows,
		"element", "stage", "t a year", "largest", "its share", "HHI", "HHI-WGI", "N-1")
}

func relianceTable(w io.Writer, r *risk.Report, style Style) error {
	var rows [][]string
	for _, x := range r.Reliance {
		share := percent(x.Share)
		if x.Exporter {
			share = "net exporter"
		}
		if x.Element == "all" && x.Stage == last(r) || style.All {
			rows = append(rows, []string{x.Element, string(x.Stage), x.Region, figure(x.Made), figure(x.Consumed), share})
		}
	}
	return section(w, style, "Net import reliance", "imports less exports over apparent consumption, as the US Geological Survey defines it", rows,
		"element", "stage", "region", "made, t a year", "consumed", "reliance")
}

// last is the stage of the goods that are traced.
func last(r *risk.Report) model.Stage {
	for _, d := range r.Dependence {
		return d.Goods
	}
	return ""
}

func dependenceTable(w io.Writer, r *risk.Report, style Style) error {
	var rows [][]string
	for _, d := range r.Dependence {
		if d.Region != d.Origin && (d.Element == "all" || style.All) {
			rows = append(rows, []string{d.Region, d.Side, d.Element, string(d.Stage), d.Origin, percent(d.Embedded), percent(d.Direct), percent(d.Trade)})
		}
	}
	return section(w, style, "Embedded dependence", "share of the element in goods of stage "+string(last(r))+" that passed the origin at a stage, scrap included; direct is one step back, trade that of goods of the stage", rows,
		"region", "goods", "element", "stage", "origin", "embedded", "direct", "trade")
}

// RiskTables are the tables that CSV can show, by name.
var RiskTables = []string{"official", "concentration", "reliance", "dependence"}

// RiskCSV writes one table, named as in [RiskTables].
func RiskCSV(w io.Writer, r *risk.Report, name string) error {
	var rows [][]string
	var header []string
	switch name {
	case "concentration":
		header = []string{"element", "stage", "t_per_year", "leader", "leader_share", "hhi", "hhi_wgi", "n_minus_one_share"}
		for _, c := range r.Concentration {
			rows = append(rows, []string{c.Element, string(c.Stage), number(c.Made), c.Leader, number(c.Share), number(c.HHI), number(c.Governance), number(c.NMinusOne)})
		}
	case "reliance":
		header = []string{"element", "stage", "region", "made_t_per_year", "apparent_consumption_t_per_year", "net_import_reliance", "net_exporter"}
		for _, x := range r.Reliance {
			rows = append(rows, []string{x.Element, string(x.Stage), x.Region, number(x.Made), number(x.Consumed), number(x.Share), strconv.FormatBool(x.Exporter)})
		}
	case "dependence":
		header = []string{"region", "side", "element", "goods", "stage", "origin", "t_per_year", "embedded_share", "direct_share", "stage_trade_share", "stage_trade_t_per_year"}
		for _, d := range r.Dependence {
			rows = append(rows, []string{d.Region, d.Side, d.Element, string(d.Goods), string(d.Stage), d.Origin, number(d.Mass), number(d.Embedded), number(d.Direct), number(d.Trade), number(d.Traded)})
		}
	default:
		header = []string{"element", "method", "supply_risk", "published", "from_this_chain", "inputs_inferred_from_score"}
		for _, o := range r.Official {
			rows = append(rows, []string{o.Element, o.Method, tenth(o.Computed), tenth(o.Published), tenth(o.Chain), strconv.FormatBool(o.Inferred)})
		}
	}
	return Table(w, header, rows)
}
