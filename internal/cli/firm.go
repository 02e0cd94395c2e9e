package cli

import (
	"bytes"
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

func newFirm(o *options) *cobra.Command {
	f := workbench.FirmOptions{}
	var out string
	c := &cobra.Command{
		Use:   "firm FILE [SCENARIO]",
		Short: "A company's own parts: the day each line stops, and what moves it most cheaply",
		Long: "Reads a company's lines, parts, suppliers, stock and options from a workbook or a\n" +
			"folder of CSV files and says, line by line, how many weeks its stock covers, on what\n" +
			"day it stops, what that costs, which option saves a line-week most cheaply, and which\n" +
			"figure is worth asking for. Without SCENARIO it reckons with the plan's own figures\n" +
			"and disruptions; with one, with what a run of the world under it lets through.\n" +
			"Nothing leaves the machine. \"lodestone firm template plan.xlsx\" writes an example.",
		Args: cobra.RangeArgs(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				f.World = args[1]
			}
			return o.firm(args[0], f, out)
		},
	}
	c.Flags().StringVar(&f.Scenario, "under", "", "which of the plan's own disruptions; by default the first")
	c.Flags().StringArrayVar(&f.With, "with", nil, "an option of the plan taken as bought; may be repeated")
	c.Flags().StringVar(&f.Stage, "stage", "", "with SCENARIO, the stage of goods that stand for the parts; by default the last that lines make")
	c.Flags().StringVar(&out, "output", "", "also write the answer: .xlsx with charts, .md or .html as a report, .json")
	c.AddCommand(newFirmTemplate(), newFirmExport())
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
	bench := &workbench.Bench{}
	if f.World != "" {
		if bench, err = o.open(); err != nil {
			return err
		}
	}
	tell, stop := o.progress("running " + f.World)
	x, err := bench.Firm(plan, f, tell)
	stop()
	if err != nil {
		return err
	}
	x.Notes = notes
	if out != "" {
		if err := writeFirm(x, out); err != nil {
			return err
		}
	}
	switch o.format {
	case "json":
		return report.JSON(o.env.Stdout, x)
	case "csv":
		return report.FirmCSV(o.env.Stdout, x)
	}
	return report.FirmText(o.env.Stdout, x, o.style())
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
