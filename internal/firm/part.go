package firm

import (
	"slices"
)

// part is one bought part with every figure settled.
type part struct {
	index   int
	unit    float64 // kg in one working unit, 0 if not known
	usual   []step  // need per week
	need    []step  // less what options spare
	made    float64 // share of the need made in house, not bought
	less    []relief
	stock   float64
	extra   float64 // of the stock, bought by options
	lots    []step  // bought by options, by week of arrival
	sources []source
}

// source is one supplier of a part.
type source struct {
	row        int
	name       string
	shares     []step // of the usual need, by week of arrival
	cap        float64
	lead       float64
	transit    float64
	begin      float64 // week of its first arrival
	underWay   float64 // amount in transit in week 0; negative: as usual
	allowed    course  // share of its shipments that may leave, by week of shipment
	held       float64 // week from which what is under way is stopped
	after      course  // the same course for another grade, which begins to be shipped in week
	regraded   float64
	licensed   []step  // share that may leave besides, by week of shipment
	air        float64 // week of its first shipment by air
	airTransit float64
}

// builder makes one part; it notes the figures that have a range.
type builder struct {
	m    *model
	ends ends
	seen *[]uncertain // nil: not asked
}

// uncertain is one figure with a range that a part depends on.
type uncertain struct {
	key   key
	value Range
}

func (b builder) pick(table string, row int, column string, r Range) float64 {
	k := key{table, row, column}
	if b.seen != nil && !r.exact() {
		*b.seen = append(*b.seen, uncertain{k, r})
	}
	return b.ends.pick(k, r)
}

// build settles the figures of one part.
func (b builder) build(i int) *part {
	m := b.m
	p := &part{index: i, usual: m.usual[i]}
	grams := m.masses[i].Mid
	if b.mixesUnits(i) {
		grams = b.pick("parts", m.partRow[i], "mass_g", m.masses[i])
		if grams != m.masses[i].Mid {
			p.usual = m.needOf(i, grams, nil)
		}
	}
	p.need = p.usual
	p.unit = grams / 1000
	if m.weighed[i] {
		p.unit = 1
	}
	content := map[string]float64{}
	for _, s := range b.controlled() {
		if v, ok := m.content[i][s]; ok {
			content[s] = b.pick("parts", m.partRow[i], contentPrefix+s, v)
		}
	}
	for _, row := range m.bought[i] {
		p.sources = append(p.sources, b.source(i, row, grams, content))
	}
	b.shareOut(p)
	b.buy(p, grams)
	b.stock(p, grams)
	return p
}

// mixesUnits reports whether a part is both counted and weighed, so that its
// mass matters.
func (b builder) mixesUnits(i int) bool {
	m := b.m
	if m.weighed[i] || m.masses[i].exact() {
		return false
	}
	for _, u := range m.uses[i] {
		if u.per.kg > 0 {
			return true
		}
	}
	weighs := func(unit string) bool { return kilograms[unit] > 0 }
	return slices.ContainsFunc(m.stocks[i], func(r int) bool { return weighs(m.plan.Stock[r].Unit) }) ||
		slices.ContainsFunc(m.bought[i], func(r int) bool { return m.plan.Suppliers[r].Cap.State == Given && weighs(m.plan.Suppliers[r].Unit) })
}

// monthWeeks is the weeks in a month, as package unit has it.
const monthWeeks = 52.0 / 12

func (b builder) source(i, row int, grams float64, content map[string]float64) source {
	s := &b.m.plan.Suppliers[row]
	out := source{row: row, name: s.Supplier, cap: -1, underWay: -1, held: never, regraded: never, air: never}
	out.transit = b.pick("suppliers", row, "transit_weeks", s.Transit.or(transits()[orWord(s.Mode, "sea")]))
	out.lead = max(out.transit, b.pick("suppliers", row, "lead_time_weeks", s.Lead))
	if s.Cap.State == Given {
		out.cap = amountOf(b.pick("suppliers", row, "cap_per_week", s.Cap), s.Unit).in(b.m.weighed[i], grams)
	}
	if s.Qualified == "no" {
		out.begin = never
	}
	out.allowed, out.held = b.course(&out, b.m.ids[i], content)
	return out
}
