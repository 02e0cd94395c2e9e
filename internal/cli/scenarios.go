package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"lodestone/internal/report"
)

func newScenarios(o *options) *cobra.Command {
	c := &cobra.Command{
		Use:   "scenarios",
		Short: "List the scenarios",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return o.listScenarios() },
	}
	c.AddCommand(&cobra.Command{
		Use:   "show NAME",
		Short: "Print a scenario as it is written, to copy and change",
		Args:  cobra.ExactArgs(1),
		RunE:  func(_ *cobra.Command, args []string) error { return o.showScenario(args[0]) },
	})
	return c
}

func (o *options) listScenarios() error {
	bench, err := o.open()
	if err != nil {
		return err
	}
	list, err := bench.Scenarios()
	if err != nil {
		return err
	}
	switch o.format {
	case "json":
		return report.JSON(o.env.Stdout, list)
	case "csv":
		var rows [][]string
		for _, s := range list.Scenarios {
			rows = append(rows, []string{s.Name, s.Title, fmt.Sprint(s.BaseYear), s.Start, fmt.Sprint(s.Weeks)})
		}
		return report.Table(o.env.Stdout, []string{"name", "title", "base_year", "start", "weeks"}, rows)
	}
	for _, s := range list.Scenarios {
		fmt.Fprintf(o.env.Stdout, "%-24s %s (%d weeks from %s, base year %d)\n", s.Name, s.Title, s.Weeks, s.Start, s.BaseYear)
	}
	return nil
}

func (o *options) showScenario(name string) error {
	bench, err := o.open()
	if err != nil {
		return err
	}
	f, err := bench.Scenario(name)
	if err != nil {
		return err
	}
	_, err = o.env.Stdout.Write(f.Text)
	return err
}
