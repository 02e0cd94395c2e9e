package firm

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// Answer is what a plan comes to under some disruptions.
type Answer struct {
	AsOf        time.Time       `json:"as_of"`
	Horizon     float64         `json:"horizon"` // weeks
	Lines       []LineAnswer    `json:"lines"`
	Parts       []PartAnswer    `json:"parts"`    // that lines need and suppliers deliver
	Unknowns    []UnknownAnswer `json:"unknowns"` // that move a date, most first
	Moves       []Move          `json:"moves"`    // the options, cheapest per line-week saved first
	Assumptions []string        `json:"assumptions"`
}

// Dates are the days on which something happens for want of knowing better.
// The zero time is: not within the horizon.
//
// P50 has every figure at its central value. P10 and P90 take the ends of the
// ranges for one chance in ten each and the figures as independent: the moves
// of the date by one figure at a time are added as squares. With one unknown
// they are the dates at its two ends. Earliest and Latest have all at their
// worst and best ends together.
type Dates struct{ P10, P50, P90, Earliest, Latest time.Time }

// MarshalJSON writes the days as dates, and null for what does not happen within
// the horizon.
func (d Dates) MarshalJSON() ([]byte, error) {
	text := func(t time.Time) *string {
		if t.IsZero() {
			return nil
		}
		s := t.Format(time.DateOnly)
		return &s
	}
	return json.Marshal(struct {
		P10      *string `json:"p10"`
		P50      *string `json:"p50"`
		P90      *string `json:"p90"`
		Earliest *string `json:"earliest"`
		Latest   *string `json:"latest"`
	}{text(d.P10), text(d.P50), text(d.P90), text(d.Earliest), text(d.Latest)})
}

// Amounts are an amount lost with the same spread; P10 is the little end.
type Amounts struct {
	P10 float64 `json:"p10"`
	P50 float64 `json:"p50"`
	P90 float64 `json:"p90"`
}

// LineAnswer says when a line stops and what that costs.
type LineAnswer struct {
	Line      string  `json:"line"`
	Product   string  `json:"product"`
	Region    string  `json:"region"`
	Missing   string  `json:"missing"` // the part that it lacks first
	Cover     float64 `json:"cover"`   // weeks that its scarcest part lasts with nothing coming in
	Scarcest  string  `json:"scarcest"`
	Red       bool    `json:"red"` // a part of it has less cover than it takes to replenish
	Down      Dates   `json:"down"`
	Lost      Amounts `json:"lost"`       // units
	LostWeeks float64 `json:"lost_weeks"` // of output
	LostValue Amounts `json:"lost_value"`
	Output    Amounts `json:"output"` // units made by the horizon
	down      float64
}

// PartAnswer says how long a part lasts.
type PartAnswer struct {
	Part      string   `json:"part"` // pc or kg
	Unit      string   `json:"unit"`
	Need      float64  `json:"need"`  // per week, at first
	Cover     float64  `json:"cover"` // weeks that the stock lasts with nothing coming in; at most 1,000
	Lead      float64  `json:"lead"`  // weeks to replenish, of the slowest supplier in use
	Red       bool     `json:"red"`   // cover below lead
	RunsOut   Dates    `json:"runs_out"`
	Missing   float64  `json:"missing"`    // over the horizon
	MissingKg float64  `json:"missing_kg"` // the same, 0 where the mass is not known
	Cut       float64  `json:"cut"`        // share of the usual deliveries that stops at some time
	Lines     []string `json:"lines"`
	Burn      []Point  `json:"burn"` // stock by week, of parts that run out
	out       float64
}

// UnknownAnswer says what it would be worth to know a figure.
type UnknownAnswer struct {
	Table  string    `json:"table"` // what it is of: the part, supplier, line or country
	Row    string    `json:"row"`
	Column string    `json:"column"`
	Value  Range     `json:"value"`
	Line   string    `json:"line"` // whose date it moves most
	Weeks  float64   `json:"weeks"`
	Early  time.Time `json:"early"` // the dates at its ends
	Late   time.Time `json:"late"`
	Ask    string    `json:"ask"`
}

// maxCover keeps what is never used up out of the way of JSON, which knows no infinity.
const maxCover = 1000

// Solve answers a plan under disruptions; nil: those of its first scenario. The
// options given are taken as bought; all others of the plan are ranked as moves
// from there.
func Solve(p *Plan, disruptions []Disruption, with ...Option) *Answer {
	disruptions = p.asked(disruptions)
	s := newSolution(p, disruptions, with)
	s.unknowns()
	a := s.answer()
	a.Moves = s.moves()
	return a
}

// solution is the arithmetic of one model.
type solution struct {
	m        *model
	parts    []*part
	profiles []profile
	outages  []outage
	seen     [][]uncertain // by part
	effects  []effect
	wide     []wide
	spreads  []spreadOf   // by line
	outs     []spreadOf   // by part
	lost     []spreadOf   // by line, units
	far      [2][]float64 // by line: with all figures at their worst and best ends
	farParts [2][]float64
}

// effect is what one figure does to one part at its low and high end.
type effect struct {
	part     int
	what     uncertain
	profiles [2]profile
}

// spreadOf adds up squares of moves to either side.
type spreadOf struct{ down, up float64 }

func (s *spreadOf) move(by float64) {
	if by < 0 {
		s.down += by * by
	} else {
		s.up += by * by
	}
}

func newSolution(p *Plan, disruptions []Disruption, with []Option) *solution {
	s := &solution{m: compile(p, disruptions, with)}
	n := len(s.m.ids)
	s.parts, s.profiles, s.seen = make([]*part, n), make([]profile, n), make([][]uncertain, n)
	for i := range n {
		if len(s.m.uses[i]) > 0 {
			s.parts[i] = builder{s.m, nil, &s.seen[i]}.build(i)
			s.profiles[i] = s.parts[i].run(s.m.horizon, false)
		}
	}
	for j := range s.m.lines {
		s.outages = append(s.outages, s.outage(j, nil))
	}
	return s
}

// at reckons again with some figures at an end of their ranges; only what
// touches the lines given, or everything if none are.
func (s *solution) at(e ends, touched []bool) *solution {
	m := *s.m
	m.ends, m.lines = e, slices.Clone(s.m.lines)
	m.usual = slices.Clone(s.m.usual)
	m.rate()
	t := &solution{m: &m, parts: slices.Clone(s.parts), profiles: slices.Clone(s.profiles), outages: slices.Clone(s.outages)}
	again := slices.Clone(touched) // lines that share a part with those
	for i := range s.parts {
		if s.parts[i] == nil || touched != nil && !slices.ContainsFunc(m.uses[i], func(u use) bool { return touched[u.line] }) {
			continue
		}
		m.usual[i] = m.needOf(i, m.masses[i].Mid, nil)
		t.parts[i] = builder{&m, e, nil}.build(i)
		t.profiles[i] = t.parts[i].run(m.horizon, false)
		for _, u := range m.uses[i] {
			if again != nil {
				again[u.line] = true
			}
		}
	}
	for j := range m.lines {
		if again == nil || again[j] {
			t.outages[j] = t.outage(j, nil)
		}
	}
	return t
}

// outage adds up what a line loses, with the profiles of some parts exchanged.
func (s *solution) outage(j int, other map[int]profile) outage {
	l := &s.m.lines[j]
	var spans []short
	for _, i := range l.parts {
		if p, ok := other[i]; ok {
			spans = append(spans, p.short...)
		} else {
			spans = append(spans, s.profiles[i].short...)
		}
	}
	return l.outage(scarcest(spans), s.m.horizon, s.m.kept(l.id))
}

// kept is the share of a line that rationing leaves.
func (m *model) kept(id string) []step {
	var out []step
	for _, o := range m.options {
		if o.Kind == "ration" && o.Line == id {
			out = append(out, step{o.Ready.Mid, 1 - o.Amount.Mid/100})
		}
	}
	sortSteps(out)
	return out
}

func (s *solution) date(week float64) time.Time {
	if week >= s.m.horizon {
		return time.Time{}
	}
	return dayOf(s.m.plan.Basis.AsOf, week)
}

// capped takes what does not happen within the horizon as happening at its end.
func (s *solution) capped(week float64) float64 { return min(week, s.m.horizon) }

func (s *solution) dates(week float64, spread spreadOf, worst, best float64) Dates {
	w := s.capped(week)
	early, late := max(0, w-math.Sqrt(spread.down)), w+math.Sqrt(spread.up)
	return Dates{P10: s.date(early), P50: s.date(week), P90: s.date(late), Earliest: s.date(min(worst, early)), Latest: s.date(max(best, late))}
}

// answer gathers what was reckoned.
func (s *solution) answer() *Answer {
	m := s.m
	a := &Answer{AsOf: m.plan.Basis.AsOf, Horizon: m.horizon}
	for j := range m.lines {
		a.Lines = append(a.Lines, s.lineAnswer(j))
	}
	for i := range m.ids {
		if s.parts[i] != nil {
			a.Parts = append(a.Parts, s.partAnswer(i))
		}
	}
	s.coverLines(a)
	slices.SortStableFunc(a.Lines, func(x, y LineAnswer) int {
		return cmp.Or(cmp.Compare(x.down, y.down), cmp.Compare(y.LostWeeks, x.LostWeeks), strings.Compare(x.Line, y.Line))
	})
	slices.SortStableFunc(a.Parts, func(x, y PartAnswer) int {
		return cmp.Or(cmp.Compare(x.out, y.out), cmp.Compare(x.Cover-x.Lead, y.Cover-y.Lead), strings.Compare(x.Part, y.Part))
	})
	a.Unknowns = s.ranked()
	a.Assumptions = s.assumptions()
	return a
}

// coverLines takes the weeks of cover of the parts to the lines that need them.
func (s *solution) coverLines(a *Answer) {
	for j := range a.Lines {
		a.Lines[j].Cover = maxCover
	}
	for _, p := range a.Parts {
		for _, u := range s.m.uses[s.m.index[p.Part]] {
			l := &a.Lines[u.line] // not sorted yet
			if p.Cover < l.Cover {
				l.Cover, l.Scarcest = p.Cover, p.Part
			}
			l.Red = l.Red || p.Red
		}
	}
}

func (s *solution) lineAnswer(j int) LineAnswer {
	l, o := &s.m.lines[j], s.outages[j]
	out := LineAnswer{Line: l.id, Product: l.product, Region: l.region, LostWeeks: o.weeks, down: o.first,
		Down: s.dates(o.first, s.spreads[j], s.far[0][j], s.far[1][j])}
	first := never
	for _, i := range l.parts {
		if w := s.profiles[i].first; w < first {
			first, out.Missing = w, s.m.ids[i]
		}
	}
	low, high := math.Sqrt(s.lost[j].down), math.Sqrt(s.lost[j].up)
	out.Lost = Amounts{max(0, o.lost-low), o.lost, o.lost + high}
	out.Output = Amounts{max(0, o.output-high), o.output, o.output + low}
	out.LostValue = Amounts{out.Lost.P10 * l.value.Low, o.lost * l.value.Mid, out.Lost.P90 * l.value.High}
	return out
}

func (s *solution) partAnswer(i int) PartAnswer {
	p, pr := s.parts[i], s.profiles[i]
	out := PartAnswer{Part: s.m.ids[i], Unit: "pc", Need: at(p.usual, 0, 0), Cover: min(maxCover, p.cover()), Missing: pr.missing, MissingKg: pr.missing * p.unit, out: pr.first,
		RunsOut: s.dates(pr.first, s.outs[i], s.farParts[0][i], s.farParts[1][i])}
	if s.m.weighed[i] {
		out.Unit = "kg"
	}
	for k := range p.sources {
		src := &p.sources[k]
		if share := at(src.shares, 0, 0); share > 0 && finite(src.begin) {
			out.Lead = max(out.Lead, src.lead)
			if slices.ContainsFunc(src.allowed, func(x step) bool { return x.value < 1 && x.week < s.m.horizon }) {
				out.Cut += share
			}
		}
	}
	out.Red = out.Cover < out.Lead
	for _, u := range s.m.uses[i] {
		if id := s.m.lines[u.line].id; !slices.Contains(out.Lines, id) {
			out.Lines = append(out.Lines, id)
		}
	}
	if finite(pr.first) {
		out.Burn = p.run(s.m.horizon, true).path
	}
	return out
}

// assumptions says what was taken for granted.
func (s *solution) assumptions() []string {
	m := s.m
	out := []string{
		fmt.Sprintf("Weeks of 7 days from %s, %g weeks looked ahead; years of 52 weeks.", m.plan.Basis.AsOf.Format(isoDate), m.horizon),
		"Lines that share a part get the same fraction of it. Each part is reckoned as if no other were short.",
		"A line counts as down when a part of it is used up, even if some still arrives.",
		"A supplier without a cap delivers no more than its share; one with a cap fills gaps after its lead time.",
		"Goods under way when shipments stop still arrive, unless the disruption says that they are held.",
	}
	if m.plan.Basis.Carrying == 0 && slices.ContainsFunc(m.plan.Options, func(o Option) bool { return o.Kind == "stock" }) {
		out = append(out, "No cost of holding stock is given, so more stock is ranked as if it cost nothing to hold.")
	}
	var loose, noTransit, noCountry, byGrade int
	for i := range m.ids {
		if len(m.bought[i]) == 0 && len(m.children[i]) == 0 {
			loose++
		}
	}
	for _, x := range m.plan.Suppliers {
		if x.Transit.State != Given {
			noTransit++
		}
		if x.Country == "" {
			noCountry++
		}
	}
	for _, x := range m.plan.Parts {
		for _, sub := range m.plan.Substances {
			if c := x.Content[sub]; c.State != Given && x.Grade != "" {
				byGrade++
				break
			}
		}
	}
	for _, c := range []struct {
		n    int
		text string
	}{{loose, "%d parts have no supplier in the plan and are taken as always there."},
		{noTransit, "%d suppliers have no transit time; that of their mode is taken."},
		{noCountry, "%d suppliers have no country; they are taken as not disrupted, and the range as if they were."},
		{byGrade, "%d parts have a content that nobody gave; the range of their grade is taken, an estimate."}} {
		if c.n > 0 {
			out = append(out, fmt.Sprintf(c.text, c.n))
		}
	}
	return out
}
