package network

import (
	"math"
	"slices"

	"lodestone/internal/model"
)

// fill balances the flows of a model and a scenario that the layout fits, from a guess
// of the multipliers or nil, and returns the network with their numbers. What does not
// depend on them is shared with all networks of the layout.
func (y *layout) fill(m *model.Model, s *model.Scenario, guess []float64) (*Network, error) {
	n := y.blank
	n.Model, n.Scenario, n.Weeks = m, s, s.Weeks
	n.Markets, n.Sites, n.Lines = slices.Clone(n.Markets), slices.Clone(n.Sites), slices.Clone(n.Lines)
	n.Inputs, n.Outputs = slices.Clone(n.Inputs), slices.Clone(n.Outputs)
	n.Routes, n.Uses, n.Stockpiles = slices.Clone(n.Routes), slices.Clone(n.Uses), slices.Clone(n.Stockpiles)
	n.fillCoefficients()
	var err error
	if n.flows, n.multipliers, err = y.balance(&n, guess); err != nil {
		return nil, err
	}
	lines, routes := n.flows, n.flows[len(n.Lines):]
	n.fillLines(lines)
	n.fillRoutes(routes)
	n.fillUses(routes[len(n.Routes):])
	for i := range n.Stockpiles {
		n.Stockpiles[i].Amount = m.Stockpiles[n.Stockpiles[i].Model].Amount.Value
	}
	n.derive()
	n.bind(s)
	return &n, nil
}

// fillCoefficients gives inputs and outputs their amounts per unit of activity.
func (n *Network) fillCoefficients() {
	var recipe []ingredient
	for i := range n.Lines {
		l := &n.Lines[i]
		recipe = recipeOf(n.Model, l.Process, l.Feed, recipe[:0])
		in, out := l.In0, l.Out0
		for _, x := range recipe {
			if x.output {
				n.Outputs[out].Coef = x.coef
				out++
			} else {
				n.Inputs[in].Coef = x.coef
				in++
			}
		}
	}
	for i := range n.Uses {
		u := &n.Uses[i]
		amounts := n.Model.EndUses[u.EndUse].Inputs
		for k := range amounts {
			n.Inputs[u.In0+k].Coef = amounts[k].Amount.Value
		}
	}
}

// fillLines gives lines and sites their throughput and capacity; flows are per year.
func (n *Network) fillLines(flows []float64) {
	for i := range n.Sites {
		s := &n.Sites[i]
		s.Capacity = n.Model.Facilities[s.Facility].Capacity.Value / WeeksPerYear
		for k := s.Line0; k < s.Line1; k++ {
			l := &n.Lines[k]
			l.Base = flows[k] / WeeksPerYear
			l.Lag = weeks(n.Model.Processes[l.Process].Duration.Value)
			n.MaxLag = max(n.MaxLag, l.Lag)
			s.Base += l.Base
			s.Capacity = max(s.Capacity, s.Base)
		}
	}
}

func (n *Network) fillRoutes(flows []float64) {
	for i := range n.Routes {
		r := &n.Routes[i]
		d := &n.Model.Routes[r.Model]
		r.Base, r.Lead = flows[i]/WeeksPerYear, weeks(d.LeadTime.Value)
		r.Freight, r.Tariff = d.Freight.Value, d.Tariff.Value
		n.MaxLag = max(n.MaxLag, r.Lead)
	}
}

func (n *Network) fillUses(flows []float64) {
	for i := range n.Uses {
		u := &n.Uses[i]
		e := &n.Model.EndUses[u.EndUse]
		u.Base = flows[i] / WeeksPerYear
		u.Value, u.ValueLow, u.ValueHigh = e.Value.Value, e.Value.Low, e.Value.High
		u.Elasticity, u.Long = e.Elasticity.Value, e.LongElasticity.Value
	}
}

// weeks rounds a duration to whole weeks, at least one: what leaves in a week
// arrives in a later one.
func weeks(w float64) int { return max(1, int(math.Floor(w+0.5))) }
