package wide

import (
	"fmt"
	"slices"
	"strings"

	"lodestone/internal/lane"
	"lodestone/internal/network"
)

// gathering puts the numbers of the members' networks beside each other.
type gathering struct {
	differs []string // what the members do not agree on
	shared  [lane.Width]map[*network.Params]*Params
}

// gather makes one network of those of a block. It errs if they are not of one shape.
func gather(into *Network, nets *[lane.Width]*network.Network) error {
	g := &gathering{}
	for l, n := range nets {
		g.shared[l] = map[*network.Params]*Params{}
		into.take(g, l, n)
	}
	if g.differs != nil {
		slices.Sort(g.differs)
		return fmt.Errorf("the members of a block differ in shape: %s", strings.Join(slices.Compact(g.differs), ", "))
	}
	into.Mains = mains(into)
	return nil
}

// mains lists the outputs that lines are run for in some member.
func mains(n *Network) []Main {
	var list []Main
	for i := range n.Outputs {
		if o := &n.Outputs[i]; lane.Any(o.Weight.NotEqual(none)) {
			list = append(list, Main{Output: int32(i), Line: int32(o.Line), Market: int32(o.Market), PerUnit: o.Weight.Div(o.Coef)})
		}
	}
	return list
}

// agree notes what the members do not agree on.
func (g *gathering) agree(same bool, what string) bool {
	if !same {
		g.differs = append(g.differs, what)
	}
	return same
}

// floats puts a list of one member in its lane.
func (g *gathering) floats(l int, to []lane.F, from []float64, what string) []lane.F {
	if l == 0 && len(to) != len(from) {
		to = make([]lane.F, len(from))
	}
	if g.agree(len(to) == len(from), what) {
		for i, x := range from {
			*lane.At(&to[i], l) = x
		}
	}
	return to
}

// tables does so for a list of lists.
func (g *gathering) tables(l int, to [][]lane.F, from [][]float64, what string) [][]lane.F {
	if l == 0 && len(to) != len(from) {
		to = make([][]lane.F, len(from))
	}
	if g.agree(len(to) == len(from), what) {
		for i := range from {
			to[i] = g.floats(l, to[i], from[i], what)
		}
	}
	return to
}

// params puts the behaviour of one member in its lane, once for all that share it.
func (g *gathering) params(l int, to *Params, from *network.Params) *Params {
	if from == nil {
		g.agree(l == 0 || to == nil, "Params")
		return nil
	}
	if known, ok := g.shared[l][from]; ok {
		if l > 0 {
			g.agree(known == to, "Params")
		}
		return known
	}
	if l == 0 {
		to = &Params{}
	}
	if g.agree(to != nil, "Params") {
		to.take(g, l, from)
		g.shared[l][from] = to
	}
	return to
}
