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
	m.options = slices.Concat(s.m.options, options)
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
	span := max(0, s.m.horizon-o.Ready.Mid)
	var paid float64 // times the price
	switch o.Basis {
	case "week":
		paid = span
	case "year":
		paid = span / 52
	case "pc", "kg":
		paid = s.volume(o, t)
		v.Volume = paid
	default:
		paid = 1
	}
	v.Cash = Exactly(0).plus(o.Price.times(paid))
	v.Cost = v.Cash
	if o.Kind == "stock" && (o.Basis == "pc" || o.Basis == "kg") {
		v.Cost = v.Cash.times(s.m.plan.Basis.Carrying * span / 52)
	}
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
	if span > 0 {
		v.PerYear = v.Cost.times(52 / span)
	}
}

// volume is what a price per piece or kg is paid for, over the horizon.
func (s *solution) volume(o Option, t *solution) float64 {
	if o.Kind == "subassembly" {
		return s.assembled(o)
	}
	total := 0.0
	for i, p := range t.parts {
		if p == nil || !t.m.concerns(&o, i) {
			continue
		}
		v := 0.0
		for k := range p.sources {
			if o.Supplier != "" && p.sources[k].name != o.Supplier {
				continue
			}
			after := t.profiles[i].arrived[k]
			switch o.Kind {
			case "air", "regrade": // paid on all that comes from then on
				v += after * max(0, s.m.horizon-o.Ready.Mid) / s.m.horizon
			default:
				v += max(0, after-s.profiles[i].arrived[k])
			}
		}
		if o.Kind == "stock" {
			v = p.extra - s.parts[i].extra
		}
		total += v * s.perBasis(o.Basis, i)
	}
	return total
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

// promising are the options that save most for their price each on its own.
func (s *solution) promising() []Option {
	const most = 12 // 298 combinations of up to three
	var out []Option
	for _, v := range s.moves() {
		if i := slices.IndexFunc(s.m.plan.Options, func(o Option) bool { return o.ID == v.Option }); v.PerWeek.State == Given && len(out) < most {
			out = append(out, s.m.plan.Options[i])
		}
	}
	return out
}

// Cheapest finds the options of a plan, at most three together of the twelve
// best, that leave no more than some line-weeks lost at the least cost. It
// returns nil, false if none do.
func Cheapest(p *Plan, disruptions []Disruption, lostWeeks float64) (best []Option, ok bool) {
	disruptions = p.asked(disruptions)
	s := newSolution(p, disruptions, nil)
	tried := s.promising()
	least := math.Inf(1)
	var search func(from int, chosen []Option)
	search = func(from int, chosen []Option) {
		t := s.with(chosen...)
		lost, cost := 0.0, 0.0
		for _, o := range t.outages {
			lost += o.weeks
		}
		for _, o := range chosen {
			var v Move
			s.price(&v, o, t)
			cost += v.Cost.Mid
		}
		if lost <= lostWeeks && cost < least {
			best, ok, least = slices.Clone(chosen), true, cost
		}
		const together = 3
		if len(chosen) == together || cost >= least {
			return
		}
		for n := from; n < len(tried); n++ {
			search(n+1, append(slices.Clone(chosen), tried[n]))
		}
	}
	search(0, nil)
	return best, ok
}

// LastRestart is the last day on which full deliveries may begin again so that
// a line still makes all it planned by the horizon, at its peak rate. It is the
// zero time if no day will do; ok is false if the line loses nothing anyway.
func LastRestart(p *Plan, disruptions []Disruption, id string) (day time.Time, ok bool) {
	disruptions = p.asked(disruptions)
	lost := func(list []Disruption) float64 {
		for _, l := range newSolution(p, list, nil).answer0() {
			if l.id == id {
				return l.lost
			}
		}
		return 0
	}
	if lost(disruptions) == 0 {
		return time.Time{}, false
	}
	restarted := func(week float64) float64 {
		list := slices.Clone(disruptions)
		for i := range list {
			d := &list[i]
			d.Licensed, d.Counted = Exactly(1), "arrival"
			d.Week = Exactly(max(0, week-weeksSince(p.Basis.AsOf, d.From)))
		}
		return lost(list)
	}
	low, high := 0.0, p.Basis.Horizon
	if restarted(low) > 0 {
		return time.Time{}, true
	}
	for range 40 { // to well below a day
		if middle := (low + high) / 2; restarted(middle) > 0 {
			high = middle
		} else {
			low = middle
		}
	}
	return dayOf(p.Basis.AsOf, low), true
}

type lineLoss struct {
	id   string
	lost float64
}

func (s *solution) answer0() []lineLoss {
	var out []lineLoss
	for j := range s.m.lines {
		out = append(out, lineLoss{s.m.lines[j].id, s.outages[j].lost})
	}
	return out
}
