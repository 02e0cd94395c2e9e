package network

import (
	"cmp"
	"slices"

	"lodestone/internal/balance"
	"lodestone/internal/model"
)

// layout is a chain whatever its numbers: which markets, lines, routes and uses there
// are, how they hang together, and where in a model the numbers of each stand. It is
// laid out once, is not written to after that, and is filled as often as numbers are
// drawn; see fill.
type layout struct {
	blank  Network // all that does not depend on numbers; networks share its arrays or copy and fill them
	open   map[int]bool
	lines  []lineSpec // of each line
	demand []int      // of each use, the index of its row of the model
	params paramRows

	marketStage, siteStage []int // places in the order of stages; a site has that of its last line

	index  map[place]int  // of each market
	opened map[place]bool // supplied by a dormant plant

	// The balances of the markets, with the coefficients of routes; of each input and
	// output, where in them its own stands.
	balances          balance.Rows
	inputAt, outputAt []int32
	elimination       *balance.Elimination
}

// place is where a market is: of which commodity, in which region.
type place struct{ commodity, region int }

// newLayout lists everything in the order of ids, so that the order of rows in the
// data changes nothing. It errs if a behaviour parameter is missing.
func newLayout(m *model.Model, s *model.Scenario) (*layout, error) {
	y := &layout{open: openings(s), index: map[place]int{}, opened: map[place]bool{}}
	y.blank.Model, y.blank.layout = m, y
	y.lines = linesOf(m, y.open)
	y.addMarkets()
	y.addLines()
	y.addRoutes()
	y.addUses()
	y.addStockpiles()
	y.addStages()
	y.blank.indexSources()
	y.blank.indexInputs()
	y.blank.joinChains()
	y.addBalances()
	var err error
	y.params, err = findParams(m.Behaviour)
	return y, err
}

// addMarkets collects every (commodity, region) that something touches.
func (y *layout) addMarkets() {
	m := y.blank.Model
	touched := map[place]bool{}
	for _, l := range y.lines {
		for _, in := range recipeOf(m, l.process, l.feed, nil) {
			at := place{in.commodity, m.Facilities[l.facility].Region}
			touched[at] = true
			if in.output && l.dormant() {
				y.opened[at] = true
			}
		}
	}
	for i := range m.Routes {
		if r := &m.Routes[i]; r.Flow.Value > 0 {
			touched[place{r.Commodity, r.From}] = true
			touched[place{r.Commodity, r.To}] = true
		}
	}
	for i := range m.Demands {
		d := &m.Demands[i]
		for k := range m.EndUses[d.EndUse].Inputs {
			touched[place{m.EndUses[d.EndUse].Inputs[k].Commodity, d.Region}] = true
		}
	}
	for at := range touched {
		y.blank.Markets = append(y.blank.Markets, Market{Commodity: at.commodity, Region: at.region})
	}
	slices.SortFunc(y.blank.Markets, func(a, b Market) int {
		return cmp.Or(cmp.Compare(m.Commodities[a.Commodity].ID, m.Commodities[b.Commodity].ID),
			cmp.Compare(m.Regions[a.Region].ID, m.Regions[b.Region].ID))
	})
	for i, k := range y.blank.Markets {
		y.index[place{k.Commodity, k.Region}] = i
	}
}

// addRoutes sorts routes by destination market, then origin. A route that
// carries nothing and leads between markets that do not exist is left out, and
// so is one first used after the base year, unless a project opens its origin.
func (y *layout) addRoutes() {
	n, routes := &y.blank, y.blank.Model.Routes
	for i := range routes {
		r := &routes[i]
		from, ok1 := y.index[place{r.Commodity, r.From}]
		to, ok2 := y.index[place{r.Commodity, r.To}]
		if ok1 && ok2 && (!r.Later || y.opened[place{r.Commodity, r.From}]) {
			n.Routes = append(n.Routes, Route{Model: i, From: from, To: to, Qualified: r.Qualified})
		}
	}
	slices.SortFunc(n.Routes, func(a, b Route) int {
		return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.From, b.From), boolCompare(routes[a.Model].Illicit, routes[b.Model].Illicit))
	})
	for i, r := range n.Routes {
		n.RouteFrom, n.RouteTo = append(n.RouteFrom, int32(r.From)), append(n.RouteTo, int32(r.To))
		if routes[r.Model].Illicit {
			n.Illicit = append(n.Illicit, int32(i))
		}
	}
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
	n, m := &y.blank, y.blank.Model
	for i := range m.Demands {
		y.demand = append(y.demand, i)
	}
	slices.SortFunc(y.demand, func(a, b int) int {
		da, db := &m.Demands[a], &m.Demands[b]
		return cmp.Or(cmp.Compare(m.EndUses[da.EndUse].ID, m.EndUses[db.EndUse].ID),
			cmp.Compare(m.Regions[da.Region].ID, m.Regions[db.Region].ID))
	})
	for i, at := range y.demand {
		d := &m.Demands[at]
		e := &m.EndUses[d.EndUse]
		u := Use{EndUse: d.EndUse, Region: d.Region, Rank: e.Priority, Surplus: e.Surplus, In0: len(n.Inputs)}
		for k := range e.Inputs {
			n.Inputs = append(n.Inputs, Input{Market: y.index[place{e.Inputs[k].Commodity, d.Region}]})
		}
		u.In1 = len(n.Inputs)
		n.Uses = append(n.Uses, u)
		if u.Surplus {
			n.Surplus = append(n.Surplus, int32(i))
		}
	}
}

func (y *layout) addStockpiles() {
	for i := range y.blank.Model.Stockpiles {
		s := &y.blank.Model.Stockpiles[i]
		if k, ok := y.index[place{s.Commodity, s.Region}]; ok {
			y.blank.Stockpiles = append(y.blank.Stockpiles, Stockpile{Model: i, Market: k, OnShortage: s.Rule == "on-shortage"})
		}
	}
}

func (y *layout) addStages() {
	n, m := &y.blank, y.blank.Model
	for _, k := range n.Markets {
		y.marketStage = append(y.marketStage, slices.Index(model.Stages, m.Commodities[k.Commodity].Stage))
	}
	for _, s := range n.Sites {
		y.siteStage = append(y.siteStage, slices.Index(model.Stages, m.Processes[n.Lines[s.Line1-1].Process].Stage))
	}
}
