package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lodestone/internal/report"
	"lodestone/internal/result"
	"lodestone/internal/workbench"
)

func newStress(o *options) *cobra.Command {
	var table, failIf, behaviour string
	c := &cobra.Command{
		Use:   "stress [SCENARIO]",
		Short: "Run a scenario against its baseline: who runs out of what, when, why, at what cost",
		Long: "Runs a scenario and the same weeks without its events, and says which lines stop\n" +
			"first, on what day, for lack of what, and why; then shortages, prices inside and\n" +
			"outside, and how far stocks run down. SCENARIO is a name from \"lodestone scenarios\"\n" +
			"or a .yaml file; without one it is the default of the dataset.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			name := ""
			if len(args) > 0 {
				name = args[0]
			}
			return o.stress(name, table, failIf, behaviour)
		},
	}
	c.Flags().StringVar(&table, "table", "shortages", "with --format csv, the table to write: "+strings.Join(report.StressTables, ", "))
	c.Flags().StringVar(&behaviour, "behaviour", "full", "full, or none to switch every assumption about behaviour off")
	c.Flags().StringVar(&failIf, "fail-if", "", "exit with 3 if this holds, e.g. \"line-downs > 0\", \"value-lost > 1e9\", \"first-line-down < 2025-08-01\"")
	return c
}

func (o *options) stress(name, table, failIf, behaviour string) error {
	if behaviour != "full" && behaviour != "none" {
		return fmt.Errorf("--behaviour %q: expected full or none", behaviour)
	}
	if !slices.Contains(report.StressTables, table) {
		return fmt.Errorf("--table %q: expected one of %s", table, strings.Join(report.StressTables, ", "))
	}
	limit, err := parseThreshold(failIf)
	if err != nil {
		return err
	}
	bench, err := o.open()
	if err != nil {
		return err
	}
	tell, stop := o.progress("running " + name)
	s, err := bench.Stress(context.Background(), name, workbench.Options{Physics: behaviour == "none"}, tell)
	stop()
	if err != nil {
		return err
	}
	s.Provenance.Seed, s.Provenance.Behaviour = o.seed, behaviour
	if err := o.writeStress(s, table); err != nil {
		return err
	}
	return limit.crossed(s)
}

func (o *options) writeStress(s *result.Stress, table string) error {
	switch o.format {
	case "json":
		return report.JSON(o.env.Stdout, s)
	case "csv":
		return report.StressCSV(o.env.Stdout, s, table)
	}
	return report.StressText(o.env.Stdout, s, o.style())
}
