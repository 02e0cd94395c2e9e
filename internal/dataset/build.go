package dataset

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"lodestone/internal/model"
	"lodestone/internal/unit"
)

// Model returns the chain as it was in a base year: of the dated rows with one
// key, the one that holds. Activity (output, capacity, demand, trade) that has
// no row by the end of the year does not exist; technology (recipes, lead
// times, covers, prices) is then taken from its earliest row.
func (p *Package) Model(baseYear int) (*model.Model, error) {
	b := &builder{p: p, m: &model.Model{Name: p.Schema.Name, Title: p.Schema.Title, Version: p.Schema.Version, BaseYear: baseYear, Hash: p.Hash},
		end: time.Date(baseYear, 12, 31, 0, 0, 0, 0, time.UTC)}
	for _, step := range []func(){b.sources, b.regions, b.elements, b.commodities, b.contents, b.processes, b.recipes,
		b.facilities, b.facilityValues, b.durations, b.endUses, b.endUseValues, b.demands, b.routes, b.contracts, b.stockpiles, b.behaviours, b.together,
		b.covers, b.prices, b.governance, b.criticality, b.ratings, b.accounts, b.answers, b.moves} {
		step()
	}
	if err := b.problems.err(); err != nil {
		return nil, err
	}
	return b.m, nil
}

// builder fills a model table by table. Ids resolve by the maps; they cannot
// fail, since references have been checked.
type builder struct {
	p        *Package
	m        *model.Model
	end      time.Time // of the base year
	problems Problems

	region, element, commodity, process, facility, endUse map[string]int
}

// holding returns the rows of a table that hold in the base year.
func (b *builder) holding(name string) (*table, []*row) {
	t := b.p.table(name)
	if t.column("as_of") < 0 {
		rows := make([]*row, len(t.rows))
		for i := range t.rows {
			rows[i] = &t.rows[i]
		}
		return t, rows
	}
	var columns []string
	for _, c := range t.Schema.PrimaryKey {
		if c != "as_of" {
			columns = append(columns, c)
		}
	}
	best := map[string]*row{}
	var order []string
	for i := range t.rows {
		r := &t.rows[i]
		key := t.key(r, columns)
		if _, seen := best[key]; !seen {
			order = append(order, key)
			best[key] = nil
		}
		if b.better(t, r, best[key]) {
			best[key] = r
		}
	}
	var rows []*row
	for _, key := range order {
		if r := best[key]; r != nil {
			rows = append(rows, r)
		}
	}
	return t, rows
}

// better reports whether row r should stand for its key rather than the other.
func (b *builder) better(t *table, r, other *row) bool {
	due := !r.q.AsOf.After(b.end)
	if t.Kind == "activity" && !due {
		return false
	}
	if other == nil {
		return true
	}
	otherDue := !other.q.AsOf.After(b.end)
	switch {
	case due != otherDue:
		return due
	case due:
		return r.q.AsOf.After(other.q.AsOf)
	}
	return r.q.AsOf.Before(other.q.AsOf)
}

func (b *builder) sources() {
	t, rows := b.holding("sources")
	for _, r := range rows {
		b.m.Sources = append(b.m.Sources, model.Source{ID: t.at(r, "id"), Producer: t.at(r, "producer"), Title: t.at(r, "title"),
			Published: t.at(r, "published"), Accessed: t.at(r, "accessed"), URL: t.at(r, "url"), Licence: t.at(r, "licence"), Note: t.at(r, "note"), Pos: t.pos(r)})
	}
}

func (b *builder) regions() {
	t, rows := b.holding("regions")
	b.region = t.ids("id")
	for _, r := range rows {
		b.m.Regions = append(b.m.Regions, model.Region{ID: t.at(r, "id"), Name: t.at(r, "name"), Kind: t.at(r, "kind"), Members: t.list(r, "members"), Pos: t.pos(r)})
	}
}

func (b *builder) elements() {
	t, rows := b.holding("elements")
	b.element = map[string]int{}
	for _, r := range rows {
		b.element[t.at(r, "id")] = len(b.m.Elements)
		b.m.Elements = append(b.m.Elements, model.Element{ID: t.at(r, "id"), Name: t.at(r, "name"), Group: t.at(r, "group"), Compound: t.at(r, "compound"), PerCompound: r.q, Pos: t.pos(r)})
	}
}

func (b *builder) commodities() {
	t, rows := b.holding("commodities")
	b.commodity = t.ids("id")
	for _, r := range rows {
		c := model.Commodity{ID: t.at(r, "id"), Name: t.at(r, "name"), Stage: model.Stage(t.at(r, "stage")), Unit: t.at(r, "unit"),
			Composition: t.at(r, "composition"), HS: t.list(r, "hs"), Contents: make([]model.Quantity, len(b.m.Elements)), Pos: t.pos(r)}
		if u, err := unit.Parse(c.Unit); err == nil {
			c.Basis = u.Basis()
		}
		b.m.Commodities = append(b.m.Commodities, c)
	}
}

func (b *builder) contents() {
	t, rows := b.holding("contents")
	for _, r := range rows {
		b.m.Commodities[b.commodity[t.at(r, "commodity")]].Contents[b.element[t.at(r, "element")]] = r.q
	}
}

func (b *builder) processes() {
	t, rows := b.holding("processes")
	b.process = t.ids("id")
	for _, r := range rows {
		b.m.Processes = append(b.m.Processes, model.Process{ID: t.at(r, "id"), Name: t.at(r, "name"), Stage: model.Stage(t.at(r, "stage")), Unit: t.at(r, "throughput"), Pos: t.pos(r)})
	}
}

func (b *builder) recipes() {
	t, rows := b.holding("recipes")
	for _, r := range rows {
		process := &b.m.Processes[b.process[t.at(r, "process")]]
		row := model.RecipeRow{Role: model.Role(t.at(r, "role")), Commodity: b.commodityOr(t.at(r, "commodity")), Amount: r.q}
		switch row.Role {
		case model.RoleFeed:
			process.HasFeed, process.Feed = true, r.q
		case model.RoleDuration:
			process.Duration = r.q
		case model.RoleCost:
			process.Cost = r.q
		default:
			process.Rows = append(process.Rows, row)
		}
	}
}

// commodityOr returns the index of a commodity, -1 for an empty id.
func (b *builder) commodityOr(id string) int {
	if i, ok := b.commodity[id]; ok {
		return i
	}
	return -1
}

func (b *builder) facilities() {
	t, rows := b.holding("facilities")
	b.facility = t.ids("id")
	for _, r := range rows {
		f := model.Facility{ID: t.at(r, "id"), Name: t.at(r, "name"), Place: t.at(r, "place"), Owner: t.at(r, "owner"), Region: b.region[t.at(r, "region")],
			Status: t.at(r, "status"), Strategy: t.at(r, "strategy"), Source: t.at(r, "source"), Locator: t.at(r, "locator"), Evidence: model.Evidence(t.at(r, "evidence")), Pos: t.pos(r)}
		f.Opened, _ = parseDate(t.at(r, "opened"))
		f.Closed, _ = parseDate(t.at(r, "closed"))
		if t.at(r, "lat") != "" && t.at(r, "lon") != "" {
			f.Lat, _ = strconv.ParseFloat(t.at(r, "lat"), 64)
			f.Lon, _ = strconv.ParseFloat(t.at(r, "lon"), 64)
			f.HasPlace = true
		}
		for _, id := range t.list(r, "processes") {
			f.Processes = append(f.Processes, b.process[id])
		}
		for _, id := range t.list(r, "feeds") {
			f.Feeds = append(f.Feeds, b.commodity[id])
		}
		b.m.Facilities = append(b.m.Facilities, f)
	}
}

func (b *builder) facilityValues() {
	t, rows := b.holding("facility_values")
	for _, r := range rows {
		f := &b.m.Facilities[b.facility[t.at(r, "facility")]]
		switch t.at(r, "parameter") {
		case "capacity":
			f.Capacity = r.q
		case "opex":
			f.Opex = r.q
		case "capex":
			f.Capex = r.q
		case "ramp":
			f.Ramp = r.q
		case "output":
			b.output(t, r, f)
		}
	}
}

// output adds one line of a facility. Process and feed may be left out where
// the facility has only one.
func (b *builder) output(t *table, r *row, f *model.Facility) {
	if r.q.Value <= 0 {
		return
	}
	o := model.Output{Process: -1, Feed: b.commodityOr(t.at(r, "commodity")), Amount: r.q}
	if id := t.at(r, "process"); id != "" {
		o.Process = b.process[id]
	} else if len(f.Processes) == 1 {
		o.Process = f.Processes[0]
	}
	if o.Process < 0 || !slices.Contains(f.Processes, o.Process) {
		b.problems = append(b.problems, t.problem(r, "process", "%s has several processes: name one of them", f.ID))
		return
	}
	feed := b.m.Processes[o.Process].HasFeed
	if feed && o.Feed < 0 && len(f.Feeds) == 1 {
		o.Feed = f.Feeds[0]
	}
	if feed != (o.Feed >= 0) || feed && !slices.Contains(f.Feeds, o.Feed) {
		b.problems = append(b.problems, t.problem(r, "commodity", "expected one of the feeds of %s if the process has a feed, else nothing", f.ID))
		return
	}
	f.Outputs = append(f.Outputs, o)
}

func (b *builder) endUses() {
	t, rows := b.holding("end_uses")
	b.endUse = t.ids("id")
	for _, r := range rows {
		priority, _ := strconv.Atoi(t.at(r, "priority"))
		b.m.EndUses = append(b.m.EndUses, model.EndUse{ID: t.at(r, "id"), Name: t.at(r, "name"), Sector: t.at(r, "sector"), Unit: t.at(r, "unit"),
			Priority: priority, Surplus: t.at(r, "kind") == "surplus", Pos: t.pos(r)})
	}
	t, rows = b.holding("end_use_inputs")
	for _, r := range rows {
		e := &b.m.EndUses[b.endUse[t.at(r, "end_use")]]
		e.Inputs = append(e.Inputs, model.EndUseInput{Commodity: b.commodity[t.at(r, "commodity")], Amount: r.q})
	}
}

func (b *builder) endUseValues() {
	t, rows := b.holding("end_use_values")
	for _, r := range rows {
		e := &b.m.EndUses[b.endUse[t.at(r, "end_use")]]
		switch t.at(r, "parameter") {
		case "value":
			e.Value = r.q
		case "elasticity":
			e.Elasticity = r.q
		case "long_elasticity":
			e.LongElasticity = r.q
		}
	}
}

// demands adds the demand of the base year, with the amounts of later dates.
func (b *builder) demands() {
	t, rows := b.holding("demand")
	later := map[string][]model.Dated{}
	for i := range t.rows {
		if r := &t.rows[i]; r.q.AsOf.After(b.end) {
			key := t.key(r, []string{"end_use", "region"})
			later[key] = append(later[key], model.Dated{From: r.q.AsOf, Value: r.q})
		}
	}
	for _, r := range rows {
		if r.q.Value > 0 {
			path := later[t.key(r, []string{"end_use", "region"})]
			slices.SortFunc(path, func(a, b model.Dated) int { return a.From.Compare(b.From) })
			b.m.Demands = append(b.m.Demands, model.Demand{EndUse: b.endUse[t.at(r, "end_use")], Region: b.region[t.at(r, "region")], Amount: r.q, Path: path})
		}
	}
}

// durations gives every facility the times that fit its region and stage best.
func (b *builder) durations() {
	if b.p.table("durations") == nil {
		return
	}
	match := b.matcher("durations", "region", "step", "stage")
	for i := range b.m.Facilities {
		f := &b.m.Facilities[i]
		if len(f.Processes) == 0 {
			continue
		}
		region, stage := b.m.Regions[f.Region].ID, string(b.m.Processes[f.Processes[0]].Stage)
		for step, into := range map[string]*model.Quantity{"permit": &f.Durations.Permit, "build": &f.Durations.Build,
			"ramp": &f.Durations.Ramp, "restart": &f.Durations.Restart} {
			*into, _ = match.best(region, step, stage)
		}
	}
}

func (b *builder) contracts() {
	t, rows := b.holding("contracts")
	for _, r := range rows {
		c := model.Contract{ID: t.at(r, "id"), Seller: b.facility[t.at(r, "seller")], Commodity: b.commodity[t.at(r, "commodity")],
			From: b.region[t.at(r, "from")], To: b.region[t.at(r, "to")], Volume: r.q, Pos: t.pos(r)}
		c.Start, _ = parseDate(t.at(r, "start"))
		if end := t.at(r, "end"); end != "" {
			c.End, _ = parseDate(end)
		}
		b.m.Contracts = append(b.m.Contracts, c)
	}
}

func (b *builder) stockpiles() {
	t, rows := b.holding("stockpiles")
	for _, r := range rows {
		b.m.Stockpiles = append(b.m.Stockpiles, model.Stockpile{ID: t.at(r, "id"), Holder: t.at(r, "holder"), Region: b.region[t.at(r, "region")],
			Commodity: b.commodity[t.at(r, "commodity")], Rule: t.at(r, "rule"), Amount: r.q, Pos: t.pos(r)})
	}
}

func (b *builder) behaviours() {
	t, rows := b.holding("behaviours")
	for _, r := range rows {
		b.m.Behaviour = append(b.m.Behaviour, model.Behaviour{Parameter: t.at(r, "parameter"), Scope: t.at(r, "scope"), Value: r.q})
	}
}

// routes adds the channels of trade, each with the lane and the tariff that
// fit it best. A route without a lane is a problem.
func (b *builder) routes() {
	t, rows := b.holding("routes")
	lanes := b.matcher("lanes", "from", "to", "parameter")
	tariffs := b.matcher("tariffs", "importer", "exporter", "commodity")
	rows = append(rows, b.laterRoutes(t, rows)...)
	for _, r := range rows {
		from, to, commodity := t.at(r, "from"), t.at(r, "to"), t.at(r, "commodity")
		later := r.q.AsOf.After(b.end)
		if r.q.Value <= 0 && t.at(r, "qualified") == "yes" {
			continue // it has ended
		}
		route := model.Route{Commodity: b.commodity[commodity], From: b.region[from], To: b.region[to], Illicit: t.at(r, "kind") == "illicit",
			Qualified: t.at(r, "qualified") == "yes", Flow: r.q, Pos: t.pos(r)}
		if later { // a channel that nothing has gone through yet
			route.Later, route.Qualified = true, false
			route.Flow.Value, route.Flow.Low, route.Flow.High = 0, 0, 0
		}
		var ok bool
		if route.LeadTime, ok = lanes.best(from, to, "lead_time"); !ok {
			b.problems = append(b.problems, t.problem(r, "to", "no lane gives a lead time from %s to %s", from, to))
		}
		route.Freight, _ = lanes.best(from, to, "freight")
		route.Tariff, _ = tariffs.best(to, from, commodity, "stage:"+string(b.m.Commodities[route.Commodity].Stage))
		b.m.Routes = append(b.m.Routes, route)
	}
}

// laterRoutes returns the rows of official channels first used after the base year.
func (b *builder) laterRoutes(t *table, rows []*row) []*row {
	columns := []string{"commodity", "from", "to"}
	seen := map[string]bool{}
	for _, r := range rows {
		if r.q.Value > 0 || t.at(r, "qualified") == "no" { // else it has ended, and may open again
			seen[t.key(r, columns)] = true
		}
	}
	var out []*row
	for i := range t.rows {
		r := &t.rows[i]
		if key := t.key(r, columns); r.q.AsOf.After(b.end) && t.at(r, "kind") != "illicit" && !seen[key] {
			seen[key] = true
			out = append(out, r)
		}
	}
	return out
}

func (b *builder) covers() {
	b.m.Cover = b.byMarket(b.matcher("covers", "region", "commodity"))
	for _, key := range b.used() {
		if b.m.Cover[key[0]][key[1]].Unit == "" {
			b.problems = append(b.problems, Problem{File: b.p.table("covers").Path, Field: "commodity", Value: b.m.Commodities[key[0]].ID,
				Message: fmt.Sprintf("no row gives the normal cover in %s", b.m.Regions[key[1]].ID)})
		}
	}
}

func (b *builder) prices() { b.m.Prices = b.byMarket(b.matcher("prices", "region", "commodity")) }

// byMarket looks a value up for every commodity and region.
func (b *builder) byMarket(match *matcher) [][]model.Quantity {
	out := make([][]model.Quantity, len(b.m.Commodities))
	for c, commodity := range b.m.Commodities {
		out[c] = make([]model.Quantity, len(b.m.Regions))
		for r, region := range b.m.Regions {
			out[c][r], _ = match.best(region.ID, commodity.ID, "stage:"+string(commodity.Stage))
		}
	}
	return out
}

// used lists the (commodity, region) pairs that end uses and trade touch.
func (b *builder) used() [][2]int {
	seen := map[[2]int]bool{}
	var out [][2]int
	add := func(c, r int) {
		if key := [2]int{c, r}; !seen[key] {
			seen[key] = true
			out = append(out, key)
		}
	}
	for _, d := range b.m.Demands {
		for _, in := range b.m.EndUses[d.EndUse].Inputs {
			add(in.Commodity, d.Region)
		}
	}
	for _, r := range b.m.Routes {
		add(r.Commodity, r.From)
		add(r.Commodity, r.To)
	}
	return out
}
