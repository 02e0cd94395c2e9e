package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
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
	workbench.ClusterOptions
	design, before, behaviour, table string
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
	x.StringVar(&f.Parquet, "parquet", "", "file to which what every member drew and did is written, one row each")
	x.StringVar(&f.State, "state", "", "file that keeps what is done when the run is broken off (default: one in your cache)")
	addCluster(x, &f.ClusterOptions)
	x.StringVar(&f.URL, "nats", "", "where members are run: embedded (a NATS server within this process) or the URL of a NATS cluster (default: in this process)")
	x.StringVar(&f.Listen, "listen", "", "with --nats embedded, HOST:PORT on which workers may join")
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
	if f.Listen != "" && f.URL != workbench.Embedded {
		return errors.New("--listen goes with --nats embedded")
	}
	f.defaultWorkers()
	if f.before != "" {
		var err error
		if f.Before, err = time.Parse(time.DateOnly, f.before); err != nil {
			return fmt.Errorf("--before %q: expected a date like 2025-08-01", f.before)
		}
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
	execute, end, err := f.Executor(func(url string) { fmt.Fprintf(o.env.Stderr, "workers may join: lodestone worker --nats %s\n", url) })
	if err != nil {
		return err
	}
	f.Execute = execute
	clean := func() {}
	s, err := bench.Ensemble(ctx, name, f.EnsembleOptions, func(label string) workbench.Progress {
		clean()
		var tell workbench.Progress
		tell, clean = o.progress(label)
		return tell
	})
	clean()
	if err = errors.Join(err, end()); errors.Is(err, ensemble.ErrStopped) {
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
