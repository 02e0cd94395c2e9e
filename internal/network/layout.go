package network

import (
	"cmp"
	"math"
	"slices"
	"time"

	"lodestone/internal/model"
)

// layout is the chain of a model before its flows are balanced: which markets,
// lines, routes and uses there are, and what was reported of each.
type layout struct {
	m       *model.Model
	plants  []plant
	markets []Market
	index   map[[2]int]int  // (commodity, region) to market
	opened  map[[2]int]bool // (commodity, region) that a dormant plant supplies
	lines   []lineSpec
	routes  []routeSpec
	uses    []useSpec
}

type lineSpec struct {
	facility, process, feed int
	reported                model.Quantity
	dormant                 bool // only a project of the scenario can start it
	inputs                  []Input
	outputs                 []Output
}

type routeSpec struct{ route, from, to int }

type useSpec struct {
	demand int
	inputs []Input
}

// newLayout lists everything in the order of ids, so that the order of rows in
// the data changes nothing.
func newLayout(m *model.Model, s *model.Scenario) *layout {
	y := &layout{m: m, index: map[[2]int]int{}, opened: map[[2]int]bool{}}
	y.plants = plants(m, openings(s))
	y.addMarkets()
	y.addLines()
	y.addRoutes()
	y.addUses()
	return y
}

// recipe returns what a line draws and makes per unit of throughput, as
// commodity indices with coefficients.
type recipe struct{ inputs, outputs []ingredient }

type ingredient struct {
	commodity int
	coef      float64
}

func recipeOf(m *model.Model, process, feed int) recipe {
	p := &m.Processes[process]
	var r recipe
	if p.HasFeed && feed >= 0 {
		r.inputs = append(r.inputs, ingredient{feed, p.Feed.Value})
	}
	for _, row := range p.Rows {
		switch row.Role {
		case model.RoleInput:
			r.inputs = append(r.inputs, ingredient{row.Commodity, row.Amount.Value})
		case model.RoleOutput:
			r.outputs = append(r.outputs, ingredient{row.Commodity, row.Amount.Value})
		case model.RoleRecovery:
			if coef := recovered(m, p, feed, row); coef > 0 {
				r.outputs = append(r.outputs, ingredient{row.Commodity, coef})
			}
		}
	}
	return r
}

// recovered is the mass of a product per unit throughput when a share of its
// element in the feed comes out: joint products in the fixed ratio of the ore.
func recovered(m *model.Model, p *model.Process, feed int, row model.RecipeRow) float64 {
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

// addMarkets collects every (commodity, region) that something touches.
func (y *layout) addMarkets() {
	m := y.m
	touched := map[[2]int]bool{}
	for _, p := range y.plants {
		for _, o := range p.outputs {
			r := recipeOf(m, o.Process, o.Feed)
			for _, in := range slices.Concat(r.inputs, r.outputs) {
				touched[[2]int{in.commodity, m.Facilities[p.facility].Region}] = true
			}
			for _, out := range r.outputs {
				if p.dormant {
					y.opened[[2]int{out.commodity, m.Facilities[p.facility].Region}] = true
				}
			}
		}
	}
	for i := range m.Routes {
		r := &m.Routes[i]
		if r.Flow.Value > 0 {
			touched[[2]int{r.Commodity, r.From}] = true
			touched[[2]int{r.Commodity, r.To}] = true
		}
	}
	for i := range m.Demands {
		d := &m.Demands[i]
		for _, in := range m.EndUses[d.EndUse].Inputs {
			touched[[2]int{in.Commodity, d.Region}] = true
		}
	}
	for key := range touched {
		y.markets = append(y.markets, Market{Commodity: key[0], Region: key[1]})
	}
	slices.SortFunc(y.markets, func(a, b Market) int {
		return cmp.Or(cmp.Compare(m.Commodities[a.Commodity].ID, m.Commodities[b.Commodity].ID),
			cmp.Compare(m.Regions[a.Region].ID, m.Regions[b.Region].ID))
	})
	for i, k := range y.markets {
		y.index[[2]int{k.Commodity, k.Region}] = i
	}
}

func (y *layout) addLines() {
	m := y.m
	for _, p := range y.plants {
		f := &m.Facilities[p.facility]
		for _, o := range p.outputs {
			l := lineSpec{facility: p.facility, process: o.Process, feed: o.Feed, reported: o.Amount, dormant: p.dormant}
			r := recipeOf(m, o.Process, o.Feed)
			for _, in := range r.inputs {
				l.inputs = append(l.inputs, Input{y.index[[2]int{in.commodity, f.Region}], in.coef})
			}
			for _, out := range r.outputs {
				l.outputs = append(l.outputs, Output{Market: y.index[[2]int{out.commodity, f.Region}], Coef: out.coef})
			}
			y.lines = append(y.lines, l)
		}
	}
	slices.SortFunc(y.lines, func(a, b lineSpec) int {
		return cmp.Or(cmp.Compare(m.Facilities[a.facility].ID, m.Facilities[b.facility].ID),
			cmp.Compare(m.Processes[a.process].ID, m.Processes[b.process].ID),
			cmp.Compare(commodityID(m, a.feed), commodityID(m, b.feed)))
	})
}

func commodityID(m *model.Model, c int) string {
	if c < 0 {
		return ""
	}
	return m.Commodities[c].ID
}

// addRoutes sorts routes by destination market, then origin. A route that
// carries nothing and leads between markets that do not exist is left out, and
// so is one first used after the base year, unless a project opens its origin.
func (y *layout) addRoutes() {
	for i := range y.m.Routes {
		r := &y.m.Routes[i]
		from, ok1 := y.index[[2]int{r.Commodity, r.From}]
		to, ok2 := y.index[[2]int{r.Commodity, r.To}]
		if ok1 && ok2 && (!r.Later || y.opened[[2]int{r.Commodity, r.From}]) {
			y.routes = append(y.routes, routeSpec{i, from, to})
		}
	}
	slices.SortFunc(y.routes, func(a, b routeSpec) int {
		ra, rb := &y.m.Routes[a.route], &y.m.Routes[b.route]
		return cmp.Or(cmp.Compare(a.to, b.to), cmp.Compare(a.from, b.from), boolCompare(ra.Illicit, rb.Illicit))
	})
}

func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

func (y *layout) addUses() {
	m := y.m
	for i := range m.Demands {
		d := &m.Demands[i]
		u := useSpec{demand: i}
		for _, in := range m.EndUses[d.EndUse].Inputs {
			u.inputs = append(u.inputs, Input{y.index[[2]int{in.Commodity, d.Region}], in.Amount.Value})
		}
		y.uses = append(y.uses, u)
	}
	slices.SortFunc(y.uses, func(a, b useSpec) int {
		da, db := &m.Demands[a.demand], &m.Demands[b.demand]
		return cmp.Or(cmp.Compare(m.EndUses[da.EndUse].ID, m.EndUses[db.EndUse].ID),
			cmp.Compare(m.Regions[da.Region].ID, m.Regions[db.Region].ID))
	})
}

// fill copies the layout and its balanced yearly flows into the network.
func (y *layout) fill(n *Network, flow []float64) {
	n.Markets = y.markets
	for i, l := range y.lines {
		n.addLine(l, flow[i]/WeeksPerYear)
	}
	flow = flow[len(y.lines):]
	for i, r := range y.routes {
		n.addRoute(r, flow[i]/WeeksPerYear)
	}
	flow = flow[len(y.routes):]
	for i, u := range y.uses {
		n.addUse(u, flow[i]/WeeksPerYear)
	}
	n.indexSources()
	n.addStockpiles(y)
}

func (n *Network) addLine(l lineSpec, base float64) {
	f := &n.Model.Facilities[l.facility]
	if len(n.Lines) == 0 || n.Lines[len(n.Lines)-1].Facility != l.facility {
		n.Sites = append(n.Sites, Site{Facility: l.facility, Capacity: f.Capacity.Value / WeeksPerYear, Line0: len(n.Lines), Dormant: l.dormant, State: f.Strategy == model.StateBacked})
	}
	line := Line{Facility: l.facility, Process: l.process, Feed: l.feed, Site: len(n.Sites) - 1, Base: base,
		Lag: weeks(n.Model.Processes[l.process].Duration.Value), In0: len(n.Inputs), Out0: len(n.Outputs)}
	n.Inputs = append(n.Inputs, l.inputs...)
	for _, o := range l.outputs {
		o.Line = len(n.Lines)
		n.Outputs = append(n.Outputs, o)
	}
	line.In1, line.Out1 = len(n.Inputs), len(n.Outputs)
	n.Lines = append(n.Lines, line)
	n.MaxLag = max(n.MaxLag, line.Lag)
	site := &n.Sites[line.Site]
	site.Line1 = len(n.Lines)
	site.Base += base
	site.Capacity = max(site.Capacity, site.Base)
}

func (n *Network) addRoute(r routeSpec, base float64) {
	d := &n.Model.Routes[r.route]
	k := Route{Model: r.route, From: r.from, To: r.to, Lead: weeks(d.LeadTime.Value), Base: base,
		Freight: d.Freight.Value, Tariff: d.Tariff.Value, Qualified: d.Qualified}
	n.MaxLag = max(n.MaxLag, k.Lead)
	n.Routes = append(n.Routes, k)
}

func (n *Network) addUse(u useSpec, base float64) {
	d := n.Model.Demands[u.demand]
	e := &n.Model.EndUses[d.EndUse]
	use := Use{EndUse: d.EndUse, Region: d.Region, Base: base, Rank: e.Priority, Surplus: e.Surplus,
		Value: e.Value.Value, ValueLow: e.Value.Low, ValueHigh: e.Value.High, Elasticity: e.Elasticity.Value, Long: e.LongElasticity.Value, In0: len(n.Inputs)}
	n.Inputs = append(n.Inputs, u.inputs...)
	use.In1 = len(n.Inputs)
	n.Uses = append(n.Uses, use)
}

// weeks rounds a duration to whole weeks, at least one: what leaves in a week
// arrives in a later one.
func weeks(w float64) int { return max(1, int(math.Floor(w+0.5))) }

// indexSources builds the ranges of routes and outputs that feed each market.
func (n *Network) indexSources() {
	count := len(n.Markets)
	n.RouteIn = make([]int32, count+1)
	n.OutputIn = make([]int32, count+1)
	for _, r := range n.Routes {
		n.RouteIn[r.To+1]++
	}
	for _, o := range n.Outputs {
		n.OutputIn[o.Market+1]++
	}
	for i := range count {
		n.RouteIn[i+1] += n.RouteIn[i]
		n.OutputIn[i+1] += n.OutputIn[i]
	}
	n.OutputBy = make([]int32, len(n.Outputs))
	next := slices.Clone(n.OutputIn)
	for i, o := range n.Outputs {
		n.OutputBy[next[o.Market]] = int32(i)
		next[o.Market]++
	}
}

func (n *Network) addStockpiles(y *layout) {
	for i, s := range n.Model.Stockpiles {
		if k, ok := y.index[[2]int{s.Commodity, s.Region}]; ok {
			n.Stockpiles = append(n.Stockpiles, Stockpile{Model: i, Market: k, Amount: s.Amount.Value, OnShortage: s.Rule == "on-shortage"})
		}
	}
}

// commit lists the volumes that contracts and offtakes commit on routes. What
// an offtake commits over several routes is shared evenly.
func (n *Network) commit() []Committed {
	var out []Committed
	weekOf := func(t time.Time) int { return max(n.Scenario.WeekOf(t), 0) }
	for _, c := range n.Model.Contracts {
		k := Committed{Start: weekOf(c.Start), End: n.Weeks, Volume: c.Volume.Value / WeeksPerYear}
		if !c.End.IsZero() {
			k.End = min(weekOf(c.End), n.Weeks)
		}
		for i := range n.Routes {
			if d := &n.Model.Routes[n.Routes[i].Model]; d.Commodity == c.Commodity && d.From == c.From && d.To == c.To && !d.Illicit && k.Start < k.End {
				k.Route = int32(i)
				out = append(out, k)
			}
		}
	}
	for _, e := range n.Events {
		if e.Kind == model.Offtake {
			for _, i := range e.Routes {
				out = append(out, Committed{Route: i, Start: e.Start, End: e.End, Volume: e.Amount / float64(len(e.Routes))})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Committed) int { return cmp.Compare(a.Route, b.Route) })
	return out
}
