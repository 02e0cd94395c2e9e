package network

import (
	"fmt"
	"slices"

	"lodestone/internal/model"
)

// Compile lays out the chain, balances its base year and derives the flat
// arrays for the scenario. It errs if the base year cannot be balanced or a
// behaviour parameter is missing; both are faults of the data.
func Compile(m *model.Model, s *model.Scenario) (*Network, error) {
	chain, err := newLayout(m, s)
	if err != nil {
		return nil, err
	}
	n, err := chain.fill(m, s, nil)
	if err != nil {
		return nil, err
	}
	n.Changes = chain.changes(n.flows)
	return n, nil
}

// Redraw fills the same chain with other numbers: another draw of a model and a
// scenario whose plants, routes and uses are those of this one. It does not list what
// balancing changed. It errs if the draw has another shape.
func (n *Network) Redraw(m *model.Model, s *model.Scenario) (*Network, error) {
	if err := n.layout.fits(m, s); err != nil {
		return nil, err
	}
	return n.layout.fill(m, s, n.multipliers)
}

// For returns the same chain under another scenario of the same base year and
// start, with the same plants that can open. Everything but the events is shared.
func (n *Network) For(s *model.Scenario) *Network {
	other := *n
	other.bind(s)
	return &other
}

// Baseline returns the same chain with the events it is compared with: none,
// unless the scenario names another as its baseline.
func (n *Network) Baseline() *Network {
	s := *n.Scenario
	s.Events, s.Against = s.Against, nil
	return n.For(&s)
}

// WithCover returns the same chain in which the buyers of one market normally hold
// some more weeks of stock, from the start.
func (n *Network) WithCover(market int, more float64) *Network {
	other := *n
	other.Markets = slices.Clone(n.Markets)
	other.Markets[market].Cover += more
	return &other
}

// Tuned returns the same chain with other behaviour. The base year, which does
// not depend on it, is shared.
func (n *Network) Tuned(rows []model.Behaviour) (*Network, error) {
	other, m := *n, *n.Model
	m.Behaviour = rows
	other.Model = &m
	other.Markets, other.Sites = slices.Clone(n.Markets), slices.Clone(n.Sites)
	params, err := findParams(rows)
	if err != nil {
		return nil, err
	}
	other.deriveParams(params)
	return &other, nil
}

// bind resolves the events of a scenario.
func (n *Network) bind(s *model.Scenario) {
	n.Scenario, n.Weeks = s, s.Weeks
	n.Events = compileEvents(n)
	n.Licensed = n.licensedRoutes()
	n.Contracts = n.commit()
	n.listClaims()
	n.Opening = nil
	for _, e := range n.Events {
		if e.Kind == model.Project {
			n.Opening = append(n.Opening, e.Sites...)
		}
	}
	slices.Sort(n.Opening)
	n.Opening = slices.Compact(n.Opening)
}

// Name returns "commodity in region" for messages about market i.
func (n *Network) Name(i int) string {
	k := n.Markets[i]
	return fmt.Sprintf("%s in %s", n.Model.Commodities[k.Commodity].ID, n.Model.Regions[k.Region].ID)
}
