//wide:none

package sim

import "lodestone/internal/network"

// Branch returns a run of another network that stands where s does and goes on by
// itself. The networks must have the same chain and the same list of events, and
// differ at most in what events do from s.State.Week on; see [network.Parting].
func (s *Sim) Branch(n *network.Network) *Sim {
	t := New(n)
	t.State.take(&s.State, n)
	copy(t.ring.route, s.ring.route)
	copy(t.ring.line, s.ring.line)
	t.trading.take(&s.trading)
	t.uses.take(&s.uses)
	t.control.take(&s.control)
	t.audit.take(&s.audit)
	return t
}

// Hold gives the buyers of a market more weeks of stock, at once and from then on.
func (s *Sim) Hold(market int, weeks float64) {
	s.Net = s.Net.WithCover(market, weeks)
	s.State.cover[market] += weeks
	more := float64(weeks * s.State.Expected[market])
	s.State.Stock[market] += more
	s.audit.add(market, more)
}

func (st *State) take(from *State, n *network.Network) {
	st.Week, st.Residual = from.Week, from.Residual
	copy(st.Phase, from.Phase)
	lists, others := st.series(n), from.series(n)
	for i, f := range lists {
		for k, p := range f.slices {
			copy(*p, *others[i].slices[k])
		}
	}
}

func (t *trading) take(from *trading) {
	t.markets = append(t.markets[:0], from.markets...)
	copy(t.logs, from.logs)
	copy(t.prices, from.prices)
}

// take copies what is in force and what is waiting. Which weeks bring a change is
// the network's own.
func (c *control) take(from *control) {
	c.embargoed = append(c.embargoed[:0], from.embargoed...)
	copy(c.state, from.state)
	copy(c.projects, from.projects)
	for _, p := range []struct{ to, from []float64 }{{c.permits, from.permits},
		{c.technology, from.technology}, {c.escaped, from.escaped}, {c.quota, from.quota}, {c.earns, from.earns}} {
		copy(p.to, p.from)
	}
	for i := range c.refused {
		c.refused[i].active = from.refused[i].active
		copy(c.refused[i].held, from.refused[i].held)
	}
	for i := range c.licences {
		c.licences[i].take(&from.licences[i])
	}
}

func (a *audit) take(from *audit) {
	for _, p := range []struct{ to, from []float64 }{{a.held, from.held}, {a.before, from.before}, {a.made, from.made}, {a.used, from.used}} {
		copy(p.to, p.from)
	}
	copy(a.books, from.books)
}

// add enters goods that come from outside the chain in the books.
func (a *audit) add(market int, t float64) { a.before[a.ofMarket[market]] += t }
