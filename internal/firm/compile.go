package firm

import (
	"cmp"
	"math"
	"slices"
)

// model is a plan made ready for arithmetic: names resolved, trees multiplied
// out. Parts are built from it one by one, so that a figure can be changed and
// only what depends on it reckoned again.
type model struct {
	plan        *Plan
	disruptions []Disruption
	options     []Option
	horizon     float64
	lines       []line
	ids         []string // of all parts
	index       map[string]int
	partRow     []int   // of the parts table, -1 for parts that it has not
	masses      []Range // g per piece
	content     []map[string]Range
	weighed     []bool   // worked in kg rather than pieces
	bought      [][]int  // rows of suppliers, by part
	stocks      [][]int  // rows of stock
	children    [][]edge // of the bom, by part; products come after the parts
	order       []int    // parents before children
	uses        [][]use  // of each part by each line
	usual       [][]step // need of each part by all lines, per week
	grades      gradeLookup
	assemblies  []float64                 // stock of each part that lies in assemblies made in house
	inside      map[string]map[int]amount // of assemblies, once asked for
	ends        ends
	hitting     map[string][]int // of disruptions, by the part that they name
}

// line is one production line over time.
type line struct {
	id, product, region string
	rows                []int  // of the table
	rates, peaks        []step // units per week
	value, margin       Range
	parts               []int // bought parts that it needs
}

// key is a cell of the plan; ends says at which end of their ranges some are
// taken: -1 low, 1 high.
type key struct {
	table  string
	row    int
	column string
}

type ends map[key]int

func (e ends) pick(k key, r Range) float64 {
	switch e[k] {
	case -1:
		return r.Low
	case 1:
		return r.High
	}
	return r.Mid
}

// compile makes a plan ready, with some options bought.
func compile(p *Plan, disruptions []Disruption, options []Option) *model {
	m := &model{plan: p, disruptions: disruptions, horizon: p.Basis.Horizon, index: map[string]int{}, grades: gradeTable(p)}
	if m.horizon <= 0 {
		m.horizon = 104
	}
	m.options, m.hitting = m.inOrder(options), map[string][]int{}
	for i, d := range disruptions {
		m.hitting[d.Part] = append(m.hitting[d.Part], i)
	}
	m.number()
	m.setLines()
	m.rate()
	m.link()
	m.explode()
	return m
}

// inOrder puts options in the order of the plan, so that the order in which they are
// named does not matter. Those that the plan has not come first.
func (m *model) inOrder(options []Option) []Option {
	place := func(o Option) int {
		return slices.IndexFunc(m.plan.Options, func(x Option) bool { return x.ID == o.ID })
	}
	out := slices.Clone(options)
	slices.SortStableFunc(out, func(a, b Option) int { return cmp.Compare(place(a), place(b)) })
	return out
}

// setLines groups the rows of each line, its phases.
func (m *model) setLines() {
	at := map[string]int{}
	for i, l := range m.plan.Lines {
		j, ok := at[l.ID]
		if !ok {
			j = len(m.lines)
			at[l.ID] = j
			m.lines = append(m.lines, line{id: l.ID, product: l.Product, region: l.Region, value: l.Value, margin: l.Margin.or(l.Value)})
		}
		m.lines[j].rows = append(m.lines[j].rows, i)
	}
}

// rate settles what each line makes in each of its phases.
func (m *model) rate() {
	for j := range m.lines {
		l := &m.lines[j]
		l.rates, l.peaks = nil, nil
		for _, i := range l.rows {
			row := &m.plan.Lines[i]
			week := math.Inf(-1)
			if !row.Start.IsZero() {
				week = weeksSince(m.plan.Basis.AsOf, row.Start)
			}
			units := m.ends.pick(key{"lines", i, "units_per_week"}, row.Units)
			l.rates = append(l.rates, step{week, units})
			l.peaks = append(l.peaks, step{week, max(row.Peak, units)})
		}
		sortSteps(l.rates)
		sortSteps(l.peaks)
	}
}
