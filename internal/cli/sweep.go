package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"

	"github.com/spf13/cobra"

	"lodestone/internal/removal"
	"lodestone/internal/report"
	"lodestone/internal/workbench"
)

func newSweep(o *options) *cobra.Command {
	s := workbench.SweepOptions{}
	var by, behaviour string
	c := &cobra.Command{
		Use:   "sweep",
		Short: "Remove each country, owner, facility, route or commodity in turn; rank what is lost",
		Long: "Takes each out of the chain for some weeks and ranks the removals by the value that\n" +
			"end uses lose, the first line-down and the highest price. A country loses all its\n" +
			"facilities and sends nothing. --pairs and --worst look at several at once, --target\n" +
			"draws the loss of one against its duration, --survival finds the longest removal\n" +
			"that no line notices.",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			s.By = removal.By(by)
			if !slices.Contains(removal.Kinds, s.By) {
				return fmt.Errorf("--by %q: expected one of %v", by, removal.Kinds)
			}
			if behaviour != "full" && behaviour != "none" {
				return fmt.Errorf("--behaviour %q: expected full or none", behaviour)
			}
			s.Physics = behaviour == "none"
			return o.sweep(s)
		},
	}
	f := c.Flags()
	f.StringVar(&by, "by", "facility", "country, owner, facility, commodity (of a country) or route")
	f.IntVar(&s.Weeks, "weeks", 26, "how long each is gone")
	f.IntVar(&s.Horizon, "horizon", 260, "weeks of each run")
	f.IntVar(&s.BaseYear, "base-year", 0, "base year; by default that of the default scenario")
	f.IntVar(&s.Pairs, "pairs", 0, "also every two of this many that lead the ranking")
	f.IntVar(&s.Worst, "worst", 0, "also the costliest set of this size")
	f.StringVar(&s.Target, "target", "", "only this one, for each of --durations")
	f.IntSliceVar(&s.Durations, "durations", []int{4, 8, 13, 26, 39, 52, 78, 104}, "with --target, weeks")
	f.BoolVar(&s.Survival, "survival", false, "also time to survive, time to recover and performance impact")
	f.StringVar(&behaviour, "behaviour", "full", "full, or none to switch every assumption about behaviour off")
	return c
}

func (o *options) sweep(s workbench.SweepOptions) error {
	if s.Target == "" {
		s.Durations = nil
	}
	bench, err := o.open()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	tell, done := o.progress("sweeping by " + string(s.By))
	x, err := bench.Sweep(ctx, s, removal.Progress(tell))
	done()
	if err != nil {
		return err
	}
	switch o.format {
	case "json":
		return report.JSON(o.env.Stdout, x)
	case "csv":
		return report.OutcomeCSV(o.env.Stdout, append(x.Singles, x.Curve...))
	}
	return o.sweepText(x)
}

func (o *options) sweepText(x *workbench.Sweep) error {
	out, style := o.env.Stdout, o.style()
	if x.Curve != nil {
		return report.SingleTable(out, x.Curve, "Loss against duration", fmt.Sprintf("runs of %d weeks", x.Horizon), style)
	}
	note := fmt.Sprintf("each for %d weeks in a run of %d", x.Weeks, x.Horizon)
	if err := report.SingleTable(out, x.Singles, "Removals by "+string(x.By), note, style); err != nil {
		return err
	}
	if err := report.PairTable(out, x.Pairs, style); err != nil {
		return err
	}
	if x.Worst != nil {
		if err := report.WorstTable(out, x.Worst, style); err != nil {
			return err
		}
	}
	return report.SurvivalTable(out, x.Survival, x.Weeks, style)
}
