package provenance

import (
	"fmt"

	"lodestone/internal/network"
	"lodestone/internal/result"
)

// Flows are what moved through a network in a mean week of some period.
type Flows struct {
	Net     *network.Network
	Lines   []float64 // by line: throughput started, which draws on inputs
	Batches []float64 // by line: throughput finished, which brings outputs
	Routes  []float64 // by route: t arrived
	Uses    []float64 // by use: units served
}

// Base returns the balanced flows of the base year.
func Base(n *network.Network) *Flows {
	f := empty(n)
	for i, l := range n.Lines {
		f.Lines[i], f.Batches[i] = l.Base, l.Base
	}
	for k, r := range n.Routes {
		f.Routes[k] = r.Base
	}
	for i, u := range n.Uses {
		f.Uses[i] = u.Base
	}
	return f
}

// Window returns the mean flows of a run over the weeks from <= w < to. It errs
// if the run has no such weeks.
//
// It is an approximation: what a market held when the window opened, and what
// stockpiles released to it in the window, are taken to have the composition of
// what arrived in the window. Over a window much longer than stocks last the
// difference fades; just after a shock the trace runs ahead of the goods by
// about the cover of the markets on the way. Goods in transit are exact: what
// arrives was sent a lead time earlier, before week 0 at the rate of the base
// year. A market in which nothing arrived in the window lives on what it bought
// before and keeps the sources of the base year.
func Window(r *result.Record, from, to int) (*Flows, error) {
	n := r.Net
	if from < 0 || to > len(r.Made) || from >= to {
		return nil, fmt.Errorf("weeks %d to %d are not a window of a run of %d weeks", from, to, len(r.Made))
	}
	f := empty(n)
	for w := from; w < to; w++ {
		for i, l := range n.Lines {
			f.Lines[i] += r.Made[w][i]
			f.Batches[i] += sent(r.Made, w-l.Lag, i, l.Base)
		}
		for k, route := range n.Routes {
			f.Routes[k] += sent(r.Shipped, w-route.Lead, k, route.Base)
		}
		for i := range n.Uses {
			f.Uses[i] += r.Served[w][i]
		}
	}
	for _, flow := range [][]float64{f.Lines, f.Batches, f.Routes, f.Uses} {
		for i := range flow {
			flow[i] /= float64(to - from)
		}
	}
	return f, nil
}

// sent is what set out in a week; before the run, at the rate of the base year.
func sent(series [][]float64, week, i int, base float64) float64 {
	if week < 0 {
		return base
	}
	return series[week][i]
}

func empty(n *network.Network) *Flows {
	return &Flows{Net: n, Lines: make([]float64, len(n.Lines)), Batches: make([]float64, len(n.Lines)),
		Routes: make([]float64, len(n.Routes)), Uses: make([]float64, len(n.Uses))}
}

// arrival is one source of a market: a route, or an output of a line.
type arrival struct {
	node   int     // market of origin, or line after all the markets
	region int     // it comes from
	amount float64 // t per week
}

// arrivals lists the sources of a market and their sum, t per week. Where nothing
// arrived they are those of the base year, so that its stock has an origin, and
// the sum says what mixes, not what moved.
func (f *Flows) arrivals(m int) ([]arrival, float64) {
	n := f.Net
	list, total := f.sources(m, func(k int) float64 { return f.Routes[k] }, func(l int) float64 { return f.Batches[l] })
	if total > 0 {
		return list, total
	}
	return f.sources(m, func(k int) float64 { return n.Routes[k].Base }, func(l int) float64 { return n.Lines[l].Base })
}

func (f *Flows) sources(m int, route, batch func(int) float64) ([]arrival, float64) {
	n := f.Net
	var list []arrival
	total := 0.0
	add := func(node, region int, amount float64) {
		if amount > 0 {
			list = append(list, arrival{node, region, amount})
			total += amount
		}
	}
	for k := int(n.RouteIn[m]); k < int(n.RouteIn[m+1]); k++ {
		add(n.Routes[k].From, n.Markets[n.Routes[k].From].Region, route(k))
	}
	for _, o := range n.OutputBy[n.OutputIn[m]:n.OutputIn[m+1]] {
		out := n.Outputs[o]
		add(len(n.Markets)+out.Line, n.Markets[m].Region, float64(out.Coef*batch(out.Line)))
	}
	return list, total
}

// supply is what arrived in a market per week, t; 0 where nothing did.
func (f *Flows) supply(m int) float64 {
	_, total := f.sources(m, func(k int) float64 { return f.Routes[k] }, func(l int) float64 { return f.Batches[l] })
	return total
}

// region is where line i stands.
func (f *Flows) region(i int) int { return f.Net.Model.Facilities[f.Net.Lines[i].Facility].Region }
