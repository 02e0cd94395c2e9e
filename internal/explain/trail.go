// Package explain says why an end use went short: the causal path from the line
// that stopped back to what held its goods up, and the roots of the shortage with
// shares that sum to one.
//
// The attribution is bookkeeping, not inference. Both runs, with the events and
// without, are recorded as they allocate: what every market ordered, what the
// border let pass, what was sent, what every line was asked for, had capacity for
// and made. The stock that a market lacks against the baseline is the sum, over
// the weeks so far, of what came in less and what went out more, and each of these
// terms has one reason of its own: a control, a lack of capacity, a source that
// was itself short, an order that was not placed. [follow] keeps for every market
// an account of the stock it lacks by root and by source; what comes in beyond the
// baseline pays all of them back alike.
package explain

import (
	"context"

	"lodestone/internal/network"
	"lodestone/internal/sim"
)

// trail is what a run did, week by week, in the detail that attribution needs.
// All series are indexed [week][market, route, line or use]; masses in t, lines in
// units of throughput.
type trail struct {
	net       *network.Network
	stock     [][]float64
	ordered   [][]float64 // on routes, before the border
	permitted [][]float64
	shipped   [][]float64
	asked     [][]float64 // of lines, before capacity
	wanted    [][]float64 // within capacity
	made      [][]float64
	short     [][]int32 // by line: index of the input that limited it
	demand    [][]float64
	served    [][]float64
	scarce    [][]int32   // by use: index into Inputs of the scarcest
	level     [][]float64 // by site: share of its capacity that its owner runs
	trade     [][]float64 // by market: share of its claim that trade got
	ratio     [][]float64 // by claim
	bought    [][]float64 // by stockpile: into it less out of it
	qualified [][]float64 // by route: week from which it may be used
	marks     []*sim.Sim  // the run as it stood at the start of every stride-th week
}

// stride is how many weeks lie between two places from which a run can be taken up again.
const stride = 13

// observe runs the network for some weeks and keeps the trail, with marks if asked for.
// Once the context has ended what it keeps is of no use.
func observe(ctx context.Context, n *network.Network, weeks int, marked bool) *trail {
	t := newTrail(n, weeks)
	s := sim.New(n)
	share, push := make([]float64, len(n.Routes)), make([]float64, len(n.Lines))
	pile := make([]float64, len(n.Stockpiles))
	for w := range weeks {
		if ctx.Err() != nil {
			break
		}
		if w%stride == 0 && marked {
			t.marks = append(t.marks, s.Branch(n))
		}
		copy(share, s.State.Share) // decisions at the end of the week change these
		copy(push, s.State.Push)
		copy(pile, s.State.Pile)
		s.Step()
		t.take(&s.State, w, share, push, pile)
	}
	return t
}

func newTrail(n *network.Network, weeks int) *trail {
	t := &trail{net: n}
	for _, f := range []struct {
		count int
		into  []*[][]float64
	}{
		{len(n.Markets), []*[][]float64{&t.stock, &t.trade}},
		{len(n.Routes), []*[][]float64{&t.ordered, &t.permitted, &t.shipped}},
		{len(n.Lines), []*[][]float64{&t.asked, &t.wanted, &t.made}},
		{len(n.Uses), []*[][]float64{&t.demand, &t.served}},
		{len(n.RankBy), []*[][]float64{&t.ratio}},
		{len(n.Sites), []*[][]float64{&t.level}},
		{len(n.Stockpiles), []*[][]float64{&t.bought}},
		{len(n.Routes), []*[][]float64{&t.qualified}},
	} {
		for _, p := range f.into {
			*p = rows[float64](weeks, f.count)
		}
	}
	for _, f := range []struct {
		count int
		into  []*[][]int32
	}{{len(n.Lines), []*[][]int32{&t.short}}, {len(n.Uses), []*[][]int32{&t.scarce}}} {
		for _, p := range f.into {
			*p = rows[int32](weeks, f.count)
		}
	}
	return t
}

// rows are the rows of one piece of memory.
func rows[T any](count, width int) [][]T {
	all, out := make([]T, count*width), make([][]T, count)
	for i := range out {
		out[i] = all[i*width : (i+1)*width]
	}
	return out
}

// take copies the week just run. Shares and pushes are those of its beginning.
func (t *trail) take(st *sim.State, w int, share, push, pile []float64) {
	n := t.net
	copy(t.stock[w], st.Stock)
	copy(t.permitted[w], st.Permitted)
	copy(t.shipped[w], st.Shipped)
	copy(t.wanted[w], st.Wanted)
	copy(t.made[w], st.Throughput)
	copy(t.demand[w], st.Demand)
	copy(t.trade[w], st.Trade)
	copy(t.level[w], st.Level)
	copy(t.ratio[w], st.Ratio)
	copy(t.served[w], st.Served)
	copy(t.qualified[w], st.Qualified)
	for k := range n.Routes {
		t.ordered[w][k] = float64(share[k] * st.Need[n.RouteTo[k]])
	}
	for i := range n.Lines {
		l := &n.Lines[i]
		asked := 0.0
		for o := l.Out0; o < l.Out1; o++ {
			asked += float64(n.Outputs[o].Weight * (st.Request[o] / n.Outputs[o].Coef))
		}
		t.asked[w][i] = max(asked, push[i], st.Wanted[i])
		t.short[w][i] = scarcest(l.In0, l.In1, func(in int) float64 { return st.Trade[n.Inputs[in].Market] })
	}
	for i := range n.Uses {
		u := &n.Uses[i]
		t.scarce[w][i] = scarcest(u.In0, u.In1, t.gets(w))
	}
	for i := range n.Stockpiles {
		t.bought[w][i] = st.Pile[i] - pile[i]
	}
}

// gets returns the share of its claim on an input that a use gets in week w.
func (t *trail) gets(w int) func(in int) float64 {
	return func(in int) float64 { return t.ratio[w][t.net.InputClaim[in]] }
}

// scarcest returns the input of which the smallest share is got.
func scarcest(in0, in1 int, got func(in int) float64) int32 {
	first, least := in0, 1.0
	for in := in0; in < in1; in++ {
		if share := got(in); share < least {
			first, least = in, share
		}
	}
	return int32(first)
}
