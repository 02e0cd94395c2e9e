package provenance

import (
	"slices"

	"lodestone/internal/model"
)

// Where selects lines that material may have passed. An empty list means any;
// all that is given must match. Indices point into the Model.
type Where struct {
	Stages     []model.Stage
	Regions    []int
	Owners     []string
	Facilities []int
}

// matches reports whether line i is one of those selected.
func (w Where) matches(f *Flows, i int) bool {
	facility := f.Net.Lines[i].Facility
	at := func(s model.Stage) bool { return runs(f.Net, i, s) }
	return (len(w.Stages) == 0 || slices.ContainsFunc(w.Stages, at)) &&
		(len(w.Regions) == 0 || slices.Contains(w.Regions, f.region(i))) &&
		(len(w.Owners) == 0 || slices.Contains(w.Owners, f.Net.Model.Facilities[facility].Owner)) &&
		(len(w.Facilities) == 0 || slices.Contains(w.Facilities, facility))
}

// Passed returns, by market, the share of the mass of an element that passed at
// least one of the lines selected at any time, before scrap or after. [Trace]
// counts the last pass only. It errs on an unknown element or stage.
func Passed(f *Flows, element int, w Where) ([]float64, error) {
	x, err := f.passed(element, w)
	if err != nil {
		return nil, err
	}
	return x[:len(f.Net.Markets)], nil
}

// passed is Passed by node.
func (f *Flows) passed(element int, w Where) ([]float64, error) {
	for _, s := range append([]model.Stage{Mine}, w.Stages...) {
		if err := check(f.Net, element, s); err != nil {
			return nil, err
		}
	}
	x, _, err := f.composition(element, 1, func(line int) int {
		if w.matches(f, line) {
			return 0
		}
		return -1
	})
	if err != nil {
		return nil, err
	}
	share := make([]float64, len(x))
	for i := range x {
		share[i] = x[i][0]
	}
	return share, nil
}
