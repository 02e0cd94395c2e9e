package network

import (
	"math"
	"slices"

	"lodestone/internal/model"
)

// Event is an event of the scenario with its scope resolved to what it acts on.
type Event struct {
	Model      int // index into Scenario.Events
	Kind       model.EventKind
	Announced  int // week from which buyers know of it
	Start, End int // weeks in effect: Start <= w < End
	Routes     []int32
	Sites      []int32
	Uses       []int32
	Stockpiles []int32
	Amount     float64 // tariff rate, outage loss, surge factor, release per week, quota volume
	Recovery   int     // outage, surge: weeks of linear recovery after End
	Approval   []Step  // licence: share approved, by week
	General    []Step  // licence: share of trade needing no single licence, by week
	Delay      int     // licence: weeks from application to licence
	Validity   int     // licence: weeks a licence can be used; 0 means without limit
	Pending    float64 // licence: share of what is not approved that is decided again
	Refused    []int32 // licence: uses its goods may not reach
	Period     int     // quota: weeks
	Lead       int     // air-freight: weeks from order to arrival
	Markets    []int32 // stocking
	Outputs    []int32 // floor, subsidy: what they are paid on
	Above      float64 // floor: share of what the market pays above it that goes back
	Project    Project
	State      bool    // takeover: by a state
	Lasting    float64 // from 0 for what is waited out to 1 for what lasts two years or more
	Threats    []Threat
}

// Project is what a project event adds to each of its sites. Of a stocking event
// or a flood it holds the weeks over which it builds up.
type Project struct {
	Capacity            float64 // throughput per week
	Permit, Build, Ramp float64 // weeks
	Grant               float64 // USD of public money
	Capital             float64 // USD in all
	Margin              bool    // waits until the expected margin pays for it
}

// Step is a value that holds from a week on.
type Step struct {
	Week  int
	Value float64
}

// At returns the value in force in week w, or before if w precedes all steps.
func At(steps []Step, w int, before float64) float64 {
	v := before
	for _, s := range steps {
		if s.Week > w {
			break
		}
		v = s.Value
	}
	return v
}

// Built is how far a stocking event or a flood has built up in week w, 0 to 1.
func (e *Event) Built(w int) float64 {
	return min(1, float64(w-e.Start+1)/(e.Project.Ramp+1))
}

// Building reports whether an event builds up in week w or the week after.
func (e *Event) Building(w int) bool {
	return (e.Kind == model.Stocking || e.Kind == model.Flood) && w >= e.Start && w <= e.Start+int(e.Project.Ramp)+1
}

// Active reports whether the event acts in week w, its recovery included.
func (e *Event) Active(w int) bool { return w >= e.Start && w < e.End+e.Recovery }

// compileEvents resolves every event of the scenario. What an event amounts to
// is one number, read from the field its kind uses.
func compileEvents(n *Network) []Event {
	events := make([]Event, 0, len(n.Scenario.Events))
	for i := range n.Scenario.Events {
		d := &n.Scenario.Events[i]
		if !d.Happens() {
			continue
		}
		e := Event{Model: i, Kind: d.Kind, Announced: max(n.Scenario.WeekOf(d.Announced), 0), Start: max(n.Scenario.WeekOf(d.From), 0), End: n.Weeks,
			Recovery: int(math.Floor(d.Recovery.Value + 0.5)), Amount: amountOf(d)}
		if !d.To.IsZero() && d.Kind != model.Closure {
			e.End = min(n.Scenario.WeekOf(d.To), n.Weeks)
		}
		n.resolve(&e, d)
		events = append(events, e)
	}
	for i := range events {
		events[i].Lasting = lasting(&events[i], events)
		events[i].Threats = n.threats(&events[i])
	}
	return events
}

func amountOf(d *model.Event) float64 {
	switch d.Kind {
	case model.Outage, model.Crackdown:
		return d.Loss.Value
	case model.Closure:
		return 1
	case model.Surge:
		return d.Factor.Value
	case model.Quota:
		return d.Volume.Value
	case model.Tariff, model.ExportTax, model.Release, model.Purchase, model.Offtake:
		return d.Rate.Value
	case model.Floor, model.Subsidy:
		return d.Price.Value
	case model.Flood:
		return d.Push.Value
	case model.Stocking:
		return d.Cover.Value
	case model.Permits, model.TechnologyBan:
		return d.Factor.Value
	case model.Sourcing, model.AirFreight:
		return d.Share.Value
	}
	return 0
}

// resolve finds what the event acts on.
func (n *Network) resolve(e *Event, d *model.Event) {
	e.Project.Ramp = d.Ramp.Value
	e.Lead = weeks(d.LeadTime.Value)
	switch d.Kind {
	case model.Embargo, model.Quota, model.Licence, model.Tariff, model.ExportTax, model.Offtake, model.Sourcing, model.AirFreight:
		e.Routes = n.routesIn(&d.Scope, false)
	case model.Crackdown:
		e.Routes = n.routesIn(&d.Scope, true)
	case model.Outage, model.Closure, model.Flood, model.Permits, model.TechnologyBan, model.Takeover:
		e.Sites = n.sitesIn(&d.Scope)
		e.State = d.Strategy == model.StateBacked
	case model.Project:
		e.Sites = n.sitesIn(&d.Scope)
		e.Project = n.project(e, d)
	case model.Floor, model.Subsidy:
		e.Outputs, e.Above = n.outputsIn(&d.Scope), d.ShareAbove.Value
	case model.Stocking:
		e.Markets = n.marketsIn(&d.Scope)
	case model.Surge:
		e.Uses = n.usesIn(d.Scope.EndUses, d.Scope.Regions)
	case model.Release, model.Purchase:
		e.Stockpiles = n.stockpilesIn(d.Scope.Stockpiles)
	}
	if d.Kind == model.Licence {
		e.Approval, e.General = n.steps(d.Approval), n.steps(d.General)
		e.Delay, e.Pending = weeks(d.Delay.Value), d.Pending.Value
		e.Validity = int(math.Floor(d.Validity.Value + 0.5))
		if len(d.RefuseUses) > 0 {
			e.Refused = n.usesIn(d.RefuseUses, d.RefuseDestinations)
		}
	}
	if d.Kind == model.Quota {
		e.Period = weeks(d.Period.Value)
	}
}

func (n *Network) steps(dated []model.Dated) []Step {
	out := make([]Step, len(dated))
	for i, d := range dated {
		out[i] = Step{Week: n.Scenario.WeekOf(d.From), Value: d.Value.Value}
	}
	return out
}

// routesIn lists the routes in a scope: those of official trade, which controls
// act on, or the illicit ones, which only a crackdown does.
func (n *Network) routesIn(s *model.Scope, illicit bool) []int32 {
	var out []int32
	for i, r := range n.Routes {
		if d := &n.Model.Routes[r.Model]; d.Illicit == illicit && coversTrade(n.Model, s, d) {
			out = append(out, int32(i))
		}
	}
	return out
}

// coversTrade reports whether a control with scope s acts on route d: origin,
// destination, commodity, stage and content must all match.
func coversTrade(m *model.Model, s *model.Scope, d *model.Route) bool {
	c := &m.Commodities[d.Commodity]
	return anyOr(s.Origins, d.From) && anyOr(s.Destinations, d.To) && !slices.Contains(s.Except, d.To) &&
		anyOr(s.Commodities, d.Commodity) && anyOr(s.Stages, c.Stage) && containsEnough(c, s)
}

// containsEnough applies the content rule: the listed elements together make
// up at least the stated share of the commodity's mass.
func containsEnough(c *model.Commodity, s *model.Scope) bool {
	if len(s.Elements) == 0 {
		return true
	}
	sum := 0.0
	for _, e := range s.Elements {
		if e < len(c.Contents) {
			sum += c.Contents[e].Value
		}
	}
	return sum > 0 && sum >= s.AtLeast
}

func (n *Network) sitesIn(s *model.Scope) []int32 {
	var out []int32
	for i, site := range n.Sites {
		f := &n.Model.Facilities[site.Facility]
		process := n.Lines[site.Line0].Process
		if anyOr(s.Facilities, site.Facility) && anyOr(s.Owners, f.Owner) && anyOr(s.Regions, f.Region) && !slices.Contains(s.Except, f.Region) &&
			anyOr(s.Processes, process) && anyOr(s.Stages, n.Model.Processes[process].Stage) {
			out = append(out, int32(i))
		}
	}
	return out
}

// outputsIn lists the products of the sites in a scope, those of its
// commodities if it names any.
func (n *Network) outputsIn(s *model.Scope) []int32 {
	var out []int32
	for _, site := range n.sitesIn(s) {
		first, last := n.Lines[n.Sites[site].Line0], n.Lines[n.Sites[site].Line1-1]
		for o := first.Out0; o < last.Out1; o++ {
			if anyOr(s.Commodities, n.Markets[n.Outputs[o].Market].Commodity) {
				out = append(out, int32(o))
			}
		}
	}
	return out
}

// marketsIn lists the markets of the commodities, stages and regions in a scope.
func (n *Network) marketsIn(s *model.Scope) []int32 {
	var out []int32
	for i, m := range n.Markets {
		c := &n.Model.Commodities[m.Commodity]
		if anyOr(s.Regions, m.Region) && anyOr(s.Commodities, m.Commodity) && anyOr(s.Stages, c.Stage) && containsEnough(c, s) {
			out = append(out, int32(i))
		}
	}
	return out
}

func (n *Network) usesIn(endUses, regions []int) []int32 {
	var out []int32
	for i, u := range n.Uses {
		if anyOr(endUses, u.EndUse) && anyOr(regions, u.Region) {
			out = append(out, int32(i))
		}
	}
	return out
}

func (n *Network) stockpilesIn(ids []int) []int32 {
	var out []int32
	for i, s := range n.Stockpiles {
		if anyOr(ids, s.Model) {
			out = append(out, int32(i))
		}
	}
	return out
}

// anyOr reports whether v is in the list, an empty list meaning any.
func anyOr[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

// licensedRoutes lists the routes under licence. Where several events license
// one route, an application must pass them all: it waits as long as the slowest
// and is valid as short as the shortest.
func (n *Network) licensedRoutes() []LicensedRoute {
	by := make([]LicensedRoute, len(n.Routes))
	for i := range n.Events {
		e := &n.Events[i]
		if e.Kind != model.Licence {
			continue
		}
		for _, k := range e.Routes {
			l := &by[k]
			l.Route, l.Events = k, append(l.Events, int32(i))
			if e.Start >= e.End {
				continue // it never happens
			}
			l.Delay = max(l.Delay, e.Delay)
			if e.Validity > 0 && (l.Validity == 0 || e.Validity < l.Validity) {
				l.Validity = e.Validity
			}
		}
	}
	return slices.DeleteFunc(by, func(l LicensedRoute) bool { return l.Events == nil })
}
