package report

import (
	"fmt"
	"io"
	"strconv"

	"lodestone/internal/backtest"
)

// BacktestText writes the scores, episode by episode, and the totals.
func BacktestText(w io.Writer, scores []backtest.Score, style Style) error {
	for i := 0; i < len(scores); {
		episode := scores[i].Episode
		fmt.Fprintf(w, "%s (replay %s)\n", style.bold(episode), scores[i].Scenario)
		var rows [][]string
		header := []string{"target", "observed", "simulated", "ln error", "band", "", "role"}
		if scores[i].Range != nil {
			header = append(header, "median", "5 to 95 %")
		}
		for ; i < len(scores) && scores[i].Episode == episode; i++ {
			rows = append(rows, scoreRow(scores[i]))
		}
		if err := table(w, header, rows); err != nil {
			return err
		}
		fmt.Fprintln(w)
	}
	for _, t := range backtest.Totals(scores) {
		fmt.Fprintf(w, "%s: %d of %d targets in band, root mean square of ln error %.2f\n",
			style.bold(roleName[t.Role]), t.InBand, t.Targets, t.RMS)
	}
	return nil
}

var roleName = map[string]string{"fit": "to fit on", "validate": "for validation only"}

func scoreRow(s backtest.Score) []string {
	band := trim(s.Low) + " to " + trim(s.High)
	if s.Problem != "" {
		return []string{s.What, trim(s.Observed), "-", "-", band, s.Problem, s.Role}
	}
	verdict := "out"
	if s.InBand {
		verdict = "in"
	}
	row := []string{s.What, trim(s.Observed), trim(s.Simulated), fmt.Sprintf("%+.2f", s.LogError), band, verdict, s.Role}
	if r := s.Range; r != nil {
		row = append(row, trim(r.Median), trim(r.Low)+" to "+trim(r.High))
	}
	return row
}

// BacktestCSV writes the scores as a table.
func BacktestCSV(w io.Writer, scores []backtest.Score) error {
	var rows [][]string
	for _, s := range scores {
		row := []string{s.ID, s.Episode, s.Scenario, s.Role, s.What, number(s.Observed), number(s.Low), number(s.High),
			number(s.Simulated), number(s.LogError), strconv.FormatBool(s.InBand), s.Problem, "", "", ""}
		if r := s.Range; r != nil {
			copy(row[len(row)-3:], []string{number(r.Low), number(r.Median), number(r.High)})
		}
		rows = append(rows, row)
	}
	return Table(w, []string{"id", "episode", "scenario", "role", "what", "observed", "low", "high", "simulated", "log_error", "in_band", "problem", "p05", "p50", "p95"}, rows)
}

// FitText writes the parameters before and after fitting.
func FitText(w io.Writer, f *backtest.Fit, style Style) error {
	if err := table(w, []string{"parameter", "unit", "before", "after", "range"}, fitRows(f, trim)); err != nil {
		return err
	}
	fmt.Fprintf(w, "%s %.3f before, %.3f after, %d evaluations\n", style.bold("root mean square of ln error:"), f.Before, f.After, f.Runs)
	return nil
}

// FitCSV writes them as a table.
func FitCSV(w io.Writer, f *backtest.Fit) error {
	return Table(w, []string{"parameter", "unit", "before", "after", "range"}, fitRows(f, number))
}

func fitRows(f *backtest.Fit, format func(float64) string) [][]string {
	var rows [][]string
	for _, p := range f.Parameters {
		rows = append(rows, []string{p.Parameter, p.Unit, format(p.Before), format(p.After), format(p.Low) + " to " + format(p.High)})
	}
	return rows
}

// SetsText writes where sets of parameters lie in their ranges.
func SetsText(w io.Writer, s *backtest.Sets, style Style) error {
	var rows [][]string
	for _, p := range s.Parameters {
		rows = append(rows, []string{p.Parameter, p.Unit, trim(p.Low) + " to " + trim(p.High), trim(p.Fitted), trim(p.P05), trim(p.P50), trim(p.P95)})
	}
	if err := table(w, []string{"parameter", "unit", "range", "fitted", "5 %", "middle", "95 %"}, rows); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%s that %d targets allow together, from %d replays of all episodes in %d steps; %.0f %% of the moves accepted\n",
		style.bold(fmt.Sprintf("%d sets", len(s.Values))), s.Targets, s.Replays, len(s.Temperatures), 100*s.Accepted)
	return err
}

// SetsCSV writes sets of parameters as the table behaviour_sets of a dataset, with the
// command that drew them.
func SetsCSV(w io.Writer, s *backtest.Sets, command string) error {
	var rows [][]string
	for i, values := range s.Values {
		for k, p := range s.Parameters {
			rows = append(rows, []string{strconv.Itoa(i), p.Parameter, strconv.FormatFloat(values[k], 'g', 4, 64), p.Unit, "", "", p.Source, command, "derived", p.AsOf, ""})
		}
	}
	return Table(w, []string{"set", "parameter", "value", "unit", "low", "high", "source", "locator", "evidence", "as_of", "note"}, rows)
}
