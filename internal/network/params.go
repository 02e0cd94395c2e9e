package network

import (
	"fmt"
	"math"
	"strings"

	"lodestone/internal/model"
)

// Params are the behaviour of the buyers and sellers in one market. Their
// meaning and sources stand in docs/model.md and in behaviours.csv.
type Params struct {
	ExpectationTime      float64 // wk
	OrderAdjustmentTime  float64 // wk
	OrderLimit           float64 // orders that suppliers take at most, as a multiple of use
	Hoarding             float64 // extra cover per unit of perceived risk
	RiskRiseTime         float64 // wk
	RiskDecayTime        float64 // wk
	ShareAdjustmentTime  float64 // wk
	SharePriceElasticity float64
	PriceSensitivity     float64
	GlutSensitivity      float64 // share of that sensitivity while cover is above what is wanted
	PriceExpectationTime float64 // wk
	PriceCostTime        float64 // wk
	CoverSpread          float64 // coefficient of variation
	LineDownShare        float64
	Recapture            float64 // share of the output lost to a shortage that buyers wait for
	RecaptureTime        float64 // wk, in which they give up waiting
	Overtime             float64 // output beyond the normal at which it is made up, as a share of it
	QualificationTime    float64 // wk
	QualificationTrigger float64
	ShareReviewPeriod    float64 // wk
	AdaptationTime       float64 // wk, of substitution and thrifting
	ReturnTime           float64 // wk, over which users come back to what has become cheap again
	LeakageElasticity    float64 // of smuggling, to the price gap
	LeakageTime          float64 // wk, in which smuggling answers to it
	AnnouncementFear     float64 // perceived risk per share of supply that an announced control covers
	LeastUtilization     float64 // share of base throughput that lines run at whatever is asked
	SupplyElasticity     float64 // of that, to the terms of a line
	ThroughputElasticity float64 // of what a line runs of what is asked, to its terms
	ThroughputTime       float64 // wk, in which lines change what they run at
	AlarmTime            float64 // wk, in which the alarm at an event fades
	Speculation          float64 // extra cover at full alarm per unit of the logarithm of price over its slow average
	SpeculationTime      float64 // wk, of that average
	Arbitrage            float64 // share of the change of landed cost that a price is pulled to
	Netback              float64 // share of the change of what a feed yields that its price follows
	CashCostShare        float64 // of base value added, where cost is not known
	FixedCostShare       float64 // of the cash cost, at the throughput of the base year
	MarginTime           float64 // wk, over which an owner judges margins
	IdlePatience         float64 // wk over which a plant below cash cost idles
	ClosePatience        float64 // wk idle before it closes
	MarginSpread         float64 // loss over base revenue at which all of a site is idle
	InvestmentTime       float64 // wk over which demand is judged for new capacity
	Hurdle               float64 // yearly margin over capital at which a project starts

	Rate Rates // what follows from these
}

// Rates are 1 over the times of Params, by week, and other numbers that follow from
// them: the weekly loop multiplies, which takes a small part of the time of a division.
type Rates struct {
	Expectation, OrderAdjustment, ShareReview float64
	PriceExpectation, PriceCost, Speculation  float64
	Investment, Margin                        float64
	Qualification                             float64    // time of it, in whole weeks
	AlarmLeft                                 float64    // of the alarm, after a week
	Risk                                      [2]float64 // while it rises, while it falls
	Sensitivity                               [2]float64 // of the price while goods are scarce, while there is a glut
}

// withRates fills in the rates.
func (p Params) withRates() Params {
	p.Rate = Rates{
		Expectation: 1 / p.ExpectationTime, OrderAdjustment: 1 / p.OrderAdjustmentTime, ShareReview: 1 / p.ShareReviewPeriod,
		PriceExpectation: 1 / p.PriceExpectationTime, PriceCost: 1 / p.PriceCostTime, Speculation: 1 / p.SpeculationTime,
		Investment: 1 / p.InvestmentTime, Margin: 1 / p.MarginTime,
		Qualification: math.Trunc(p.QualificationTime),
		AlarmLeft:     1 - 1/p.AlarmTime,
		Risk:          [2]float64{1 / p.RiskRiseTime, 1 / p.RiskDecayTime},
		Sensitivity:   [2]float64{p.PriceSensitivity, float64(p.PriceSensitivity * p.GlutSensitivity)},
	}
	return p
}

// ReviewWeeks is the review period in whole weeks, at least one.
func (p *Params) ReviewWeeks() int { return weeks(p.ShareReviewPeriod) }

// paramFields ties the names in behaviours.csv to the fields of Params. A chain
// must give all but those of decisions, which are off where it does not.
var paramFields = []struct {
	name  string
	field func(*Params) *float64
	off   *float64 // the value that switches it off; nil if it must be given
}{
	{"expectation_time", func(p *Params) *float64 { return &p.ExpectationTime }, nil},
	{"order_adjustment_time", func(p *Params) *float64 { return &p.OrderAdjustmentTime }, nil},
	{"order_limit", func(p *Params) *float64 { return &p.OrderLimit }, off(never)},
	{"hoarding", func(p *Params) *float64 { return &p.Hoarding }, nil},
	{"risk_rise_time", func(p *Params) *float64 { return &p.RiskRiseTime }, nil},
	{"risk_decay_time", func(p *Params) *float64 { return &p.RiskDecayTime }, nil},
	{"share_adjustment_time", func(p *Params) *float64 { return &p.ShareAdjustmentTime }, nil},
	{"share_price_elasticity", func(p *Params) *float64 { return &p.SharePriceElasticity }, nil},
	{"price_sensitivity", func(p *Params) *float64 { return &p.PriceSensitivity }, nil},
	{"glut_sensitivity", func(p *Params) *float64 { return &p.GlutSensitivity }, off(1)},
	{"price_expectation_time", func(p *Params) *float64 { return &p.PriceExpectationTime }, nil},
	{"price_cost_time", func(p *Params) *float64 { return &p.PriceCostTime }, nil},
	{"cover_spread", func(p *Params) *float64 { return &p.CoverSpread }, nil},
	{"line_down_share", func(p *Params) *float64 { return &p.LineDownShare }, nil},
	{"recapture", func(p *Params) *float64 { return &p.Recapture }, off(0)},
	{"recapture_time", func(p *Params) *float64 { return &p.RecaptureTime }, off(26)},
	{"overtime", func(p *Params) *float64 { return &p.Overtime }, off(0)},
	{"qualification_time", func(p *Params) *float64 { return &p.QualificationTime }, nil},
	{"qualification_trigger", func(p *Params) *float64 { return &p.QualificationTrigger }, nil},
	{"adaptation_time", func(p *Params) *float64 { return &p.AdaptationTime }, nil},
	{"return_time", func(p *Params) *float64 { return &p.ReturnTime }, off(0)},
	{"leakage_elasticity", func(p *Params) *float64 { return &p.LeakageElasticity }, nil},
	{"leakage_time", func(p *Params) *float64 { return &p.LeakageTime }, off(1)},
	{"announcement_fear", func(p *Params) *float64 { return &p.AnnouncementFear }, nil},
	{"least_utilization", func(p *Params) *float64 { return &p.LeastUtilization }, nil},
	{"supply_elasticity", func(p *Params) *float64 { return &p.SupplyElasticity }, off(0)},
	{"throughput_elasticity", func(p *Params) *float64 { return &p.ThroughputElasticity }, off(0)},
	{"throughput_time", func(p *Params) *float64 { return &p.ThroughputTime }, off(1)},
	{"speculation", func(p *Params) *float64 { return &p.Speculation }, off(0)},
	{"alarm_time", func(p *Params) *float64 { return &p.AlarmTime }, off(26)},
	{"speculation_time", func(p *Params) *float64 { return &p.SpeculationTime }, off(26)},
	{"arbitrage", func(p *Params) *float64 { return &p.Arbitrage }, off(0)},
	{"netback", func(p *Params) *float64 { return &p.Netback }, off(0)},
	{"cash_cost_share", func(p *Params) *float64 { return &p.CashCostShare }, off(1)},
	{"fixed_cost_share", func(p *Params) *float64 { return &p.FixedCostShare }, off(0)},
	{"margin_time", func(p *Params) *float64 { return &p.MarginTime }, off(never)},
	{"idle_patience", func(p *Params) *float64 { return &p.IdlePatience }, off(never)},
	{"close_patience", func(p *Params) *float64 { return &p.ClosePatience }, off(never)},
	{"margin_spread", func(p *Params) *float64 { return &p.MarginSpread }, off(never)},
	{"investment_time", func(p *Params) *float64 { return &p.InvestmentTime }, off(never)},
	{"hurdle", func(p *Params) *float64 { return &p.Hurdle }, off(never)},
	{"share_review_period", func(p *Params) *float64 { return &p.ShareReviewPeriod }, nil},
}

func off(v float64) *float64 { return &v }

// ParamNames lists the behaviour parameters a dataset can give.
func ParamNames() []string {
	names := make([]string, len(paramFields))
	for i, f := range paramFields {
		names[i] = f.name
	}
	return names
}

// paramRows says in which row of the behaviour each parameter of each stage stands, -1
// where it has none and is switched off: [stage][parameter].
type paramRows [][]int

// findParams looks up all parameters. It errs if one that must be given has no row.
func findParams(rows []model.Behaviour) (paramRows, error) {
	var out paramRows
	for _, stage := range model.Stages {
		var at []int
		var missing []string
		for _, f := range paramFields {
			row := rowOf(rows, f.name, "stage:"+string(stage))
			if row < 0 && f.off == nil {
				missing = append(missing, f.name)
			}
			at = append(at, row)
		}
		if missing != nil {
			return nil, fmt.Errorf("behaviours.csv has no value for %s (scope * or stage:%s)", strings.Join(missing, ", "), stage)
		}
		out = append(out, at)
	}
	return out, nil
}

// rowOf returns the row of a parameter, -1 if there is none: one scoped to the stage
// wins over one scoped to everything.
func rowOf(rows []model.Behaviour, name, scope string) int {
	general := -1
	for i := range rows {
		switch b := &rows[i]; {
		case b.Parameter != name:
		case b.Scope == scope:
			return i
		case b.Scope == "*":
			general = i
		}
	}
	return general
}

// params returns the parameters of a stage, by its place in [model.Stages].
func (p paramRows) params(stage int, rows []model.Behaviour) Params {
	var out Params
	for i, row := range p[stage] {
		if f := &paramFields[i]; row >= 0 {
			*f.field(&out) = rows[row].Value.Value
		} else {
			*f.field(&out) = *f.off
		}
	}
	return out.withRates()
}
