package firm

import (
	"math"
	"slices"
)

// bought is an option with its figures settled, for one part.
type bought struct {
	*Option
	m      *model
	amount float64 // of the option; a share for those in %
	ready  float64 // weeks; 0 if not given
	given  bool    // ready was
	grams  float64
	months func(*source) float64 // to qualify a source, in weeks
}

// effects is what each kind of option does to a part that it is about.
var effects = map[string]func(*part, bought){
	"stock":       buyStock,
	"air":         flyIn,
	"share":       shiftShare,
	"qualify":     qualify,
	"regrade":     regrade,
	"subassembly": buyAssembly,
	"licence":     license,
	"ration":      ration,
}

// buy applies the options to a part, in their order.
func (b builder) buy(p *part, grams float64) {
	for n := range b.m.options {
		o := &b.m.options[n]
		effect := effects[o.Kind]
		if effect == nil || !b.m.concerns(o, p.index) {
			continue
		}
		row := slices.IndexFunc(b.m.plan.Options, func(x Option) bool { return x.ID == o.ID })
		x := bought{Option: o, m: b.m, given: o.Ready.State == Given, grams: grams}
		x.amount = b.pick("options", row, "amount", o.Amount)
		x.ready = b.pick("options", row, "ready_weeks", o.Ready)
		if o.Unit == "%" {
			x.amount /= 100
		}
		x.months = func(s *source) float64 {
			return monthWeeks * b.pick("suppliers", s.row, "months_to_qualify", b.m.plan.Suppliers[s.row].Qualify)
		}
		effect(p, x)
	}
}

// concerns reports whether an option changes a part.
func (m *model) concerns(o *Option, i int) bool {
	switch o.Kind {
	case "ration":
		return slices.ContainsFunc(m.uses[i], func(u use) bool { return m.lines[u.line].id == o.Line })
	case "subassembly":
		_, in := m.below(o.Part)[i]
		return in
	}
	return o.Part == "" || o.Part == m.ids[i]
}

// below is what one piece of an assembly contains of each bought part.
func (m *model) below(assembly string) map[int]amount {
	if m.inside == nil {
		m.inside = map[string]map[int]amount{}
	}
	if known, ok := m.inside[assembly]; ok {
		return known
	}
	need := make([]amount, len(m.ids))
	out := map[int]amount{}
	if i, ok := m.index[assembly]; ok {
		for _, e := range m.children[i] {
			need[e.to] = need[e.to].plus(e.per)
		}
		m.spreadDown(need)
	}
	for i, n := range need {
		if n != (amount{}) && len(m.bought[i]) > 0 {
			out[i] = n
		}
	}
	m.inside[assembly] = out
	return out
}

func buyStock(p *part, o bought) {
	v := amountOf(o.amount, o.Unit).in(o.m.weighed[p.index], o.grams)
	if o.Unit == "wk" {
		v = o.amount * at(p.usual, 0, 0)
	}
	p.extra += v
	if o.ready <= 0 {
		p.stock += v
		return
	}
	p.lots = append(p.lots, step{o.ready, v})
}

// of are the sources of a part that an option is about.
func (o bought) of(p *part) []*source {
	var out []*source
	for k := range p.sources {
		if s := &p.sources[k]; o.Supplier == "" || s.name == o.Supplier {
			out = append(out, s)
		}
	}
	return out
}

func flyIn(p *part, o bought) {
	for _, s := range o.of(p) {
		if fly := transits()["air"].Mid; fly < s.transit {
			s.air, s.airTransit = max(0, o.ready), fly
		}
	}
}

func shiftShare(p *part, o bought) {
	for _, s := range o.of(p) {
		if finite(s.begin) {
			p.give(s, o.amount, o.ready)
		}
	}
}

// give changes the share of one source from a week on; the others keep their
// proportions. Week 0 means that it was so before.
func (p *part) give(s *source, share, week float64) {
	if week <= 0 {
		week = math.Inf(-1)
	}
	before := at(s.shares, week, 0)
	rest := 1.0
	if before < 1 {
		rest = (1 - share) / (1 - before)
	}
	for k := range p.sources {
		other := &p.sources[k]
		value := at(other.shares, week, 0) * rest
		if other == s {
			value = share
		}
		other.shares = append(slices.DeleteFunc(slices.Clone(other.shares), func(x step) bool { return x.week >= week }), step{week, value})
	}
	if most := maximum(p.usual) * share; s.cap >= 0 && s.cap < most {
		s.cap = most // the capacity is part of what is bought
	}
}

func maximum(steps []step) float64 {
	most := 0.0
	for _, s := range steps {
		most = max(most, s.value)
	}
	return most
}

func qualify(p *part, o bought) {
	for _, s := range o.of(p) {
		if finite(s.begin) {
			continue
		}
		week := o.ready
		if !o.given {
			week = o.months(s) + s.transit
		}
		s.begin = max(week, 1e-9) // nothing of it is under way yet
		s.underWay = 0
		if o.amount > 0 {
			p.give(s, o.amount, s.begin)
		}
	}
}

func regrade(p *part, o bought) {
	byGrade, ok := o.m.grades.find(o.Grade)
	if !ok {
		return
	}
	content := map[string]float64{}
	for s, v := range byGrade {
		content[s] = v.Mid
	}
	b := builder{m: o.m, ends: o.m.ends}
	for _, s := range o.of(p) {
		s.after, _ = b.course(s, o.m.ids[p.index], content)
		s.regraded = o.ready - s.transit
	}
}

func buyAssembly(p *part, o bought) {
	inside := o.m.below(o.Part)[p.index]
	assembly := o.m.index[o.Part]
	inside = inside.times(o.m.madeShare(assembly)) // what is bought already needs none
	for _, u := range o.m.uses[p.index] {
		per := inside.times(o.m.perProduct(assembly, o.m.lines[u.line].product))
		p.less = append(p.less, relief{u.line, o.ready, o.amount, per})
	}
	p.need = scaled(o.m.needOf(p.index, o.grams, p.less), 1-p.made)
}

// perProduct is how many of an assembly go into one product.
func (m *model) perProduct(assembly int, product string) float64 {
	need := make([]amount, len(m.ids))
	need[m.index[product]] = amount{pieces: 1}
	m.spreadDown(need)
	return need[assembly].in(m.weighed[assembly], m.masses[assembly].Mid)
}

func license(p *part, o bought) {
	for _, s := range o.of(p) {
		if o.m.plan.Suppliers[s.row].Licence != "refused" {
			s.licensed = append(s.licensed, step{o.ready - s.transit, o.amount})
		}
	}
}

func ration(p *part, o bought) {
	for _, u := range o.m.uses[p.index] {
		if o.m.lines[u.line].id == o.Line {
			p.less = append(p.less, relief{u.line, o.ready, o.amount, u.per})
		}
	}
	p.need = scaled(o.m.needOf(p.index, o.grams, p.less), 1-p.made)
}
