package plan

import (
	"slices"

	"lodestone/internal/network"
	"lodestone/internal/sim"
)

// scope is what a question touches: the end uses of a region, the markets they
// draw from, and those that the region's own lines draw from on the way.
type scope struct {
	net     *network.Network
	uses    []int // indices into Net.Uses
	markets []int // indices into Net.Markets, in order
	lines   []int // of the region, that make what a market of the scope holds
	at      map[int]int
	periods []Period
	room    []float64 // spare supply by market of the network, t/wk; made when asked for
}

// newScope follows the end uses of a region up to the border.
func newScope(n *network.Network, region, endUse int) *scope {
	s := &scope{net: n, at: map[int]int{}}
	seen := map[int]bool{}
	var queue []int
	add := func(m int) {
		if !seen[m] {
			seen[m] = true
			queue = append(queue, m)
		}
	}
	for i, u := range n.Uses {
		if u.Region == region && !u.Surplus && (endUse < 0 || u.EndUse == endUse) {
			s.uses = append(s.uses, i)
			for _, in := range n.Inputs[u.In0:u.In1] {
				add(in.Market)
			}
		}
	}
	for len(queue) > 0 {
		m := queue[0]
		queue = queue[1:]
		s.markets = append(s.markets, m)
		for _, o := range n.OutputBy[n.OutputIn[m]:n.OutputIn[m+1]] {
			line := n.Outputs[o].Line
			if !slices.Contains(s.lines, line) {
				s.lines = append(s.lines, line)
			}
			for _, in := range n.Inputs[n.Lines[line].In0:n.Lines[line].In1] {
				add(in.Market)
			}
		}
	}
	slices.Sort(s.markets)
	slices.Sort(s.lines)
	for i, m := range s.markets {
		s.at[m] = i
	}
	s.periods = periods(onset(n), n.Weeks)
	return s
}

// track is what one run did in a scope, by week.
type track struct {
	demand, missed [][]float64 // [week][use of the scope] units; missed is negative by what is made up
	missing        [][]float64 // [week][input of a use, see at] share of the claim not served
	short          [][]float64 // [week][market of the scope] t claimed and not served
	want, inflow   [][]float64 // [week][market] t
	stopped        [][]float64 // [week][market] share of buyers that have run out
	normal         [][]float64 // [week][market] stock that buyers normally hold, t
	wanted, made   [][]float64 // [week][line of the scope] throughput asked for, and run
	owed           [][]float64 // [week][market] share of what plants and exports claim that is not served
	level          [][]float64 // [week][line] share of its capacity that the owner runs
	price          [][]float64 // [week][market] USD/t
}

// inputs returns how many inputs come before use u of the scope, and the total.
func (s *scope) inputs() []int {
	at := make([]int, len(s.uses)+1)
	for i, u := range s.uses {
		at[i+1] = at[i] + s.net.Uses[u].In1 - s.net.Uses[u].In0
	}
	return at
}

// follow runs a network of the same layout and keeps what the scope is about.
func (s *scope) follow(n *network.Network) *track {
	t := &track{}
	inputs := s.inputs()
	for _, f := range []struct {
		into  *[][]float64
		count int
	}{{&t.demand, len(s.uses)}, {&t.missed, len(s.uses)}, {&t.missing, inputs[len(s.uses)]}, {&t.short, len(s.markets)}, {&t.want, len(s.markets)},
		{&t.inflow, len(s.markets)}, {&t.stopped, len(s.markets)}, {&t.normal, len(s.markets)}, {&t.wanted, len(s.lines)}, {&t.made, len(s.lines)}, {&t.level, len(s.lines)},
		{&t.owed, len(s.markets)}, {&t.price, len(s.markets)}} {
		*f.into = make([][]float64, n.Weeks)
		for w := range *f.into {
			(*f.into)[w] = make([]float64, f.count)
		}
	}
	run := sim.New(n)
	for w := range n.Weeks {
		run.Step()
		s.keep(t, w, n, &run.State, inputs)
	}
	return t
}

func (s *scope) keep(t *track, w int, n *network.Network, st *sim.State, inputs []int) {
	for i, u := range s.uses {
		use := &n.Uses[u]
		t.demand[w][i] = st.Demand[u]
		t.missed[w][i] = st.Shortfall(n, u)
		for k := use.In0; k < use.In1; k++ {
			t.missing[w][inputs[i]+k-use.In0] = 1 - st.Ratio[n.InputClaim[k]]
		}
	}
	for i, m := range s.markets {
		t.short[w][i] = s.shortOf(n, st, m)
		t.want[w][i], t.inflow[w][i], t.stopped[w][i] = st.Want[m], st.Inflow[m], st.Stopped[m]
		t.normal[w][i] = float64(n.Markets[m].Cover * st.Expected[m])
		t.owed[w][i], t.price[w][i] = 1-st.Trade[m], st.Price[m]
	}
	for i, l := range s.lines {
		t.wanted[w][i], t.made[w][i], t.level[w][i] = st.Wanted[l], st.Throughput[l], st.Level[n.Lines[l].Site]
	}
}

// shortOf is what is claimed of a market and not served: by plants and exports,
// and by end uses of every rank.
func (s *scope) shortOf(n *network.Network, st *sim.State, m int) float64 {
	trade := 0.0
	if missing := 1 - st.Trade[m]; missing > 0 {
		for i := range n.Lines {
			for _, in := range n.Inputs[n.Lines[i].In0:n.Lines[i].In1] {
				if in.Market == m {
					trade += float64(in.Coef * st.Wanted[i])
				}
			}
		}
		for k, from := range n.RouteFrom {
			if int(from) == m {
				trade += st.Permitted[k]
			}
		}
		trade = float64(trade * missing)
	}
	for i := range n.Uses {
		u := &n.Uses[i]
		for k := u.In0; k < u.In1; k++ {
			if in := n.Inputs[k]; in.Market == m {
				trade += float64(float64(in.Coef*st.Demand[i]) * (1 - st.Ratio[n.InputClaim[k]]))
			}
		}
	}
	return trade
}
