package provenance

import (
	"cmp"
	"fmt"
	"slices"

	"lodestone/internal/model"
)

// graph is where the mass of one element in every node comes from. Nodes are the
// markets of the network and after them its lines.
type graph struct {
	rows  [][]term  // by node
	none  []float64 // by node: share that enters the chain here
	mass  []float64 // t of the element per t of the commodity, or per unit of throughput given out
	order []int     // in which nodes are solved
}

// term says that a node gets a share of its mass from another.
type term struct {
	node   int
	weight float64
}

// massTolerance is the relative excess of a line's output over its input that
// counts as rounding of the recipe.
const massTolerance = 1e-9

func newGraph(f *Flows, element int) *graph {
	count := len(f.Net.Markets) + len(f.Net.Lines)
	g := &graph{rows: make([][]term, count), none: make([]float64, count), mass: make([]float64, count)}
	content := f.Net.Element[element]
	for m := range f.Net.Markets {
		g.addMarket(f, m, content)
	}
	for i := range f.Net.Lines {
		g.addLine(f, i, content)
	}
	g.order = solvingOrder(f)
	return g
}

// addMarket mixes all that arrives. A commodity without the element, and a
// market that nothing supplies, have no origin.
func (g *graph) addMarket(f *Flows, m int, content []float64) {
	g.mass[m] = content[f.Net.Markets[m].Commodity]
	list, total := f.arrivals(m)
	if g.mass[m] <= 0 || total <= 0 {
		g.none[m] = 1
		return
	}
	for _, a := range list {
		g.rows[m] = append(g.rows[m], term{a.node, a.amount / total})
	}
}

// addLine mixes what the recipe draws; its joint products are alike. What a line
// gives out of an element beyond what it draws enters the chain there, as all
// of it does at a mine.
func (g *graph) addLine(f *Flows, i int, content []float64) {
	n, node := f.Net, len(f.Net.Markets)+i
	l := n.Lines[i]
	for _, o := range n.Outputs[l.Out0:l.Out1] {
		g.mass[node] += float64(o.Coef * content[n.Markets[o.Market].Commodity])
	}
	drawn := 0.0
	for _, in := range n.Inputs[l.In0:l.In1] {
		drawn += float64(in.Coef * content[n.Markets[in.Market].Commodity])
	}
	if g.mass[node] <= 0 || drawn <= 0 {
		g.none[node] = 1
		return
	}
	whole := drawn
	if g.mass[node] > drawn*(1+massTolerance) {
		whole = g.mass[node]
		g.none[node] = (whole - drawn) / whole
	}
	for _, in := range n.Inputs[l.In0:l.In1] {
		if mass := float64(in.Coef * content[n.Markets[in.Market].Commodity]); mass > 0 {
			g.rows[node] = append(g.rows[node], term{in.Market, mass / whole})
		}
	}
}

// solvingOrder goes down the chain, so that a chain without a cycle is solved in
// few sweeps: at each stage the lines, then the markets.
func solvingOrder(f *Flows) []int {
	n := f.Net
	markets := len(n.Markets)
	key := make([]int, markets+len(n.Lines))
	order := make([]int, len(key))
	for i := range key {
		order[i] = i
		if i < markets {
			key[i] = 2*slices.Index(model.Stages, n.Model.Commodities[n.Markets[i].Commodity].Stage) + 1
		} else {
			key[i] = 2 * slices.Index(model.Stages, n.Model.Processes[n.Lines[i-markets].Process].Stage)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(key[a], key[b]) })
	return order
}

const (
	// solved is the largest change of a share in the last sweep. With this little,
	// the error is below 1e-12 unless 99.9 % of what a cycle holds goes round again.
	solved    = 1e-15
	maxSweeps = 200_000
)

// solve returns the share of each label in every node, [node][label], the last
// column for what has none. The function mark gives the label of what a line
// makes, or -1 for one that passes on what it draws. Gauss-Seidel sweeps start
// from no label anywhere: every sweep mixes rows that sum to 1, and goods that
// only go round in a closed cycle keep none.
func (g *graph) solve(labels int, mark func(node int) int) ([][]float64, error) {
	x := matrix(len(g.rows), labels+1)
	open := make([]int, 0, len(g.rows))
	for _, i := range g.order {
		switch label := mark(i); {
		case label >= 0 && g.mass[i] > 0:
			x[i][label] = 1
		default:
			x[i][labels] = 1
			if len(g.rows[i]) > 0 {
				open = append(open, i)
			}
		}
	}
	next := make([]float64, labels+1)
	for range maxSweeps {
		change := 0.0
		for _, i := range open {
			clear(next)
			next[labels] = g.none[i]
			for _, t := range g.rows[i] {
				for r, share := range x[t.node] {
					next[r] += float64(t.weight * share)
				}
			}
			for r, share := range next {
				change = max(change, share-x[i][r], x[i][r]-share)
			}
			copy(x[i], next)
		}
		if change <= solved {
			return x, nil
		}
	}
	return nil, fmt.Errorf("provenance: no solution in %d sweeps: goods go round a cycle with almost nothing coming in", maxSweeps)
}

func matrix(rows, cols int) [][]float64 {
	flat := make([]float64, rows*cols)
	m := make([][]float64, rows)
	for i := range m {
		m[i] = flat[i*cols : (i+1)*cols]
	}
	return m
}
