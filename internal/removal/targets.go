// Package removal takes countries, owners, facilities, routes and the goods of a
// country out of the chain, one at a time or together, and ranks them by what is
// then lost.
package removal

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

// By is what is removed.
type By string

// What can be removed. A country loses all its facilities and sends nothing; its
// goods of one commodity are no longer sent; a route carries nothing.
const (
	Country   By = "country"
	Owner     By = "owner"
	Facility  By = "facility"
	Route     By = "route"
	Commodity By = "commodity"
)

// Kinds lists what can be removed, in the order of size.
var Kinds = []By{Country, Owner, Facility, Commodity, Route}

// Target is something that can be removed, as the events that do so.
type Target struct {
	Name   string
	Region string // where it is; empty for owners
	events []model.Event
}

// Targets lists everything of a kind that carries a flow in the base year, by
// name. It errs on an unknown kind.
func Targets(n *network.Network, by By) ([]Target, error) {
	list := map[By]func(*network.Network) []Target{Country: countries, Owner: owners, Facility: facilities, Route: routes, Commodity: commodities}[by]
	if list == nil {
		return nil, fmt.Errorf("cannot remove by %q: expected one of %s", by, names(Kinds))
	}
	out := list(n)
	slices.SortStableFunc(out, func(a, b Target) int { return cmp.Compare(a.Name, b.Name) })
	return out, nil
}

func names(kinds []By) string {
	var out []string
	for _, k := range kinds {
		out = append(out, string(k))
	}
	return strings.Join(out, ", ")
}

func outage(s model.Scope) model.Event {
	return model.Event{ID: "removed", Kind: model.Outage, Scope: s, Loss: model.Quantity{Value: 1}}
}

func embargo(s model.Scope) model.Event {
	return model.Event{ID: "cut-off", Kind: model.Embargo, Scope: s}
}

func countries(n *network.Network) []Target {
	var out []Target
	for r, region := range n.Model.Regions {
		var events []model.Event
		if slices.ContainsFunc(n.Sites, func(s network.Site) bool { return n.Model.Facilities[s.Facility].Region == r && s.Base > 0 }) {
			events = append(events, outage(model.Scope{Regions: []int{r}}))
		}
		if slices.ContainsFunc(n.Routes, func(k network.Route) bool { return n.Markets[k.From].Region == r && k.Base > 0 }) {
			events = append(events, embargo(model.Scope{Origins: []int{r}}))
		}
		if events != nil {
			out = append(out, Target{Name: region.ID, Region: region.ID, events: events})
		}
	}
	return out
}

func owners(n *network.Network) []Target {
	var out []Target
	seen := map[string]bool{"": true, "various": true, "private": true}
	for _, s := range n.Sites {
		if o := n.Model.Facilities[s.Facility].Owner; !seen[o] && s.Base > 0 {
			seen[o] = true
			out = append(out, Target{Name: o, events: []model.Event{outage(model.Scope{Owners: []string{o}})}})
		}
	}
	return out
}

func facilities(n *network.Network) []Target {
	var out []Target
	for _, s := range n.Sites {
		if f := n.Model.Facilities[s.Facility]; s.Base > 0 {
			out = append(out, Target{Name: f.ID, Region: n.Model.Regions[f.Region].ID, events: []model.Event{outage(model.Scope{Facilities: []int{s.Facility}})}})
		}
	}
	return out
}

func routes(n *network.Network) []Target {
	var out []Target
	for _, k := range n.Routes {
		d := n.Model.Routes[k.Model]
		if k.Base <= 0 || d.Illicit {
			continue
		}
		from, to := n.Model.Regions[d.From].ID, n.Model.Regions[d.To].ID
		out = append(out, Target{Name: fmt.Sprintf("%s %s-%s", n.Model.Commodities[d.Commodity].ID, from, to), Region: from,
			events: []model.Event{embargo(model.Scope{Commodities: []int{d.Commodity}, Origins: []int{d.From}, Destinations: []int{d.To}})}})
	}
	return out
}

func commodities(n *network.Network) []Target {
	var out []Target
	for i, m := range n.Markets {
		if slices.ContainsFunc(n.Routes, func(k network.Route) bool { return k.From == i && k.Base > 0 }) {
			region := n.Model.Regions[m.Region].ID
			out = append(out, Target{Name: n.Model.Commodities[m.Commodity].ID + " " + region, Region: region,
				events: []model.Event{embargo(model.Scope{Commodities: []int{m.Commodity}, Origins: []int{m.Region}})}})
		}
	}
	return out
}

// at dates the events of targets from week from for some weeks.
func at(s *model.Scenario, from, weeks int, targets ...Target) []model.Event {
	var out []model.Event
	for _, t := range targets {
		for _, e := range t.events {
			e.From, e.To = s.Date(from), s.Date(from+weeks)
			e.Announced = e.From
			out = append(out, e)
		}
	}
	return out
}

// Scenario is the frame that removals are run in: some weeks of the base year
// without events.
func Scenario(baseYear int, start time.Time, weeks int) *model.Scenario {
	return &model.Scenario{Name: "sweep", Title: "Removals", BaseYear: baseYear, Start: start, Weeks: weeks}
}
