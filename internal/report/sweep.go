package report

import (
	"fmt"
	"io"
	"strconv"

	"lodestone/internal/removal"
)

// SingleTable writes removals in order of what they cost.
func SingleTable(w io.Writer, list []removal.Outcome, title, note string, style Style) error {
	var rows [][]string
	none := 0
	for _, o := range list {
		if o.DownWeek < 0 && o.Lost <= 0 {
			none++
		}
		rows = append(rows, outcomeRow(o))
	}
	if err := section(w, style, title, note, rows, "removed", "in", "weeks", "value lost", "first line-down after", "of", "dearest", "price", "recovers after"); err != nil {
		return err
	}
	if none > 0 {
		fmt.Fprintf(w, "%d of %d have no effect on any end use.\n\n", none, len(list))
	}
	return nil
}

func outcomeRow(o removal.Outcome) []string {
	down, of, recovers := "none", "", "not in the run"
	if o.DownWeek >= 0 {
		down, of = strconv.Itoa(o.DownWeek)+" wk", o.EndUse+" in "+o.Where
	}
	if o.Recovery >= 0 {
		recovers = strconv.Itoa(o.Recovery) + " wk"
	}
	return []string{o.Name, o.Region, strconv.Itoa(o.Weeks), usd(o.Lost), down, of, o.Dearest, "x" + trim(o.Price), recovers}
}

// PairTable writes pairs in order of what they cost beyond their sum.
func PairTable(w io.Writer, list []removal.Pair, style Style) error {
	var rows [][]string
	for _, p := range list {
		rows = append(rows, []string{p.Name, usd(p.Lost), usd(p.Alone), usd(p.Lost - p.Alone)})
	}
	return section(w, style, "Pairs", "of those that lead the ranking, by what they cost beyond the sum", rows, "removed together", "value lost", "sum of the two alone", "beyond")
}

// WorstTable writes the costliest set found, step by step, and what it can have
// missed.
func WorstTable(w io.Writer, x *removal.Worst, style Style) error {
	var rows [][]string
	for i, o := range x.Steps {
		rows = append(rows, []string{strconv.Itoa(i + 1), o.Name, usd(o.Lost), usd(x.Bound)})
	}
	return section(w, style, "Worst set", "found by adding the costliest each time; no set can cost more than the removal of all", rows, "size", "removed together", "value lost", "all removed")
}

// SurvivalTable writes time to survive, time to recover and impact.
func SurvivalTable(w io.Writer, list []removal.Survival, weeks int, style Style) error {
	var rows [][]string
	for _, v := range list {
		survive, recovers := strconv.Itoa(v.Survive)+" wk", "not in the run"
		if v.Beyond {
			survive = "over " + survive
		}
		if v.Recover >= 0 {
			recovers = strconv.Itoa(v.Recover) + " wk"
		}
		rows = append(rows, []string{v.Name, v.Region, survive, recovers, usd(v.Impact)})
	}
	return section(w, style, "Time to survive", fmt.Sprintf("longest removal without a line-down; recovery and impact after %d weeks", weeks), rows, "removed", "in", "survives", "recovers after", "impact")
}

// OutcomeCSV writes removals as rows.
func OutcomeCSV(w io.Writer, list []removal.Outcome) error {
	var rows [][]string
	for _, o := range list {
		rows = append(rows, []string{o.Name, o.Region, strconv.Itoa(o.Weeks), number(o.Lost), strconv.Itoa(o.DownWeek), o.Down, o.EndUse, o.Where, number(o.Price), o.Dearest, strconv.Itoa(o.Recovery)})
	}
	return Table(w, []string{"removed", "region", "weeks_removed", "value_lost_usd", "first_line_down_week", "first_line_down", "end_use", "end_use_region", "highest_price_over_base", "dearest", "weeks_to_recover"}, rows)
}
