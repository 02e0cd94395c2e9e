package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"lodestone/internal/explain"
	"lodestone/internal/report"
	"lodestone/internal/workbench"
)

func newExplain(o *options) *cobra.Command {
	var endUse, region string
	var week int
	c := &cobra.Command{
		Use:   "explain [SCENARIO] [--end-use X] [--region Y] [--week N]",
		Short: "Why an end use went short: the path upstream and the roots, with shares",
		Long: "Follows a shortage from the line that stopped back to what held its goods up: at\n" +
			"each step what bound, since when, and where the path forks; the roots with shares\n" +
			"that sum to 100 %; why nobody else filled the gap; and the smallest changes that would\n" +
			"have kept the lines running. Without an end use or region it is the one that stops\n" +
			"first; without --week the week of the line-down, or else the worst.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("week") && week < 0 {
				return fmt.Errorf("--week %d: expected a week of the scenario, from 0", week)
			}
			name := ""
			if len(args) > 0 {
				name = args[0]
			}
			return o.explain(name, endUse, region, week)
		},
	}
	c.Flags().StringVar(&endUse, "end-use", "", "the end use, as in end_uses.csv")
	c.Flags().StringVar(&region, "region", "", "the region, as in regions.csv")
	c.Flags().IntVar(&week, "week", -1, "week of the scenario, from 0; by default that of the line-down")
	return c
}

func (o *options) explain(name, endUse, region string, week int) error {
	return answer(o, func(b *workbench.Bench) (*explain.Explanation, error) {
		return b.Explain(context.Background(), name, endUse, region, week)
	}, report.ExplainText, report.ExplainCSV)
}
