package network

import (
	"fmt"
	"strings"

	"lodestone/internal/model"
)

// Params are the behaviour of the buyers and sellers in one market. Their
// meaning and sources stand in docs/model.md and in behaviours.csv.
type Params struct {
	ExpectationTime      float64 // wk
	OrderAdjustmentTime  float64 // wk
	Hoarding             float64 // extra cover per unit of perceived risk
	RiskRiseTime         float64 // wk
	RiskDecayTime        float64 // wk
	ShareAdjustmentTime  float64 // wk
	SharePriceElasticity float64
	PriceSensitivity     float64
	PriceExpectationTime float64 // wk
	PriceCostTime        float64 // wk
	CoverSpread          float64 // coefficient of variation
	LineDownShare        float64
	QualificationTime    float64 // wk
	QualificationTrigger float64
	ShareReviewPeriod    float64 // wk
	AdaptationTime       float64 // wk, of substitution and thrifting
	LeakageElasticity    float64 // of smuggling, to the price gap
	AnnouncementFear     float64 // perceived risk per share of supply that an announced control covers
	LeastUtilization     float64 // share of base throughput that lines run at whatever is asked
}

// ReviewWeeks is the review period in whole weeks, at least one.
func (p *Params) ReviewWeeks() int { return weeks(p.ShareReviewPeriod) }

// paramFields ties the names in behaviours.csv to the fields of Params.
var paramFields = []struct {
	name  string
	field func(*Params) *float64
}{
	{"expectation_time", func(p *Params) *float64 { return &p.ExpectationTime }},
	{"order_adjustment_time", func(p *Params) *float64 { return &p.OrderAdjustmentTime }},
	{"hoarding", func(p *Params) *float64 { return &p.Hoarding }},
	{"risk_rise_time", func(p *Params) *float64 { return &p.RiskRiseTime }},
	{"risk_decay_time", func(p *Params) *float64 { return &p.RiskDecayTime }},
	{"share_adjustment_time", func(p *Params) *float64 { return &p.ShareAdjustmentTime }},
	{"share_price_elasticity", func(p *Params) *float64 { return &p.SharePriceElasticity }},
	{"price_sensitivity", func(p *Params) *float64 { return &p.PriceSensitivity }},
	{"price_expectation_time", func(p *Params) *float64 { return &p.PriceExpectationTime }},
	{"price_cost_time", func(p *Params) *float64 { return &p.PriceCostTime }},
	{"cover_spread", func(p *Params) *float64 { return &p.CoverSpread }},
	{"line_down_share", func(p *Params) *float64 { return &p.LineDownShare }},
	{"qualification_time", func(p *Params) *float64 { return &p.QualificationTime }},
	{"qualification_trigger", func(p *Params) *float64 { return &p.QualificationTrigger }},
	{"adaptation_time", func(p *Params) *float64 { return &p.AdaptationTime }},
	{"leakage_elasticity", func(p *Params) *float64 { return &p.LeakageElasticity }},
	{"announcement_fear", func(p *Params) *float64 { return &p.AnnouncementFear }},
	{"least_utilization", func(p *Params) *float64 { return &p.LeastUtilization }},
	{"share_review_period", func(p *Params) *float64 { return &p.ShareReviewPeriod }},
}

// ParamNames lists the behaviour parameters a dataset must give.
func ParamNames() []string {
	names := make([]string, len(paramFields))
	for i, f := range paramFields {
		names[i] = f.name
	}
	return names
}

// paramsFor returns the parameters for one stage: a row scoped to the stage
// wins over one scoped to everything. It errs if a parameter has no row.
func paramsFor(m *model.Model, stage model.Stage) (Params, error) {
	var p Params
	var missing []string
	for _, f := range paramFields {
		v, ok := lookup(m.Behaviour, f.name, stage)
		if !ok {
			missing = append(missing, f.name)
		}
		*f.field(&p) = v
	}
	if missing != nil {
		return p, fmt.Errorf("behaviours.csv has no value for %s (scope * or stage:%s)", strings.Join(missing, ", "), stage)
	}
	return p, nil
}

func lookup(rows []model.Behaviour, name string, stage model.Stage) (value float64, ok bool) {
	for _, b := range rows {
		if b.Parameter != name {
			continue
		}
		if b.Scope == "stage:"+string(stage) {
			return b.Value.Value, true
		}
		if b.Scope == "*" {
			value, ok = b.Value.Value, true
		}
	}
	return value, ok
}
