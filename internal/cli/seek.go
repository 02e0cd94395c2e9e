package cli

import (
	"context"
	"io"
	"math"

	"github.com/spf13/cobra"

	"lodestone/internal/report"
	"lodestone/internal/workbench"
)

func newSeek(o *options) *cobra.Command {
	var s workbench.SeekOptions
	c := &cobra.Command{
		Use:   "seek [SCENARIO]",
		Short: "Find the smallest floor, stock, subsidy or share of a scenario that reaches a goal",
		Long: "Varies one number of a scenario's events and finds by bisection, with the same members\n" +
			"of an ensemble at every value, where a goal is just reached. --vary names EVENT.FIELD,\n" +
			"or policy.KIND.FIELD for all events of a kind; with * at the end, as in project.capacity*,\n" +
			"what every one of them has is multiplied.",
		Example: "  lodestone plan seek dumping-2027-floor --vary policy.floor.price --from 40 --to 120 --until \"plant mp-independence operating in 90% of members at 2031\"",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			name := ""
			if len(args) > 0 {
				name = args[0]
			}
			s.Seed = o.seed
			return o.seek(name, s)
		},
	}
	f := c.Flags()
	f.StringVar(&s.Vary, "vary", "", "number to vary, such as policy.floor.price or us-finance.capacity")
	f.StringVar(&s.Until, "until", "", "goal, such as \"plant X operating in 90% of members at 2031\"; a wrong one lists them all")
	f.Float64Var(&s.Low, "from", math.NaN(), "lowest value to try, in the unit the scenario writes; by default the low end of its range")
	f.Float64Var(&s.High, "to", math.NaN(), "highest value to try")
	f.IntVar(&s.Members, "members", 20, "members of the ensemble")
	cobra.CheckErr(c.MarkFlagRequired("vary"))
	cobra.CheckErr(c.MarkFlagRequired("until"))
	return c
}

func (o *options) seek(name string, s workbench.SeekOptions) error {
	ask := func(ctx context.Context, b *workbench.Bench, tell workbench.Progress) (*workbench.Sought, error) {
		return b.Seek(ctx, name, s, tell)
	}
	return answerLong(o, "seeking in "+name, ask,
		func(w io.Writer, x *workbench.Sought, s report.Style) error { return report.SeekText(w, &x.Sought, s) },
		func(w io.Writer, x *workbench.Sought) error { return report.SeekCSV(w, &x.Sought) })
}
