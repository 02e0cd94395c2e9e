package result

import (
	"context"

	"lodestone/internal/network"
	"lodestone/internal/sim"
)

// Record is what one run did. Series are indexed [week][market, use, route or
// line] in the order of the network.
type Record struct {
	Net       *network.Network
	Stock     [][]float64 // left at the end of the week, t
	Want      [][]float64 // desired draw, t
	Cover     [][]float64 // stock left, in weeks of expected use
	Price     [][]float64 // USD/t
	Stopped   [][]float64 // share of buyers that have run out
	Inflow    [][]float64 // arrived, t
	Demand    [][]float64 // units wanted
	Served    [][]float64 // units got
	Scarce    [][]int32   // by use: index into Net.Inputs of the scarcest input
	Shipped   [][]float64 // t
	Permitted [][]float64 // t
	Made      [][]float64 // throughput of lines
	Room      [][]float64 // capacity of sites, throughput
	Margin    [][]float64 // of sites, as their owners judge it: share of base revenue
	Public    [][]float64 // by event: public money spent so far, USD
	Phase     [][]sim.Phase
	Residual  float64 // worst mass-balance error, relative to throughput
}

// Observe runs the network from start to end and records it. The progress
// function, if any, is told after every week.
func Observe(n *network.Network, progress func(week int)) *Record {
	r, _ := ObserveUntil(context.Background(), n, progress) // which never ends
	return r
}

// ObserveUntil is Observe that gives up in the week in which the context ends, with
// its cause.
func ObserveUntil(ctx context.Context, n *network.Network, progress func(week int)) (*Record, error) {
	r := newRecord(n)
	s := sim.New(n)
	for w := range n.Weeks {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		s.Step()
		r.take(s, w)
		if progress != nil {
			progress(w)
		}
	}
	r.Residual = s.State.Residual
	return r, nil
}

func newRecord(n *network.Network) *Record {
	r := &Record{Net: n}
	for _, f := range []struct {
		into  *[][]float64
		count int
	}{
		{&r.Stock, len(n.Markets)}, {&r.Want, len(n.Markets)}, {&r.Cover, len(n.Markets)}, {&r.Price, len(n.Markets)}, {&r.Stopped, len(n.Markets)}, {&r.Inflow, len(n.Markets)},
		{&r.Demand, len(n.Uses)}, {&r.Served, len(n.Uses)},
		{&r.Shipped, len(n.Routes)}, {&r.Permitted, len(n.Routes)}, {&r.Made, len(n.Lines)},
		{&r.Room, len(n.Sites)}, {&r.Margin, len(n.Sites)}, {&r.Public, len(n.Events)},
	} {
		*f.into = matrix(n.Weeks, f.count)
	}
	r.Scarce = make([][]int32, n.Weeks)
	r.Phase = make([][]sim.Phase, n.Weeks)
	for w := range r.Scarce {
		r.Scarce[w] = make([]int32, len(n.Uses))
		r.Phase[w] = make([]sim.Phase, len(n.Sites))
	}
	return r
}

func matrix(rows, cols int) [][]float64 {
	flat := make([]float64, rows*cols)
	m := make([][]float64, rows)
	for i := range m {
		m[i] = flat[i*cols : (i+1)*cols]
	}
	return m
}

// emptyCover is what rounding may leave of an empty stock, in weeks of use.
const emptyCover = 1e-9

// take copies the week that was just run.
func (r *Record) take(s *sim.Sim, w int) {
	st := &s.State
	for i := range r.Net.Markets {
		if e := st.Expected[i]; e > 0 {
			if cover := st.Stock[i] / e; cover > emptyCover {
				r.Cover[w][i] = cover
			}
		}
	}
	copy(r.Stock[w], st.Stock)
	copy(r.Want[w], st.Want)
	copy(r.Price[w], st.Price)
	copy(r.Stopped[w], st.Stopped)
	copy(r.Inflow[w], st.Inflow)
	copy(r.Demand[w], st.Demand)
	copy(r.Served[w], st.Served)
	copy(r.Shipped[w], st.Shipped)
	copy(r.Permitted[w], st.Permitted)
	copy(r.Made[w], st.Throughput)
	copy(r.Margin[w], st.Margin)
	copy(r.Public[w], st.Public)
	copy(r.Phase[w], st.Phase)
	for i := range r.Room[w] {
		r.Room[w][i] = s.Room(i)
	}
	for i, u := range r.Net.Uses {
		r.Scarce[w][i] = int32(r.scarcest(st, &u))
	}
}

// scarcest returns the input of a use that got the smallest share.
func (r *Record) scarcest(st *sim.State, u *network.Use) int {
	best, least := u.In0, 2.0
	for i := u.In0; i < u.In1; i++ {
		if share := st.Ratio[r.Net.InputClaim[i]]; share < least {
			best, least = i, share
		}
	}
	return best
}

// Shortfall is the units a use went without in week w; negative by what it made up
// of earlier weeks.
func (r *Record) Shortfall(w, use int) float64 {
	if r.Net.Uses[use].Surplus {
		return 0
	}
	return r.Demand[w][use] - r.Served[w][use]
}

// Unserved is the share of a use's demand that was not met in week w.
func (r *Record) Unserved(w, use int) float64 {
	if r.Net.Uses[use].Surplus || r.Demand[w][use] <= 0 {
		return 0
	}
	return max(0, 1-r.Served[w][use]/r.Demand[w][use])
}
