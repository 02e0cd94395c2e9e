package plan

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"lodestone/internal/ensemble"
	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/result"
)

// SeekSchema names the JSON form of [Sought].
const SeekSchema = "lodestone/seek/1"

// Seeking asks for the value of one number of a scenario's events at which a goal
// is just reached.
type Seeking struct {
	Vary     string  // EVENT.FIELD, or policy.KIND.FIELD for all events of a kind; with * at the end what all have is multiplied
	Goal     *Goal   // what is to be reached
	Low      float64 // in the unit the scenario writes; NaN for the end of its range
	High     float64
	Members  int
	Seed     uint64
	Accuracy float64 // of the value, as a share of the range
}

// Sought is the answer: Value is the least that reaches the goal, or the most where
// less is what reaches it.
type Sought struct {
	Schema   string  `json:"schema"`
	Scenario string  `json:"scenario"`
	Vary     string  `json:"vary"`
	Until    string  `json:"until"`
	Unit     string  `json:"unit"`
	Written  float64 `json:"value_in_scenario"`
	Reached  bool    `json:"reached"`
	Rising   bool    `json:"more_reaches_it"`
	Value    float64 `json:"value"`
	Share    float64 `json:"share_of_members"`
	Public   float64 `json:"public_money_usd"` // mean over members, at the value
	Tries    []Try   `json:"tries"`
	Monotone bool    `json:"monotone"` // no try says otherwise
	Members  int     `json:"members"`
}

// Try is one value that was tried.
type Try struct {
	Value  float64 `json:"value"`
	Share  float64 `json:"share_of_members"`
	Mean   float64 `json:"mean"` // of what the goal measures
	Public float64 `json:"public_money_usd"`
	Met    bool    `json:"met"`
}

// knob is the number that is varied.
type knob struct {
	ids   []string // of the events; a member may lack one that did not happen
	of    func(*model.Event) *model.Quantity
	scale float64 // canonical units in one as written
	unit  string
	times bool    // the value multiplies what each event has
	value float64 // as written
	low   float64
	high  float64
}

// Seek finds the value by bisection, with the same members at every value: common
// random numbers. The goal is taken to hold on one side of the value; where the
// tries say otherwise the answer says so.
func Seek(ctx context.Context, m *model.Model, s *model.Scenario, q Seeking, progress func(float64)) (*Sought, error) {
	k, err := findKnob(s, q.Vary)
	if err != nil {
		return nil, err
	}
	low, high, err := k.bounds(q)
	if err != nil {
		return nil, err
	}
	sampler, err := ensemble.New(m, s)
	if err != nil {
		return nil, err
	}
	if err := q.Goal.bind(sampler.Central(0)); err != nil {
		return nil, err
	}
	x := &seeker{ctx: ctx, k: k, q: q, members: make([]*network.Network, q.Members)}
	if err := each(q.Members, func(i int) error {
		n, err := sampler.Networks(q.Seed, i)
		if err == nil {
			x.members[i] = n[0]
		}
		return err
	}); err != nil {
		return nil, err
	}
	out := &Sought{Schema: SeekSchema, Scenario: s.Name, Vary: q.Vary, Until: q.Goal.Text, Unit: k.unit, Written: k.value, Members: q.Members}
	return out, x.bisect(out, low, high, progress)
}

type seeker struct {
	ctx     context.Context
	k       *knob
	q       Seeking
	members []*network.Network
}

// bisect tries both ends and then halves what is between.
func (x *seeker) bisect(out *Sought, low, high float64, progress func(float64)) error {
	steps := 2 + int(math.Ceil(math.Log2(1/x.q.Accuracy)))
	try := func(v float64) (Try, error) {
		t, err := x.try(v)
		out.Tries = append(out.Tries, t)
		if progress != nil {
			progress(min(1, float64(len(out.Tries))/float64(steps)))
		}
		return t, err
	}
	bottom, err := try(low)
	if err != nil {
		return err
	}
	top, err := try(high)
	if err != nil {
		return err
	}
	best := bottom
	out.Rising = !bottom.Met
	if bottom.Met != top.Met {
		if top.Met {
			best = top
		}
		for high-low > x.q.Accuracy*(out.Tries[1].Value-out.Tries[0].Value) {
			t, err := try((low + high) / 2)
			if err != nil {
				return err
			}
			if t.Met {
				best = t
			}
			if t.Met == out.Rising {
				high = t.Value
			} else {
				low = t.Value
			}
		}
	}
	out.Reached, out.Value, out.Share, out.Public = best.Met, best.Value, best.Share, best.Public
	slices.SortStableFunc(out.Tries, func(a, b Try) int { return compare(a.Value, b.Value) })
	out.Monotone = isMonotone(out.Tries)
	return nil
}

// isMonotone reports whether the share of members never turns from rising to falling
// or back by more than one member could by chance.
func isMonotone(tries []Try) bool {
	up, down := false, false
	for i := 1; i < len(tries); i++ {
		up = up || tries[i].Share > tries[i-1].Share
		down = down || tries[i].Share < tries[i-1].Share
	}
	return !(up && down)
}

// try runs every member with a value.
func (x *seeker) try(value float64) (Try, error) {
	values, public, met := make([]float64, len(x.members)), make([]float64, len(x.members)), 0
	err := each(len(x.members), func(i int) error {
		if err := x.ctx.Err(); err != nil {
			return context.Cause(x.ctx)
		}
		n := x.k.turned(x.members[i], value)
		run := result.Observe(n, nil)
		values[i] = x.q.Goal.measure(run, func() *result.Record { return result.Observe(n.Baseline(), nil) })
		for _, p := range run.Public[n.Weeks-1] {
			public[i] += p
		}
		return nil
	})
	for _, v := range values {
		if x.q.Goal.holds(v) {
			met++
		}
	}
	t := Try{Value: value, Share: float64(met) / float64(len(values)), Mean: Mean(values), Public: Mean(public)}
	t.Met = t.Share >= x.q.Goal.Share-shareRounding
	return t, err
}

// mostTimes is up to which multiple is sought by default.
const mostTimes = 4

// turned is a member with a value, as written, of the number varied.
func (k *knob) turned(n *network.Network, value float64) *network.Network {
	s := *n.Scenario
	s.Events = slices.Clone(s.Events)
	for i := range s.Events {
		if slices.Contains(k.ids, s.Events[i].ID) {
			q := k.of(&s.Events[i])
			if k.times {
				q.Value *= value
			} else {
				q.Value = float64(value * k.scale)
			}
		}
	}
	return n.For(&s)
}

// findKnob reads EVENT.FIELD, KIND.FIELD or policy.KIND.FIELD, and * for a multiple.
func findKnob(s *model.Scenario, vary string) (*knob, error) {
	if rest, ok := strings.CutSuffix(vary, "*"); ok {
		k, err := findKnob(s, rest)
		if err == nil {
			k.times, k.scale, k.unit, k.value, k.low, k.high = true, 1, "times", 1, 0, mostTimes
		}
		return k, err
	}
	at := strings.LastIndex(vary, ".")
	if at < 0 {
		return nil, fmt.Errorf("vary %q: expected EVENT.FIELD or policy.KIND.FIELD, such as policy.floor.price", vary)
	}
	name, key := strings.TrimPrefix(vary[:at], "policy."), vary[at+1:]
	f := slices.IndexFunc(fields, func(f field) bool { return f.name == key })
	if f < 0 {
		return nil, fmt.Errorf("vary %q: events have no number %q; they have %s", vary, key, strings.Join(fieldNames(), ", "))
	}
	k := &knob{of: fields[f].of}
	var have []string
	var first *model.Quantity
	for i := range s.Events {
		e := &s.Events[i]
		for g := range fields {
			if q := fields[g].of(e); q.Unit != "" {
				have = append(have, e.ID+"."+fields[g].name)
			}
		}
		if (e.ID == name || string(e.Kind) == name) && k.of(e).Unit != "" {
			k.ids = append(k.ids, e.ID)
			first = cmp.Or(first, k.of(e))
		}
	}
	if first == nil {
		return nil, fmt.Errorf("vary %q: no event of %s has it; there are %s", vary, s.Name, strings.Join(have, ", "))
	}
	k.write(first)
	return k, nil
}

// write takes the unit from how the scenario writes the number.
func (k *knob) write(q *model.Quantity) {
	k.scale, k.unit, k.value, k.low, k.high = 1, q.Unit, q.Value, q.Low, q.High
	digits, word, _ := strings.Cut(q.Raw, " ")
	if strings.HasSuffix(digits, "%") {
		digits, word = strings.TrimSuffix(digits, "%"), "%"
	}
	if v, err := strconv.ParseFloat(digits, 64); err == nil && v != 0 && word != "" {
		k.scale, k.unit, k.value = q.Value/v, word, v
		k.low, k.high = q.Low/k.scale, q.High/k.scale
	}
}

func fieldNames() []string {
	var names []string
	for _, f := range fields {
		names = append(names, f.name)
	}
	return names
}

// bounds are where to seek: what was asked for, else the range of the number.
func (k *knob) bounds(q Seeking) (low, high float64, err error) {
	low, high = k.low, k.high
	if !math.IsNaN(q.Low) {
		low = q.Low
	}
	if !math.IsNaN(q.High) {
		high = q.High
	}
	if !(low < high) {
		return 0, 0, fmt.Errorf("vary %s: seek from a lower to a higher value; got %g to %g %s", q.Vary, low, high, k.unit)
	}
	return low, high, nil
}
