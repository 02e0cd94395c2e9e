package report

import (
	"fmt"
	"io"
	"strconv"

	"lodestone/internal/sweep"
	"lodestone/internal/workbench"
)

// SweepText writes what removals cost.
func SweepText(w io.Writer, x *workbench.Sweep, style Style) error {
	on := ""
	if x.Scenario != "" {
		on = " of " + x.Scenario
	}
	if x.Curve != nil {
		return outcomeTable(w, x.Curve, "Loss against duration", fmt.Sprintf("removed from week %d of %d%s", x.From, x.Horizon, on), style)
	}
	if err := outcomeTable(w, x.Singles, "Removals by "+string(x.By), fmt.Sprintf("each for %d weeks from week %d of %d%s", x.Weeks, x.From, x.Horizon, on), style); err != nil {
		return err
	}
	if err := fewDominate(w, x.Singles); err != nil {
		return err
	}
	if err := pairTable(w, x.Pairs, style); err != nil {
		return err
	}
	if x.Worst != nil {
		if err := worstTable(w, x.Worst, style); err != nil {
			return err
		}
	}
	return survivalTable(w, x.Survival, x.Weeks, style)
}

// outcomeTable writes removals in the order given, and how many are not missed.
func outcomeTable(w io.Writer, list []sweep.Outcome, title, note string, style Style) error {
	var rows [][]string
	for _, o := range list {
		down, of := "none", ""
		if o.DownWeek >= 0 {
			down, of = o.Down, o.EndUse+" in "+o.Where
		}
		dearest, price := "", ""
		if o.Dearest != "" {
			dearest, price = o.Dearest+" in "+o.Market, times(o.Price)
		}
		home := ""
		if o.Region != "" {
			home = usd(o.AtHome)
		}
		rows = append(rows, []string{o.Name, o.Region, strconv.Itoa(o.Weeks), usd(o.Lost), home, down, of, dearest, price, after(o.Recovery)})
	}
	return section(w, style, title, note, rows, "removed", "in", "weeks", "value lost", "there", "first line-down", "of", "dearest", "price", "back after")
}

// fewDominate says how many removals are not missed, and how few make most of the loss.
// The list is in order of loss.
func fewDominate(w io.Writer, list []sweep.Outcome) error {
	sum, quiet := 0.0, 0
	for _, o := range list {
		sum += o.Lost
		if o.DownWeek < 0 {
			quiet++
		}
	}
	part, few := 0.0, 0
	for few < len(list) && part < float64(most*sum) {
		part += list[few].Lost
		few++
	}
	_, err := fmt.Fprintf(w, "%d of %d stop no line; the costliest %d: %s of the sum of all losses.\n\n", quiet, len(list), few, percent(part/max(sum, 1)))
	return err
}

// most is the share of all losses for which the leaders of a ranking are counted.
const most = 0.8

// times writes a price over that of the baseline.
func times(v float64) string { return "x" + trim(v) }

// after writes a number of weeks, -1 for never.
func after(weeks int) string {
	if weeks < 0 {
		return "not in the run"
	}
	return strconv.Itoa(weeks) + " wk"
}

func pairTable(w io.Writer, list []sweep.Pair, style Style) error {
	var rows [][]string
	for _, p := range list {
		rows = append(rows, []string{p.Name, usd(p.Lost), usd(p.Alone), usd(p.Lost - p.Alone)})
	}
	return section(w, style, "Pairs", "of those that lead the ranking", rows, "removed together", "value lost", "sum of the two alone", "beyond")
}

// worstTable writes the costliest set met, how the greedy search came near it, and
// what can have been missed.
func worstTable(w io.Writer, x *sweep.Worst, style Style) error {
	var rows [][]string
	for i, o := range x.Greedy {
		rows = append(rows, []string{strconv.Itoa(i + 1), o.Name, usd(o.Lost)})
	}
	rows = append(rows, []string{"worst met", x.Best.Name, usd(x.Best.Lost)})
	if err := section(w, style, fmt.Sprintf("Worst set of %d", len(x.Greedy)), "the worst next one each time, then a search through the other sets", rows, "size", "removed together", "value lost"); err != nil {
		return err
	}
	how := "The search went through all sets"
	if !x.Complete {
		how = fmt.Sprintf("The search stopped after %d runs", x.Runs)
	}
	_, err := fmt.Fprintf(w, "%s: none costs more than %s, %s above the worst met,\nif to remove more helps by no more than the %s seen. All that uses ask for is worth %s.\n\n",
		how, usd(x.Bound), usd(x.Bound-x.Best.Lost), fine(x.Breach), usd(x.Ceiling))
	return err
}

// fine writes a share that may be small.
func fine(v float64) string { return trim(100*v) + " %" }

func survivalTable(w io.Writer, list []workbench.SurvivalRow, weeks int, style Style) error {
	var rows [][]string
	for _, v := range list {
		survive := strconv.Itoa(v.Survive) + " wk"
		if v.Beyond {
			survive = "over " + survive
		}
		grace := "never"
		if v.Grace >= 0 {
			grace = "after " + strconv.Itoa(v.Grace) + " wk"
		}
		best, binds := trim(v.Best.Weeks)+" wk", ""
		if v.Best.Beyond {
			best = "over " + best
		} else if len(v.Best.Binds) > 0 {
			binds = v.Best.Binds[0].Commodity + " in " + v.Best.Binds[0].Region
		}
		rows = append(rows, []string{v.Name, v.Region, survive, best, binds, grace, after(v.Recover), usd(v.Impact), usd(v.Best.Impact), strconv.FormatFloat(v.Exposure, 'f', 2, 64)})
	}
	note := fmt.Sprintf("longest removal without a line-down; recovery, impact and exposure after %d weeks; at best, by linear program, all stocks and spare capacity go where they save most at once", weeks)
	return section(w, style, "Time to survive", note, rows,
		"removed", "in", "survives", "at best", "stock that binds", "gone for good a line stops", "back after", "impact", "at least", "exposure")
}

// SweepTables are the tables that CSV can show, by name.
var SweepTables = []string{"singles", "pairs", "worst", "survival", "curve"}

// SweepCSV writes one table, named as in [SweepTables].
func SweepCSV(w io.Writer, x *workbench.Sweep, name string) error {
	switch name {
	case "pairs":
		return pairCSV(w, x.Pairs)
	case "worst":
		return worstCSV(w, x.Worst)
	case "survival":
		return survivalCSV(w, x.Survival)
	case "curve":
		return outcomeCSV(w, x.Curve)
	}
	return outcomeCSV(w, x.Singles)
}

var outcomeHeader = []string{"removed", "kind", "region", "weeks_removed", "value_lost_usd", "value_lost_at_home_usd", "first_line_down_week", "first_line_down",
	"end_use", "end_use_region", "dearest_price_over_baseline", "dearest", "dearest_region", "weeks_to_recover"}

func outcomeRow(o sweep.Outcome) []string {
	return []string{o.Name, string(o.By), o.Region, strconv.Itoa(o.Weeks), number(o.Lost), number(o.AtHome), strconv.Itoa(o.DownWeek), o.Down,
		o.EndUse, o.Where, number(o.Price), o.Dearest, o.Market, strconv.Itoa(o.Recovery)}
}

func outcomeCSV(w io.Writer, list []sweep.Outcome) error {
	var rows [][]string
	for _, o := range list {
		rows = append(rows, outcomeRow(o))
	}
	return Table(w, outcomeHeader, rows)
}

func pairCSV(w io.Writer, list []sweep.Pair) error {
	var rows [][]string
	for _, p := range list {
		rows = append(rows, append(outcomeRow(p.Outcome), number(p.Alone)))
	}
	return Table(w, append(outcomeHeader[:len(outcomeHeader):len(outcomeHeader)], "sum_of_single_losses_usd"), rows)
}

func worstCSV(w io.Writer, x *sweep.Worst) error {
	var rows [][]string
	if x != nil {
		for i, o := range append(x.Greedy[:len(x.Greedy):len(x.Greedy)], x.Best) {
			step := strconv.Itoa(i + 1)
			if i == len(x.Greedy) {
				step = "worst"
			}
			rows = append(rows, []string{step, o.Name, number(o.Lost), number(x.Bound), number(x.Ceiling), number(x.Breach), strconv.FormatBool(x.Complete)})
		}
	}
	return Table(w, []string{"size", "removed", "value_lost_usd", "bound_usd", "ceiling_usd", "largest_breach", "complete"}, rows)
}

func survivalCSV(w io.Writer, list []workbench.SurvivalRow) error {
	var rows [][]string
	for _, v := range list {
		rows = append(rows, []string{v.Name, string(v.By), v.Region, strconv.Itoa(v.Survive), strconv.FormatBool(v.Beyond), strconv.Itoa(v.Grace), strconv.Itoa(v.Recover), number(v.Impact), number(v.Exposure), number(v.Best.Weeks), strconv.FormatBool(v.Best.Beyond), number(v.Best.Impact)})
	}
	return Table(w, []string{"removed", "kind", "region", "time_to_survive_weeks", "survives_the_run", "weeks_to_line_down_if_for_good", "time_to_recover_weeks", "performance_impact_usd", "risk_exposure_index", "time_to_survive_at_best_weeks", "survives_the_run_at_best", "least_performance_impact_usd"}, rows)
}
