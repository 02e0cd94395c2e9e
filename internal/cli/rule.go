package cli

import (
	"github.com/spf13/cobra"

	"lodestone/internal/report"
	"lodestone/internal/workbench"
)

func newRule(o *options) *cobra.Command {
	r := workbench.RuleOptions{}
	var atLeast string
	c := &cobra.Command{
		Use:   "rule --origin R",
		Short: "Which goods a content rule covers, and what a ban on an origin leaves",
		Long: "Traces the elements of every good through the chain, scrap included, to the origin.\n" +
			"A content rule covers goods in which what passed the origin makes up a share of the\n" +
			"mass or value, wherever the goods are made; a ban \"back to the mine\" leaves what\n" +
			"never passed it.",
		Example: "  lodestone risk rule --origin CN --elements Dy,Tb --by-value\n" +
			"  lodestone risk rule --origin CN --stages mine,separate,metal,alloy,magnet --region US",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			var err error
			if r.AtLeast, err = parsePercent("at-least", atLeast); err != nil {
				return err
			}
			return o.rule(r)
		},
	}
	f := c.Flags()
	f.StringSliceVar(&r.Origins, "origin", nil, "regions of origin")
	f.StringSliceVar(&r.Regions, "region", nil, "only goods in these regions")
	f.StringSliceVar(&r.Elements, "elements", nil, "elements that count; all unless named")
	f.StringSliceVar(&r.Stages, "stages", nil, "stages at which they passed the origin; any unless named")
	f.StringVar(&atLeast, "at-least", "0.1%", "share from which a good is covered")
	f.BoolVar(&r.ByValue, "by-value", false, "share of value; of mass unless set")
	_ = c.MarkFlagRequired("origin")
	return c
}

func (o *options) rule(r workbench.RuleOptions) error {
	return answer(o, func(b *workbench.Bench) (*workbench.Ruled, error) { return b.Rule(r) }, report.RuleText, report.RuleCSV)
}
