package sweep

import (
	"fmt"
	"slices"
	"time"

	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/sim"
)

// Outcome is what a removal costs, compared with the same run without it. Value is
// lost, as in the stress report, where an end use goes without more units than in
// the baseline: units times the value of a unit, USD. Less than a millionth of what the
// use wants over the run is rounding. Only what is lost before the run ends is counted.
type Outcome struct {
	Name     string  `json:"name"`
	By       By      `json:"kind,omitempty"`   // of a single target
	Region   string  `json:"region,omitempty"` // of a single target
	Weeks    int     `json:"weeks_removed"`
	Lost     float64 `json:"value_lost_usd"`
	AtHome   float64 `json:"value_lost_at_home_usd"` // by end uses in Region
	DownWeek int     `json:"first_line_down_week"`   // from the start of the removal; -1 if no line stops
	Down     string  `json:"first_line_down,omitempty"`
	EndUse   string  `json:"end_use,omitempty"` // that stops first
	Where    string  `json:"end_use_region,omitempty"`
	Price    float64 `json:"dearest_price_over_baseline"` // of the market whose rise costs its buyers most; 1 if none rises
	Dearest  string  `json:"dearest_commodity,omitempty"`
	Market   string  `json:"dearest_commodity_region,omitempty"`
	Recovery int     `json:"weeks_to_recover"` // see [Survival]; -1 if not within the run

	targets []int // indices into the list it was removed from
}

// Sweeper runs removals against one baseline. It is safe for concurrent use.
type Sweeper struct {
	net  *network.Network
	from int // week in which every removal begins
	base baseline
}

// baseline is what removals are compared with, [week][use or market]. Its stocks
// are not needed: see tally.
type baseline struct {
	short, demand, price [][]float64
}

// New runs the baseline: the network with the events of its scenario, if any, on
// top of which removals come. They begin in week from. With
// [network.Network.WithoutBehaviour] the sweep is one of physics alone.
func New(n *network.Network, from int) (*Sweeper, error) {
	if from < 0 || from >= n.Weeks {
		return nil, fmt.Errorf("removals from week %d: expected 0 to %d", from, n.Weeks-1)
	}
	s := &Sweeper{net: n, from: from}
	run := sim.New(n)
	for range n.Weeks {
		run.Step()
		short := make([]float64, len(n.Uses))
		for i := range short {
			short[i] = run.State.Shortfall(n, i)
		}
		s.base.short = append(s.base.short, short)
		s.base.demand = append(s.base.demand, slices.Clone(run.State.Demand))
		s.base.price = append(s.base.price, slices.Clone(run.State.Price))
	}
	return s, nil
}

// Longest is the longest removal that fits into the run and leaves a week after it.
func (s *Sweeper) Longest() int { return s.net.Weeks - s.from - 1 }

// check reports what is wrong with a duration.
func (s *Sweeper) check(weeks int) error {
	if weeks < 1 || weeks > s.Longest() {
		return fmt.Errorf("a removal of %d weeks from week %d: expected 1 to %d in a run of %d weeks", weeks, s.from, s.Longest(), s.net.Weeks)
	}
	return nil
}

// Remove runs the chain without the targets for some weeks, at least 1. A removal
// longer than the run lasts to its end.
func (s *Sweeper) Remove(weeks int, targets ...Target) Outcome {
	o := Outcome{Weeks: weeks, DownWeek: -1, Price: 1, Recovery: -1}
	for i, t := range targets {
		if i > 0 {
			o.Name += " + "
		}
		o.Name += t.Name
	}
	if len(targets) == 1 {
		o.By, o.Region = targets[0].By, targets[0].Region
	}
	t := newTally(s, &o)
	s.run(weeks, targets, t.week)
	t.close()
	return o
}

// run steps a removal through the weeks until see says to stop. The state is that
// at the end of the week. A new Sim costs under 1 % of its run on the built-in
// chain, so none is kept: one could be reset only for the same events.
func (s *Sweeper) run(weeks int, targets []Target, see func(w int, st *sim.State) (more bool)) {
	scenario := *s.net.Scenario
	scenario.Events = append(slices.Clone(scenario.Events), dated(&scenario, s.from, weeks, targets)...)
	n := s.net.For(&scenario)
	run := sim.New(n)
	for w := range n.Weeks {
		run.Step()
		if !see(w, &run.State) {
			return
		}
	}
}

// dated puts the events of targets into force from week from for some weeks. Nobody
// knows of them before; how long they will last is known once they begin, and what is
// to last frightens more.
func dated(s *model.Scenario, from, weeks int, targets []Target) []model.Event {
	var out []model.Event
	for _, t := range targets {
		for _, e := range t.Events {
			e.From, e.To = s.Date(from), s.Date(from+weeks)
			e.Announced = e.From
			out = append(out, e)
		}
	}
	return out
}

// extra is the unmet units of a use in week w beyond those of the baseline.
func (s *Sweeper) extra(st *sim.State, w, use int) float64 {
	return sim.Missing(st.Shortfall(s.net, use), s.base.short[w][use])
}

// lost is the units of a use that week w adds to what is lost beyond the baseline;
// negative by what it makes up of weeks before.
func (s *Sweeper) lost(st *sim.State, w, use int) float64 {
	return sim.Lost(st.Shortfall(s.net, use), s.base.short[w][use])
}

// stops reports whether enough of the lines of a use stand still: the share is the
// parameter line_down_share of the stage it buys from, as in the stress report.
func (s *Sweeper) stops(st *sim.State, use int, extra float64) bool {
	u := &s.net.Uses[use]
	return extra > 0 && extra/st.Demand[use] >= s.net.Markets[s.net.Inputs[u.In0].Market].Params.LineDownShare
}

// day is the form in which dates are given.
func day(t time.Time) string { return t.Format(time.DateOnly) }
