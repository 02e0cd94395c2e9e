package firm

import (
	"math"
	"slices"
	"strings"
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
	allowed    []step  // share of its shipments that may leave, by week of shipment
	held       float64 // week from which what is under way is stopped
	after      []step  // the same course for another grade, which begins to be shipped in week
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

// controlled are the substances that a disruption asks about.
func (b builder) controlled() []string {
	var out []string
	for _, d := range b.m.disruptions {
		for _, s := range strings.Fields(d.Substances) {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
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

// course is the share of a supplier's usual shipments that may leave, by week,
// and the week from which goods under way are held.
func (b builder) course(s *source, part string, content map[string]float64) ([]step, float64) {
	row := &b.m.plan.Suppliers[s.row]
	if row.Licence == "not needed" {
		return nil, never
	}
	from := row.Country
	if from == "" && len(b.m.disruptions) > 0 {
		// Where the country is not known, it may be one that stops.
		if b.pick("suppliers", s.row, "country", Range{0, 0, 1, Given}) > 0.5 {
			from = b.m.disruptions[0].Country
		}
	}
	var stops, returns []step
	held := never
	for i, d := range b.m.disruptions {
		if d.Country != from || d.Part != "" && d.Part != part || !d.catches(content) {
			continue
		}
		cut := weeksSince(b.m.plan.Basis.AsOf, d.From)
		stops = append(stops, step{cut, 0})
		if d.Held == "yes" {
			held = min(held, cut)
		}
		if d.Licensed.State != Given || row.Licence == "refused" {
			continue
		}
		week := cut + b.pick("disruptions", i, "licensed_from_week", d.Week)
		if d.Counted != "shipment" {
			week -= s.transit
		}
		returns = append(returns, step{max(cut, week), b.pick("disruptions", i, "licensed_share", d.Licensed)})
	}
	steps := append(stops, returns...) // in a week that has both, goods return
	sortSteps(steps)
	if row.Licence == "granted" {
		until := never
		if !row.Expiry.IsZero() {
			until = weeksSince(b.m.plan.Basis.AsOf, row.Expiry) + 1.0/7 // valid through its last day
		}
		steps, held = exempt(steps, until), never
	}
	return steps, held
}

// catches reports whether a part with such contents falls under a disruption.
func (d *Disruption) catches(content map[string]float64) bool {
	list := strings.Fields(d.Substances)
	if len(list) == 0 {
		return true
	}
	sum := 0.0
	for _, s := range list {
		sum += content[s]
	}
	const grain = 1e-9 // rounding of sums
	return sum > d.Threshold+grain
}

// exempt lifts a course until a week.
func exempt(steps []step, until float64) []step {
	if len(steps) == 0 || !finite(until) {
		return nil
	}
	out := []step{{until, at(steps, until, 1)}}
	for _, s := range steps {
		if s.week > until {
			out = append(out, s)
		}
	}
	return out
}

// shareOut settles the shares: what is not given is an equal part of the rest,
// and the rounded shares of a part that is only bought make one.
func (b builder) shareOut(p *part) {
	var open []int
	sum := 0.0
	values := make([]float64, len(p.sources))
	for k := range p.sources {
		s := &p.sources[k]
		row := &b.m.plan.Suppliers[s.row]
		switch {
		case row.Qualified == "no":
		case row.Share.State == Given:
			values[k] = b.pick("suppliers", s.row, "share", row.Share)
			sum += values[k]
		default:
			open = append(open, k)
		}
	}
	for _, k := range open {
		values[k] = max(0, 1-sum) / float64(len(open))
	}
	scale := 1.0
	if sum > 0 && (sum > 1 || len(open) == 0 && b.m.madeShare(p.index) == 0) {
		scale = 1 / sum
	}
	// Of an assembly that is bought in part, the need is the part bought.
	if made := b.m.madeShare(p.index); made > 0 && made < 1 {
		scale, p.made, p.usual = 1/(1-made), made, scaled(p.usual, 1-made)
		p.need = p.usual
	}
	for k := range p.sources {
		p.sources[k].shares = []step{{math.Inf(-1), values[k] * scale}}
	}
}

func scaled(steps []step, f float64) []step {
	out := slices.Clone(steps)
	for i := range out {
		out[i].value *= f
	}
	return out
}

// stock adds up what there is and what is under way.
func (b builder) stock(p *part, grams float64) {
	m := b.m
	p.stock += m.assemblies[p.index]
	perWeek := at(p.usual, 0, 0)
	if perWeek == 0 && len(p.usual) > 0 {
		perWeek = p.usual[len(p.usual)-1].value // of a line that starts later
	}
	convert := func(v float64, unit string) float64 {
		if unit == "wk" {
			return v * perWeek
		}
		return amountOf(v, unit).in(m.weighed[p.index], grams)
	}
	for _, row := range m.stocks[p.index] {
		s := &m.plan.Stock[row]
		p.stock += convert(b.pick("stock", row, "on_hand", s.OnHand), s.Unit)
		if s.Consigned.State == Given {
			// The owner may take it away.
			may := Range{0, s.Consigned.Mid, s.Consigned.High, Given}
			p.stock += convert(b.pick("stock", row, "consigned", may), s.Unit)
		}
		if s.InTransit.State == Given {
			p.ship(s.Supplier, convert(b.pick("stock", row, "in_transit", s.InTransit), s.Unit))
		}
	}
}

// ship puts goods under way with one supplier, or with all as they deliver.
func (p *part) ship(supplier string, v float64) {
	weights, sum := make([]float64, len(p.sources)), 0.0
	for k, s := range p.sources {
		if finite(s.begin) && (supplier == "" || s.name == supplier) {
			weights[k] = at(s.shares, 0, 0) * s.transit
			sum += weights[k]
		}
	}
	if sum == 0 {
		p.stock += v // from nobody who takes any time
		return
	}
	for k := range p.sources {
		if weights[k] > 0 || supplier == "" && finite(p.sources[k].begin) {
			p.sources[k].underWay = max(0, p.sources[k].underWay) + v*weights[k]/sum
		}
	}
}
