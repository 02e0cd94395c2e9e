package survive

import (
	"fmt"
	"math"
	"slices"

	"lodestone/internal/lp"
	"lodestone/internal/network"
)

// Chain is the program of a network. Solving only reads it, so it may be used by
// several goroutines.
type Chain struct {
	net     *network.Network
	longest float64
	program lp.Problem // its columns in the order of col; without an objective
	col     columns
}

// columns are the first columns of the parts of the program. Activities are in
// multiples of a week's usual, draws in shares of the stock.
type columns struct {
	weeks, line, route, use, stock int
	lines, routes                  []float64 // what one unit of the column is, a week
}

// New states the program of a network for outages up to longest weeks.
func New(n *network.Network, longest int) (*Chain, error) {
	if longest < 1 {
		return nil, fmt.Errorf("outages of up to %d weeks: expected at least 1", longest)
	}
	c := &Chain{net: n, longest: float64(longest)}
	c.addColumns()
	c.addMarkets()
	c.addSites()
	c.addBounds()
	return c, c.program.Validate()
}

// addColumns adds a column for the weeks and for every line, route, use and stock.
func (c *Chain) addColumns() {
	n, p := c.net, &c.program
	free := math.Inf(1)
	c.col.weeks = p.AddCol(0, 0, c.longest)
	c.col.line = p.Cols()
	for i := range n.Lines {
		unit, most := lineUnit(n, i), free
		if unit <= 0 {
			unit, most = 1, 0 // not open in the base year
		}
		c.col.lines = append(c.col.lines, unit)
		p.AddCol(0, 0, most)
	}
	c.col.route = p.Cols()
	for _, r := range n.Routes {
		unit, most := max(n.Markets[r.To].BaseUse, r.Base), free
		if unit <= 0 || !r.Qualified {
			unit, most = 1, 0
		}
		c.col.routes = append(c.col.routes, unit)
		p.AddCol(0, 0, most)
	}
	c.col.use = p.Cols()
	for range n.Uses {
		p.AddCol(0, 0, free)
	}
	c.col.stock = p.Cols()
	for range n.Markets {
		p.AddCol(0, 0, 1)
	}
}

// lineUnit is the usual throughput of a line a week, or the capacity of its site if
// it does not run in the base year; 0 if that is not open either.
func lineUnit(n *network.Network, i int) float64 {
	l := &n.Lines[i]
	if l.Base > 0 {
		return l.Base
	}
	if s := &n.Sites[l.Site]; !s.Dormant {
		return s.Capacity
	}
	return 0
}

// addMarkets adds a balance for every market, in multiples of a week's use.
func (c *Chain) addMarkets() {
	n, p := c.net, &c.program
	scale := make([]float64, len(n.Markets))
	for m := range n.Markets {
		scale[m] = 1 / max(n.Markets[m].BaseUse, math.SmallestNonzeroFloat64)
		if n.Markets[m].BaseUse <= 0 {
			scale[m] = 1
		}
		p.AddRow(0, math.Inf(1), lp.Term{At: c.col.stock + m, Coef: stockOf(n, m) * scale[m]})
		p.NameRow(m, n.Name(m))
	}
	for i, l := range n.Lines {
		for _, o := range n.Outputs[l.Out0:l.Out1] {
			p.AddTerm(o.Market, c.col.line+i, o.Coef*c.col.lines[i]*scale[o.Market])
		}
		for _, in := range n.Inputs[l.In0:l.In1] {
			p.AddTerm(in.Market, c.col.line+i, -in.Coef*c.col.lines[i]*scale[in.Market])
		}
	}
	for k, r := range n.Routes {
		p.AddTerm(r.To, c.col.route+k, c.col.routes[k]*scale[r.To])
		p.AddTerm(r.From, c.col.route+k, -c.col.routes[k]*scale[r.From])
	}
	for j, u := range n.Uses {
		for _, in := range n.Inputs[u.In0:u.In1] {
			p.AddTerm(in.Market, c.col.use+j, -in.Coef*u.Base*scale[in.Market])
		}
	}
}

// stockOf is the normal stock of a market, t.
func stockOf(n *network.Network, m int) float64 { return n.Markets[m].Cover * n.Markets[m].BaseUse }

// addSites bounds the lines of every site by its capacity.
func (c *Chain) addSites() {
	n, p := c.net, &c.program
	for _, s := range n.Sites {
		row := p.AddRow(math.Inf(-1), 0, lp.Term{At: c.col.weeks, Coef: -1})
		capacity := max(s.Capacity, s.Base)
		for i := s.Line0; i < s.Line1 && capacity > 0; i++ {
			p.AddTerm(row, c.col.line+i, c.col.lines[i]/capacity)
		}
	}
}

// addBounds bounds what uses get by what they want, and smuggling by its base.
func (c *Chain) addBounds() {
	p := &c.program
	for j := range c.net.Uses {
		p.AddRow(math.Inf(-1), 0, lp.Term{At: c.col.use + j, Coef: 1}, lp.Term{At: c.col.weeks, Coef: -1})
	}
	for k, r := range c.net.Routes {
		if c.net.Model.Routes[r.Model].Illicit {
			p.AddRow(math.Inf(-1), 0, lp.Term{At: c.col.route + k, Coef: c.col.routes[k] / max(r.Base, math.SmallestNonzeroFloat64)}, lp.Term{At: c.col.weeks, Coef: -1})
		}
	}
}

// without returns a copy of the program without what is removed.
func (c *Chain) without(r Removal) *lp.Problem {
	p := c.program
	p.Cost, p.ColLo, p.ColHi = slices.Clone(p.Cost), slices.Clone(p.ColLo), slices.Clone(p.ColHi)
	p.RowLo, p.RowHi = slices.Clone(p.RowLo), slices.Clone(p.RowHi)
	for _, i := range r.Sites {
		for l := c.net.Sites[i].Line0; l < c.net.Sites[i].Line1; l++ {
			p.ColHi[c.col.line+l] = 0
		}
	}
	for _, k := range r.Routes {
		p.ColHi[c.col.route+int(k)] = 0
	}
	return &p
}

// served is the row that bounds what a use gets.
func (c *Chain) served(use int) int { return len(c.net.Markets) + len(c.net.Sites) + use }
