package network

import (
	"cmp"
	"slices"

	"lodestone/internal/model"
)

// lineSpec is a line: what a facility makes by a process from a feed. The output is
// its row of the facility; a dormant plant has none, for only a project can start it.
type lineSpec struct{ facility, process, feed, output int }

func (l lineSpec) dormant() bool { return l.output < 0 }

// reported is the throughput that the model gives for a line.
func (l lineSpec) reported(m *model.Model) *model.Quantity {
	if l.dormant() {
		return &model.Quantity{}
	}
	return &m.Facilities[l.facility].Outputs[l.output].Amount
}

// openings are the facilities that the projects of a scenario or of its
// baseline may open.
func openings(s *model.Scenario) map[int]bool {
	open := map[int]bool{}
	for _, events := range [][]model.Event{s.Events, s.Against} {
		for _, e := range events {
			if e.Kind == model.Project {
				for _, f := range e.Scope.Facilities {
					open[f] = true
				}
			}
		}
	}
	return open
}

// linesOf lists the lines of the facilities that run in the base year, and everything
// that those could run which do not, but which a project may open.
func linesOf(m *model.Model, open map[int]bool) []lineSpec {
	var out []lineSpec
	for i := range m.Facilities {
		f := &m.Facilities[i]
		for k, o := range f.Outputs {
			out = append(out, lineSpec{i, o.Process, o.Feed, k})
		}
		if len(f.Outputs) == 0 && open[i] {
			out = append(out, everyLine(m, i)...)
		}
	}
	return out
}

// everyLine lists the processes of a dormant facility, each on each feed it can use.
func everyLine(m *model.Model, facility int) []lineSpec {
	var out []lineSpec
	f := &m.Facilities[facility]
	for _, p := range f.Processes {
		if !m.Processes[p].HasFeed {
			out = append(out, lineSpec{facility, p, -1, -1})
			continue
		}
		for _, feed := range f.Feeds {
			out = append(out, lineSpec{facility, p, feed, -1})
		}
	}
	return out
}

func (y *layout) addLines() {
	m := y.blank.Model
	slices.SortFunc(y.lines, func(a, b lineSpec) int {
		return cmp.Or(cmp.Compare(m.Facilities[a.facility].ID, m.Facilities[b.facility].ID),
			cmp.Compare(m.Processes[a.process].ID, m.Processes[b.process].ID),
			cmp.Compare(commodityID(m, a.feed), commodityID(m, b.feed)))
	})
	for _, l := range y.lines {
		y.addLine(l)
	}
}

// addLine adds a line and, before the first of a facility, its site.
func (y *layout) addLine(l lineSpec) {
	n, f := &y.blank, &y.blank.Model.Facilities[l.facility]
	if len(n.Sites) == 0 || n.Sites[len(n.Sites)-1].Facility != l.facility {
		n.Sites = append(n.Sites, Site{Facility: l.facility, Line0: len(n.Lines), Dormant: l.dormant(), State: f.Strategy == model.StateBacked})
	}
	line := Line{Facility: l.facility, Process: l.process, Feed: l.feed, Site: len(n.Sites) - 1, In0: len(n.Inputs), Out0: len(n.Outputs)}
	for _, in := range recipeOf(n.Model, l.process, l.feed, nil) {
		if market := y.index[place{in.commodity, f.Region}]; in.output {
			n.Outputs = append(n.Outputs, Output{Line: len(n.Lines), Market: market})
		} else {
			n.Inputs = append(n.Inputs, Input{Market: market})
		}
	}
	line.In1, line.Out1 = len(n.Inputs), len(n.Outputs)
	n.Lines = append(n.Lines, line)
	n.Sites[line.Site].Line1 = len(n.Lines)
}

func commodityID(m *model.Model, c int) string {
	if c < 0 {
		return ""
	}
	return m.Commodities[c].ID
}
