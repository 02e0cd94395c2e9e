package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"lodestone/internal/firm"
	"lodestone/internal/report"
	"lodestone/internal/workbench"
)

// planWord as the second argument of firm asks for what the subcommand plan does.
const planWord = "plan"

func newFirm(o *options) *cobra.Command {
	f := workbench.FirmOptions{}
	aim := firm.Aim{}
	var out string
	c := &cobra.Command{
		Use:   "firm FILE [SCENARIO]",
		Short: "A company's own parts: the day each line stops, and what moves it most cheaply",
		Long: "Reads a company's lines, parts, suppliers, stock and options from a workbook or a\n" +
			"folder of CSV files and says, line by line, how many weeks its stock covers, on what\n" +
			"day it stops, what that costs, which option saves a line-week most cheaply, and which\n" +
			"figure is worth asking for. Without SCENARIO it reckons with the plan's own figures\n" +
			"and disruptions; with one, with what a run of the world under it lets through.\n" +
			"\"firm FILE plan\" is the same as \"firm plan FILE\": the cheapest set of options.\n" +
			"Nothing leaves the machine. \"lodestone firm template plan.xlsx\" writes an example;\n" +
			"docs/firm.md says what every column means.",
		Args: cobra.RangeArgs(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 1 && args[1] == planWord {
				return o.firmPlan(c.Context(), args[0], aim, f)
			}
			if len(args) > 1 {
				f.World = args[1]
			}
			return o.firm(args[0], f, out)
		},
	}
	firmFlags(c, &f)
	aimFlags(c, &aim)
	c.Flags().StringVar(&out, "output", "", "also write the answer: .xlsx with charts, .md or .html as a report, .json")
	c.AddCommand(newFirmTemplate(), newFirmExport(), newFirmPlan(o))
	return c
}

// firmFlags say under what a company's plan is reckoned.
func firmFlags(c *cobra.Command, f *workbench.FirmOptions) {
	c.Flags().StringVar(&f.Scenario, "under", "", "which of the plan's own disruptions; by default the first")
	c.Flags().StringArrayVar(&f.With, "with", nil, "an option of the plan taken as bought; may be repeated")
	c.Flags().Float64Var(&f.Horizon, "horizon", 0, "weeks looked ahead; by default those of the plan")
	c.Flags().StringVar(&f.Stage, "stage", "", "with SCENARIO, the stage of goods that stand for the parts; by default the last that lines make")
}

func aimFlags(c *cobra.Command, aim *firm.Aim) {
	c.Flags().Float64Var(&aim.LostWeeks, "lost-weeks", 1, "for plan: line-weeks that may be lost over the horizon")
	c.Flags().Float64Var(&aim.Budget, "budget", 0, "for plan: most cash to spend; then as few line-weeks as possible are lost")
}

func newFirmPlan(o *options) *cobra.Command {
	f := workbench.FirmOptions{}
	aim := firm.Aim{}
	c := &cobra.Command{
		Use:   "plan FILE [SCENARIO]",
		Short: "The cheapest set of a company's own options for a target, and the frontier of cost and loss",
		Long: "Chooses among the options of a plan, all of them together, so that no more line-weeks\n" +
			"are lost than --lost-weeks allows, at the least cost; or with --budget so that as few\n" +
			"as possible are lost. The choice is an exact mixed-integer program. The set is then\n" +
			"reckoned again like any other, and what was promised is printed beside it.",
		Args: cobra.RangeArgs(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 1 {
				f.World = args[1]
			}
			return o.firmPlan(c.Context(), args[0], aim, f)
		},
	}
	firmFlags(c, &f)
	aimFlags(c, &aim)
	return c
}

func newFirmTemplate() *cobra.Command {
	return &cobra.Command{
		Use:   "template FILE",
		Short: "Write an example plan to fill in: a workbook (.xlsx), or a folder of CSV files",
		Args:  cobra.ExactArgs(1),
		RunE:  func(_ *cobra.Command, args []string) error { return workbench.WritePlan(firm.Example(), args[0]) },
	}
}

func newFirmExport() *cobra.Command {
	return &cobra.Command{
		Use:   "export FILE TO",
		Short: "Read a plan and write it again, as a workbook (.xlsx) or a folder of CSV files",
		Args:  cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			plan, _, err := workbench.ReadPlan(args[0])
			if err != nil {
				return err
			}
			return workbench.WritePlan(plan, args[1])
		},
	}
}

func (o *options) firm(path string, f workbench.FirmOptions, out string) error {
	plan, notes, err := workbench.ReadPlan(path)
	if err != nil {
		return err
	}
	bench, err := o.world(f)
	if err != nil {
		return err
	}
	tell, stop := o.progress("running " + f.World)
	x, err := bench.Firm(context.Background(), plan, f, tell)
	stop()
	if err != nil {
		return err
	}
	x.Notes = append(x.Notes, notes...)
	if out != "" {
		if err := writeFirm(x, out); err != nil {
			return err
		}
	}
	return write(o, x, report.FirmText, report.FirmCSV)
}

// world opens the dataset if a plan is reckoned inside the world.
func (o *options) world(f workbench.FirmOptions) (*workbench.Bench, error) {
	if f.World == "" {
		return &workbench.Bench{}, nil
	}
	return o.open()
}

func (o *options) firmPlan(ctx context.Context, path string, aim firm.Aim, f workbench.FirmOptions) error {
	if aim.LostWeeks < 0 || aim.Budget < 0 {
		return errors.New("--lost-weeks and --budget: expected 0 or more")
	}
	plan, notes, err := workbench.ReadPlan(path)
	if err != nil {
		return err
	}
	bench, err := o.world(f)
	if err != nil {
		return err
	}
	tell, stop := o.progress("choosing")
	x, err := bench.FirmChoice(ctx, plan, aim, f, tell)
	stop()
	if err != nil {
		return err
	}
	x.Notes = append(x.Notes, notes...)
	return write(o, x, report.FirmPlanText, report.FirmPlanCSV)
}

// writeFirm writes an answer in the form that the name of the file asks for. It
// does not write over what is there.
func writeFirm(x *workbench.Firm, path string) error {
	var text bytes.Buffer
	var err error
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".xlsx":
		err = report.FirmBook(&text, x)
	case ".md":
		err = report.FirmMarkdown(&text, x)
	case ".html":
		err = report.FirmHTML(&text, x)
	case ".json":
		err = report.JSON(&text, x)
	default:
		err = fmt.Errorf("--output %q: expected .xlsx, .md, .html or .json", path)
	}
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("cannot write the answer: %w", err)
	}
	_, err = file.Write(text.Bytes())
	return errors.Join(err, file.Close())
}
