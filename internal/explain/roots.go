package explain

import (
	"fmt"
	"slices"
	"strings"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

// kind is the sort of a root.
type kind uint8

const (
	byEvents   kind = iota // one event, or several any of which would be enough
	byCapacity             // a site that could not make more
	byLoss                 // a site that its owner ran less, at a loss
	byRush                 // buyers of a market who wanted more than usual
	byShift                // buyers of a market who ordered elsewhere
	byBorder               // smuggling that enforcement bounds
	byInputs               // several things at once, none of them alone
	byMany                 // many small causes
)

// root is where a causal path ends.
type root struct {
	kind   kind
	events []int // of the scenario, for byEvents
	index  int   // site, market or route
}

// registry numbers the roots in the order in which they are met, which is the
// same in every run.
type registry struct {
	net     *network.Network
	list    []root
	single  [byMany][]int32  // by kind and index, plus one; byEvents by the event if it is but one
	several map[string]int32 // by the events
}

func newRegistry(n *network.Network) *registry { return &registry{net: n, several: map[string]int32{}} }

func (r *registry) id(k kind, events []int, index int) int32 {
	if len(events) > 1 {
		return r.idOf(events)
	}
	if len(events) == 1 {
		index = events[0]
	}
	known := r.single[k]
	if index >= len(known) {
		known = append(known, make([]int32, index+1-len(known))...)
		r.single[k] = known
	}
	if known[index] == 0 {
		known[index] = r.add(root{k, slices.Clone(events), index}) + 1
	}
	return known[index] - 1
}

// idOf is the root of several events any of which would be enough.
func (r *registry) idOf(events []int) int32 {
	key := fmt.Sprint(events)
	i, ok := r.several[key]
	if !ok {
		i = r.add(root{kind: byEvents, events: slices.Clone(events)})
		r.several[key] = i
	}
	return i
}

func (r *registry) add(x root) int32 {
	r.list = append(r.list, x)
	return int32(len(r.list) - 1)
}

// controls and others say which kinds of event can hold up a route, a site, and
// the orders of a market.
var (
	controls = []model.EventKind{model.Embargo, model.Licence, model.Quota, model.Crackdown}
	dearer   = []model.EventKind{model.Tariff, model.ExportTax}
	losses   = []model.EventKind{model.Outage, model.Closure}
)

// acting lists, for every route, site, use and market, the events that act on it.
type acting struct {
	net                             *network.Network
	route, site, use, market, piles [][]int
	threat                          [][]threat // by market
}

// threat is an event that frightens the buyers of a market: by the share of supply
// it takes while they wait for it, and lastingly.
type threat struct {
	event          int
	share, lasting float64
}

func newActing(n *network.Network) *acting {
	a := &acting{net: n, route: make([][]int, len(n.Routes)), site: make([][]int, len(n.Sites)), use: make([][]int, len(n.Uses)),
		market: make([][]int, len(n.Markets)), piles: make([][]int, len(n.Stockpiles)), threat: make([][]threat, len(n.Markets))}
	for e := range n.Events {
		event := &n.Events[e]
		for _, t := range event.Threats {
			a.threat[t.Market] = append(a.threat[t.Market], threat{e, t.Share, t.Lasting})
		}
		for _, x := range []struct {
			list []int32
			into [][]int
		}{{event.Routes, a.route}, {event.Sites, a.site}, {event.Uses, a.use}, {event.Markets, a.market}, {event.Stockpiles, a.piles}} {
			for _, i := range x.list {
				x.into[i] = append(x.into[i], e)
			}
		}
	}
	return a
}

// of returns the events of some kinds in a list that act in week w.
func (a *acting) of(list []int, w int, kinds []model.EventKind) []int {
	var out []int
	for _, e := range list {
		if a.net.Events[e].Active(w) && slices.Contains(kinds, a.net.Events[e].Kind) {
			out = append(out, e)
		}
	}
	return out
}

// text says what a root is in a sentence without its full stop.
func (r *registry) text(i int32) string {
	x, n := r.list[i], r.net
	switch x.kind {
	case byEvents:
		var titles []string
		for _, e := range x.events {
			d := n.Scenario.Events[n.Events[e].Model]
			titles = append(titles, fmt.Sprintf("%s (%s %s)", d.Title, d.Kind, d.ID))
		}
		if len(titles) > 1 {
			return strings.Join(titles, " and ") + ", each enough alone"
		}
		return titles[0]
	case byCapacity:
		f := n.Model.Facilities[n.Sites[x.index].Facility]
		return fmt.Sprintf("%s (%s) had no capacity for more", f.Name, n.Model.Regions[f.Region].ID)
	case byLoss:
		f := n.Model.Facilities[n.Sites[x.index].Facility]
		return fmt.Sprintf("%s (%s) ran less, at a loss", f.Name, n.Model.Regions[f.Region].ID)
	case byRush:
		return fmt.Sprintf("buyers of %s wanted more than usual", n.Name(x.index))
	case byShift:
		return fmt.Sprintf("buyers of %s ordered less of their sources", n.Name(x.index))
	case byBorder:
		return fmt.Sprintf("smuggling into %s found its bound", n.Name(x.index))
	}
	return "several things at once, none of them alone"
}

// name is a short key for tables and programs.
func (r *registry) name(i int32) string {
	x, n := r.list[i], r.net
	switch x.kind {
	case byEvents:
		var ids []string
		for _, e := range x.events {
			ids = append(ids, n.Scenario.Events[n.Events[e].Model].ID)
		}
		return strings.Join(ids, "+")
	case byCapacity:
		return "capacity of " + n.Model.Facilities[n.Sites[x.index].Facility].ID
	case byLoss:
		return "losses of " + n.Model.Facilities[n.Sites[x.index].Facility].ID
	case byRush:
		return "demand for " + n.Name(x.index)
	case byShift:
		return "sourcing of " + n.Name(x.index)
	case byBorder:
		return "smuggling of " + n.Name(x.index)
	}
	return "several at once"
}

func (k kind) String() string {
	return [...]string{"event", "capacity", "loss", "demand", "sourcing", "smuggling", "several", "small"}[k]
}
