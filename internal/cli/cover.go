package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"lodestone/internal/report"
	"lodestone/internal/stockpile"
	"lodestone/internal/workbench"
)

func newCover(o *options) *cobra.Command {
	s := workbench.StockOptions{}
	var days []float64
	var from, share string
	c := &cobra.Command{
		Use:   "cover",
		Short: "How many days of use are held, and how long they last when a supplier stops",
		Long: "Counts stocks in days of use, as the International Energy Agency, Japan and Korea do,\n" +
			"and says until when what is held lasts, and each of --days, when what a region gets\n" +
			"from --cut stops; or, with --share, when that share of any supply does.",
		Example: "  lodestone plan cover --region JP --cut CN --days 60,180 --from 2026-01-06\n" +
			"  lodestone plan cover --share 70% --days 60,100,180 --from 2026-01-06",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			start, err := time.Parse(time.DateOnly, from)
			if err != nil {
				return fmt.Errorf("--from %q: expected a date such as 2026-01-06", from)
			}
			goal := stockpile.Goal{Days: days, From: start}
			if share != "" {
				return o.holdings(share, goal)
			}
			return o.cover(s, goal)
		},
	}
	f := c.Flags()
	stockFlags(c, &s)
	f.Float64SliceVar(&days, "days", []float64{60, 180}, "days of use to hold")
	f.StringVar(&from, "from", "2026-01-01", "day on which supply stops")
	f.StringVar(&share, "share", "", "share of the supply that stops, such as 70%, instead of a region's")
	return c
}

// holdings answers for plain numbers.
func (o *options) holdings(text string, g stockpile.Goal) error {
	share, err := parsePercent("share", text)
	if err != nil {
		return err
	}
	x, err := stockpile.Hold(g, share)
	if err != nil {
		return err
	}
	return write(o, x, report.HoldingText, report.HoldingCSV)
}

// cover answers for a region.
func (o *options) cover(s workbench.StockOptions, g stockpile.Goal) error {
	if err := checkStock(s); err != nil {
		return err
	}
	return answer(o, func(b *workbench.Bench) (*workbench.Covers, error) { return b.Covers(s, g) }, report.CoverText, report.CoverCSV)
}
