package cli

import (
	"github.com/spf13/cobra"

	"lodestone/internal/backtest"
	"lodestone/internal/report"
)

func newBacktest(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "backtest",
		Short: "Replay the episodes of the record and score them",
		Long: "Replays every episode that record.csv has figures for and prints observed beside\n" +
			"simulated, the error as a logarithm (0.69 is a factor of two), and whether it is\n" +
			"in the band. All episodes share one set of parameters. Figures for validation are\n" +
			"never used to fit.",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return o.backtest() },
	}
}

func (o *options) backtest() error {
	bench, err := o.open()
	if err != nil {
		return err
	}
	tell, stop := o.progress("replaying")
	scores, err := bench.Backtest(tell)
	stop()
	if err != nil {
		return err
	}
	switch o.format {
	case "json":
		return report.JSON(o.env.Stdout, struct {
			Schema string           `json:"schema"`
			Scores []backtest.Score `json:"scores"`
			Totals []backtest.Total `json:"totals"`
		}{"lodestone/backtest/1", scores, backtest.Totals(scores)})
	case "csv":
		return report.BacktestCSV(o.env.Stdout, scores)
	}
	return report.BacktestText(o.env.Stdout, scores, o.style())
}
