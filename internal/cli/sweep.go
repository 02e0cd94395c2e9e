package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lodestone/internal/report"
	"lodestone/internal/sweep"
	"lodestone/internal/workbench"
)

func newSweep(o *options) *cobra.Command {
	s := workbench.SweepOptions{}
	var by, behaviour, table string
	c := &cobra.Command{
		Use:   "sweep [SCENARIO]",
		Short: "Remove each country, owner, facility, route or commodity in turn; rank what is lost",
		Long: "Takes each out of the chain for some weeks and ranks the removals by the value that\n" +
			"end uses lose, the first line-down and the highest price. A country loses all its\n" +
			"facilities and sends nothing. With a scenario, removals come on top of its events.\n" +
			"--pairs and --worst look at several at once, --target draws the loss of one against\n" +
			"its duration, --survival finds the longest removal that no line notices.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				s.Scenario = args[0]
			}
			s.By, s.Physics = sweep.By(by), behaviour == "none"
			switch {
			case !slices.Contains(sweep.Kinds, s.By):
				return fmt.Errorf("--by %q: expected one of %v", by, sweep.Kinds)
			case behaviour != "full" && behaviour != "none":
				return fmt.Errorf("--behaviour %q: expected full or none", behaviour)
			case table != "" && !slices.Contains(report.SweepTables, table):
				return fmt.Errorf("--table %q: expected one of %s", table, strings.Join(report.SweepTables, ", "))
			case s.Pairs < 0 || s.Worst < 0 || s.Budget < 0:
				return fmt.Errorf("--pairs, --worst and --search: expected no negative number")
			}
			return o.sweep(s, table)
		},
	}
	f := c.Flags()
	f.StringVar(&by, "by", "facility", "country, owner, facility, commodity (of a country), route, or all of these")
	f.IntVar(&s.Weeks, "weeks", 26, "how long each is gone")
	f.IntVar(&s.From, "from", 4, "week in which each goes")
	f.IntVar(&s.Horizon, "horizon", 260, "weeks of each run")
	f.IntVar(&s.BaseYear, "base-year", 0, "base year; by default that of the default scenario")
	f.IntVar(&s.Pairs, "pairs", 0, "also every two of this many that lead the ranking")
	f.IntVar(&s.Worst, "worst", 0, "also the costliest set of this size")
	f.IntVar(&s.Budget, "search", 500, "with --worst, runs to spend on what was missed")
	f.StringVar(&s.Target, "target", "", "only this one, for each of --durations")
	f.IntSliceVar(&s.Durations, "durations", []int{4, 8, 13, 26, 39, 52, 78, 104}, "with --target, weeks")
	f.BoolVar(&s.Survival, "survival", false, "also time to survive, time to recover and performance impact")
	f.StringVar(&behaviour, "behaviour", "full", "full, or none to switch every assumption about behaviour off")
	f.StringVar(&table, "table", "", "with --format csv, the table to write: "+strings.Join(report.SweepTables, ", "))
	return c
}

func (o *options) sweep(s workbench.SweepOptions, table string) error {
	ask := func(ctx context.Context, b *workbench.Bench, tell workbench.Progress) (*workbench.Sweep, error) {
		return b.Sweep(ctx, s, tell)
	}
	if table == "" && s.Target != "" {
		table = "curve"
	}
	return answerLong(o, "sweeping by "+string(s.By), ask, report.SweepText,
		func(w io.Writer, x *workbench.Sweep) error { return report.SweepCSV(w, x, table) })
}
