package provenance

import (
	"fmt"
	"slices"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

// All stands for all tracked elements together, by mass.
const All = -1

// Mine is the stage at which material enters the chain. A line that draws
// nothing counts as a mine, whatever the stage of its process, because chains
// may begin with the concentrate.
const Mine model.Stage = "mine"

// By says what shares are divided by.
type By int

// Shares are by region, by owner as written in the data, or by facility.
const (
	Region By = iota
	Owner
	Facility
)

// Shares say where the content of each market and line was last processed at one
// stage. For every market, and every line, the shares and none sum to 1. None is
// what never passed the stage, and 1 where there is nothing of the element.
type Shares struct {
	Element  int // index into Model.Elements, or All
	Stage    model.Stage
	By       By
	Labels   []string    // ids of regions or facilities, or names of owners
	Share    [][]float64 // [market][label] of the mass of the element
	None     []float64   // by market
	Line     [][]float64 // [line][label] of what the line gives out
	LineNone []float64   // by line
	Supply   []float64   // by market: t of the element that arrived per week
}

// Trace returns where the mass of an element in every market was last processed
// at a stage. It errs on an unknown element or stage.
func Trace(f *Flows, element int, stage model.Stage, by By) (*Shares, error) {
	if err := check(f.Net, element, stage); err != nil {
		return nil, err
	}
	labels, labelOf := labelling(f.Net, by)
	x, mass, err := f.composition(element, len(labels), func(line int) int {
		if !runs(f.Net, line, stage) {
			return -1
		}
		return labelOf[f.Net.Lines[line].Facility]
	})
	if err != nil {
		return nil, err
	}
	s := &Shares{Element: element, Stage: stage, By: by, Labels: labels}
	for i, row := range x {
		shares, none := row[:len(labels)], row[len(labels)]
		if i < len(f.Net.Markets) {
			s.Share, s.None = append(s.Share, shares), append(s.None, none)
			s.Supply = append(s.Supply, float64(f.supply(i)*mass[i]))
		} else {
			s.Line, s.LineNone = append(s.Line, shares), append(s.LineNone, none)
		}
	}
	return s, nil
}

// composition solves for one element, or for all and mixes them by mass. It
// returns shares [node][label], the last for none, and the mass by node as in graph.
func (f *Flows) composition(element, labels int, mark func(line int) int) ([][]float64, []float64, error) {
	node := func(i int) int {
		if i < len(f.Net.Markets) {
			return -1
		}
		return mark(i - len(f.Net.Markets))
	}
	if element != All {
		g := newGraph(f, element)
		x, err := g.solve(labels, node)
		return x, g.mass, err
	}
	var sum [][]float64
	var mass []float64
	for e := range f.Net.Model.Elements {
		g := newGraph(f, e)
		x, err := g.solve(labels, node)
		if err != nil {
			return nil, nil, err
		}
		if sum == nil {
			sum, mass = matrix(len(x), labels+1), make([]float64, len(x))
		}
		for i, row := range x {
			mass[i] += g.mass[i]
			for r, share := range row {
				sum[i][r] += float64(g.mass[i] * share)
			}
		}
	}
	for i, row := range sum {
		if mass[i] <= 0 {
			row[labels] = 1
			continue
		}
		for r := range row {
			row[r] /= mass[i]
		}
	}
	return sum, mass, nil
}

// runs reports whether a line works at a stage.
func runs(n *network.Network, line int, stage model.Stage) bool {
	l := n.Lines[line]
	return n.Model.Processes[l.Process].Stage == stage || stage == Mine && l.In0 == l.In1
}

// labelling returns the labels of a division, sorted or in the order of the
// Model, and the label of each facility.
func labelling(n *network.Network, by By) ([]string, []int) {
	m := n.Model
	of := make([]int, len(m.Facilities))
	var labels []string
	if by == Region {
		for _, r := range m.Regions {
			labels = append(labels, r.ID)
		}
		for i, f := range m.Facilities {
			of[i] = f.Region
		}
		return labels, of
	}
	name := func(facility int) string {
		switch f := m.Facilities[facility]; {
		case by == Facility:
			return f.ID
		case f.Owner == "":
			return "unknown"
		default:
			return f.Owner
		}
	}
	for _, l := range n.Lines { // facilities without a line make nothing
		labels = append(labels, name(l.Facility))
	}
	slices.Sort(labels)
	labels = slices.Compact(labels)
	for i := range m.Facilities {
		of[i], _ = slices.BinarySearch(labels, name(i))
	}
	return labels, of
}

func check(n *network.Network, element int, stage model.Stage) error {
	if element != All && (element < 0 || element >= len(n.Model.Elements)) {
		return fmt.Errorf("provenance: no element number %d", element)
	}
	if !slices.Contains(model.Stages, stage) {
		return fmt.Errorf("provenance: unknown stage %q", stage)
	}
	return nil
}
