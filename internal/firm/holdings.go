package firm

import (
	"math"
	"slices"
)

// shareOut settles the shares: what is not given is an equal part of the rest,
// and the rounded shares of a part that is only bought make one.
func (b builder) shareOut(p *part) {
	var open []int
	sum := 0.0
	values := make([]float64, len(p.sources))
	for k := range p.sources {
		s := &p.sources[k]
		row := &b.m.plan.Suppliers[s.row]
		switch {
		case row.Qualified == "no":
		case row.Share.State == Given:
			values[k] = b.pick("suppliers", s.row, "share", row.Share)
			sum += values[k]
		default:
			open = append(open, k)
		}
	}
	for _, k := range open {
		values[k] = max(0, 1-sum) / float64(len(open))
	}
	scale := 1.0
	if sum > 0 && (sum > 1 || len(open) == 0 && b.m.madeShare(p.index) == 0) {
		scale = 1 / sum
	}
	// Of an assembly that is bought in part, the need is the part bought.
	if made := b.m.madeShare(p.index); made > 0 && made < 1 {
		scale, p.made, p.usual = 1/(1-made), made, scaled(p.usual, 1-made)
		p.need = p.usual
	}
	for k := range p.sources {
		p.sources[k].shares = []step{{math.Inf(-1), values[k] * scale}}
	}
}

func scaled(steps []step, f float64) []step {
	out := slices.Clone(steps)
	for i := range out {
		out[i].value *= f
	}
	return out
}

// stock adds up what there is and what is under way.
func (b builder) stock(p *part, grams float64) {
	m := b.m
	p.stock += m.assemblies[p.index]
	perWeek := at(p.usual, 0, 0)
	if perWeek == 0 && len(p.usual) > 0 {
		perWeek = p.usual[len(p.usual)-1].value // of a line that starts later
	}
	convert := func(v float64, unit string) float64 {
		if unit == "wk" {
			return v * perWeek
		}
		return amountOf(v, unit).in(m.weighed[p.index], grams)
	}
	for _, row := range m.stocks[p.index] {
		s := &m.plan.Stock[row]
		p.stock += convert(b.pick("stock", row, "on_hand", s.OnHand), s.Unit)
		if s.Consigned.State == Given {
			// The owner may take it away.
			may := Range{0, s.Consigned.Mid, s.Consigned.High, Given}
			p.stock += convert(b.pick("stock", row, "consigned", may), s.Unit)
		}
		if s.InTransit.State == Given {
			p.ship(s.Supplier, convert(b.pick("stock", row, "in_transit", s.InTransit), s.Unit))
		}
	}
}

// ship puts goods under way with one supplier, or with all as they deliver.
func (p *part) ship(supplier string, v float64) {
	weights, sum := make([]float64, len(p.sources)), 0.0
	for k, s := range p.sources {
		if finite(s.begin) && (supplier == "" || s.name == supplier) {
			weights[k] = at(s.shares, 0, 0) * s.transit
			sum += weights[k]
		}
	}
	if sum == 0 {
		p.stock += v // from nobody who takes any time
		return
	}
	for k := range p.sources {
		if weights[k] > 0 || supplier == "" && finite(p.sources[k].begin) {
			p.sources[k].underWay = max(0, p.sources[k].underWay) + v*weights[k]/sum
		}
	}
}
