package ensemble

import (
	"cmp"
	"fmt"
	"slices"

	"lodestone/internal/model"
	"lodestone/internal/nearest"
	"lodestone/internal/sample"
)

// happen settles what events leave to chance: those that do not happen are left out,
// and outages that strike at random become dated ones.
func (d *draw) happen(x *model.Scenario, events []model.Event, by []random, seed uint64, member int) []model.Event {
	out := events[:0:0]
	for i, e := range events {
		if k := by[i].happens; k >= 0 {
			if d.u[k] >= e.Chance.Value {
				continue
			}
			e.Chance = model.Quantity{}
		}
		settleDates(&e)
		if e.Frequency.Unit != "" {
			out = append(out, d.strikes(x, e, seed, member)...)
			continue
		}
		out = append(out, e)
	}
	return out
}

// settleDates keeps drawn dates in order: announced, from, to.
func settleDates(e *model.Event) {
	if e.Announced.After(e.From) {
		e.Announced = e.From
	}
	if !e.To.IsZero() && !e.To.After(e.From) {
		e.To = e.From.AddDate(0, 0, 7)
	}
}

// strikes draws the outages of every facility in the scope of an event that strikes
// at random: waiting times between them are exponential, from the end of one.
func (d *draw) strikes(x *model.Scenario, e model.Event, seed uint64, member int) []model.Event {
	end := e.To
	if last := x.Date(x.Weeks); end.IsZero() || last.Before(end) {
		end = last
	}
	var out []model.Event
	for f := range d.model.Facilities {
		if !inScope(d.model, &e.Scope, f) || e.Frequency.Value <= 0 {
			continue
		}
		id := d.model.Facilities[f].ID
		stream := sample.NewStream(seed, member, fmt.Sprintf("event %s/strikes/%s", e.ID, id))
		wait := sample.Exponential{Mean: daysPerYear / e.Frequency.Value}
		for at := e.From.AddDate(0, 0, roundDays(min(stream.Draw(wait), longest))); at.Before(end); {
			hit := e
			hit.ID, hit.Scope = e.ID+" "+id, model.Scope{Facilities: []int{f}}
			hit.Frequency = model.Quantity{}
			hit.Announced, hit.From = at, at
			hit.To = at.AddDate(0, 0, max(1, roundDays(7*e.Duration.Value)))
			out = append(out, hit)
			at = hit.To.AddDate(0, 0, roundDays(min(stream.Draw(wait), longest)))
		}
	}
	slices.SortStableFunc(out, func(a, b model.Event) int { return cmp.Compare(a.From.Unix(), b.From.Unix()) })
	return out
}

const (
	daysPerYear = 364 // as everywhere in the program, a year is 52 weeks
	longest     = 1e6 // days; a wait beyond any run
)

// inScope reports whether a facility is within the scope of an outage.
func inScope(m *model.Model, s *model.Scope, facility int) bool {
	f := &m.Facilities[facility]
	if len(f.Processes) == 0 {
		return false
	}
	anyOf := func(list []int, v int) bool { return len(list) == 0 || slices.Contains(list, v) }
	return anyOf(s.Facilities, facility) && (len(s.Owners) == 0 || slices.Contains(s.Owners, f.Owner)) && anyOf(s.Regions, f.Region) &&
		anyOf(s.Processes, f.Processes[0]) && (len(s.Stages) == 0 || slices.Contains(s.Stages, m.Processes[f.Processes[0]].Stage))
}

// unknown says that no input has a key, with the nearest.
func (s *Sampler) unknown(key string) error {
	return fmt.Errorf("no ranged number is called %q%s", key, nearest.Hint(key, keysOf(s.Inputs)))
}

// copyEvents copies events with the lists that drawing writes to.
func copyEvents(events []model.Event) []model.Event {
	out := slices.Clone(events)
	for i := range out {
		out[i].Approval, out[i].General = slices.Clone(out[i].Approval), slices.Clone(out[i].General)
	}
	return out
}

// copyModel copies what drawing writes to.
func copyModel(m *model.Model) *model.Model {
	c := *m
	c.Behaviour, c.Facilities, c.Processes = slices.Clone(m.Behaviour), slices.Clone(m.Facilities), slices.Clone(m.Processes)
	c.EndUses, c.Demands, c.Routes = slices.Clone(m.EndUses), slices.Clone(m.Demands), slices.Clone(m.Routes)
	c.Contracts, c.Stockpiles, c.Commodities = slices.Clone(m.Contracts), slices.Clone(m.Stockpiles), slices.Clone(m.Commodities)
	c.Cover, c.Prices = cloneRows(m.Cover), cloneRows(m.Prices)
	for i := range c.Facilities {
		c.Facilities[i].Outputs = slices.Clone(m.Facilities[i].Outputs)
	}
	for i := range c.Processes {
		c.Processes[i].Rows = slices.Clone(m.Processes[i].Rows)
	}
	for i := range c.EndUses {
		c.EndUses[i].Inputs = slices.Clone(m.EndUses[i].Inputs)
	}
	for i := range c.Demands {
		c.Demands[i].Path = slices.Clone(m.Demands[i].Path)
	}
	for i := range c.Commodities {
		c.Commodities[i].Contents = slices.Clone(m.Commodities[i].Contents)
	}
	return &c
}

func cloneRows(rows [][]model.Quantity) [][]model.Quantity {
	out := make([][]model.Quantity, len(rows))
	for i := range out {
		out[i] = slices.Clone(rows[i])
	}
	return out
}
