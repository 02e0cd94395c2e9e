package report

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"lodestone/internal/ensemble"
)

// EnsembleText writes what an ensemble says in words first, then the tables.
func EnsembleText(w io.Writer, s *ensemble.Summary, style Style) error {
	fmt.Fprintf(w, "%s\n", style.bold(s.Title))
	fmt.Fprintf(w, "%s futures of %d weeks from %s, each against the same weeks without these events; %s uncertain inputs.\n\n",
		thousands(strconv.Itoa(s.Members)), s.Weeks, s.Start, thousands(strconv.Itoa(s.Inputs)))
	statements(w, s, style)
	for _, section := range []func(io.Writer, *ensemble.Summary, Style) error{useFans, regionFans, priceFans, influences} {
		if err := section(w, s, style); err != nil {
			return err
		}
	}
	p := s.Provenance
	fmt.Fprintf(w, "Spread: %s, seed %d. Ranges are read as: the value is as likely too high as too low, the ends are the limits.\n", s.Design, p.Seed)
	fmt.Fprintf(w, "%s %s; model %s (base year %d, %.12s), scenario %s (%.12s).\n", p.Program, p.Version, p.Model, p.BaseYear, p.ModelHash, p.Scenario, p.ScenarioHash)
	return nil
}

// statements says how likely and how large, in sentences.
func statements(w io.Writer, s *ensemble.Summary, style Style) {
	if s.First.Share == 0 {
		fmt.Fprintf(w, "%s\n", style.bold("No line stops in any of them."))
	} else {
		fmt.Fprintf(w, "%s %s of futures stop a line before %s; %s stop one at all.\n", style.bold("How sure:"), chance(s.Before.Share, s.Members), s.Before.Date, chance(s.First.Share, s.Members))
		if s.First.P50 != "" {
			fmt.Fprintf(w, "The first line stops on %s in the middle future, between %s and %s in nine of ten.\n", s.First.P50, s.First.P5, orNever(s.First.P95))
		}
	}
	fmt.Fprintf(w, "Output worth %s is lost in the middle future, between %s and %s in nine of ten.\n", usd(s.Lost.P50), usd(s.Lost.P5), usd(s.Lost.P95))
	for _, u := range s.Uses[:min(3, len(s.Uses))] {
		fmt.Fprintf(w, "%s of futures stop %s lines in %s, %s before %s.\n", chance(u.Stop.Share, s.Members), u.EndUse, u.Region, chance(u.Before.Share, s.Members), u.Before.Date)
	}
	for _, x := range s.Exporters {
		fmt.Fprintf(w, "%s itself sells %s less abroad in the middle future (%s to %s).\n", x.Region, usd(x.Lost.P50), usd(x.Lost.P5), usd(x.Lost.P95))
	}
	if s.Sensitivity != nil {
		for _, o := range s.Sensitivity.Outputs {
			fmt.Fprintf(w, "%s\n", wrap(o.Sentence(), 110, ""))
		}
	}
	if s.Failed > 0 {
		fmt.Fprintf(w, "%d draws have no flows that agree with each other and are left out. The first: %s\n", s.Failed, s.Failure)
	}
	fmt.Fprintln(w)
}

// chance writes a share of members so that nothing is said to be certain or
// impossible that is not so in all of them.
func chance(share float64, members int) string {
	count := math.Round(share * float64(members))
	switch {
	case share > 0 && share < 0.005:
		return "under 1 %"
	case share > 0.995 && int(count) < members:
		return "over 99 %"
	}
	return percent(share)
}

func orNever(date string) string {
	if date == "" {
		return "never"
	}
	return date
}

func nineOfTen(f ensemble.Fan, write func(float64) string) string {
	return write(f.P5) + " to " + write(f.P95)
}

func useFans(w io.Writer, s *ensemble.Summary, style Style) error {
	var rows [][]string
	for _, u := range s.Uses {
		rows = append(rows, []string{u.EndUse, u.Region, chance(u.Stop.Share, s.Members), chance(u.Before.Share, s.Members), orNever(u.Stop.P5), orNever(u.Stop.P50), orNever(u.Stop.P95),
			percent(u.Short.P50), usd(u.Lost.P50), nineOfTen(u.Lost, usd)})
	}
	return section(w, style, "End uses", "share of futures in which lines stop, and when; nine of ten futures lie between 5 % and 95 %", rows,
		"end use", "region", "stops", "before "+s.Before.Date, "5 %", "middle", "95 %", "of demand", "value lost", "nine of ten")
}

func regionFans(w io.Writer, s *ensemble.Summary, style Style) error {
	var rows [][]string
	for _, r := range s.Regions {
		rows = append(rows, []string{r.Region, chance(r.Stop.Share, s.Members), chance(r.Before.Share, s.Members), orNever(r.Stop.P5), orNever(r.Stop.P50), orNever(r.Stop.P95), usd(r.Lost.P50), nineOfTen(r.Lost, usd)})
	}
	return section(w, style, "Regions", "the first line to stop in each", rows, "region", "stops", "before "+s.Before.Date, "5 %", "middle", "95 %", "value lost", "nine of ten")
}

func priceFans(w io.Writer, s *ensemble.Summary, style Style) error {
	times := func(v float64) string { return "x" + trim(v) }
	var rows [][]string
	for _, p := range s.Prices {
		rows = append(rows, []string{p.Commodity, p.Inside, times(p.Peak.P5), times(p.Peak.P25), times(p.Peak.P50), times(p.Peak.P75), times(p.Peak.P95)})
	}
	return section(w, style, "Prices", "highest outside the region that controls them, over the base year", rows, "commodity", "inside", "5 %", "25 %", "middle", "75 %", "95 %")
}

// influences draws a tornado of what each output depends on.
func influences(w io.Writer, s *ensemble.Summary, style Style) error {
	if s.Sensitivity == nil {
		return nil
	}
	for _, o := range s.Sensitivity.Outputs {
		var rows [][]string
		for _, e := range o.Effects {
			row := []string{e.Group, strconv.Itoa(e.Inputs)}
			if e.Total != nil {
				row = append(row, percent(max(0, e.First.Value)), percent(e.Total.Value), percent(max(0, e.Total.Low))+" to "+percent(e.Total.High), bar(e.Total.Value))
			} else {
				row = append(row, output(o, e.Size), output(o, e.Spread), bar(e.Size/max(o.Effects[0].Size, math.SmallestNonzeroFloat64)))
			}
			rows = append(rows, row)
		}
		header, note := []string{"unknown", "inputs", "mean effect", "spread", ""}, fmt.Sprintf("half of the range of each unknown moves it by so much; Morris, %d runs", s.Sensitivity.Runs)
		if s.Sensitivity.Method == "sobol" {
			header = []string{"unknown", "inputs", "alone", "with all", "nine of ten", ""}
			note = fmt.Sprintf("share of its variance; Sobol indices, %d runs", s.Sensitivity.Runs)
		}
		if err := section(w, style, "What the "+o.Name+" depends on", note, rows, header...); err != nil {
			return err
		}
	}
	return nil
}

// output writes a difference of an output in its unit.
func output(o ensemble.Output, v float64) string {
	if o.Unit == "USD" {
		return usd(v)
	}
	return trim(v) + " d"
}

// barWidth is the length of a bar that stands for everything.
const barWidth = 30

func bar(share float64) string {
	return strings.Repeat("#", int(min(1, max(0, share))*barWidth+0.5))
}

// EnsembleTables are the tables of an ensemble as CSV.
var EnsembleTables = []string{"uses", "regions", "prices", "weeks", "sensitivity"}

// EnsembleCSV writes one table of an ensemble.
func EnsembleCSV(w io.Writer, s *ensemble.Summary, table string) error {
	fan := func(f ensemble.Fan) []string {
		return []string{number(f.P5), number(f.P25), number(f.P50), number(f.P75), number(f.P95), number(f.Mean)}
	}
	fanHeader := func(name string) []string {
		var out []string
		for _, q := range []string{"p5", "p25", "p50", "p75", "p95", "mean"} {
			out = append(out, name+"_"+q)
		}
		return out
	}
	stop := func(x ensemble.Stop, before ensemble.Chance) []string {
		return []string{number(x.Share), number(before.Share), x.P5, x.P25, x.P50, x.P75, x.P95}
	}
	stopHeader := []string{"share_with_line_down", "share_before_" + s.Before.Date, "line_down_p5", "line_down_p25", "line_down_p50", "line_down_p75", "line_down_p95"}
	var header []string
	var rows [][]string
	switch table {
	case "uses":
		header = join([]string{"end_use", "region"}, stopHeader, fanHeader("value_lost_usd"), fanHeader("share_of_demand_unmet"))
		for _, u := range s.Uses {
			rows = append(rows, join([]string{u.EndUse, u.Region}, stop(u.Stop, u.Before), fan(u.Lost), fan(u.Short)))
		}
	case "regions":
		header = join([]string{"region"}, stopHeader, fanHeader("value_lost_usd"))
		for _, r := range s.Regions {
			rows = append(rows, join([]string{r.Region}, stop(r.Stop, r.Before), fan(r.Lost)))
		}
	case "prices":
		header = join([]string{"commodity", "inside_region"}, fanHeader("highest_outside_over_base"))
		for _, p := range s.Prices {
			rows = append(rows, join([]string{p.Commodity, p.Inside}, fan(p.Peak)))
		}
	case "weeks":
		header = join([]string{"series", "of", "week_of"}, fanHeader("value"))
		for _, x := range s.Weekly {
			rows = append(rows, join([]string{x.Series, x.Of, x.Date}, fan(x.Value)))
		}
	case "sensitivity":
		header, rows = sensitivityRows(s)
	}
	return Table(w, header, rows)
}

func sensitivityRows(s *ensemble.Summary) (header []string, rows [][]string) {
	header = []string{"output", "unit", "group", "inputs", "mean_effect", "effect_sd", "first_order", "first_low", "first_high", "total", "total_low", "total_high"}
	if s.Sensitivity == nil {
		return header, nil
	}
	for _, o := range s.Sensitivity.Outputs {
		for _, e := range o.Effects {
			row := []string{o.Name, o.Unit, e.Group, strconv.Itoa(e.Inputs), number(e.Size), number(e.Spread)}
			if e.Total == nil {
				row = append(row, "", "", "", "", "", "")
			} else {
				row[4], row[5] = "", ""
				row = append(row, number(e.First.Value), number(e.First.Low), number(e.First.High), number(e.Total.Value), number(e.Total.Low), number(e.Total.High))
			}
			rows = append(rows, row)
		}
	}
	return header, rows
}

func join(parts ...[]string) []string {
	var out []string
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}
