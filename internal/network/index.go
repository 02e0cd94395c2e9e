package network

import "slices"

// indexSources builds the ranges of routes and outputs that feed each market.
func (n *Network) indexSources() {
	count := len(n.Markets)
	n.RouteIn = make([]int32, count+1)
	n.OutputIn = make([]int32, count+1)
	for _, r := range n.Routes {
		n.RouteIn[r.To+1]++
	}
	for _, o := range n.Outputs {
		n.OutputIn[o.Market+1]++
		n.OutputMarket, n.OutputLine = append(n.OutputMarket, int32(o.Market)), append(n.OutputLine, int32(o.Line))
	}
	for i := range count {
		n.RouteIn[i+1] += n.RouteIn[i]
		n.OutputIn[i+1] += n.OutputIn[i]
	}
	n.OutputBy = make([]int32, len(n.Outputs))
	next := slices.Clone(n.OutputIn)
	for i, o := range n.Outputs {
		n.OutputBy[next[o.Market]] = int32(i)
		next[o.Market]++
	}
}

// indexInputs says who draws each input, and which are those of each line and use.
func (n *Network) indexInputs() {
	inputs := func(by, first, last int) int32 {
		for _, in := range n.Inputs[first:last] {
			n.InputMarket = append(n.InputMarket, int32(in.Market))
			n.InputBy = append(n.InputBy, int32(by))
		}
		return int32(last)
	}
	n.LineIn = []int32{0}
	for i := range n.Lines {
		n.LineIn = append(n.LineIn, inputs(i, n.Lines[i].In0, n.Lines[i].In1))
	}
	n.UseIn = []int32{int32(len(n.InputBy))}
	for i := range n.Uses {
		n.UseIn = append(n.UseIn, inputs(i, n.Uses[i].In0, n.Uses[i].In1))
	}
}
