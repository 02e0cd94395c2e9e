package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"lodestone/internal/backtest"
	"lodestone/internal/report"
	"lodestone/internal/workbench"
)

func newBacktest(o *options) *cobra.Command {
	var plots string
	var members int
	c := &cobra.Command{
		Use:   "backtest",
		Short: "Replay the episodes of the record and score them",
		Long: "Replays every episode that record.csv has figures for and prints observed beside\n" +
			"simulated, the error as a logarithm (0.69 is a factor of two), and whether it is\n" +
			"in the band. All episodes share one set of parameters. Figures for validation are\n" +
			"never used to fit. With --members every replay is run that many times more, each\n" +
			"time with other values of all that is uncertain, and the range is printed beside.",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return o.backtest(plots, members) },
	}
	c.Flags().IntVarP(&members, "members", "n", 0, "members of an ensemble to run of every replay")
	c.Flags().StringVar(&plots, "plots", "", "a folder to write plots to, as SVG")
	c.AddCommand(newFit(o), newSample(o))
	return c
}

// scores scores the record, with ranges if members are asked for.
func (o *options) scores(bench *workbench.Bench, members int) ([]backtest.Score, error) {
	if members == 0 {
		return bench.Backtest(context.Background())
	}
	tell, stop := o.progress("replaying")
	defer stop()
	return bench.BacktestSpread(members, o.seed, tell)
}

func (o *options) backtest(plots string, members int) error {
	bench, err := o.open()
	if err != nil {
		return err
	}
	scores, err := o.scores(bench, members)
	if err != nil {
		return err
	}
	if plots != "" {
		if err := o.plotBacktest(bench, plots); err != nil {
			return err
		}
	}
	switch o.format {
	case "json":
		return report.JSON(o.env.Stdout, workbench.NewBacktested(scores))
	case "csv":
		return report.BacktestCSV(o.env.Stdout, scores)
	}
	return report.BacktestText(o.env.Stdout, scores, o.style())
}

// plotBacktest writes one SVG of all scores and one of each replay over time.
func (o *options) plotBacktest(bench *workbench.Bench, dir string) error {
	traces, err := bench.Traces()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("cannot make the folder for plots: %w", err)
	}
	write := func(name string, draw func(io.Writer) error) error {
		var svg bytes.Buffer
		if err := draw(&svg); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name+".svg"), svg.Bytes(), 0o644); err != nil {
			return fmt.Errorf("cannot write the plot: %w", err)
		}
		return nil
	}
	if err := write("scores", func(w io.Writer) error { return report.ScorePlot(w, traces) }); err != nil {
		return err
	}
	for len(traces) > 0 {
		end := 1
		for end < len(traces) && traces[end].Scenario == traces[0].Scenario {
			end++
		}
		replay := traces[:end]
		if err := write(replay[0].Scenario, func(w io.Writer) error { return report.TracePlot(w, replay) }); err != nil {
			return err
		}
		traces = traces[end:]
	}
	return nil
}

// fittable are the parameters that fit varies unless told otherwise.
var fittable = []string{"expectation_time", "hoarding", "risk_rise_time", "risk_decay_time", "announcement_fear", "order_adjustment_time",
	"share_adjustment_time", "share_price_elasticity", "price_sensitivity", "price_expectation_time", "price_cost_time",
	"leakage_elasticity", "adaptation_time", "supply_elasticity", "arbitrage",
	"speculation", "alarm_time", "glut_sensitivity", "throughput_elasticity"}

func newFit(o *options) *cobra.Command {
	var vary []string
	var evaluations int
	c := &cobra.Command{
		Use:   "fit",
		Short: "Find the behaviour parameters, within their ranges, that come closest to the record",
		Long: "Varies behaviour parameters within the ranges of behaviours.csv to bring the targets\n" +
			"marked \"fit\" as close to the record as they get, each error weighed by its band and\n" +
			"each parameter by how far it is off the middle of its range, and prints the values.\n" +
			"It changes no file.",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return o.fit(vary, evaluations) },
	}
	c.Flags().StringSliceVar(&vary, "vary", fittable, "parameters to vary")
	c.Flags().IntVar(&evaluations, "evaluations", 600, "how often the replays may be run")
	return c
}

func (o *options) fit(vary []string, evaluations int) error {
	return replayed(o, "fitting", func(b *workbench.Bench, tell workbench.Progress) (*backtest.Fit, error) {
		return b.Fit(vary, evaluations, tell)
	}, report.FitText, report.FitCSV)
}

// replayed is answer for what replays the episodes many times: it shows progress.
func replayed[T any](o *options, label string, ask func(*workbench.Bench, workbench.Progress) (T, error), text func(io.Writer, T, report.Style) error, csv func(io.Writer, T) error) error {
	return answer(o, func(b *workbench.Bench) (T, error) {
		tell, done := o.progress(label)
		defer done()
		return ask(b, tell)
	}, text, csv)
}

// mostSets is how many sets of parameters may be asked for.
const mostSets = 1000

func newSample(o *options) *cobra.Command {
	var vary []string
	var sets int
	c := &cobra.Command{
		Use:   "sample",
		Short: "Draw sets of behaviour parameters that the record allows together, for ensembles",
		Long: "Draws sets of behaviour parameters from what their ranges and the targets marked\n" +
			"\"fit\" leave likely; targets for validation are not looked at. With --format csv it\n" +
			"writes the table behaviour_sets.csv, from which members of an ensemble take one set\n" +
			"each instead of drawing the parameters one by one. It changes no file.",
		Example: "  lodestone backtest sample --format csv > sets.csv && mv sets.csv data/ree/behaviour_sets.csv",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return o.sample(vary, sets) },
	}
	c.Flags().StringSliceVar(&vary, "vary", fittable, "parameters to vary")
	c.Flags().IntVar(&sets, "sets", 100, "how many sets to draw")
	return c
}

func (o *options) sample(vary []string, sets int) error {
	if sets > mostSets {
		return fmt.Errorf("--sets %d: expected at most %d", sets, mostSets)
	}
	made := fmt.Sprintf("go run . backtest sample --sets %d --seed %d", sets, o.seed)
	return replayed(o, "sampling", func(b *workbench.Bench, tell workbench.Progress) (*backtest.Sets, error) {
		return b.BehaviourSets(vary, sets, o.seed, tell)
	}, report.SetsText, func(w io.Writer, drawn *backtest.Sets) error { return report.SetsCSV(w, drawn, made) })
}
