package cli

import (
	"fmt"
	"math"

	"github.com/spf13/cobra"

	"lodestone/internal/report"
	"lodestone/internal/stockpile"
	"lodestone/internal/workbench"
)

func newStockpile(o *options) *cobra.Command {
	s := workbench.StockOptions{}
	var e emergencyFlags
	c := &cobra.Command{
		Use:   "stockpile",
		Short: "How much a region must hold to get through some years without a supplier",
		Long: "Sizes stocks as the US National Defense Stockpile does: what is needed in each year of\n" +
			"an emergency less the supply that can be relied on, summed. For the goods that a\n" +
			"region's end uses draw on, without what it gets from --cut; or, with --need and\n" +
			"--supply, for numbers of your own.",
		Example: "  lodestone plan stockpile --region US --cut CN --years 4\n" +
			"  lodestone plan stockpile --region US --cut CN --through --reliability 0,0.2,0.5,0.8 --sectors defence --budget 100e6\n" +
			"  lodestone plan stockpile --need 150,150,150,150 --supply 20,40,80,140 --price 224",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if c.Flags().Changed("need") || c.Flags().Changed("supply") {
				return o.size(e)
			}
			return o.requirements(s, e)
		},
	}
	f := c.Flags()
	stockFlags(c, &s)
	f.Float64SliceVar(&e.reliability, "reliability", nil, "share of what is cut that comes all the same, by year; none unless given")
	f.IntVar(&e.years, "years", 4, "years of the emergency, where --reliability does not say")
	f.Float64Var(&e.austerity, "austerity", 0, "share of the need that is done without")
	f.BoolVar(&e.trade, "count-trade", false, "what the trade holds counts as held")
	f.Float64Var(&e.budget, "budget", 0, "USD to spend")
	f.Float64SliceVar(&e.need, "need", nil, "need of each year, t, instead of a region's")
	f.Float64SliceVar(&e.supply, "supply", nil, "reliable supply of each year, t")
	f.Float64Var(&e.held, "held", 0, "with --need, t held already")
	f.Float64Var(&e.price, "price", 0, "with --need, USD/kg")
	return c
}

// stockFlags are those that questions about stocks share.
func stockFlags(c *cobra.Command, s *workbench.StockOptions) {
	f := c.Flags()
	f.StringVar(&s.Region, "region", "", "the region that holds the stock")
	f.StringSliceVar(&s.Cut, "cut", nil, "regions not relied on")
	f.StringSliceVar(&s.Sectors, "sectors", nil, "sectors of end uses whose need counts, as in end_uses.csv; all unless named")
	f.StringSliceVar(&s.Stages, "stages", nil, "stages of the goods; all unless named")
	f.BoolVar(&s.Industry, "industry", false, "what plants draw counts beside what end uses do")
	f.BoolVar(&s.Through, "through", false, "what passed the cut regions at any stage is cut too")
	f.IntVar(&s.BaseYear, "base-year", 0, "base year; by default that of the default scenario")
}

// checkStock asks for what a question about a region needs.
func checkStock(s workbench.StockOptions) error {
	if s.Region == "" || len(s.Cut) == 0 {
		return fmt.Errorf("name the region that holds the stock and what it cannot rely on, such as --region US --cut CN")
	}
	return nil
}

// emergencyFlags are the flags of stockpile.
type emergencyFlags struct {
	reliability, need, supply      []float64
	years                          int
	austerity, budget, held, price float64
	trade                          bool
}

// mostYears bounds the years of an emergency.
const mostYears = 50

func (e *emergencyFlags) emergency() (stockpile.Emergency, error) {
	x := stockpile.Emergency{Reliability: e.reliability, Austerity: e.austerity, CountTrade: e.trade, Budget: e.budget}
	if e.budget < 0 || math.IsNaN(e.budget) {
		return x, fmt.Errorf("--budget %g: expected 0 or more", e.budget)
	}
	if len(e.reliability) == 0 {
		if e.years < 1 || e.years > mostYears {
			return x, fmt.Errorf("--years %d: expected 1 to %d", e.years, mostYears)
		}
		x.Reliability = make([]float64, e.years)
	}
	return x, nil
}

const kilograms = 1000 // in a tonne

// size answers for plain numbers.
func (o *options) size(e emergencyFlags) error {
	r, err := stockpile.Size(e.need, e.supply, e.held, e.price*kilograms)
	if err != nil {
		return err
	}
	r.Spend(e.budget)
	return write(o, &r, report.SizeText, report.SizeCSV)
}

// requirements answers for a region.
func (o *options) requirements(s workbench.StockOptions, e emergencyFlags) error {
	if err := checkStock(s); err != nil {
		return err
	}
	emergency, err := e.emergency()
	if err != nil {
		return err
	}
	return answer(o, func(b *workbench.Bench) (*workbench.Requirements, error) { return b.Requirements(s, emergency) }, report.RequirementText, report.RequirementCSV)
}
