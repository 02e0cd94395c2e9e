package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lodestone/internal/report"
	"lodestone/internal/workbench"
)

func newRisk(o *options) *cobra.Command {
	var table, scenario string
	var origins []string
	var year int
	c := &cobra.Command{
		Use:   "risk",
		Short: "Criticality indices: supply risk, answers to shocks, concentration, reliance, N-1, embedded dependence",
		Long: "Computes the supply risk of the EU from its published inputs and from the shares of\n" +
			"this chain; that of the US Geological Survey with its terms, from ratings.csv and\n" +
			"accounts.csv, naming the inputs it lacks; how markets answered the shocks of\n" +
			"resilience.csv, beside what was published (lag, speed, magnitude, recovery);\n" +
			"concentration of every stage (HHI, weighed by governance, N-1); net import reliance as\n" +
			"the US Geological Survey defines it; and what the goods a region makes and uses owe to\n" +
			"the region that leads the chain, beside the figure of direct trade.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if c.Flags().Changed("scenario") {
				return o.resilience(scenario)
			}
			return o.risk(table, year, origins)
		},
	}
	c.Flags().StringVar(&scenario, "scenario", "", "instead, how the ways out of a shortage answer this scenario: lag, speed, magnitude, recovery")
	c.Flags().StringVar(&table, "table", "official", "with --format csv, the table to write: "+strings.Join(report.RiskTables, ", "))
	c.Flags().IntVar(&year, "base-year", 0, "base year; by default that of the default scenario")
	c.Flags().StringSliceVar(&origins, "origin", nil, "trace dependence to these regions; by default to the one that leads most stages")
	c.AddCommand(newRule(o), newTrace(o))
	return c
}

func (o *options) risk(table string, year int, origins []string) error {
	if !slices.Contains(report.RiskTables, table) {
		return fmt.Errorf("--table %q: expected one of %s", table, strings.Join(report.RiskTables, ", "))
	}
	bench, err := o.open()
	if err != nil {
		return err
	}
	r, err := bench.Risk(context.Background(), year, origins...)
	if err != nil {
		return err
	}
	switch o.format {
	case "json":
		return report.JSON(o.env.Stdout, r)
	case "csv":
		return report.RiskCSV(o.env.Stdout, r, table)
	}
	return report.RiskText(o.env.Stdout, r, o.style())
}

func (o *options) resilience(scenario string) error {
	bench, err := o.open()
	if err != nil {
		return err
	}
	tell, stop := o.progress("running " + scenario)
	list, err := bench.Resilience(context.Background(), scenario, tell)
	stop()
	if err != nil {
		return err
	}
	switch o.format {
	case "json":
		return report.JSON(o.env.Stdout, workbench.NewResilient(scenario, list))
	case "csv":
		return report.ResilienceCSV(o.env.Stdout, list)
	}
	return report.ResilienceText(o.env.Stdout, list, scenario, o.style())
}
