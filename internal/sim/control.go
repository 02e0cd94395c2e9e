package sim

import (
	"slices"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

// control is what the events in force do to the chain this week, kept by what
// they act on so that the weekly loops need not look at events.
//
//wide:each
type control struct {
	change     []bool    // weeks in which some event starts, ends or changes
	controlled []int32   // routes that some event of the scenario can hold up
	embargoed  []int32   // routes under an embargo
	permits    []float64 // by site: multiple of the time a permit takes
	technology []float64 // by site: multiple of the time it takes to build
	state      []bool    // by site: kept running whatever it loses
	projects   []projectState
	paying     []int32   // events that pay by output: floors and subsidies
	flying     []int32   // events that carry goods by air
	escaped    []float64 // by route: share of illicit trade that enforcement misses
	refused    []refusal
	licences   []licence // of the licensed routes
	quota      []float64 // by event: volume left in the period
	earns      []float64 // while a quota is rationed, by route under it: what a tonne earns, 1 where no more than at home
}

// refusal is a use that may not have the goods of some licensed routes. It
// lives on its own stock of each input and on what arrives unencumbered.
//
//wide:each
type refusal struct {
	use    int32
	event  int32
	active bool
	routes [][]int32 // of the event, by input of the use: those that bring it
	held   []float64 // by input of the use
}

//wide:each
func newControl(n *network.Network) control {
	c := control{
		change:     changeWeeks(n),
		controlled: controlledRoutes(n),
		embargoed:  make([]int32, 0, len(n.Routes)*countEmbargoes(n)),
		escaped:    make([]float64, len(n.Routes)),
		permits:    make([]float64, len(n.Sites)),
		technology: make([]float64, len(n.Sites)),
		state:      make([]bool, len(n.Sites)),
		quota:      make([]float64, len(n.Events)),
		earns:      make([]float64, len(n.Routes)),
		licences:   newLicences(n),
	}
	for e, event := range n.Events {
		switch event.Kind {
		case model.Project:
			c.projects = append(c.projects, projectState{event: int32(e)})
		case model.Floor, model.Subsidy:
			c.paying = append(c.paying, int32(e))
		case model.AirFreight:
			c.flying = append(c.flying, int32(e))
		}
		for _, u := range event.Refused {
			use := n.Uses[u]
			c.refused = append(c.refused, refusal{use: u, event: int32(e), held: make([]float64, use.In1-use.In0), routes: refusedRoutes(n, event.Routes, use)})
		}
	}
	return c
}

// refusedRoutes sorts routes by the input of a use that they bring.
//
//wide:each
func refusedRoutes(n *network.Network, routes []int32, u network.Use) [][]int32 {
	by := make([][]int32, u.In1-u.In0)
	for j, in := range n.Inputs[u.In0:u.In1] {
		for _, k := range routes {
			if int(n.RouteTo[k]) == in.Market {
				by[j] = append(by[j], k)
			}
		}
	}
	return by
}

// changeWeeks marks the weeks in which the events in force must be looked at
// again: where one starts or ends, every week of a recovery, and where an
// approval rate steps.
//
//wide:each
func changeWeeks(n *network.Network) []bool {
	change := make([]bool, n.Weeks+1)
	mark := func(w int) {
		if w >= 0 && w < len(change) {
			change[w] = true
		}
	}
	mark(0)
	for _, e := range n.Events {
		mark(e.Announced)
		mark(e.Start)
		mark(e.Start + 1)
		for w := e.End; w <= e.End+e.Recovery; w++ {
			mark(w)
		}
		for w := e.Start; e.Building(w); w++ {
			mark(w)
		}
		for _, s := range append(append([]network.Step{}, e.Approval...), e.General...) {
			mark(s.Week)
		}
	}
	return change
}

// reset puts what has been going on under events back to before week 0.
//
//wide:each
func (c *control) reset() {
	for i := range c.projects {
		c.projects[i] = projectState{event: c.projects[i].event}
	}
	for i := range c.licences {
		c.licences[i].active = false
		c.licences[i].forget()
	}
	for i := range c.refused {
		c.refused[i].active = false
		clear(c.refused[i].held)
	}
	clear(c.quota)
}

// controlledRoutes lists the routes that an embargo, a licence or a quota of
// the scenario covers, and those of smuggling.
//
//wide:each
func controlledRoutes(n *network.Network) []int32 {
	all := slices.Clone(n.Illicit)
	for _, e := range n.Events {
		if e.Kind != model.Tariff && e.Kind != model.ExportTax && e.Kind != model.Offtake && e.Kind != model.Sourcing && e.Kind != model.AirFreight {
			all = append(all, e.Routes...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// countEmbargoes is how often a route can stand in the list of embargoed ones.
//
//wide:each
func countEmbargoes(n *network.Network) int {
	count := 0
	for _, e := range n.Events {
		if e.Kind == model.Embargo {
			count++
		}
	}
	return count
}

// forgetEvents sets everything to what it is without events, before the events in
// force are applied.
//
//wide:each
func (s *Sim) forgetEvents() {
	st, c := &s.State, &s.control
	c.embargoed = c.embargoed[:0]
	for i := range s.Net.Routes {
		c.escaped[i] = 1
		st.Tariff[i] = s.Net.Routes[i].Tariff
	}
	for i := range s.Net.Sites {
		st.capacity[i], st.enduring[i], st.flood[i] = 1, 1, 1
		c.permits[i], c.technology[i], c.state[i] = 1, 1, s.Net.Sites[i].State
	}
	for i := range s.Net.Markets {
		st.cover[i] = s.Net.Markets[i].Cover
	}
	for i := range s.Net.Uses {
		st.surge[i] = 1
	}
}

// forgetControls forgets all that events did, as before week 0, and marks the routes
// that some event of the scenario can hold up.
//
//wide:each
func (s *Sim) forgetControls() {
	s.control.reset()
	for i := range s.Net.Routes {
		s.State.heldUp[i] = 0
	}
	for _, k := range s.control.controlled {
		s.State.heldUp[k] = 1
	}
	for i := range s.Net.Events {
		s.State.Public[i] = 0
	}
}
