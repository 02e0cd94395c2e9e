package firm

import (
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
}

// line is one production line over time.
type line struct {
	id, product, region string
	rows                []int  // of the table
	rates, peaks        []step // units per week
	value, margin       Range
	parts               []int // bought parts that it needs
}

// amount is how much of a part, counted and weighed.
type amount struct{ pieces, kg float64 }

type edge struct {
	to  int
	per amount
}

type use struct {
	line int
	per  amount // per unit of the line's product
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
	m := &model{plan: p, disruptions: disruptions, options: options, horizon: p.Basis.Horizon, index: map[string]int{}, grades: gradeTable(p)}
	if m.horizon <= 0 {
		m.horizon = 104
	}
	m.number()
	m.setLines()
	m.rate()
	m.link()
	m.explode()
	return m
}

// number gives every part an index, products last.
func (m *model) number() {
	add := func(id string) int {
		i, ok := m.index[id]
		if !ok {
			i = len(m.ids)
			m.index[id] = i
			m.ids = append(m.ids, id)
		}
		return i
	}
	p := m.plan
	for _, x := range p.Parts {
		add(x.ID)
	}
	for _, u := range p.BOM {
		add(u.Part)
		add(u.Parent)
	}
	for _, s := range p.Suppliers {
		add(s.Part)
	}
	for _, s := range p.Stock {
		add(s.Part)
	}
	for _, l := range p.Lines {
		add(l.Product)
	}
	n := len(m.ids)
	m.masses, m.content = make([]Range, n), make([]map[string]Range, n)
	m.bought, m.stocks, m.weighed = make([][]int, n), make([][]int, n), make([]bool, n)
	m.partRow = slices.Repeat([]int{-1}, n)
	for i, x := range p.Parts {
		at := m.index[x.ID]
		m.partRow[at] = i
		m.masses[at], m.content[at] = x.Mass, m.contents(&p.Parts[i])
	}
	for i, s := range p.Suppliers {
		at := m.index[s.Part]
		m.bought[at] = append(m.bought[at], i)
	}
	for i, s := range p.Stock {
		at := m.index[s.Part]
		m.stocks[at] = append(m.stocks[at], i)
	}
	m.weigh()
}

// contents are those of a part: as given, or as its grade has them.
func (m *model) contents(x *Part) map[string]Range {
	byGrade, _ := m.grades.find(x.Grade)
	anything, _ := m.grades.find("?")
	out := map[string]Range{}
	for s, v := range byGrade {
		out[s] = v
	}
	for s, v := range x.Content {
		if v.State == Given {
			out[s] = v
		} else if _, ok := out[s]; !ok && v.State == Unknown {
			out[s] = anything[s]
		}
	}
	return out
}

// weigh finds the parts that are nowhere counted in pieces.
func (m *model) weigh() {
	counted, kg := make([]bool, len(m.ids)), make([]bool, len(m.ids))
	note := func(part, unit string, given bool) {
		if i, ok := m.index[part]; ok && given && unit != "wk" && unit != "%" {
			counted[i], kg[i] = counted[i] || unit == "pc" || unit == "", kg[i] || unit != "pc" && unit != ""
		}
	}
	for _, u := range m.plan.BOM {
		note(u.Part, u.Unit, true)
	}
	for _, s := range m.plan.Suppliers {
		note(s.Part, s.Unit, s.Cap.State == Given)
	}
	for _, s := range m.plan.Stock {
		note(s.Part, s.Unit, s.OnHand.State == Given || s.InTransit.State == Given || s.Consigned.State == Given)
	}
	for i := range m.ids {
		m.weighed[i] = kg[i] && !counted[i]
	}
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

var kilograms = map[string]float64{"g": 1e-3, "kg": 1, "t": 1e3}

func amountOf(v float64, unit string) amount {
	if f, ok := kilograms[unit]; ok {
		return amount{kg: v * f}
	}
	return amount{pieces: v}
}

func (a amount) times(f float64) amount { return amount{a.pieces * f, a.kg * f} }

func (a amount) plus(b amount) amount { return amount{a.pieces + b.pieces, a.kg + b.kg} }

// in expresses an amount of a part in its working unit: kg if it is weighed
// throughout, else pieces of a mass in g.
func (a amount) in(weighed bool, grams float64) float64 {
	switch {
	case weighed && a.pieces == 0:
		return a.kg
	case weighed:
		return a.kg + a.pieces*grams/1000
	case a.kg == 0 || grams <= 0:
		return a.pieces
	}
	return a.pieces + a.kg*1000/grams
}

// link makes the tree of the bom and puts parents before children.
func (m *model) link() {
	m.children = make([][]edge, len(m.ids))
	parents := make([]int, len(m.ids))
	for _, u := range m.plan.BOM {
		from, to := m.index[u.Parent], m.index[u.Part]
		m.children[from] = append(m.children[from], edge{to, amountOf(u.Quantity/orOne(u.Per), u.Unit)})
		parents[to]++
	}
	var ready []int
	for i, n := range parents {
		if n == 0 {
			ready = append(ready, i)
		}
	}
	for len(ready) > 0 { // parts of a cycle, which reading refuses, are left out
		i := ready[len(ready)-1]
		ready = ready[:len(ready)-1]
		m.order = append(m.order, i)
		for _, e := range m.children[i] {
			if parents[e.to]--; parents[e.to] == 0 {
				ready = append(ready, e.to)
			}
		}
	}
}

// madeShare is how much of a part is made in house: what is bought whole brings
// its own parts.
func (m *model) madeShare(i int) float64 {
	if len(m.bought[i]) == 0 {
		return 1
	}
	sum := 0.0
	for _, row := range m.bought[i] {
		s := &m.plan.Suppliers[row]
		if s.Qualified == "no" {
			continue
		}
		if s.Share.State != Given {
			return 0
		}
		sum += s.Share.Mid
	}
	if sum > 1-shareSlack {
		return 0
	}
	return 1 - sum
}

// spreadDown multiplies amounts down the tree, parents first.
func (m *model) spreadDown(need []amount) {
	for _, i := range m.order {
		if need[i] == (amount{}) {
			continue
		}
		n := need[i].in(m.weighed[i], m.masses[i].Mid) * m.madeShare(i)
		if n == 0 {
			continue
		}
		for _, e := range m.children[i] {
			need[e.to] = need[e.to].plus(e.per.times(n))
		}
	}
}

// explode finds what each line needs of each part that is bought, and what
// stock of it lies in assemblies.
func (m *model) explode() {
	m.uses, m.usual = make([][]use, len(m.ids)), make([][]step, len(m.ids))
	m.assemblies = make([]float64, len(m.ids))
	need := make([]amount, len(m.ids))
	byProduct := map[string][]int{}
	var products []string
	for j, l := range m.lines {
		if byProduct[l.product] == nil {
			products = append(products, l.product)
		}
		byProduct[l.product] = append(byProduct[l.product], j)
	}
	for _, product := range products {
		clear(need)
		need[m.index[product]] = amount{pieces: 1}
		m.spreadDown(need)
		for i, n := range need {
			if n == (amount{}) || len(m.bought[i]) == 0 {
				continue
			}
			for _, j := range byProduct[product] {
				m.uses[i] = append(m.uses[i], use{j, n})
				m.lines[j].parts = append(m.lines[j].parts, i)
			}
		}
	}
	clear(need)
	for i, rows := range m.stocks {
		for _, row := range rows {
			if s := &m.plan.Stock[row]; len(m.bought[i]) == 0 && s.Unit != "wk" {
				need[i] = need[i].plus(amountOf(s.OnHand.Mid+s.Consigned.Mid, s.Unit))
			}
		}
	}
	m.spreadDown(need)
	for i, n := range need {
		if len(m.bought[i]) > 0 {
			m.assemblies[i] = n.in(m.weighed[i], m.masses[i].Mid)
			m.usual[i] = m.needOf(i, m.masses[i].Mid, nil)
		}
	}
}

// needOf is what all lines need of a part per week, in its working unit; less
// is needed where an option takes a share of a use away.
func (m *model) needOf(i int, grams float64, less []relief) []step {
	weeks := []float64{0}
	for _, u := range m.uses[i] {
		for _, s := range m.lines[u.line].rates {
			weeks = append(weeks, s.week)
		}
	}
	for _, r := range less {
		weeks = append(weeks, r.week)
	}
	slices.Sort(weeks)
	var out []step
	for _, w := range slices.Compact(weeks) {
		sum := 0.0
		for _, u := range m.uses[i] {
			n := u.per.in(m.weighed[i], grams)
			for _, r := range less {
				if r.line == u.line && r.week <= w {
					n -= r.share * r.per.in(m.weighed[i], grams)
				}
			}
			sum += max(0, n) * at(m.lines[u.line].rates, w, 0)
		}
		out = append(out, step{w, sum})
	}
	return out
}

// relief is a share of one use of a part that falls away from a week on.
type relief struct {
	line  int
	week  float64
	share float64
	per   amount
}
