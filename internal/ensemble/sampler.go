package ensemble

import (
	"fmt"
	"slices"
	"time"

	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/sample"
)

// Sampler draws members of an ensemble over a model and scenarios of its base year.
// It does not change and may be shared.
type Sampler struct {
	Inputs    []Input
	names     *sample.Names // keys of the inputs
	model     *model.Model
	scenarios []*model.Scenario
	central   []*network.Network // of each scenario, with the best guess of everything
	used      []bool             // [commodity * regions + region]: a market of some scenario
	variates  []variate
	places    []int // the variate of each number of the model, then of the events, in the order of the walk; -1 if certain
	feeds     []int // commodities whose contents are drawn
	set       int   // input that decides which set of behaviour is taken; -1 if there are none
	random    []random
	copula    *sample.Copula
	bound     []int // inputs the copula binds, in its order
}

// random is what an event leaves to chance, drawn beside the inputs.
type random struct{ happens int } // input that decides whether it happens; -1 if certain

// New lists what is uncertain in a model and some scenarios. Draws have the same
// names in all of them, so scenarios are compared under the same futures.
func New(m *model.Model, scenarios ...*model.Scenario) (*Sampler, error) {
	s := &Sampler{model: m, scenarios: scenarios, used: make([]bool, len(m.Commodities)*len(m.Regions))}
	for _, x := range scenarios {
		n, err := network.Compile(m, x)
		if err != nil {
			return nil, err
		}
		s.central = append(s.central, n)
		for _, k := range n.Markets {
			s.used[k.Commodity*len(m.Regions)+k.Region] = true
		}
	}
	r := newRegistry()
	s.set = -1
	if len(m.Together.Sets) > 0 {
		s.set = r.add("behaviour_sets", "behaviour: fitted together")
	}
	v := visitor{number: r.note, flow: r.noteFlow, date: r.noteDate}
	walkModel(m, s.isUsed, v)
	for _, x := range scenarios {
		walkEvents(x.Events, v)
		walkEvents(x.Against, v)
	}
	for _, e := range s.events() {
		x := random{happens: -1}
		if e.Chance.Unit != "" {
			x.happens = r.add("event "+e.ID+"/happens", "event "+e.ID+": happens")
		}
		s.random = append(s.random, x)
	}
	s.names = sample.NewNames(keysOf(r.inputs))
	s.Inputs, s.variates, s.places, s.feeds = r.inputs, r.variates, r.places, feeds(m)
	return s, s.correlate(r.index)
}

func (s *Sampler) isUsed(commodity, region int) bool {
	return s.used[commodity*len(s.model.Regions)+region]
}

// Central returns the network of a scenario with the best guess of everything.
func (s *Sampler) Central(scenario int) *network.Network { return s.central[scenario] }

// events lists the events of all scenarios, each with those of its baseline.
func (s *Sampler) events() []*model.Event {
	var out []*model.Event
	for _, x := range s.scenarios {
		for _, list := range [][]model.Event{x.Events, x.Against} {
			for i := range list {
				out = append(out, &list[i])
			}
		}
	}
	return out
}

// correlate builds the copula of what the scenarios say rises and falls together.
func (s *Sampler) correlate(index map[string]int) error {
	var pairs [][2]int
	var ranks []float64
	for _, x := range s.scenarios {
		for _, c := range x.Correlations {
			pair := [2]int{}
			for i, key := range []string{c.A, c.B} {
				at, ok := index[key]
				if !ok {
					return fmt.Errorf("scenario %s, correlations: %w", x.Name, s.unknown(key))
				}
				pair[i] = at
				if !slices.Contains(s.bound, at) {
					s.bound = append(s.bound, at)
				}
			}
			pairs, ranks = append(pairs, pair), append(ranks, c.Rank)
		}
	}
	if pairs == nil {
		return nil
	}
	s.mergeGroups(pairs)
	slices.Sort(s.bound)
	matrix := make([][]float64, len(s.bound))
	for i := range matrix {
		matrix[i] = make([]float64, len(s.bound))
		matrix[i][i] = 1
	}
	for k, pair := range pairs {
		i, j := slices.Index(s.bound, pair[0]), slices.Index(s.bound, pair[1])
		matrix[i][j], matrix[j][i] = ranks[k], ranks[k]
	}
	var err error
	if s.copula, err = sample.NewCopula(matrix); err != nil {
		return fmt.Errorf("correlations: %w", err)
	}
	return nil
}

// mergeGroups puts inputs that are bound together into one group: apart they have no
// influence of their own.
func (s *Sampler) mergeGroups(pairs [][2]int) {
	for _, p := range pairs {
		a, b := s.Inputs[p[0]].Group, s.Inputs[p[1]].Group
		if a == b {
			continue
		}
		for i := range s.Inputs {
			if g := &s.Inputs[i].Group; *g == a || *g == b {
				*g = a + " + " + b
			}
		}
	}
}

// Networks draws a member of the ensemble of a seed and compiles it, one network for
// each scenario. Members are numbered from 0; each depends on the seed and its number
// alone, so members that were never part of a run can be had from numbers that it did
// not use. It errs if the drawn flows cannot be balanced.
func (s *Sampler) Networks(seed uint64, member int) ([]*network.Network, error) {
	u := make([]float64, len(s.Inputs))
	s.names.Uniforms(seed, member, u)
	d := s.newDraw()
	d.fill(u, seed, member)
	var out []*network.Network
	for i := range s.scenarios {
		n, err := d.compile(i)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

// draw is a copy of the model and the scenarios in which a member's values are put.
type draw struct {
	s         *Sampler
	model     *model.Model
	scenarios []*model.Scenario
	u         []float64
	values    []float64 // of the variates
	slots     []slot    // of the numbers of the model that vary
	events    int       // the place of the walk at which events begin
	at        int       // the next place of the walk over them
}

// slot is where in the model a variate is put.
type slot struct {
	value   *float64
	variate int
}

func (s *Sampler) newDraw() *draw {
	d := &draw{s: s, model: copyModel(s.model), u: make([]float64, len(s.Inputs)), values: make([]float64, len(s.variates))}
	d.scenarios = make([]*model.Scenario, len(s.scenarios))
	find := func(q *model.Quantity, _ string) {
		if k := s.places[d.events]; k >= 0 {
			d.slots = append(d.slots, slot{&q.Value, k})
		}
		d.events++
	}
	walkModel(d.model, s.isUsed, visitor{number: find, flow: find})
	return d
}

// fill puts the values of a member in. The u, one for each input, lie strictly
// between 0 and 1.
func (d *draw) fill(u []float64, seed uint64, member int) {
	copy(d.u, u)
	d.s.bind(d.u)
	for k, v := range d.s.variates {
		d.values[k] = v.dist.Quantile(d.u[v.input])
	}
	for _, c := range d.s.feeds {
		copy(d.model.Commodities[c].Contents, d.s.model.Commodities[c].Contents) // the last draw may have scaled them
	}
	for _, x := range d.slots {
		*x.value = d.values[x.variate]
	}
	d.takeSet()
	d.completeContents()
	d.at = d.events
	event := 0
	for i, x := range d.s.scenarios {
		c := *x // the last draw's is still read by its network
		d.scenarios[i] = &c
		for _, list := range []struct {
			from []model.Event
			into *[]model.Event
		}{{x.Events, &d.scenarios[i].Events}, {x.Against, &d.scenarios[i].Against}} {
			copied := copyEvents(list.from)
			d.fillEvents(copied)
			*list.into = d.happen(x, copied, d.s.random[event:], seed, member)
			event += len(copied)
		}
	}
}

// fillEvents puts the values of a member in the next events of the walk.
func (d *draw) fillEvents(events []model.Event) {
	number := func(q *model.Quantity, _ string) { d.put(&q.Value) }
	walkEvents(events, visitor{number: number, flow: number, date: func(t *time.Time, _ model.Span, _, _ string) {
		days := 0.0
		d.put(&days)
		*t = t.AddDate(0, 0, roundDays(days))
	}})
}

// takeSet gives the member one of the sets of behaviour that the record allows together.
func (d *draw) takeSet() {
	if d.s.set < 0 {
		return
	}
	x := &d.s.model.Together
	set := x.Sets[min(int(d.u[d.s.set]*float64(len(x.Sets))), len(x.Sets)-1)]
	for k, row := range x.Rows {
		d.model.Behaviour[row].Value.Value = set[k]
	}
}

// put sets the value of the next place of the walk.
func (d *draw) put(value *float64) {
	if k := d.s.places[d.at]; k >= 0 {
		*value = d.values[k]
	}
	d.at++
}

// bind correlates the coordinates that the scenarios bind together.
func (s *Sampler) bind(u []float64) {
	if s.copula == nil {
		return
	}
	z := make([]float64, len(s.bound))
	for i, k := range s.bound {
		z[i] = u[k]
	}
	s.copula.Apply(z)
	for i, k := range s.bound {
		u[k] = z[i]
	}
}

// completeContents brings the contents of a feed back to the sum they have in the
// data: more of one element is less of the others.
func (d *draw) completeContents() {
	for _, c := range d.s.feeds {
		before, after := d.s.model.Commodities[c].Contents, d.model.Commodities[c].Contents
		if d.model.Commodities[c].Composition != "complete" {
			continue
		}
		want, got := 0.0, 0.0
		for e := range after {
			want += before[e].Value
			got += after[e].Value
		}
		for e := range after {
			if got > 0 {
				after[e].Value *= want / got
			}
		}
	}
}

func roundDays(days float64) int {
	if days < 0 {
		return -int(0.5 - days)
	}
	return int(days + 0.5)
}

// compile compiles one scenario of the member.
func (d *draw) compile(scenario int) (*network.Network, error) {
	return d.s.central[scenario].Redraw(d.model, d.scenarios[scenario])
}
