package provenance

import (
	"lodestone/internal/model"
	"lodestone/internal/network"
)

// tally weighs goods by the origins of one element, or all, at one stage.
type tally struct {
	f        *Flows
	stage    model.Stage
	elements []int
	shares   [][][]float64 // [as elements][node][origin region]
	origin   int           // the only one in shares, or -1 for all
	stageOf  []bool        // by commodity: goods of the stage
}

func (a *answer) newTally(element int, stage model.Stage, origin int) (*tally, error) {
	t := &tally{f: a.f, stage: stage, elements: []int{element}, origin: -1, stageOf: goodsOf(a.f.Net, stage)}
	if element == All {
		t.elements = indices(len(a.f.Net.Model.Elements))
	}
	for _, e := range t.elements {
		x, err := t.solve(e, stage, origin)
		if err != nil {
			return nil, err
		}
		t.shares = append(t.shares, x)
	}
	return t, nil
}

func (t *tally) solve(element int, stage model.Stage, origin int) ([][]float64, error) {
	if stage != AnyStage {
		s, err := Trace(t.f, element, stage, Region)
		if err != nil {
			return nil, err
		}
		return append(s.Share, s.Line...), nil
	}
	t.origin = origin
	passed, err := t.f.passed(element, Where{Regions: []int{origin}})
	if err != nil {
		return nil, err
	}
	x := matrix(len(passed), 1)
	for i := range passed {
		x[i][0] = passed[i]
	}
	return x, nil
}

// fill adds up one row; false if the goods hold nothing of the element.
func (t *tally) fill(d *Dependence, goods []part, region, origin int) bool {
	column := origin
	if t.origin >= 0 {
		column = 0
	}
	weight := 0.0
	for k, e := range t.elements {
		content, held := t.f.Net.Element[e], 0.0
		for _, p := range goods {
			mass := float64(p.amount * content[p.commodity])
			if mass > 0 {
				held += mass
				d.Embedded += float64(mass * t.shares[k][p.node][column])
				d.Direct += float64(mass * t.f.direct(p.node, content, origin))
			}
		}
		d.Mass += held
		if traded, from := t.trade(content, region, origin); held > 0 && traded > 0 {
			d.Traded += traded
			d.Trade += float64(held * (from / traded))
			weight += held
		}
	}
	if d.Mass <= 0 {
		return false
	}
	d.Embedded /= d.Mass
	d.Direct /= d.Mass
	if weight > 0 {
		d.Trade /= weight
	}
	d.Mass *= network.WeeksPerYear
	d.Traded *= network.WeeksPerYear
	return true
}

// trade is the supply of an element to a region in the goods of the stage, and
// what of it came from the origin in the last step, t per week.
func (t *tally) trade(content []float64, region, origin int) (traded, from float64) {
	for m, k := range t.f.Net.Markets {
		if k.Region != region || !t.stageOf[k.Commodity] || content[k.Commodity] <= 0 {
			continue
		}
		if supply := t.f.supply(m); supply > 0 {
			mass := float64(supply * content[k.Commodity])
			traded += mass
			from += float64(mass * t.f.immediate(m, origin))
		}
	}
	return traded, from
}

// direct is the share of the content of a node that came from a region in the
// last step: of a market's supply, or of what a line buys. What a mine makes is
// of its own region.
func (f *Flows) direct(node int, content []float64, origin int) float64 {
	n := f.Net
	if node < len(n.Markets) {
		return f.immediate(node, origin)
	}
	l := n.Lines[node-len(n.Markets)]
	total, from := 0.0, 0.0
	for _, in := range n.Inputs[l.In0:l.In1] {
		if mass := float64(in.Coef * content[n.Markets[in.Market].Commodity]); mass > 0 {
			total += mass
			from += float64(mass * f.immediate(in.Market, origin))
		}
	}
	switch {
	case total > 0:
		return from / total
	case f.region(node-len(n.Markets)) == origin:
		return 1
	}
	return 0
}

// immediate is the share of a market's supply made in a region, if it is the
// market's own, or imported from it.
func (f *Flows) immediate(m, origin int) float64 {
	list, total := f.arrivals(m)
	from := 0.0
	for _, a := range list {
		if a.region == origin {
			from += a.amount
		}
	}
	if total <= 0 {
		return 0
	}
	return from / total
}

// goodsOf says which commodities are the goods of a stage: those of the stage
// that some line of it makes, so not the scrap that later stages leave. Those of
// the mine are what lines make that draw nothing.
func goodsOf(n *network.Network, stage model.Stage) []bool {
	is := make([]bool, len(n.Model.Commodities))
	for _, o := range n.Outputs {
		c := n.Markets[o.Market].Commodity
		if runs(n, o.Line, stage) && (stage == Mine || n.Model.Commodities[c].Stage == stage) {
			is[c] = true
		}
	}
	return is
}
