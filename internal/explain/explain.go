package explain

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/sim"
)

// Schema names the JSON form of [Explanation].
const Schema = "lodestone/explain/1"

// Explanation is why one end use in one region went short in one week.
type Explanation struct {
	Schema    string  `json:"schema"`
	Scenario  string  `json:"scenario"`
	EndUse    string  `json:"end_use"`
	Region    string  `json:"region"`
	Week      int     `json:"week"`
	Date      string  `json:"week_of"`
	Unit      string  `json:"unit"`
	Wanted    float64 `json:"wanted_units"`
	Unserved  float64 `json:"unserved_units"` // beyond the baseline
	Share     float64 `json:"unserved_share"`
	Commodity string  `json:"missing_commodity"`
	Roots     []Root  `json:"roots"` // shares sum to 1
	Path      *Node   `json:"path"`
	Fix       Fix     `json:"smallest_stock_that_would_have_served"`
	market    int
}

// Root is where causal paths end, with its share of the shortage.
type Root struct {
	Name  string  `json:"name"`
	Kind  string  `json:"kind"`
	Text  string  `json:"text"`
	Share float64 `json:"share"`
	// Booked is the share that the accounts give; Without is by how much smaller
	// the shortage of that week is when the event is taken out and the run
	// repeated. A root claims no more than that.
	Booked  float64  `json:"booked_share"`
	Without float64  `json:"smaller_without,omitempty"` // events only
	IDs     []string `json:"events,omitempty"`
}

// Node is one step of the causal path: what a market lacked, and why, as shares
// of its own lack.
type Node struct {
	Text     string  `json:"text"`
	Share    float64 `json:"share"`
	Since    string  `json:"since,omitempty"` // week in which it began to bind
	Children []*Node `json:"children,omitempty"`
}

// Fix is the least stock, normally held in the region where the use buys beyond
// what is held now, with which fewer lines than line_down_share would have stood
// still that week: found by running the scenario with more.
type Fix struct {
	Commodity string  `json:"commodity"`
	Region    string  `json:"region"`
	Tonnes    float64 `json:"t"`
	Weeks     float64 `json:"weeks_of_use"`
	Possible  bool    `json:"possible"` // false if no stock of this one commodity would do
}

// negligible is the unserved share below which nothing is explained.
const negligible = 1e-6

// Explain explains the shortage of a use in a week; a negative week means the
// first in which at least line_down_share of its demand goes unserved beyond the
// baseline, else the worst. The baseline is what the network is compared with. An
// Explanation without roots says that there was no shortage.
func Explain(n *network.Network, use, week int) (*Explanation, error) {
	if week >= n.Weeks || week < -1 {
		return nil, fmt.Errorf("week %d: the scenario has %d weeks, from 0", week, n.Weeks)
	}
	weeks := n.Weeks
	if week >= 0 {
		weeks = week + 1
	}
	base, run := both(n, weeks)
	if week < 0 {
		week = worst(base, run, use)
	}
	x := newExplanation(n, base, run, use, week)
	if x.Share < negligible {
		return x, nil
	}
	f := follow(base, run, week+1)
	x.attribute(f, use)
	x.verify(n, base, use, f)
	x.fix(n, use)
	return x, nil
}

// both observes the baseline and the run side by side; they share nothing that
// either writes.
func both(n *network.Network, weeks int) (base, run *trail) {
	done := make(chan struct{})
	go func() {
		base = observe(n.Baseline(), weeks)
		close(done)
	}()
	run = observe(n, weeks)
	<-done
	return base, run
}

// unserved is the share of a use's demand that went unserved beyond the baseline.
func unserved(base, run *trail, use, w int) float64 {
	miss := func(t *trail) float64 { return t.demand[w][use] - t.served[w][use] }
	if run.demand[w][use] <= 0 || run.net.Uses[use].Surplus {
		return 0
	}
	return max(0, miss(run)-miss(base)) / run.demand[w][use]
}

// worst returns the first week in which enough lines stand still, or else the
// week in which most do.
func worst(base, run *trail, use int) int {
	n := run.net
	enough := n.Markets[n.Inputs[n.Uses[use].In0].Market].Params.LineDownShare
	at, most := 0, 0.0
	for w := range run.served {
		x := unserved(base, run, use, w)
		if x >= enough {
			return w
		}
		if x > most {
			at, most = w, x
		}
	}
	return at
}

func newExplanation(n *network.Network, base, run *trail, use, week int) *Explanation {
	u := &n.Uses[use]
	e := &n.Model.EndUses[u.EndUse]
	share := unserved(base, run, use, week)
	x := &Explanation{Schema: Schema, Scenario: n.Scenario.Name, EndUse: e.ID, Region: n.Model.Regions[u.Region].ID, Week: week,
		Date: n.Scenario.Date(week).Format(time.DateOnly), Unit: e.Unit, Wanted: run.demand[week][use], Share: share,
		Unserved: float64(share * run.demand[week][use])}
	x.market = n.Inputs[run.scarce[week][use]].Market
	x.Commodity = n.Model.Commodities[n.Markets[x.market].Commodity].ID
	return x
}

// attribute finds the roots and the path.
func (x *Explanation) attribute(f *follower, use int) {
	w := x.Week
	t := f.run
	var what mix
	if by := f.refused(use, w); by >= 0 {
		what = mix{}.plus(f.roots.id(byEvents, []int{by}, 0), 1)
		x.Path = &Node{Text: fmt.Sprintf("%s may not have what came in under %s", x.EndUse, f.roots.text(what[0].root)), Share: 1}
	} else {
		u := &f.net.Uses[use]
		what = f.needs(u.In0, u.In1, t.scarce[w][use], t.gets(w, u), w)
		x.Path = f.node(f.net.Inputs[t.scarce[w][use]].Market, w, 1, map[int]bool{})
	}
	total := what.total()
	for _, p := range what {
		r := f.roots.list[p.root]
		root := Root{Name: f.roots.name(p.root), Kind: r.kind.String(), Text: f.roots.text(p.root), Share: p.amount / total, Booked: p.amount / total}
		for _, e := range r.events {
			root.IDs = append(root.IDs, f.net.Scenario.Events[f.net.Events[e].Model].ID)
		}
		x.Roots = append(x.Roots, root)
	}
}

// verify takes every event that claims a share out in turn, repeats the run, and
// lets no event claim more than the shortage then shrinks. Accounts cannot see
// what did not happen: an input that piles up for want of another hides that it
// would have been short too. What is left over is of no event alone.
func (x *Explanation) verify(n *network.Network, base *trail, use int, f *follower) {
	over := 0.0
	for i := range x.Roots {
		r := &x.Roots[i]
		if len(r.IDs) != 1 {
			continue
		}
		s := *n.Scenario
		s.Events = slices.DeleteFunc(slices.Clone(s.Events), func(e model.Event) bool { return e.ID == r.IDs[0] })
		left := shortage(n.For(&s), base, use, x.Week)
		r.Without = max(0, 1-left/x.Share)
		if r.Without < r.Share {
			over += r.Share - r.Without
			r.Share = r.Without
		}
	}
	if over > 0 {
		name := f.roots.name(f.several)
		at := slices.IndexFunc(x.Roots, func(r Root) bool { return r.Name == name })
		if at < 0 {
			at = len(x.Roots)
			x.Roots = append(x.Roots, Root{Name: name, Kind: byInputs.String(), Text: f.roots.text(f.several)})
		}
		x.Roots[at].Share += over
	}
	slices.SortStableFunc(x.Roots, func(a, b Root) int { return cmp.Compare(b.Share, a.Share) })
}

// shortage is the unserved share of a use in a week of a run, beyond the baseline.
func shortage(n *network.Network, base *trail, use, week int) float64 {
	s := sim.New(n)
	for range week + 1 {
		s.Step()
	}
	miss := (s.State.Demand[use] - s.State.Served[use]) - (base.demand[week][use] - base.served[week][use])
	return max(0, miss) / max(s.State.Demand[use], 1e-300)
}

// refused returns the event that keeps a use from goods that are there, or -1.
func (f *follower) refused(use, w int) int {
	t := f.run
	for e := range f.net.Events {
		event := &f.net.Events[e]
		if event.Kind != model.Licence || !event.Active(w) || !slices.Contains(event.Refused, int32(use)) {
			continue
		}
		if got := t.served[w][use] / t.demand[w][use]; got < t.gets(w, &f.net.Uses[use])(int(t.scarce[w][use]))-negligible {
			return e
		}
	}
	return -1
}

// lackOr is what a market lacks, or else that its buyers want more.
func (f *follower) lackOr(m, w int) mix {
	if what := f.lackThen(m, w); len(what) > 0 {
		return what
	}
	return mix{}.plus(f.rush(m, w), 1)
}

// shown is the share of a market's lack below which a branch is not shown.
const shown = 0.05

// node tells what market m lacks in week w, branch by branch, following sources
// that were short themselves up the chain.
func (f *follower) node(m, w int, share float64, above map[int]bool) *Node {
	n := f.net
	out := &Node{Text: n.Name(m) + " ran short", Share: share}
	if above[m] || w < 0 {
		return out
	}
	above[m] = true
	defer delete(above, m)
	slots := make([]slot, 0, len(f.weeks[w].terms[m]))
	total := 0.0
	for s := range f.weeks[w].terms[m] {
		slots = append(slots, s)
	}
	slices.SortFunc(slots, func(a, b slot) int {
		return cmp.Or(cmp.Compare(f.weeks[w].terms[m][b].amount, f.weeks[w].terms[m][a].amount), cmp.Compare(a.reason, b.reason), cmp.Compare(a.by, b.by), cmp.Compare(a.index, b.index))
	})
	for _, s := range slots {
		total += f.weeks[w].terms[m][s].amount
	}
	if total <= 0 {
		out.Children = append(out.Children, &Node{Text: f.roots.text(f.rush(m, w)), Share: 1})
		return out
	}
	rest := 0.0
	for _, s := range slots {
		t := f.weeks[w].terms[m][s]
		part := t.amount / total
		if part < shown {
			rest += part
			continue
		}
		child := f.branch(s, m, w, part, above)
		child.Since = n.Scenario.Date(t.began).Format(time.DateOnly)
		out.Children = append(out.Children, child)
	}
	if rest > 0 {
		out.Children = append(out.Children, &Node{Text: "smaller causes", Share: rest})
	}
	return out
}

// branch tells one source of a market's lack.
func (f *follower) branch(s slot, m, w int, part float64, above map[int]bool) *Node {
	n := f.net
	region := func(market int) string { return n.Model.Regions[n.Markets[market].Region].ID }
	c := n.Model.Commodities[n.Markets[m].Commodity].ID
	node := &Node{Share: part}
	deeper := func(market, when int) { node.Children = append(node.Children, f.node(market, when, 1, above)) }
	switch s.reason {
	case heldUp, shortThen, unasked:
		k := int(s.index)
		from, sent := int(n.RouteFrom[k]), w-int(n.RouteLead[k])
		by := f.acting.of(f.acting.route[k], max(sent, 0), controls)
		switch {
		case s.reason == heldUp && len(by) > 0:
			node.Text = fmt.Sprintf("%s from %s was held up by %s", c, region(from), f.roots.text(f.roots.id(byEvents, by, 0)))
		case s.reason == heldUp:
			node.Text = fmt.Sprintf("%s from %s was held up at the border", c, region(from))
		case s.reason == shortThen:
			node.Text = fmt.Sprintf("%s could not send the %s that was ordered", region(from), c)
			deeper(from, sent)
		default:
			node.Text = fmt.Sprintf("less %s was ordered from %s", c, region(from))
			if len(f.lackThen(from, sent)) > 0 {
				deeper(from, sent)
			}
		}
	case noRoom, noInput, idle:
		o := &n.Outputs[s.index]
		l := &n.Lines[o.Line]
		plant := n.Model.Facilities[l.Facility].Name
		began := w - l.Lag
		switch s.reason {
		case noRoom:
			node.Text = plant + " lacked capacity"
			if by := f.acting.of(f.acting.site[l.Site], max(began, 0), losses); len(by) > 0 {
				node.Text = fmt.Sprintf("%s made less: %s", plant, f.roots.text(f.roots.id(byEvents, by, 0)))
			}
		case noInput:
			in := n.Inputs[f.run.short[max(began, 0)][o.Line]].Market
			node.Text = fmt.Sprintf("%s made less: it lacked %s", plant, n.Model.Commodities[n.Markets[in].Commodity].ID)
			deeper(in, began)
		default:
			node.Text = plant + " was asked for less"
		}
	case drawn:
		node.Text = f.drawer(s, c, region)
	}
	return node
}

// drawer says who drew more of a commodity.
func (f *follower) drawer(s slot, c string, region func(int) string) string {
	n := f.net
	switch s.by {
	case importer:
		return fmt.Sprintf("%s bought more %s here", region(int(n.RouteTo[s.index])), c)
	case plant:
		return fmt.Sprintf("%s used more %s", n.Model.Facilities[n.Lines[s.index].Facility].Name, c)
	case endUse:
		return fmt.Sprintf("%s used more %s", n.Model.EndUses[n.Uses[s.index].EndUse].ID, c)
	}
	return fmt.Sprintf("%s went into a stockpile", c)
}

// halvings is how far the search for the least stock is carried: to a thousandth.
const halvings = 10

// mostWeeks is the most stock that is tried, weeks of use.
const mostWeeks = 260

// fix finds by bisection the least stock of the missing commodity, normally held
// in the region beyond what is, with which the use would not have had a line-down.
func (x *Explanation) fix(n *network.Network, use int) {
	m := &n.Markets[x.market]
	x.Fix = Fix{Commodity: x.Commodity, Region: n.Model.Regions[m.Region].ID}
	serves := func(weeks float64) bool {
		s := sim.New(n.WithCover(x.market, weeks))
		for range x.Week + 1 {
			s.Step()
		}
		return s.State.Demand[use]-s.State.Served[use] < float64(m.Params.LineDownShare*s.State.Demand[use])
	}
	low, high := 0.0, 1.0
	for !serves(high) {
		if low, high = high, 2*high; high > mostWeeks {
			return
		}
	}
	for range halvings {
		if mid := (low + high) / 2; serves(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	x.Fix.Possible, x.Fix.Weeks, x.Fix.Tonnes = true, high, float64(high*m.BaseUse)
}
