// Package sweep takes countries, owners, facilities, routes and the goods of a
// country out of a chain for some weeks, one at a time or together, and measures
// by the engine what is then lost, when the first line stops, how dear things get,
// how long the chain survives without them and how long it takes to recover.
package sweep

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

// By is what is removed.
type By string

// What can be removed.
//
//   - A country loses all its facilities and sends nothing, smuggled or not. It may
//     still buy: its own end uses go short of what they made do with at home, and
//     what they then draw from abroad is missed there. See [Outcome.AtHome].
//   - An owner loses all its facilities, wherever they stand.
//   - A facility loses all its capacity. It is back in full the week after.
//   - A commodity of a country is no longer sent abroad, smuggled or not, but is
//     still made and used at home.
//   - A route carries nothing of one commodity between two regions.
//
// What is at sea when a removal begins still arrives.
const (
	Country   By = "country"
	Owner     By = "owner"
	Facility  By = "facility"
	Commodity By = "commodity"
	Route     By = "route"
	All       By = "all" // every one of the others
)

// Kinds lists what can be removed.
var Kinds = []By{Country, Owner, Facility, Commodity, Route, All}

// Target is something to remove: events in force for as long as it is gone. Their
// dates are set by the sweep.
type Target struct {
	By     By
	Name   string // unique among the targets of a kind
	Region string // where it is; empty for owners
	Events []model.Event
}

// finders list the targets of a kind.
var finders = []struct {
	by   By
	find func(*network.Network) []Target
}{{Country, countries}, {Owner, owners}, {Facility, facilities}, {Commodity, commodities}, {Route, routes}}

// Targets lists everything of a kind that carries a flow in the base year, by
// name. It errs on an unknown kind.
func Targets(n *network.Network, by By) ([]Target, error) {
	if !slices.Contains(Kinds, by) {
		return nil, fmt.Errorf("cannot remove by %q: expected one of %v", by, Kinds)
	}
	var out []Target
	for _, f := range finders {
		if by != f.by && by != All {
			continue
		}
		list := f.find(n)
		for i := range list {
			list[i].By = f.by
		}
		slices.SortStableFunc(list, func(a, b Target) int { return cmp.Compare(a.Name, b.Name) })
		out = append(out, list...)
	}
	return out, nil
}

// outage is the total loss of the facilities in a scope.
func outage(s model.Scope) model.Event {
	return model.Event{ID: "sweep-outage", Kind: model.Outage, Scope: s, Loss: model.Quantity{Value: 1}}
}

// cutOff stops the trade in a scope: official trade by an embargo, which smuggling
// would evade, and smuggling by a crackdown that misses nothing.
func cutOff(s model.Scope) []model.Event {
	return []model.Event{
		{ID: "sweep-embargo", Kind: model.Embargo, Scope: s},
		{ID: "sweep-crackdown", Kind: model.Crackdown, Scope: s, Loss: model.Quantity{Value: 1}},
	}
}

func countries(n *network.Network) []Target {
	var out []Target
	for r, region := range n.Model.Regions {
		var events []model.Event
		if slices.ContainsFunc(n.Sites, func(s network.Site) bool { return s.Base > 0 && n.Model.Facilities[s.Facility].Region == r }) {
			events = append(events, outage(model.Scope{Regions: []int{r}}))
		}
		if slices.ContainsFunc(n.Routes, func(k network.Route) bool { return k.Base > 0 && n.Markets[k.From].Region == r }) {
			events = append(events, cutOff(model.Scope{Origins: []int{r}})...)
		}
		if events != nil {
			out = append(out, Target{Name: region.ID, Region: region.ID, Events: events})
		}
	}
	return out
}

// nobody reports whether an owner in the data names nobody, such as "various traders"
// or "~200 firms"; to remove such together would remove what has nothing to do with
// each other.
func nobody(owner string) bool {
	return owner == "" || owner == "private" || strings.HasPrefix(owner, "various") || strings.HasPrefix(owner, "~")
}

func owners(n *network.Network) []Target {
	var names []string
	for _, s := range n.Sites {
		if o := n.Model.Facilities[s.Facility].Owner; s.Base > 0 && !nobody(o) {
			names = append(names, o)
		}
	}
	slices.Sort(names)
	var out []Target
	for _, o := range slices.Compact(names) {
		out = append(out, Target{Name: o, Events: []model.Event{outage(model.Scope{Owners: []string{o}})}})
	}
	return out
}

func facilities(n *network.Network) []Target {
	var out []Target
	for _, s := range n.Sites {
		if f := &n.Model.Facilities[s.Facility]; s.Base > 0 {
			out = append(out, Target{Name: f.ID, Region: n.Model.Regions[f.Region].ID,
				Events: []model.Event{outage(model.Scope{Facilities: []int{s.Facility}})}})
		}
	}
	return out
}

func commodities(n *network.Network) []Target {
	var out []Target
	for i, m := range n.Markets {
		if !slices.ContainsFunc(n.Routes, func(k network.Route) bool { return k.Base > 0 && k.From == i }) {
			continue
		}
		region := n.Model.Regions[m.Region].ID
		out = append(out, Target{Name: n.Model.Commodities[m.Commodity].ID + " " + region, Region: region,
			Events: cutOff(model.Scope{Commodities: []int{m.Commodity}, Origins: []int{m.Region}})})
	}
	return out
}

// routes lists every commodity, origin and destination once: official and illicit
// trade between two regions go together.
func routes(n *network.Network) []Target {
	var out []Target
	seen := map[[2]int]bool{}
	for _, k := range n.Routes {
		from, to := &n.Markets[k.From], &n.Markets[k.To]
		if k.Base <= 0 || seen[[2]int{k.From, k.To}] {
			continue
		}
		seen[[2]int{k.From, k.To}] = true
		region := n.Model.Regions[from.Region].ID
		name := strings.Join([]string{n.Model.Commodities[from.Commodity].ID, region, n.Model.Regions[to.Region].ID}, " ")
		out = append(out, Target{Name: name, Region: region,
			Events: cutOff(model.Scope{Commodities: []int{from.Commodity}, Origins: []int{from.Region}, Destinations: []int{to.Region}})})
	}
	return out
}
