package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lodestone/internal/ensemble"
	"lodestone/internal/report"
	"lodestone/internal/workbench"
)

// ensembleFlags are the flags of the ensemble command as written.
type ensembleFlags struct {
	workbench.EnsembleOptions
	design, before, behaviour, table string
	workers                          int
}

func newEnsemble(o *options) *cobra.Command {
	f := &ensembleFlags{}
	c := &cobra.Command{
		Use:   "ensemble [SCENARIO]",
		Short: "Run a scenario many times with other values of what is uncertain: how sure are we",
		Long: "Draws every number that has a range, in the dataset, the behaviour parameters and the\n" +
			"events, and runs the scenario against its baseline for each draw. Says how often and\n" +
			"when lines stop, what is lost in most futures and, with --sensitivity, which of the\n" +
			"unknowns matter. Broken off with Ctrl-C it keeps what it has; the same command takes\n" +
			"it up again. The same command prints the same bytes, whatever the number of workers.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			name := ""
			if len(args) > 0 {
				name = args[0]
			}
			return o.ensemble(name, f)
		},
	}
	x := c.Flags()
	x.IntVarP(&f.Members, "members", "n", 1000, "how many futures to run")
	x.StringVar(&f.design, "design", string(ensemble.Latin), "how they are spread: latin (hypercube), sobol (scrambled sequence) or random")
	x.StringVar(&f.Sensitivity, "sensitivity", "", "morris (screening of all inputs) or sobol (shares of the variance of those that lead it)")
	x.StringVar(&f.before, "before", "", "date before which the chance of a line-down is given (default: the month after the median)")
	x.StringVar(&f.behaviour, "behaviour", "full", "full, or none to switch every assumption about behaviour off")
	x.StringVar(&f.State, "state", "", "file that keeps what is done when the run is broken off (default: one in your cache)")
	x.IntVar(&f.workers, "workers", 0, "goroutines to run members in (default: one for each processor)")
	x.StringVar(&f.table, "table", "uses", "with --format csv, the table to write: "+strings.Join(report.EnsembleTables, ", "))
	return c
}

// check reads what is written in the flags.
func (f *ensembleFlags) check(o *options) error {
	f.Seed, f.Design = o.seed, ensemble.Kind(f.design)
	if !slices.Contains(ensemble.Designs, f.Design) {
		return fmt.Errorf("--design %q: expected one of %v", f.design, ensemble.Designs)
	}
	if !slices.Contains([]string{"", "morris", "sobol"}, f.Sensitivity) {
		return fmt.Errorf("--sensitivity %q: expected morris or sobol", f.Sensitivity)
	}
	if f.behaviour != "full" && f.behaviour != "none" {
		return fmt.Errorf("--behaviour %q: expected full or none", f.behaviour)
	}
	f.Physics = f.behaviour == "none"
	if !slices.Contains(report.EnsembleTables, f.table) {
		return fmt.Errorf("--table %q: expected one of %s", f.table, strings.Join(report.EnsembleTables, ", "))
	}
	if f.workers < 0 {
		return fmt.Errorf("--workers %d: expected 1 or more", f.workers)
	}
	if f.before != "" {
		var err error
		if f.Before, err = time.Parse(time.DateOnly, f.before); err != nil {
			return fmt.Errorf("--before %q: expected a date like 2025-08-01", f.before)
		}
	}
	f.Execute = ensemble.Local(f.workers)
	if f.workers == 0 {
		f.Execute = ensemble.Local(runtime.GOMAXPROCS(0))
	}
	return nil
}

func (o *options) ensemble(name string, f *ensembleFlags) error {
	if err := f.check(o); err != nil {
		return err
	}
	bench, err := o.open()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	clean := func() {}
	s, err := bench.Ensemble(ctx, name, f.EnsembleOptions, func(label string) workbench.Progress {
		clean()
		var tell workbench.Progress
		tell, clean = o.progress(label)
		return tell
	})
	clean()
	if errors.Is(err, ensemble.ErrStopped) {
		return fmt.Errorf("%w; the same command takes it up again", err)
	}
	if err != nil {
		return err
	}
	switch o.format {
	case "json":
		return report.JSON(o.env.Stdout, s)
	case "csv":
		return report.EnsembleCSV(o.env.Stdout, s, f.table)
	}
	return report.EnsembleText(o.env.Stdout, s, o.style())
}
