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
	g := &Growth{}
	for y := range years {
		at := n.Scenario.Start.AddDate(y, 0, 0)
		use := make([]float64, len(n.Uses))
		for i, u := range n.Uses {
			use[i] = n.demandAt(u, at) / n.demandAt(u, n.Scenario.Start)
		}
		g.Use = append(g.Use, use)
		g.Line = append(g.Line, n.required(use))
	}
	return g
}

// demandAt is the demand of a use on a date, as a multiple of the base year.
func (n *Network) demandAt(u Use, at time.Time) float64 {
	for i := range n.Model.Demands {
		d := &n.Model.Demands[i]
		if d.EndUse == u.EndUse && d.Region == u.Region {
			return path(d, at)
		}
	}
	return 1
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
// rest becomes cheap.
func (n *Network) required(use []float64) []float64 {
	line, market := ones(len(n.Lines)), ones(len(n.Markets))
	for range passes {
		next := make([]float64, len(n.Markets))
		for i, u := range n.Uses {
			for _, in := range n.Inputs[u.In0:u.In1] {
				next[in.Market] += float64(float64(in.Coef*u.Base) * use[i])
			}
		}
		for i, l := range n.Lines {
			for _, in := range n.Inputs[l.In0:l.In1] {
				next[in.Market] += float64(float64(in.Coef*l.Base) * line[i])
			}
		}
		for _, r := range n.Routes {
			next[r.From] += float64(r.Base * market[r.To])
		}
		for i, m := range n.Markets {
			if m.BaseUse > 0 {
				market[i] = next[i] / m.BaseUse
			}
		}
		for i, l := range n.Lines {
			line[i] = 0
			for _, o := range n.Outputs[l.Out0:l.Out1] {
				if o.Weight >= mainProduct {
					line[i] = max(line[i], market[o.Market])
				}
			}
		}
	}
	return line
}

func ones(count int) []float64 {
	v := make([]float64, count)
	for i := range v {
		v[i] = 1
	}
	return v
}
