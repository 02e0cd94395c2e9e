package firm

import "slices"

type edge struct {
	to  int
	per amount
}

type use struct {
	line int
	per  amount // per unit of the line's product
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
