package firm

import "slices"

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
