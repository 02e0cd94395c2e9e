package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"lodestone/internal/model"
	"lodestone/internal/risk"
	"lodestone/internal/workbench"
)

// RiskText writes the indices: the official ones computed again, then what the
// chain itself shows of all tracked elements by mass.
func RiskText(w io.Writer, r *risk.Report, style Style) error {
	fmt.Fprintf(w, "%s\n\n", style.bold(fmt.Sprintf("Indices of %s, base year %d", r.Model, r.BaseYear)))
	for _, s := range []func(io.Writer, *risk.Report, Style) error{officialTable, nationalTable, crisisTables, concentrationTable, relianceTable, dependenceText} {
		if err := s(w, r, style); err != nil {
			return err
		}
	}
	return nil
}

func officialTable(w io.Writer, r *risk.Report, style Style) error {
	var rows [][]string
	for _, o := range r.Official {
		note, chain := "", ""
		if o.Chain > 0 {
			chain = tenth(o.Chain)
		}
		if o.Inferred {
			note = "share inferred from the score: no check"
		}
		rows = append(rows, []string{o.Element, o.Method, tenth(o.Computed), tenth(o.Published), chain, note})
	}
	return section(w, style, "Supply risk", "computed again from the published inputs; the last figure uses the shares of this chain", rows,
		"element", "method", "computed", "published", "this chain", "")
}

func tenth(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

func concentrationTable(w io.Writer, r *risk.Report, style Style) error {
	var rows [][]string
	for _, c := range r.Concentration {
		if c.Element == "all" || style.All {
			rows = append(rows, []string{c.Element, string(c.Stage), figure(c.Made), c.Leader, percent(c.Share), figure(c.HHI), known(c.Governance), percent(c.NMinusOne)})
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

// ResilienceText writes how the ways out of a shortage answered a scenario.
func ResilienceText(w io.Writer, list []risk.Mechanism, scenario string, style Style) error {
	var rows [][]string
	for _, m := range list {
		lag, recovered := "none", "not in the run"
		if m.Lag >= 0 {
			lag = strconv.Itoa(m.Lag) + " wk"
		}
		if m.Recovered >= 0 {
			recovered = strconv.Itoa(m.Recovered) + " wk"
		}
		rows = append(rows, []string{m.Commodity, m.Mechanism, lag, percent(m.Speed) + " a year", percent(m.Magnitude), recovered})
	}
	return section(w, style, "Resilience under "+scenario, "outside the controlling region, as shares of its market; after Sprecher et al. 2017", rows,
		"commodity", "mechanism", "lag", "speed", "magnitude", "uses served again after")
}

// ResilienceCSV writes the same as rows.
func ResilienceCSV(w io.Writer, list []risk.Mechanism) error {
	var rows [][]string
	for _, m := range list {
		rows = append(rows, []string{m.Commodity, m.Mechanism, strconv.Itoa(m.Lag), number(m.Speed), number(m.Magnitude), strconv.Itoa(m.Recovered)})
	}
	return Table(w, []string{"commodity", "mechanism", "lag_weeks", "speed_share_of_market_per_year", "magnitude_share_of_market", "recovered_after_weeks"}, rows)
}

// RiskTables are the tables that CSV can show, by name.
var RiskTables = []string{"official", "national", "crises", "concentration", "reliance", "dependence"}

// RiskCSV writes one table, named as in [RiskTables].
func RiskCSV(w io.Writer, r *risk.Report, name string) error {
	var rows [][]string
	var header []string
	switch name {
	case "national":
		return nationalCSV(w, r)
	case "crises":
		return crisesCSV(w, r)
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

// RuleText writes which goods a content rule covers, and what a ban would leave.
func RuleText(w io.Writer, x *workbench.Ruled, style Style) error {
	var rows [][]string
	covered := 0
	for _, r := range x.Goods {
		state := ""
		switch {
		case r.Unjudged:
			state = "no price"
		case r.Covered:
			state = "covered"
			covered++
		}
		rows = append(rows, []string{r.Commodity, r.Region, figure(r.Supply), trim(100*r.Content) + " %", state, percent(r.Free)})
	}
	fmt.Fprintf(w, "%d of %d markets fall under the rule.\n\n", covered, len(x.Goods))
	return section(w, style, "Goods with content from "+strings.Join(x.Origins, ", "), "free is what a ban on the origin, back to the stages named, would leave of the element least free", rows,
		"commodity", "region", "t a year", "content", "rule", "free")
}

// RuleCSV writes the same as rows.
func RuleCSV(w io.Writer, x *workbench.Ruled) error {
	var rows [][]string
	for _, r := range x.Goods {
		rows = append(rows, []string{r.Commodity, string(r.Stage), r.Region, number(r.Supply), number(r.Content), strconv.FormatBool(r.Covered), strconv.FormatBool(r.Unjudged), number(r.Free)})
	}
	return Table(w, []string{"commodity", "stage", "region", "t_per_year", "content_share", "covered", "unjudged", "free_share"}, rows)
}

// known writes a figure, or nothing where none is known.
func known(v float64) string {
	if v == 0 {
		return ""
	}
	return trim(v)
}
