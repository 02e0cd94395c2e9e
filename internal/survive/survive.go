// Package survive finds, by linear programs, how long a chain can do without some
// of its parts and what it loses at least, after Simchi-Levi et al., Identifying
// risks and mitigating disruptions in the automotive supply chain, Interfaces
// 45(5), 2015 (doi 10.1287/inte.2015.0804).
//
// Over an outage of t weeks, let u be what each line does, y what each route
// carries, v what each end use gets and x what is drawn from each stock S. With
// S_m the normal stock of market m, c_i the capacity of site i, d_j the demand and
// f_j the value of a unit of use j, everything that is possible is
//
//	made + arrived + x_m >= used + sent      for every market m
//	sum of u over the lines of site i <= c_i t,   x_m <= S_m,   v_j <= d_j t
//	u = 0 and y = 0 for what is removed
//
// The time to survive is the longest t with v_j = d_j t for all uses, the impact
// of t weeks the least sum of f_j (d_j t - v_j). Both are what the best use of all
// stocks and spare capacity could do: goods take no time, any qualified route
// carries any amount, nobody hoards, and a stock may end empty. The engine says
// what people do instead; see package sweep.
//
// [New] states the program of a network once; [Chain.TimeToSurvive],
// [Chain.Impact] and [Chain.List] solve it for what is removed. Times are weeks,
// masses tonnes, money USD.
package survive

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"lodestone/internal/lp"
	"lodestone/internal/model"
	"lodestone/internal/network"
)

// Removal is what is out: indices into Network.Sites and Network.Routes.
type Removal struct {
	Sites, Routes []int32
}

// Of returns what events take out in full: the sites of outages and closures, the
// routes of embargoes and crackdowns. Their dates do not matter.
func Of(n *network.Network, events []model.Event) Removal {
	s := *n.Scenario
	s.Events = slices.Clone(events)
	for i := range s.Events {
		s.Events[i].From = s.Start
	}
	var r Removal
	for _, e := range n.For(&s).Events {
		switch e.Kind {
		case model.Outage, model.Closure:
			r.Sites = append(r.Sites, e.Sites...)
		case model.Embargo, model.Crackdown:
			r.Routes = append(r.Routes, e.Routes...)
		}
	}
	return r
}

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

// Survival is the longest outage without loss.
type Survival struct {
	Weeks  float64 `json:"time_to_survive_weeks"`
	Beyond bool    `json:"survives_longest_tried"` // nothing is lost however long, up to the longest asked for
	Binds  []Stock `json:"stocks_that_bind"`       // the three in which a week of use more buys most
}

// Stock is a market of which one tonne more would lengthen the time to survive.
type Stock struct {
	Commodity string  `json:"commodity"`
	Region    string  `json:"region"`
	Tonnes    float64 `json:"normal_stock_t"`
	PerTonne  float64 `json:"weeks_per_t"` // dual value
}

// errUnsolved is wrapped where the solver gave no optimum.
var errUnsolved = errors.New("no optimum found")

func (c *Chain) solve(ctx context.Context, p *lp.Problem) (*lp.Solution, error) {
	s, err := lp.Solve(ctx, p, lp.Options{})
	if err != nil {
		return nil, err
	}
	if s.Status != lp.Optimal {
		return nil, fmt.Errorf("%w: %v", errUnsolved, s.Status)
	}
	return s, nil
}

// TimeToSurvive finds the longest outage during which every end use can get all it
// wants.
func (c *Chain) TimeToSurvive(ctx context.Context, r Removal) (Survival, error) {
	p := c.without(r)
	p.Maximise = true
	p.Cost[c.col.weeks] = 1
	for j, u := range c.net.Uses {
		if !u.Surplus {
			p.RowLo[c.served(j)] = 0
		}
	}
	s, err := c.solve(ctx, p)
	if err != nil {
		return Survival{}, err
	}
	v := Survival{Weeks: s.Objective, Beyond: s.Objective >= c.longest*(1-tolerance)}
	if !v.Beyond {
		v.Binds = c.binding(s)
	}
	return v, nil
}

// tolerance is the relative accuracy asked of the solver's answers.
const tolerance = 1e-6

// binding lists the stocks that hold the time to survive, by what a week of their
// use would add.
func (c *Chain) binding(s *lp.Solution) []Stock {
	n := c.net
	var out []Stock
	gain := map[Stock]float64{}
	for m := range n.Markets {
		held := stockOf(n, m)
		if held <= 0 || s.Reduced[c.col.stock+m] <= tolerance {
			continue
		}
		k := &n.Markets[m]
		x := Stock{n.Model.Commodities[k.Commodity].ID, n.Model.Regions[k.Region].ID, held, s.Reduced[c.col.stock+m] / held}
		gain[x] = x.PerTonne * k.BaseUse
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b Stock) int {
		switch {
		case gain[a] > gain[b]:
			return -1
		case gain[a] < gain[b]:
			return 1
		}
		return 0
	})
	return out[:min(len(out), bindingStocks)]
}

// bindingStocks is how many of the stocks that bind are told.
const bindingStocks = 3

// Impact is the least value that end uses lose by an outage of some weeks, USD.
func (c *Chain) Impact(ctx context.Context, r Removal, weeks float64) (float64, error) {
	if !(weeks >= 0 && weeks <= c.longest) {
		return 0, fmt.Errorf("an outage of %g weeks: expected 0 to %g", weeks, c.longest)
	}
	p := c.without(r)
	p.ColLo[c.col.weeks], p.ColHi[c.col.weeks] = weeks, weeks
	all := 0.0
	for j, u := range c.net.Uses {
		if !u.Surplus {
			all += float64(u.Base * u.Value)
		}
		p.Cost[c.col.use+j] = 0
	}
	if all <= 0 {
		return 0, nil
	}
	for j, u := range c.net.Uses {
		if !u.Surplus {
			p.Cost[c.col.use+j] = -u.Base * u.Value / all
		}
	}
	p.Offset = weeks
	s, err := c.solve(ctx, p)
	if err != nil {
		return 0, err
	}
	if lost := s.Objective; lost > tolerance*weeks {
		return lost * all, nil
	}
	return 0, nil
}
