package cli

import (
	"github.com/spf13/cobra"

	"lodestone/internal/report"
	"lodestone/internal/workbench"
)

func newTrace(o *options) *cobra.Command {
	t := workbench.TraceOptions{}
	c := &cobra.Command{
		Use:   "trace --commodity C --region R",
		Short: "Where what is in some goods was mined and worked, stage by stage",
		Long: "Follows what is in the goods of a region back through every stage, scrap included: the\n" +
			"share of it that each country, owner or facility worked last.",
		Example: "  lodestone risk trace --commodity magnet-high --region EU --element Dy --by facility",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return o.trace(t) },
	}
	f := c.Flags()
	f.StringVar(&t.Commodity, "commodity", "", "the goods, as in commodities.csv")
	f.StringVar(&t.Region, "region", "", "where they are, as in regions.csv")
	f.StringVar(&t.Element, "element", "", "of what is in them, this element; all together unless named")
	f.StringVar(&t.By, "by", "country", "country, owner or facility")
	f.IntVar(&t.BaseYear, "base-year", 0, "base year; by default that of the default scenario")
	_ = c.MarkFlagRequired("commodity")
	_ = c.MarkFlagRequired("region")
	return c
}

func (o *options) trace(t workbench.TraceOptions) error {
	return answer(o, func(b *workbench.Bench) (*workbench.Traced, error) { return b.Trace(t) }, report.TraceText, report.TraceCSV)
}
