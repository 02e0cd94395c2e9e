package ensemble

import (
	"slices"
	"time"

	"lodestone/internal/model"
	"lodestone/internal/sample"
)

// Input is one thing that is not known well. Members draw it once, wherever in the
// chain it stands and for whichever dates it is given.
type Input struct {
	Key   string // of the number: table and row, or event and key
	Group string // what it is examined with in a sensitivity analysis
}

func keysOf(inputs []Input) []string {
	keys := make([]string, len(inputs))
	for i, in := range inputs {
		keys[i] = in.Key
	}
	return keys
}

// variate is a value that members draw: that of an input by a distribution. An input
// has several where numbers of one name have other ranges.
type variate struct {
	input int
	dist  sample.Dist
}

// registry collects the inputs of a model and its scenarios while they are walked.
type registry struct {
	inputs   []Input
	index    map[string]int
	variates []variate
	known    map[variate]int
	places   []int // in the order of the walk: the variate of each number, -1 if it is certain
}

func newRegistry() *registry { return &registry{index: map[string]int{}, known: map[variate]int{}} }

// add notes an input under its key; the first group holds.
func (r *registry) add(key, group string) int {
	i, seen := r.index[key]
	if !seen {
		i = len(r.inputs)
		r.index[key] = i
		r.inputs = append(r.inputs, Input{Key: key, Group: group})
	}
	return i
}

// note registers one number. A number without a range is certain.
func (r *registry) note(q *model.Quantity, group string) {
	if !q.Ranged() {
		r.places = append(r.places, -1)
		return
	}
	r.vary(variate{r.add(q.Key, group), sample.OfRange(q.Low, q.Value, q.High)})
}

// vary registers a number that takes a variate.
func (r *registry) vary(v variate) {
	k, seen := r.known[v]
	if !seen {
		k = len(r.variates)
		r.known[v], r.variates = k, append(r.variates, v)
	}
	r.places = append(r.places, k)
}

// noteFlow registers a flow or a coefficient of one. What is nothing stays nothing:
// that a plant, a route or a product exists is no matter of a range.
func (r *registry) noteFlow(q *model.Quantity, group string) {
	if q.Value <= 0 {
		r.places = append(r.places, -1)
		return
	}
	r.note(q, group)
}

// noteDate registers the range of a date, in days from its best guess.
func (r *registry) noteDate(at *time.Time, s model.Span, key, group string) {
	if !s.Low.Before(s.High) {
		r.places = append(r.places, -1)
		return
	}
	days := func(t time.Time) float64 { return t.Sub(*at).Hours() / 24 }
	r.vary(variate{r.add(key, group), sample.Split{Lo: days(s.Low), Median: 0, Hi: days(s.High)}})
}

// visitor is told of every number and date of a chain, in an order that depends on
// nothing but the chain.
type visitor struct {
	number func(q *model.Quantity, group string)
	flow   func(q *model.Quantity, group string)
	date   func(t *time.Time, s model.Span, key, group string)
}

// walkModel visits what a run depends on.
func walkModel(m *model.Model, used func(commodity, region int) bool, v visitor) {
	for i := range m.Behaviour {
		if !slices.Contains(m.Together.Rows, i) {
			v.number(&m.Behaviour[i].Value, "behaviour: "+m.Behaviour[i].Parameter)
		}
	}
	walkMarkets(m, used, v)
	walkProcesses(m, v)
	walkFacilities(m, v)
	walkUses(m, v)
	for i := range m.Routes {
		k := &m.Routes[i]
		v.flow(&k.Flow, "trade: "+string(m.Commodities[k.Commodity].Stage))
		v.number(&k.LeadTime, "transport: lead times")
		v.number(&k.Freight, "transport: freight")
		v.number(&k.Tariff, "tariffs")
	}
	for i := range m.Contracts {
		v.flow(&m.Contracts[i].Volume, "contracts")
	}
	for i := range m.Stockpiles {
		v.flow(&m.Stockpiles[i].Amount, "stockpiles")
	}
}

func walkMarkets(m *model.Model, used func(commodity, region int) bool, v visitor) {
	for c := range m.Commodities {
		stage := string(m.Commodities[c].Stage)
		for r := range m.Regions {
			if used(c, r) {
				v.number(&m.Cover[c][r], "cover: "+stage)
				v.number(&m.Prices[c][r], "base prices: "+stage)
			}
		}
	}
}

func walkProcesses(m *model.Model, v visitor) {
	for _, c := range feeds(m) {
		for e := range m.Commodities[c].Contents {
			v.flow(&m.Commodities[c].Contents[e], "contents of ores")
		}
	}
	for i := range m.Processes {
		p := &m.Processes[i]
		for j := range p.Rows {
			v.flow(&p.Rows[j].Amount, "recipes: "+string(p.Stage))
		}
		v.flow(&p.Feed, "recipes: "+string(p.Stage))
		v.number(&p.Duration, "process times")
		v.number(&p.Cost, "costs")
	}
}

// feeds lists the commodities that some facility takes as a feed. Only of these do
// contents decide what is made; elsewhere they follow from recipes, and whether a
// rule on contents covers a good is not left to chance.
func feeds(m *model.Model) []int {
	feed := make([]bool, len(m.Commodities))
	for _, f := range m.Facilities {
		for _, c := range f.Feeds {
			feed[c] = true
		}
	}
	var out []int
	for c, yes := range feed {
		if yes {
			out = append(out, c)
		}
	}
	return out
}

func walkFacilities(m *model.Model, v visitor) {
	for i := range m.Facilities {
		f := &m.Facilities[i]
		stage := ""
		if len(f.Processes) > 0 {
			stage = string(m.Processes[f.Processes[0]].Stage)
		}
		v.flow(&f.Capacity, "capacity: "+stage)
		for j := range f.Outputs {
			v.flow(&f.Outputs[j].Amount, "output: "+stage)
		}
		v.number(&f.Opex, "costs")
		v.number(&f.Capex, "costs")
		v.number(&f.Ramp, "times to build")
		for _, q := range []*model.Quantity{&f.Durations.Permit, &f.Durations.Build, &f.Durations.Ramp, &f.Durations.Restart} {
			v.number(q, "times to build")
		}
	}
}

func walkUses(m *model.Model, v visitor) {
	for i := range m.EndUses {
		e := &m.EndUses[i]
		for j := range e.Inputs {
			v.flow(&e.Inputs[j].Amount, "contents of products")
		}
		v.number(&e.Value, "value of output")
		v.number(&e.Elasticity, "elasticity of demand")
		v.number(&e.LongElasticity, "substitution")
	}
	for i := range m.Demands {
		d := &m.Demands[i]
		group := "demand: " + m.EndUses[d.EndUse].Sector
		v.flow(&d.Amount, group)
		for j := range d.Path {
			v.flow(&d.Path[j].Value, group)
		}
	}
}

// walkEvents visits the numbers and dates of events.
func walkEvents(events []model.Event, v visitor) {
	for i := range events {
		e := &events[i]
		prefix := "event " + e.ID
		v.date(&e.Announced, e.Announces, announcedKey(e), prefix+": dates")
		v.date(&e.From, e.Starts, prefix+"/from", prefix+": dates")
		v.date(&e.To, e.Ends, prefix+"/to", prefix+": dates")
		for _, d := range []struct {
			name string
			list []model.Dated
		}{{"approval", e.Approval}, {"general", e.General}} {
			for j := range d.list {
				v.number(&d.list[j].Value, prefix+": "+d.name)
			}
		}
		for _, x := range []struct {
			name string
			q    *model.Quantity
		}{{"delay", &e.Delay}, {"validity", &e.Validity}, {"pending", &e.Pending}, {"volume", &e.Volume}, {"period", &e.Period}, {"rate", &e.Rate}, {"loss", &e.Loss},
			{"recovery", &e.Recovery}, {"factor", &e.Factor}, {"capacity", &e.Capacity}, {"permit", &e.Permit}, {"build", &e.Build}, {"ramp", &e.Ramp},
			{"grant", &e.Grant}, {"price", &e.Price}, {"share above", &e.ShareAbove}, {"push", &e.Push}, {"cover", &e.Cover}, {"share", &e.Share},
			{"chance", &e.Chance}, {"frequency", &e.Frequency}, {"duration", &e.Duration}} {
			v.number(x.q, prefix+": "+x.name)
		}
	}
}

// announcedKey is the key of the date an event is announced on: that of its start
// where it comes without notice.
func announcedKey(e *model.Event) string {
	if e.Announces == e.Starts && e.Announced.Equal(e.From) {
		return "event " + e.ID + "/from"
	}
	return "event " + e.ID + "/announced"
}
