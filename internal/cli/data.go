package cli

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lodestone/internal/dataset"
	"lodestone/internal/network"
	"lodestone/internal/report"
	"lodestone/internal/workbench"
)

func newData(o *options) *cobra.Command {
	c := &cobra.Command{Use: "data", Short: "Check a dataset, say where its numbers come from, carry it to a folder or a workbook and back", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(
		&cobra.Command{Use: "check", Short: "Read everything, count it, balance every base year, list what balancing changed", Args: cobra.NoArgs,
			RunE: func(*cobra.Command, []string) error { return o.checkData() }},
		&cobra.Command{Use: "sources", Short: "List the sources with how many numbers each gives", Args: cobra.NoArgs,
			RunE: func(*cobra.Command, []string) error { return o.listSources() }},
		&cobra.Command{Use: "explain WORD...", Short: "Show the numbers in whose rows all words occur: value, range, source, what balancing made of them",
			Example: "  lodestone data explain magnet-high US\n  lodestone data explain lynas capacity", Args: cobra.MinimumNArgs(1),
			RunE: func(_ *cobra.Command, words []string) error { return o.explainData(strings.Join(words, " ")) }},
		&cobra.Command{Use: "export DIR|FILE.xlsx", Short: "Write the dataset to a new folder, or its tables to a new workbook", Args: cobra.ExactArgs(1),
			RunE: func(_ *cobra.Command, args []string) error {
				x, err := workbench.Export(o.model, args[0])
				return o.exchanged(x, err)
			}},
		&cobra.Command{Use: "import FILE.xlsx DIR", Short: "Make a dataset in a new folder of a workbook; what it lacks comes from the dataset in use", Args: cobra.ExactArgs(2),
			RunE: func(_ *cobra.Command, args []string) error {
				x, err := workbench.Import(o.model, args[0], args[1])
				return o.exchanged(x, err)
			}})
	return c
}

// large is the relative change by balancing from which a flow is listed.
const large = 0.05

func (o *options) checkData() error {
	bench, err := o.open()
	if err != nil {
		return err
	}
	checked, err := bench.Check()
	if err != nil {
		return err
	}
	switch o.format {
	case "json":
		return report.JSON(o.env.Stdout, checkJSON(checked))
	case "csv":
		return report.Table(o.env.Stdout, changeHeader, changeRows(checked, number))
	}
	printSummary(o.env.Stdout, checked.Summary)
	for _, y := range checked.Years {
		o.printYear(y)
	}
	fmt.Fprintln(o.env.Stdout, "No problems.")
	return nil
}

func printSummary(w io.Writer, s dataset.Summary) {
	line := func(label string, counts []dataset.Count) {
		fmt.Fprintf(w, "%s:", label)
		for i, c := range counts {
			if i > 0 {
				fmt.Fprint(w, ",")
			}
			fmt.Fprintf(w, " %s %d", c.Name, c.Count)
		}
		fmt.Fprintln(w)
	}
	line("rows", s.Rows)
	line("facilities by stage", s.Facilities)
	line("facilities by status", s.Status)
	line("numbers by evidence", s.Evidence)
	fmt.Fprintf(w, "numbers: %d, of which %d have a range; sources not used: %d\n", s.Numbers, s.Ranged, s.Unused)
}

func (o *options) printYear(y workbench.Year) {
	changes := largeChanges(y.Changes)
	fmt.Fprintf(o.env.Stdout, "\nbase year %d: %d markets, %d lines, %d routes, %d uses balance; %d flows changed by more than %.0f %%:\n",
		y.BaseYear, y.Markets, y.Lines, y.Routes, y.Uses, len(changes), 100*large)
	for _, c := range changes {
		fmt.Fprintf(o.env.Stdout, "  %-6s %-60s %12.6g -> %12.6g %-18s %+6.0f %%  [%s, %s:%d]\n", c.Kind, c.Name, c.Reported.Value, c.Balanced, c.Unit,
			100*c.Relative(), c.Reported.Evidence, c.Reported.Pos.File, c.Reported.Pos.Line)
	}
}

// largeChanges returns the changes to list, the largest first.
func largeChanges(all []network.Change) []network.Change {
	var out []network.Change
	for _, c := range all {
		if math.Abs(c.Relative()) > large {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b network.Change) int {
		return cmp.Compare(math.Abs(b.Relative()), math.Abs(a.Relative()))
	})
	return out
}

var changeHeader = []string{"base_year", "kind", "name", "unit", "reported", "balanced", "evidence", "source", "file", "line"}

func number(v float64) string { return fmt.Sprintf("%g", v) }

func changeRows(checked *workbench.Checked, format func(float64) string) [][]string {
	var rows [][]string
	for _, y := range checked.Years {
		for _, c := range largeChanges(y.Changes) {
			rows = append(rows, []string{fmt.Sprint(y.BaseYear), c.Kind, c.Name, c.Unit, format(c.Reported.Value), format(c.Balanced),
				string(c.Reported.Evidence), c.Reported.Source, c.Reported.Pos.File, fmt.Sprint(c.Reported.Pos.Line)})
		}
	}
	return rows
}

// checkedYear is a base year in the JSON of data check.
type checkedYear struct {
	BaseYear int             `json:"base_year"`
	Markets  int             `json:"markets"`
	Lines    int             `json:"lines"`
	Routes   int             `json:"routes"`
	Uses     int             `json:"uses"`
	Changes  []checkedChange `json:"changes_over_5_percent"`
}

type checkedChange struct {
	Kind     string  `json:"kind"`
	Name     string  `json:"name"`
	Unit     string  `json:"unit"`
	Reported float64 `json:"reported"`
	Balanced float64 `json:"balanced"`
	Evidence string  `json:"evidence"`
	Source   string  `json:"source"`
	File     string  `json:"file"`
	Line     int     `json:"line"`
}

func checkJSON(checked *workbench.Checked) any {
	var years []checkedYear
	for _, y := range checked.Years {
		out := checkedYear{BaseYear: y.BaseYear, Markets: y.Markets, Lines: y.Lines, Routes: y.Routes, Uses: y.Uses}
		for _, c := range largeChanges(y.Changes) {
			out.Changes = append(out.Changes, checkedChange{c.Kind, c.Name, c.Unit, c.Reported.Value, c.Balanced,
				string(c.Reported.Evidence), c.Reported.Source, c.Reported.Pos.File, c.Reported.Pos.Line})
		}
		years = append(years, out)
	}
	return struct {
		Schema  string          `json:"schema"`
		Summary dataset.Summary `json:"summary"`
		Years   []checkedYear   `json:"base_years"`
	}{"lodestone/data-check/1", checked.Summary, years}
}

func (o *options) listSources() error {
	bench, err := o.open()
	if err != nil {
		return err
	}
	list := bench.Sources()
	switch o.format {
	case "json":
		return report.JSON(o.env.Stdout, list)
	case "csv":
		var cells [][]string
		for _, r := range list.Sources {
			cells = append(cells, []string{r.ID, fmt.Sprint(r.Numbers), r.Producer, r.Title, r.Published, r.URL, r.Licence})
		}
		return report.Table(o.env.Stdout, []string{"id", "numbers", "producer", "title", "published", "url", "licence"}, cells)
	}
	for _, r := range list.Sources {
		fmt.Fprintf(o.env.Stdout, "%-22s %5d  %s: %s (%s) %s\n", r.ID, r.Numbers, r.Producer, r.Title, r.Published, r.URL)
	}
	return nil
}

// exchanged says what was written.
func (o *options) exchanged(x *workbench.Exported, err error) error {
	if err != nil {
		return err
	}
	if o.format == "json" {
		return report.JSON(o.env.Stdout, x)
	}
	_, err = fmt.Fprintf(o.env.Stdout, "%s: %d %s.\n", x.Path, x.Count, x.What)
	return err
}

// valuesShown is how many numbers are explained unless all are asked for.
const valuesShown = 20

func (o *options) explainData(words string) error {
	most := valuesShown
	if o.all || o.format != "text" {
		most = 0
	}
	return answer(o, func(b *workbench.Bench) (*workbench.ExplainedList, error) { return b.ExplainValues(words, most) },
		report.Explained, report.ExplainedCSV)
}
