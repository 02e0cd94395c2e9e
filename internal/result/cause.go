package result

import (
	"fmt"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

// tracer follows a shortage from a market to the event behind it: at each step
// to the source whose deliveries fell most short of the baseline between the
// shock and the week of the stop. It names the main path, not every share.
type tracer struct {
	s        *Stress
	from, to int // weeks
	seen     map[int]bool
	steps    []string
	event    string
}

func newTracer(s *Stress, from, to int) *tracer {
	return &tracer{s: s, from: from, to: to, seen: map[int]bool{}}
}

// trace follows the chain from market m and returns the tracer, its steps told
// from the market to the event.
func (t *tracer) trace(m int) *tracer {
	for !t.seen[m] {
		t.seen[m] = true
		route, routeGap := t.worstRoute(m)
		line, lineGap := t.worstLine(m)
		switch {
		case route < 0 && line < 0:
			next := t.stepDrain(m)
			if next < 0 {
				return t
			}
			m = next
		case routeGap >= lineGap:
			next, done := t.stepRoute(m, route)
			if done {
				return t
			}
			m = next
		default:
			next, done := t.stepLine(line)
			if done {
				return t
			}
			m = next
		}
	}
	return t
}

func (t *tracer) say(format string, args ...any) {
	t.steps = append(t.steps, fmt.Sprintf(format, args...))
}

// sum adds a series over the tracer's weeks. What was to arrive by the end of
// the window left earlier; a shortfall in sending is a good enough sign of it.
func (t *tracer) sum(series [][]float64, i int) float64 {
	total := 0.0
	for w := t.from; w <= t.to; w++ {
		total += series[w][i]
	}
	return total
}

// fall is by which share a series fell below the baseline, from the first week in
// which it did to the week of the stop: what came before says nothing of it.
func (t *tracer) fall(run, base [][]float64, i int) float64 {
	const rounding = 1e-3
	for w := t.from; w <= t.to; w++ {
		if run[w][i] < float64((1-rounding)*base[w][i]) {
			since := tracer{from: w, to: t.to}
			return max(0, 1-since.sum(run, i)/since.sum(base, i))
		}
	}
	return 0
}

func (t *tracer) worstRoute(m int) (route int, gap float64) {
	n := t.s.Scenario.Net
	route = -1
	for k := int(n.RouteIn[m]); k < int(n.RouteIn[m+1]); k++ {
		if g := t.sum(t.s.Baseline.Shipped, k) - t.sum(t.s.Scenario.Shipped, k); g > gap {
			route, gap = k, g
		}
	}
	return route, gap
}

func (t *tracer) worstLine(m int) (line int, gap float64) {
	n := t.s.Scenario.Net
	line = -1
	for _, o := range n.OutputBy[n.OutputIn[m]:n.OutputIn[m+1]] {
		out := n.Outputs[o]
		g := out.Coef * (t.sum(t.s.Baseline.Made, out.Line) - t.sum(t.s.Scenario.Made, out.Line))
		if g > gap {
			line, gap = out.Line, g
		}
	}
	return line, gap
}

// stepRoute tells why a route sent less: a control on it, or an origin that was
// short itself, which is where to go on.
func (t *tracer) stepRoute(m, route int) (next int, done bool) {
	n := t.s.Scenario.Net
	r := n.Routes[route]
	c := n.Model.Commodities[n.Markets[m].Commodity]
	from, to := n.Model.Regions[n.Markets[r.From].Region].ID, n.Model.Regions[n.Markets[r.To].Region].ID
	share := t.fall(t.s.Scenario.Shipped, t.s.Baseline.Shipped, route)
	if e := t.control(route); e != nil {
		d := n.Scenario.Events[e.Model]
		t.event = d.ID
		t.say("%s from %s to %s fell by %.0f %%: %s (%s, from %s)", c.ID, from, to, 100*share, d.Title, d.Kind, day(d.From))
		return 0, true
	}
	t.say("%s from %s to %s fell by %.0f %%: %s was short of it", c.ID, from, to, 100*share, from)
	return r.From, false
}

// stepDrain tells who drew more from a market whose sources did not fall short:
// the importer whose purchases rose most, which is where to go on.
func (t *tracer) stepDrain(m int) (next int) {
	n := t.s.Scenario.Net
	worst, most := -1, 0.0
	for k, r := range n.Routes {
		if r.From != m {
			continue
		}
		if more := t.sum(t.s.Scenario.Shipped, k) - t.sum(t.s.Baseline.Shipped, k); more > most {
			worst, most = k, more
		}
	}
	if worst < 0 {
		t.say("buyers of %s wanted more than usual", n.Name(m))
		return -1
	}
	to := n.Routes[worst].To
	t.say("%s was drawn on by %s, which bought %.0f %% more there", n.Name(m), n.Model.Regions[n.Markets[to].Region].ID,
		100*most/max(t.sum(t.s.Baseline.Shipped, worst), most*1e-6))
	return to
}

// control returns the event that covers the route in the tracer's weeks, the
// strictest kind first.
func (t *tracer) control(route int) *network.Event {
	n := t.s.Scenario.Net
	for _, kind := range []model.EventKind{model.Embargo, model.Licence, model.Quota} {
		for i := range n.Events {
			e := &n.Events[i]
			if e.Kind == kind && e.Start <= t.to && e.End > t.from && contains(e.Routes, int32(route)) {
				return e
			}
		}
	}
	return nil
}

// stepLine tells why a line made less: an outage, or the input it lacked most,
// which is where to go on.
func (t *tracer) stepLine(line int) (next int, done bool) {
	n := t.s.Scenario.Net
	l := n.Lines[line]
	f := n.Model.Facilities[l.Facility]
	share := t.fall(t.s.Scenario.Made, t.s.Baseline.Made, line)
	for i := range n.Events {
		e := &n.Events[i]
		if e.Start <= t.to && contains(e.Sites, int32(l.Site)) {
			d := n.Scenario.Events[e.Model]
			t.event = d.ID
			t.say("%s (%s) made %.0f %% less: %s (%s, from %s)", f.Name, n.Model.Regions[f.Region].ID, 100*share, d.Title, d.Kind, day(d.From))
			return 0, true
		}
	}
	next, worst := -1, 0.0
	for _, in := range n.Inputs[l.In0:l.In1] {
		if s := t.shortness(in.Market); s > worst {
			next, worst = in.Market, s
		}
	}
	if next < 0 {
		t.say("%s (%s) made %.0f %% less: its buyers ordered less", f.Name, n.Model.Regions[f.Region].ID, 100*share)
		return 0, true
	}
	t.say("%s (%s) made %.0f %% less: it lacked %s", f.Name, n.Model.Regions[f.Region].ID, 100*share, n.Model.Commodities[n.Markets[next].Commodity].ID)
	return next, false
}

// shortness is the worst share of buyers without stock in a market.
func (t *tracer) shortness(m int) float64 {
	worst := 0.0
	for w := t.from; w <= t.to; w++ {
		worst = max(worst, t.s.Scenario.Stopped[w][m])
	}
	return worst
}

func contains(list []int32, v int32) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}
