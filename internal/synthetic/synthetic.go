// Package synthetic makes up chains of any size, of which nothing is known but
// their shape: what speed is measured on and what tests need by the thousand.
// [Network] returns one, the same for the same size.
package synthetic

import (
	"fmt"
	"math/rand/v2"
	"time"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

// Network is a chain in which every region makes every commodity from up to four
// others and buys it from some other regions as well, with end uses everywhere, an
// embargo and licences. With 25 regions, 10 commodities and 10 suppliers it has the
// size that speed is quoted for: 250 facilities, 2,500 routes.
func Network(regions, commodities, suppliers, weeks int) *network.Network {
	rng := rand.New(rand.NewPCG(1, 2))
	num := func(v float64) model.Quantity {
		return model.Quantity{Value: v, Low: v, High: v, Evidence: model.Reported}
	}
	m := &model.Model{Name: "synthetic"}
	for _, p := range []struct {
		name  string
		value float64
	}{{"expectation_time", 8}, {"order_adjustment_time", 8}, {"hoarding", 1}, {"risk_rise_time", 4}, {"risk_decay_time", 26},
		{"share_adjustment_time", 13}, {"share_price_elasticity", 1}, {"price_sensitivity", 0.6}, {"price_expectation_time", 26},
		{"price_cost_time", 13}, {"cover_spread", 0.5}, {"line_down_share", 0.05}, {"qualification_time", 39},
		{"qualification_trigger", 0.1}, {"share_review_period", 4}, {"least_utilization", 0.5}, {"adaptation_time", 52}, {"announcement_fear", 0.5}, {"leakage_elasticity", 1}} {
		m.Behaviour = append(m.Behaviour, model.Behaviour{Parameter: p.name, Scope: "*", Value: num(p.value)})
	}
	for e := range 14 {
		m.Elements = append(m.Elements, model.Element{ID: fmt.Sprintf("e%02d", e)})
	}
	for r := range regions {
		m.Regions = append(m.Regions, model.Region{ID: fmt.Sprintf("r%02d", r)})
	}
	for c := range commodities {
		contents := make([]model.Quantity, 14)
		contents[c%14] = num(0.3)
		m.Commodities = append(m.Commodities, model.Commodity{ID: fmt.Sprintf("c%02d", c), Stage: "magnet", Unit: "t", Contents: contents})
		m.Prices = append(m.Prices, constant(regions, 100))
		m.Cover = append(m.Cover, constant(regions, 8))
	}
	// Each commodity but the last is used by the next one's plants, everywhere.
	for c := range commodities {
		p := model.Process{ID: fmt.Sprintf("p%02d", c), Stage: "magnet", Unit: "t", Duration: num(3),
			Rows: []model.RecipeRow{{Role: model.RoleOutput, Commodity: c, Amount: num(1)}}}
		for k := 1; k <= 4 && c-k >= 0; k++ {
			p.Rows = append(p.Rows, model.RecipeRow{Role: model.RoleInput, Commodity: c - k, Amount: num(0.25)})
		}
		m.Processes = append(m.Processes, p)
		for r := range regions {
			m.Facilities = append(m.Facilities, model.Facility{ID: fmt.Sprintf("f%02d%02d", c, r), Region: r,
				Capacity: num(1e6), Outputs: []model.Output{{Process: c, Feed: -1, Amount: num(52 * (50 + 100*rng.Float64()))}}})
			for k := range suppliers {
				m.Routes = append(m.Routes, model.Route{Commodity: c, From: (r + k + 1) % regions, To: r, Qualified: true,
					Flow: num(52 * (1 + 5*rng.Float64())), LeadTime: num(float64(1 + rng.IntN(8)))})
			}
		}
	}
	for c := range commodities {
		m.EndUses = append(m.EndUses, model.EndUse{ID: fmt.Sprintf("u%02d", c), Priority: 1 + c%9,
			Inputs: []model.EndUseInput{{Commodity: c, Amount: num(1)}}, Elasticity: num(-0.1)})
		for r := range regions {
			m.Demands = append(m.Demands, model.Demand{EndUse: c, Region: r, Amount: num(52 * 40)})
		}
	}
	start := time.Date(2025, 1, 6, 0, 0, 0, 0, time.UTC)
	s := &model.Scenario{Name: "synthetic", Start: start, Weeks: weeks, Events: []model.Event{
		{Kind: model.Embargo, From: start.AddDate(0, 0, 70), To: start.AddDate(0, 0, 700), Scope: model.Scope{Origins: []int{0}}},
		{Kind: model.Licence, From: start.AddDate(0, 0, 140), Delay: num(9), Validity: num(26),
			Approval: []model.Dated{{From: start, Value: num(0.5)}}, Scope: model.Scope{Origins: []int{1}}},
	}}
	n, err := network.Compile(m, s)
	if err != nil {
		panic(err)
	}
	return n
}

func constant(n int, v float64) []model.Quantity {
	out := make([]model.Quantity, n)
	for i := range out {
		out[i] = model.Quantity{Value: v, Low: v, High: v}
	}
	return out
}
