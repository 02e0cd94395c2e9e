package firm

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
)

// Move is one option, evaluated by reckoning the plan again with it bought.
type Move struct {
	Option     string    `json:"option"`
	Kind       string    `json:"kind"`
	Down       time.Time `json:"down"`        // first line-down with it; zero: none within the horizon
	Gained     float64   `json:"gained"`      // days that the first line-down is later
	WeeksSaved float64   `json:"weeks_saved"` // line-weeks of standstill over the horizon
	UnitsSaved float64   `json:"units_saved"`
	ValueSaved float64   `json:"value_saved"`
	Volume     float64   `json:"volume"`   // what the price is paid for: pieces or kg, where it is per those
	Cash       Range     `json:"cash"`     // paid over the horizon
	Cost       Range     `json:"cost"`     // the same, but goods that are kept count only what holding them costs
	PerYear    Range     `json:"per_year"` // Cost in a year of 52 weeks
	PerWeek    Range     `json:"per_week"` // Cost per line-week saved; not given where none is
}

// moves evaluates the options of the plan that are not bought already.
func (s *solution) moves() []Move {
	var out []Move
	for _, o := range s.m.plan.Options {
		if !slices.ContainsFunc(s.m.options, func(x Option) bool { return x.ID == o.ID }) {
			out = append(out, s.move(o))
		}
	}
	slices.SortStableFunc(out, func(a, b Move) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(b.Gained, a.Gained), strings.Compare(a.Option, b.Option))
	})
	return out
}

// rank puts what saves nothing last.
func (v Move) rank() float64 {
	if v.PerWeek.State != Given {
		return math.Inf(1)
	}
	return v.PerWeek.Mid
}

func (s *solution) move(o Option) Move {
	t := s.with(o)
	v := Move{Option: o.ID, Kind: o.Kind}
	before, after := never, never
	for j := range s.m.lines {
		l := &s.m.lines[j]
		before, after = min(before, s.outages[j].first), min(after, t.outages[j].first)
		if o.Kind == "ration" && l.id == o.Line {
			continue // what it gives up is the price, not a saving
		}
		v.WeeksSaved += s.outages[j].weeks - t.outages[j].weeks
		units := s.outages[j].lost - t.outages[j].lost
		v.UnitsSaved += units
		v.ValueSaved += units * l.value.Mid
	}
	v.Down, v.Gained = s.date(after), 7*(s.capped(after)-s.capped(before))
	s.price(&v, o, t)
	const noticed = 1e-6 // weeks
	if v.WeeksSaved > noticed {
		v.PerWeek = v.Cost.times(1 / v.WeeksSaved)
	}
	return v
}

// with reckons again what some more options change.
func (s *solution) with(options ...Option) *solution {
	m := *s.m
	m.options = m.inOrder(slices.Concat(s.m.options, options))
	t := &solution{m: &m, parts: slices.Clone(s.parts), profiles: slices.Clone(s.profiles), outages: slices.Clone(s.outages)}
	touched := make([]bool, len(m.lines))
	for i, p := range s.parts {
		if p == nil || !slices.ContainsFunc(options, func(o Option) bool { return m.concerns(&o, i) }) {
			continue
		}
		t.parts[i] = builder{&m, m.ends, nil}.build(i)
		t.profiles[i] = t.parts[i].run(m.horizon, false)
		for _, u := range m.uses[i] {
			touched[u.line] = true
		}
	}
	for j := range m.lines {
		if touched[j] || slices.ContainsFunc(options, func(o Option) bool { return o.Line == m.lines[j].id }) {
			t.outages[j] = t.outage(j, nil)
		}
	}
	return t
}

// price adds up what an option costs over the horizon.
func (s *solution) price(v *Move, o Option, t *solution) {
	paid := 0.0
	if o.byVolume() {
		paid = s.volume(o, t)
	} else {
		paid = s.paid(&o)
	}
	if o.perPiece() {
		v.Volume = paid
	}
	v.Cash = Exactly(0).plus(o.Price.times(paid))
	v.Cost = v.Cash.times(s.keptGoods(&o))
	if o.Kind == "ration" {
		for j := range s.m.lines {
			l := &s.m.lines[j]
			if l.id == o.Line {
				given := max(0, t.outages[j].lost-s.outages[j].lost)
				v.Cost = v.Cost.plus(l.margin.times(given))
				v.Cash = v.Cost
			}
		}
	}
	if span := s.span(&o); span > 0 {
		v.PerYear = v.Cost.times(52 / span)
	}
}

// span is for how many weeks an option is in effect.
func (s *solution) span(o *Option) float64 { return max(0, s.m.horizon-o.Ready.Mid) }

func (o *Option) perPiece() bool { return o.Basis == "pc" || o.Basis == "kg" }

// byVolume reports whether what is paid depends on how the parts fare.
func (o *Option) byVolume() bool { return o.perPiece() && o.Kind != "subassembly" }

// paid is what the price is paid for where that does not depend on how parts fare:
// times, weeks, years, or assemblies.
func (s *solution) paid(o *Option) float64 {
	switch {
	case o.Basis == "week":
		return s.span(o)
	case o.Basis == "year":
		return s.span(o) / 52
	case o.perPiece():
		return s.assembled(*o)
	}
	return 1
}

// keptGoods is the share of what is paid that counts as cost: goods that are kept are
// worth what they cost, and only holding them costs.
func (s *solution) keptGoods(o *Option) float64 {
	if o.Kind == "stock" && o.perPiece() {
		return s.m.plan.Basis.Carrying * s.span(o) / 52
	}
	return 1
}

// volume is what a price per piece or kg is paid for, over the horizon.
func (s *solution) volume(o Option, t *solution) float64 {
	total := 0.0
	for i, p := range t.parts {
		if p != nil && t.m.concerns(&o, i) {
			total += s.volumeOf(&o, i, p, &t.profiles[i])
		}
	}
	return total
}

// volumeOf is the volume of one part, which with the option stands as p and fares as pr.
func (s *solution) volumeOf(o *Option, i int, p *part, pr *profile) float64 {
	v := 0.0
	for k := range p.sources {
		if o.Supplier != "" && p.sources[k].name != o.Supplier {
			continue
		}
		after := pr.arrived[k]
		switch o.Kind {
		case "air", "regrade": // paid on all that comes from then on
			v += after * max(0, s.m.horizon-o.Ready.Mid) / s.m.horizon
		default:
			v += max(0, after-s.profiles[i].arrived[k])
		}
	}
	if o.Kind == "stock" { // other options may buy more of it
		v = s.settle(i, []Option{*o}).extra - s.parts[i].extra
	}
	return v * s.perBasis(o.Basis, i)
}

// settle builds a part with some more options bought.
func (s *solution) settle(i int, options []Option) *part {
	m := *s.m
	m.options = m.inOrder(slices.Concat(s.m.options, options))
	return builder{&m, m.ends, nil}.build(i)
}

// perBasis is how many pieces or kg are in one working unit of a part.
func (s *solution) perBasis(basis string, i int) float64 {
	grams := s.m.masses[i].Mid
	switch {
	case basis == "kg":
		return s.parts[i].unit
	case s.m.weighed[i] && grams > 0:
		return 1000 / grams
	}
	return 1
}

// assembled is how many assemblies an option buys over the horizon.
func (s *solution) assembled(o Option) float64 {
	m := s.m
	i, ok := m.index[o.Part]
	if !ok {
		return 0
	}
	sum := 0.0
	for j := range m.lines {
		l := &m.lines[j]
		per := m.perProduct(i, l.product) * o.Amount.Mid / 100
		for n, step := range l.rates {
			end := m.horizon
			if n+1 < len(l.rates) {
				end = min(end, l.rates[n+1].week)
			}
			sum += per * step.value * max(0, end-max(0, step.week, o.Ready.Mid))
		}
	}
	if o.Basis == "kg" {
		return amount{pieces: sum}.in(true, m.masses[i].Mid)
	}
	return sum
}
