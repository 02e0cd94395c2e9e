package network

import (
	"lodestone/internal/fmath"
	"time"

	"lodestone/internal/model"
)

// Growth is how demand, and the capacity that owners build for it, move from
// the base year on, as multiples of it, year by year. Year 0 is the start of
// the run.
type Growth struct {
	Use  [][]float64 // [year][use]
	Line [][]float64 // [year][line]
}

// grow follows the dated rows of demand. Between two dates demand grows at one
// rate; after the last it stays. Owners know their markets: capacity follows
// what demand asks of each line at the sourcing shares of the base year.
func (n *Network) grow() *Growth {
	years := n.Scenario.Weeks/WeeksPerYear + 2
	g, drawn, start := &Growth{}, n.baseDraws(), n.demandAt(n.Scenario.Start)
	for y := range years {
		use := n.demandAt(n.Scenario.Start.AddDate(y, 0, 0))
		for i := range use {
			use[i] /= start[i]
		}
		g.Use = append(g.Use, use)
		g.Line = append(g.Line, n.required(use, drawn))
	}
	return g
}

// demandAt is the demand of every use on a date, as a multiple of the base year.
func (n *Network) demandAt(at time.Time) []float64 {
	demand := make([]float64, len(n.Uses))
	for i, row := range n.layout.demand {
		demand[i] = path(&n.Model.Demands[row], at)
	}
	return demand
}

// baseDraws is what lines and uses draw by each input in a base week.
func (n *Network) baseDraws() []float64 {
	drawn := make([]float64, len(n.Inputs))
	fill := func(in0, in1 int, base float64) {
		for k := in0; k < in1; k++ {
			drawn[k] = float64(n.Inputs[k].Coef * base)
		}
	}
	for i := range n.Lines {
		fill(n.Lines[i].In0, n.Lines[i].In1, n.Lines[i].Base)
	}
	for i := range n.Uses {
		fill(n.Uses[i].In0, n.Uses[i].In1, n.Uses[i].Base)
	}
	return drawn
}

// path interpolates the logarithm of demand between its dates.
func path(d *model.Demand, at time.Time) float64 {
	before, value := d.Amount.AsOf, d.Amount.Value
	for _, p := range d.Path {
		if at.Before(p.From) {
			if !at.After(before) || p.Value.Value <= 0 {
				return value / d.Amount.Value
			}
			part := at.Sub(before).Hours() / p.From.Sub(before).Hours()
			return fmath.Exp(fmath.Log(value)+float64(part*(fmath.Log(p.Value.Value)-fmath.Log(value)))) / d.Amount.Value
		}
		before, value = p.From, p.Value.Value
	}
	return value / d.Amount.Value
}

// mainProduct is the share of revenue from which a product decides what is built;
// every line has one with as much, having fewer than ten that matter.
const mainProduct = 0.1

// passes is how often demand is handed up the chain; more than the longest
// path from ore to product, scrap loop included.
const passes = 60

// required is what demand asks of every line, as multiples of the base year,
// at base shares. A line with joint products follows the one that grows fastest
// of those that earn their keep: ore is mined for what is wanted most, and the
// rest becomes cheap. It ends early where handing on changes nothing any more.
func (n *Network) required(use, drawn []float64) []float64 {
	line, market := ones(len(n.Lines)), ones(len(n.Markets))
	byUses, next := make([]float64, len(n.Markets)), make([]float64, len(n.Markets))
	for k := int(n.UseIn[0]); k < len(drawn); k++ {
		byUses[n.InputMarket[k]] += float64(drawn[k] * use[n.InputBy[k]])
	}
	for pass := range passes {
		copy(next, byUses)
		for k := range int(n.UseIn[0]) {
			next[n.InputMarket[k]] += float64(drawn[k] * line[n.InputBy[k]])
		}
		for i := range n.Routes {
			r := &n.Routes[i]
			next[r.From] += float64(r.Base * market[r.To])
		}
		changed := false
		for i := range n.Markets {
			if base := n.Markets[i].BaseUse; base > 0 {
				x := next[i] / base
				changed = changed || x != market[i]
				market[i] = x
			}
		}
		if n.follow(line, market); !changed && pass > 0 {
			break
		}
	}
	return line
}

// follow sets what is asked of lines by what is asked of their main products.
func (n *Network) follow(line, market []float64) {
	clear(line)
	for i := range n.Mains {
		if m := &n.Mains[i]; m.Weight >= mainProduct {
			line[m.Line] = max(line[m.Line], market[m.Market])
		}
	}
}

func ones(count int) []float64 {
	v := make([]float64, count)
	for i := range v {
		v[i] = 1
	}
	return v
}
