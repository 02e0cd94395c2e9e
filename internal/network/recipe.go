package network

import "lodestone/internal/model"

// ingredient is what a line draws or makes per unit of throughput.
type ingredient struct {
	commodity int
	coef      float64
	output    bool
}

// recipeOf appends the ingredients of a process on a feed to a list. Products of which
// nothing is recovered are left out.
func recipeOf(m *model.Model, process, feed int, list []ingredient) []ingredient {
	p := &m.Processes[process]
	if p.HasFeed && feed >= 0 {
		list = append(list, ingredient{commodity: feed, coef: p.Feed.Value})
	}
	for i := range p.Rows {
		switch row := &p.Rows[i]; row.Role {
		case model.RoleInput, model.RoleOutput:
			list = append(list, ingredient{row.Commodity, row.Amount.Value, row.Role == model.RoleOutput})
		case model.RoleRecovery:
			if coef := recovered(m, p, feed, row); coef > 0 {
				list = append(list, ingredient{row.Commodity, coef, true})
			}
		}
	}
	return list
}

// recovered is the mass of a product per unit throughput when a share of its
// element in the feed comes out: joint products in the fixed ratio of the ore.
func recovered(m *model.Model, p *model.Process, feed int, row *model.RecipeRow) float64 {
	if feed < 0 {
		return 0
	}
	product, ore := m.Commodities[row.Commodity].Contents, m.Commodities[feed].Contents
	for e := range product {
		if product[e].Value > 0 {
			element := float64(float64(row.Amount.Value*p.Feed.Value) * ore[e].Value)
			return element / product[e].Value
		}
	}
	return 0
}
