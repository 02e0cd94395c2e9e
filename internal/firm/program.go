package firm

import (
	"math"
	"slices"

	"lodestone/internal/lp"
)

// program is the choice among options as a mixed-integer program:
//
//	z_o    1 if option o is bought
//	x_gS   1 if of the options that bear on bundle g just the set S is bought:
//	       the sum over S of a bundle is 1, and over those with o in S it is z_o
//	y_lk   share of line l that stands still in span k: no less than what bundle g
//	       leaves short then under S, times x_gS, for every bundle that the line needs
//	L_l    units that line l loses: of a line that one bundle decides, what it loses
//	       under S times x_gS; else rate times length times y_lk, added up over the
//	       spans, less what the line makes up for at its peak rate
//
// Cost, cash and line-weeks lost are columns of their own, so that each may be bounded
// and each made least. Whole z make x whole. How every part fares under every S was
// reckoned before, so the program is exact but for spans that were merged.
type program struct {
	s                *solution
	options          []Option // to choose from
	bundles          []bundle
	floor            [][]short // by line: what parts that no option concerns leave short
	lp               lp.Problem
	choose           []int // columns z
	pick             [][]int
	cost, cash, lost measure
	scale            float64 // money in one unit of the program
	complete         bool    // no set of options was left out
	merged           bool    // spans were
}

// measure is a column that adds up something, and the row that says what.
type measure struct{ col, row int }

// newProgram states the choice among those options of a plan that are not bought yet.
func newProgram(s *solution) *program {
	p := &program{s: s, complete: true}
	for _, o := range s.m.plan.Options {
		if !slices.ContainsFunc(s.m.options, func(x Option) bool { return x.ID == o.ID }) {
			p.options = append(p.options, o)
		}
	}
	var others []int
	p.bundles, others = s.bundles(p.options)
	for n := range p.bundles {
		p.complete = s.explore(&p.bundles[n], p.options) && p.complete
	}
	p.floor = s.floors(others)
	p.scale = p.dearest()
	p.cost, p.cash, p.lost = p.measure(), p.measure(), p.measure()
	p.addOptions()
	p.addBundles()
	for j := range s.m.lines {
		p.addLine(j)
	}
	return p
}

// floors is what some parts leave each line short of.
func (s *solution) floors(parts []int) [][]short {
	spans := make([][]short, len(s.m.lines))
	for _, i := range parts {
		for _, u := range s.m.uses[i] {
			spans[u.line] = append(spans[u.line], s.profiles[i].short...)
		}
	}
	for j := range spans {
		spans[j] = scarcest(spans[j])
	}
	return spans
}

// dearest is the scale of money: the price of the dearest option.
func (p *program) dearest() float64 {
	most := 1.0
	for n := range p.options {
		_, cash := p.fixed(&p.options[n])
		most = max(most, cash)
	}
	for _, b := range p.bundles {
		for _, w := range b.ways {
			most = max(most, w.cash)
		}
	}
	return most / 1000
}

// measure adds a column that equals what its row will add up.
func (p *program) measure() measure {
	col := p.lp.AddCol(0, 0, math.Inf(1))
	return measure{col, p.lp.AddRow(0, 0, lp.Term{At: col, Coef: -1})}
}

// fixed is what an option costs however the parts fare.
func (p *program) fixed(o *Option) (cost, cash float64) {
	if o.byVolume() {
		return 0, 0
	}
	cash = p.s.paid(o) * o.Price.Mid
	return cash * p.s.keptGoods(o), cash
}

func (p *program) addOptions() {
	for n := range p.options {
		cost, cash := p.fixed(&p.options[n])
		p.choose = append(p.choose, p.lp.AddInt(0, 0, 1, lp.Term{At: p.cost.row, Coef: cost / p.scale}, lp.Term{At: p.cash.row, Coef: cash / p.scale}))
	}
}

func (p *program) addBundles() {
	p.pick = make([][]int, len(p.bundles))
	for n := range p.bundles {
		b := &p.bundles[n]
		one := p.lp.AddRow(1, 1)
		var member []int // rows: the ways with an option have its weight
		for _, o := range b.options {
			member = append(member, p.lp.AddRow(0, 0, lp.Term{At: p.choose[o], Coef: -1}))
		}
		for i := range b.ways {
			w := &b.ways[i]
			x := p.lp.AddCol(0, 0, 1, lp.Term{At: one, Coef: 1}, lp.Term{At: p.cost.row, Coef: w.cost / p.scale}, lp.Term{At: p.cash.row, Coef: w.cash / p.scale})
			for k, in := range w.set {
				if in {
					p.lp.AddTerm(member[k], x, 1)
				}
			}
			p.pick[n] = append(p.pick[n], x)
		}
	}
}

// addLine adds what a line loses, and what giving it up costs.
func (p *program) addLine(j int) {
	l := &p.s.m.lines[j]
	deciding := p.decide(j)
	if len(deciding) == 0 { // no option changes it
		p.lp.RowLo[p.lost.row] -= p.s.outages[j].weeks
		p.lp.RowHi[p.lost.row] -= p.s.outages[j].weeks
		return
	}
	loss := p.measure() // units
	if len(deciding) == 1 {
		p.decidedByOne(j, deciding[0], loss.row)
	} else {
		p.decidedByMany(j, deciding, loss.row)
	}
	if mean := l.mean(p.s.m.horizon); mean > 0 {
		p.lp.AddTerm(p.lost.row, loss.col, 1/mean)
	}
	for n := range p.options {
		if o := &p.options[n]; o.Kind == "ration" && o.Line == l.id {
			p.giveUp(n, j, loss.col)
		}
	}
}

// decide are the bundles that a line needs.
func (p *program) decide(j int) []decider {
	var out []decider
	for n := range p.bundles {
		if at := slices.Index(p.bundles[n].lines, j); at >= 0 {
			out = append(out, decider{n, at})
		}
	}
	return out
}

// decider is a bundle and where a line stands in it.
type decider struct{ bundle, line int }

// short and kept are what a way of a bundle does to the line.
func (p *program) under(d decider, way int) ([]short, []step) {
	w := &p.bundles[d.bundle].ways[way]
	return w.short[d.line], w.kept[d.line]
}

func (p *program) decidedByOne(j int, d decider, row int) {
	l := &p.s.m.lines[j]
	for i, x := range p.pick[d.bundle] {
		spans, kept := p.under(d, i)
		p.lp.AddTerm(row, x, l.outage(scarcest(slices.Concat(p.floor[j], spans)), p.s.m.horizon, kept).lost)
	}
}

// giveUp charges the margin of what a line loses beyond what it loses anyway, if the
// line is rationed: r >= margin (L - L0) - most (1 - z).
func (p *program) giveUp(n, j, loss int) {
	l := &p.s.m.lines[j]
	margin := l.margin.Mid / p.scale
	most := margin * l.planned(p.s.m.horizon)
	row := p.lp.AddRow(-margin*p.s.outages[j].lost-most, math.Inf(1), lp.Term{At: loss, Coef: -margin}, lp.Term{At: p.choose[n], Coef: -most})
	r := p.lp.AddCol(0, 0, math.Inf(1), lp.Term{At: row, Coef: 1})
	p.lp.AddTerm(p.cost.row, r, 1)
	p.lp.AddTerm(p.cash.row, r, 1)
}
