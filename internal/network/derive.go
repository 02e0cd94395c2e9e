package network

import (
	"lodestone/internal/fmath"
	"lodestone/internal/model"
)

// derive fills what follows from the balanced flows: use, shares, revenue
// weights, lead times, parameters, margins, and the arrays that the weekly loops read.
func (n *Network) derive() {
	n.deriveParams(n.layout.params)
	n.deriveUse()
	n.deriveShares()
	n.deriveWeights()
	n.derivePotential()
	n.Element = elementContents(n.Model)
	n.deriveMargins()
	n.deriveTakers()
	n.flattenRoutes()
	n.flattenInputs()
	n.flattenPlants()
	if n.Scenario.Growing {
		n.Growth = n.grow()
	}
}

func (n *Network) deriveParams(rows paramRows) {
	byStage := make([]*Params, len(model.Stages))
	for i := range byStage {
		p := rows.params(i, n.Model.Behaviour)
		byStage[i] = &p
	}
	for i := range n.Sites {
		n.Sites[i].Params = byStage[n.layout.siteStage[i]]
	}
	for i := range n.Markets {
		k := &n.Markets[i]
		k.Params = byStage[n.layout.marketStage[i]]
		k.Cover = n.Model.Cover[k.Commodity][k.Region].Value
		if k.Price = n.Model.Prices[k.Commodity][k.Region].Value; k.Price > 0 {
			k.LogPrice = fmath.Log(k.Price)
		}
	}
	if len(n.Markets) > 0 {
		n.Spread = NewSpread(n.Markets[0].Params.CoverSpread)
	}
}

// deriveUse sums what leaves each market in a base week.
func (n *Network) deriveUse() {
	for _, l := range n.Lines {
		for _, in := range n.Inputs[l.In0:l.In1] {
			n.Markets[in.Market].BaseUse += float64(in.Coef * l.Base)
		}
	}
	for _, u := range n.Uses {
		for _, in := range n.Inputs[u.In0:u.In1] {
			n.Markets[in.Market].BaseUse += float64(in.Coef * u.Base)
		}
	}
	for _, r := range n.Routes {
		n.Markets[r.From].BaseUse += r.Base
	}
}

// deriveShares gives each source its share of the market's base supply, and
// each market the mean time from order to arrival.
func (n *Network) deriveShares() {
	supply := make([]float64, len(n.Markets))
	for _, o := range n.Outputs {
		supply[o.Market] += float64(o.Coef * n.Lines[o.Line].Base)
	}
	for _, r := range n.Routes {
		supply[r.To] += r.Base
	}
	for i := range n.Outputs {
		o := &n.Outputs[i]
		if s := supply[o.Market]; s > 0 {
			l := n.Lines[o.Line]
			o.Share = float64(o.Coef*l.Base) / s
			n.Markets[o.Market].MeanLead += float64(o.Share * float64(l.Lag))
		}
	}
	for i := range n.Routes {
		r := &n.Routes[i]
		if s := supply[r.To]; s > 0 {
			r.Share = r.Base / s
			n.Markets[r.To].MeanLead += float64(r.Share * float64(r.Lead))
		}
	}
}

// deriveWeights says what a line is run for: its products by revenue, those that
// earn at least [mainProduct] of it and are further worked up than what goes in.
// Scrap that comes back and by-products follow from the rest.
func (n *Network) deriveWeights() {
	for _, l := range n.Lines {
		outs := n.Outputs[l.Out0:l.Out1]
		revenue, main := n.baseRevenue(&l), 0.0
		for i := range outs {
			earns := float64(outs[i].Coef * n.Markets[outs[i].Market].Price)
			if outs[i].Weight = 0; earns >= float64(mainProduct*revenue) && !n.scrap(&l, outs[i].Market) {
				outs[i].Weight = earns
			}
			main += outs[i].Weight
		}
		for i := range outs {
			if main > 0 {
				outs[i].Weight /= main
			} else {
				outs[i].Weight = 1 / float64(len(outs))
			}
		}
	}
}

// scrap reports whether a line that has inputs makes what is at no later stage
// than one of them.
func (n *Network) scrap(l *Line, market int) bool {
	for _, in := range n.Inputs[l.In0:l.In1] {
		if n.stage(market) <= n.stage(in.Market) {
			return true
		}
	}
	return false
}

// stage is the place of a market's commodity in the order of stages.
func (n *Network) stage(market int) int { return n.layout.marketStage[market] }

// MaxPotential bounds the share of a market that a newly qualified source may
// be given at first, whatever its spare capacity.
const MaxPotential = 0.5

// derivePotential sets what share of the destination an unqualified route could
// take: the spare capacity behind its origin over the destination's use. Where
// nothing is used yet all routes are open alike.
func (n *Network) derivePotential() {
	spare := n.SpareSupply()
	for i := range n.Routes {
		r := &n.Routes[i]
		switch use := n.Markets[r.To].BaseUse; {
		case r.Qualified:
		case use > 0:
			r.Potential = min(spare[r.From]/use, MaxPotential)
		default: // a first buyer comes with its suppliers
			r.Qualified, r.Potential = true, 1/float64(n.RouteIn[r.To+1]-n.RouteIn[r.To])
		}
	}
}

// SpareSupply returns, per market, what the idle capacity of the lines that
// feed it could add per week.
func (n *Network) SpareSupply() []float64 {
	spare := make([]float64, len(n.Markets))
	for _, s := range n.Sites {
		used := 0.0
		for _, l := range n.Lines[s.Line0:s.Line1] {
			used += l.Base
		}
		if used <= 0 || s.Capacity <= used {
			continue
		}
		for _, l := range n.Lines[s.Line0:s.Line1] {
			for _, o := range n.Outputs[l.Out0:l.Out1] {
				spare[o.Market] += float64(o.Coef*l.Base) * (s.Capacity/used - 1)
			}
		}
	}
	return spare
}

// elementContents returns element mass per commodity mass, [element][commodity].
func elementContents(m *model.Model) [][]float64 {
	table := make([][]float64, len(m.Elements))
	for e := range table {
		table[e] = make([]float64, len(m.Commodities))
		for c := range m.Commodities {
			if e < len(m.Commodities[c].Contents) {
				table[e][c] = m.Commodities[c].Contents[e].Value
			}
		}
	}
	return table
}
