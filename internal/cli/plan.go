package cli

import (
	"context"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/spf13/cobra"

	"lodestone/internal/report"
	"lodestone/internal/workbench"
)

func newPlan(o *options) *cobra.Command {
	var p workbench.PlanOptions
	var budget string
	c := &cobra.Command{
		Use:   "plan [SCENARIO]",
		Short: "Find what to buy before a scenario so that it costs least, and check it in the simulator",
		Long: "Chooses among the moves of the dataset (moves.csv) for one region: stocks, second\n" +
			"sources, redesign, capacity. What is bought is the same in all futures drawn within\n" +
			"the ranges of the scenario. With --budget it leaves the least expected loss, or, with\n" +
			"--objective, the least in the worst futures (cvar) or the least to be sorry about\n" +
			"(regret); with --target it costs least. The plan is then run in the simulator, with\n" +
			"futures it was not chosen on.",
		Example: "  lodestone plan china-licences-2025 --region US --budget 500e6\n" +
			"  lodestone plan china-licences-2025 --region EU --target \"at most 1 lost week in 90% of futures\"",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			name := ""
			if len(args) > 0 {
				name = args[0]
			}
			var err error
			if p.Budget, err = dollars(budget); err != nil {
				return err
			}
			p.Seed = o.seed
			return o.plan(name, p)
		},
	}
	f := c.Flags()
	f.StringVar(&p.Region, "region", "", "region to plan for; by default the one that loses most")
	f.StringVar(&p.EndUse, "end-use", "", "only this end use")
	f.StringVar(&budget, "budget", "", "USD to spend at most, such as 500e6")
	f.StringVar(&p.Target, "target", "", "what to reach at least cost: \"no line stops in 95% of futures\", \"at most 1 lost week\", \"value lost below 50e6\"")
	f.StringVar(&p.Objective, "objective", "", "loss (default), cvar, regret, or cost (default with --target)")
	f.Float64Var(&p.Tail, "tail", 0.2, "share of the futures that cvar averages, the worst")
	f.IntVar(&p.Prepare, "prepare", 52, "weeks between the decision and the first event")
	f.IntVar(&p.Members, "members", 8, "futures that the plan is chosen on")
	f.IntVar(&p.Checks, "checks", 16, "further futures that it is run in")
	c.AddCommand(newSeek(o), newStockpile(o), newCover(o))
	return c
}

// dollars reads an amount of money; none is 0.
func dollars(text string) (float64, error) {
	if text == "" {
		return 0, nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !(v > 0) || math.IsInf(v, 0) {
		return 0, fmt.Errorf("--budget %q: expected USD above 0, such as 500e6", text)
	}
	return v, nil
}

func (o *options) plan(name string, p workbench.PlanOptions) error {
	ask := func(ctx context.Context, b *workbench.Bench, tell workbench.Progress) (*workbench.Plan, error) {
		return b.Plan(ctx, name, p, tell)
	}
	return answerLong(o, "planning for "+name, ask,
		func(w io.Writer, x *workbench.Plan, s report.Style) error { return report.PlanText(w, &x.Plan, s) },
		func(w io.Writer, x *workbench.Plan) error { return report.PlanCSV(w, &x.Plan) })
}
