package report

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"

	"lodestone/internal/result"
)

// rowsShown is how many rows of a long table a terminal gets unasked.
const rowsShown = 12

// StressText writes the answer in words first, then the tables.
func StressText(w io.Writer, s *result.Stress, style Style) error {
	fmt.Fprintf(w, "%s\n", style.bold(s.Title))
	if s.Description != "" {
		fmt.Fprintf(w, "%s\n", wrap(s.Description, 96, ""))
	}
	against := "without these events"
	if s.Against != "" {
		against = "under " + s.Against
	}
	fmt.Fprintf(w, "%d weeks from %s, against the same weeks %s.\n\n", s.Weeks, s.Start, against)
	headline(w, s, style)
	for _, section := range []func(io.Writer, *result.Stress, Style) error{lineDownTable, shortageTable, yearTable, publicTable, priceTable, coverTable, plantTable} {
		if err := section(w, s, style); err != nil {
			return err
		}
	}
	assumed(w, s, style)
	return nil
}

// headline says which line stops first, when, for lack of what, and why.
func headline(w io.Writer, s *result.Stress, style Style) {
	if len(s.LineDowns) == 0 {
		fmt.Fprintf(w, "%s\n", style.bold("No line stops."))
		bothSides(w, s)
		return
	}
	d := s.LineDowns[0]
	fmt.Fprintf(w, "%s %s: %s in %s, for lack of %s.\n", style.red(style.bold("First line-down")), style.bold(d.Date), d.EndUse, d.Region, d.Missing)
	fmt.Fprintf(w, "%s of its lines stand still; buyers there held %s weeks of cover when the shock came.\n", percent(d.Share), weeks(d.CoverStart))
	for i, step := range d.Cause {
		lead := "Because "
		if i > 0 {
			lead = "   and that because "
		}
		fmt.Fprintf(w, "%s%s.\n", lead, step)
	}
	fmt.Fprintf(w, "In all, lines of %s in %s stop; output worth %s is lost (%s to %s).\n",
		plural(countBy(s.LineDowns, func(d result.LineDown) string { return d.EndUse }), "end use"),
		plural(countBy(s.LineDowns, func(d result.LineDown) string { return d.Region }), "region"), usd(s.Lost.Value), usd(s.Lost.Low), usd(s.Lost.High))
	bothSides(w, s)
}

// bothSides says what the controls cost those who impose them.
func bothSides(w io.Writer, s *result.Stress) {
	for _, x := range s.Exporters {
		word := "less"
		if x.LostSales < 0 {
			word = "more"
		}
		fmt.Fprintf(w, "%s itself sells %s %s of the chain's goods abroad (%s of its exports; in the worst week %s less) and loses %s of output at home, against %s elsewhere.\n",
			x.Region, usd(math.Abs(x.LostSales)), word, percent(math.Abs(x.Share)), percent(x.WorstShare), usd(x.AtHome.Value), usd(x.Elsewhere.Value))
	}
	fmt.Fprintln(w)
}

func usd(v float64) string { return "$" + figure(v) }

func countBy(list []result.LineDown, key func(result.LineDown) string) int {
	seen := map[string]bool{}
	for _, d := range list {
		seen[key(d)] = true
	}
	return len(seen)
}

func lineDownTable(w io.Writer, s *result.Stress, style Style) error {
	var rows [][]string
	for _, d := range s.LineDowns {
		rows = append(rows, []string{d.Date, d.EndUse, d.Region, d.Missing, weeks(d.CoverStart), d.Event})
	}
	return section(w, style, "Line-downs", "when enough lines of an end use stand still", rows,
		"date", "end use", "region", "missing", "weeks of cover at the shock", "event behind it")
}

func shortageTable(w io.Writer, s *result.Stress, style Style) error {
	var rows [][]string
	for _, x := range s.Shortages {
		rows = append(rows, []string{x.EndUse, x.Region, percent(x.Share), percent(x.Peak), x.PeakDate, figure(x.Late), figure(x.Units) + " " + x.Unit,
			usd(x.Value.Value), usd(x.Value.Low) + " to " + usd(x.Value.High)})
	}
	return section(w, style, "Shortages", "demand unmet beyond the baseline, over the whole run; what is made up later is not lost", rows,
		"end use", "region", "of demand", "worst week", "in week of", "made up", "lost", "value lost", "range")
}

// longRun is the length of a run, in weeks, from which years are shown.
const longRun = 4 * 52

// yearTable shows what the regions that the scenario's public money goes to got
// year by year, in the stage of the chain on which their end uses spend most.
func yearTable(w io.Writer, s *result.Stress, style Style) error {
	if s.Weeks < longRun {
		return nil
	}
	spent := map[int]float64{}
	for _, p := range s.Public {
		spent[p.Year] += p.USD
	}
	years := s.Years()
	most := map[string]result.Year{}
	for _, y := range years {
		if y.Wanted*y.Price > most[y.Region].Wanted*most[y.Region].Price {
			most[y.Region] = y
		}
	}
	var rows [][]string
	for _, region := range s.PolicyRegions() {
		for _, y := range years {
			if y.Region == region && y.Stage == most[region].Stage {
				rows = append(rows, []string{strconv.Itoa(y.Year), y.Region, string(y.Stage), figure(y.Wanted), percent(y.Met), percent(y.MetBase), percent(y.Own), percent(y.OwnBase), usd(spent[y.Year])})
			}
		}
	}
	style.All = true
	return section(w, style, "Year by year", "demand met and own output as shares of what end uses wanted, with the baseline's beside them; public money of the year", rows,
		"year", "region", "stage", "wanted, t", "met", "baseline", "own output", "baseline", "public money")
}

func publicTable(w io.Writer, s *result.Stress, style Style) error {
	sum, order := map[string]float64{}, []string{}
	for _, p := range s.Public {
		if _, seen := sum[p.Event]; !seen {
			order = append(order, p.Event)
		}
		sum[p.Event] += p.USD
	}
	var rows [][]string
	for _, e := range order {
		rows = append(rows, []string{e, usd(sum[e])})
	}
	return section(w, style, "Public money", "over the whole run; what a stockpile still holds is not deducted", rows, "event", "cost")
}

func plantTable(w io.Writer, s *result.Stress, style Style) error {
	var rows [][]string
	for _, p := range s.Plants {
		also := ""
		if p.Baseline {
			also = "yes"
		}
		rows = append(rows, []string{p.Date, p.Facility, p.Region, p.From + " to " + p.To, percent(p.Margin), also})
	}
	return section(w, style, "Plants", "margin is value added less cash cost over revenue, as the owner judges it", rows,
		"week of", "facility", "region", "change", "margin", "in baseline too")
}

func priceTable(w io.Writer, s *result.Stress, style Style) error {
	var rows [][]string
	for _, p := range s.Prices {
		rows = append(rows, []string{p.Commodity, p.Unit, trim(p.BaseOutside), trim(p.PeakOutside), p.PeakDate, trim(p.Traded),
			p.Inside, trim(p.InsideThen), "x" + trim(p.Ratio), trim(p.EndOutside)})
	}
	return section(w, style, "Prices", "outside is the mean of all other regions, weighted by use; traded is what came from inside cost landed, by volume", rows,
		"commodity", "unit", "outside before", "outside peak", "in week of", "traded", "inside", "price there", "outside/inside", "outside at end")
}

func coverTable(w io.Writer, s *result.Stress, style Style) error {
	var rows [][]string
	for _, c := range s.Covers {
		rows = append(rows, []string{c.Commodity, c.Region, weeks(c.Normal), weeks(c.Lowest), c.Date, percent(c.Stopped)})
	}
	return section(w, style, "Weeks of cover", "stock over expected use, by market", rows,
		"commodity", "region", "normal", "lowest", "in week of", "buyers run out")
}

func section(w io.Writer, style Style, title, note string, rows [][]string, header ...string) error {
	if len(rows) == 0 {
		return nil
	}
	fmt.Fprintf(w, "%s (%s)\n", style.bold(title), note)
	shown, more := cut(rows, rowsShown, style.All)
	if err := table(w, header, shown); err != nil {
		return err
	}
	if more != "" {
		fmt.Fprintln(w, more)
	}
	fmt.Fprintln(w)
	return nil
}

// assumed ends the report with what it rests on.
func assumed(w io.Writer, s *result.Stress, style Style) {
	fmt.Fprintln(w, style.bold("What was assumed"))
	for _, a := range s.Assumed {
		fmt.Fprintln(w, wrap(a, 96, "  "))
	}
	for _, e := range s.Events {
		until := ""
		if e.To != "" {
			until = " to " + e.To
		}
		fmt.Fprintf(w, "  %s: %s, %s from %s%s [%s]\n", e.ID, e.Title, e.Kind, e.From, until, e.Source)
	}
	p := s.Provenance
	if p.Behaviour == "none" {
		fmt.Fprintln(w, "  All assumptions about behaviour are switched off (--behaviour none).")
	}
	fmt.Fprintf(w, "  %s %s, model %s (base year %d, %.12s), scenario %s (%.12s); worst mass-balance error %.1e of throughput\n",
		p.Program, p.Version, p.Model, p.BaseYear, p.ModelHash, p.Scenario, p.ScenarioHash, s.Residual)
}

// JSON writes any result as indented JSON with a final newline.
func JSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// StressTables are the tables of a stress result that CSV can show, by name.
var StressTables = []string{"shortages", "line-downs", "prices", "covers", "exporters", "ledger", "trade", "plants", "years", "public"}

// StressCSV writes one table of the result, named as in [StressTables].
func StressCSV(w io.Writer, s *result.Stress, name string) error {
	var rows [][]string
	switch name {
	case "line-downs":
		rows = append(rows, []string{"date", "week", "end_use", "region", "missing_commodity", "cover_at_shock_weeks", "share_of_lines_stopped", "event"})
		for _, d := range s.LineDowns {
			rows = append(rows, []string{d.Date, strconv.Itoa(d.Week), d.EndUse, d.Region, d.Missing, number(d.CoverStart), number(d.Share), d.Event})
		}
	case "prices":
		rows = append(rows, []string{"commodity", "unit", "inside_region", "base_inside", "base_outside", "peak_outside", "peak_date", "traded_outside", "inside_at_peak", "outside_over_inside_at_peak", "end_outside"})
		for _, p := range s.Prices {
			rows = append(rows, []string{p.Commodity, p.Unit, p.Inside, number(p.BaseInside), number(p.BaseOutside), number(p.PeakOutside), p.PeakDate, number(p.Traded), number(p.InsideThen), number(p.Ratio), number(p.EndOutside)})
		}
	case "covers":
		rows = append(rows, []string{"commodity", "region", "normal_weeks", "lowest_weeks", "lowest_date", "buyers_run_out_share"})
		for _, c := range s.Covers {
			rows = append(rows, []string{c.Commodity, c.Region, number(c.Normal), number(c.Lowest), c.Date, number(c.Stopped)})
		}
	case "exporters":
		rows = append(rows, []string{"region", "exports_lost_usd", "exports_lost_share", "worst_week", "worst_week_exports_lost", "unsold_stock_peak_usd", "value_lost_at_home_usd", "value_lost_abroad_usd"})
		for _, x := range s.Exporters {
			rows = append(rows, []string{x.Region, number(x.LostSales), number(x.Share), x.WorstWeek, number(x.WorstShare), number(x.UnsoldPeak), number(x.AtHome.Value), number(x.Elsewhere.Value)})
		}
	case "ledger":
		rows = append(rows, []string{"date", "region", "exports_lost_usd", "unsold_stock_usd", "output_lost_usd", "value_lost_at_home_usd", "value_lost_abroad_usd", "capacity_abroad_usd"})
		for _, x := range s.Ledger() {
			rows = append(rows, []string{x.Date, x.Region, number(x.LostSales), number(x.Unsold), number(x.Idle), number(x.AtHome), number(x.Elsewhere), number(x.Entrants)})
		}
	case "plants":
		rows = append(rows, []string{"date", "week", "facility", "region", "owner", "from", "to", "margin", "in_baseline_too"})
		for _, p := range s.Plants {
			rows = append(rows, []string{p.Date, strconv.Itoa(p.Week), p.Facility, p.Region, p.Owner, p.From, p.To, number(p.Margin), strconv.FormatBool(p.Baseline)})
		}
	case "years":
		rows = append(rows, []string{"year", "region", "stage", "wanted_t", "met_share", "met_share_in_baseline", "own_output_share", "own_output_share_in_baseline"})
		for _, y := range s.Years() {
			rows = append(rows, []string{strconv.Itoa(y.Year), y.Region, string(y.Stage), number(y.Wanted), number(y.Met), number(y.MetBase), number(y.Own), number(y.OwnBase)})
		}
	case "public":
		rows = append(rows, []string{"year", "event", "kind", "usd"})
		for _, p := range s.Public {
			rows = append(rows, []string{strconv.Itoa(p.Year), p.Event, p.Kind, number(p.USD)})
		}
	case "trade":
		rows = append(rows, []string{"month", "commodity", "from", "to", "weeks", "shipped_t", "baseline_t"})
		for _, t := range s.Trade() {
			rows = append(rows, []string{t.Month, t.Commodity, t.From, t.To, strconv.Itoa(t.Weeks), number(t.Shipped), number(t.Baseline)})
		}
	default:
		rows = append(rows, []string{"end_use", "region", "sector", "unit", "share_of_demand", "worst_week_share", "worst_week", "units_made_up", "units_lost", "value_lost_usd", "value_lost_low_usd", "value_lost_high_usd"})
		for _, x := range s.Shortages {
			rows = append(rows, []string{x.EndUse, x.Region, x.Sector, x.Unit, number(x.Share), number(x.Peak), x.PeakDate, number(x.Late), number(x.Units), number(x.Value.Value), number(x.Value.Low), number(x.Value.High)})
		}
	}
	return Table(w, rows[0], rows[1:])
}

// Table writes a header and rows as CSV.
func Table(w io.Writer, header []string, rows [][]string) error {
	c := csv.NewWriter(w)
	if err := c.Write(header); err != nil {
		return err
	}
	return c.WriteAll(rows)
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
