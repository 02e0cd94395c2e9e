package provenance

import (
	"math"
	"testing"

	"lodestone/internal/network"
)

// A drawing has no cycle, and what flows into a box with both sides flows out.
func checkDiagram(t *testing.T, d *Diagram) {
	t.Helper()
	in, out := map[string]float64{}, map[string]float64{}
	next := map[string][]string{}
	for _, l := range d.Links {
		out[l.From] += l.T
		in[l.To] += l.T
		next[l.From] = append(next[l.From], l.To)
	}
	for _, n := range d.Nodes {
		if in[n.ID] > 0 && out[n.ID] > 0 && math.Abs(in[n.ID]-out[n.ID]) > 1e-6*in[n.ID] {
			t.Errorf("%s: %g t in, %g t out", n.ID, in[n.ID], out[n.ID])
		}
	}
	state := map[string]int{}
	var visit func(id string)
	visit = func(id string) {
		state[id] = 1
		for _, to := range next[id] {
			if state[to] == 1 {
				t.Errorf("cycle through %s and %s", id, to)
			} else if state[to] == 0 {
				visit(to)
			}
		}
		state[id] = 2
	}
	for _, n := range d.Nodes {
		if state[n.ID] == 0 {
			visit(n.ID)
		}
	}
}

// The built-in chain, all together and one element, in the base year: everything
// an end use takes was made or recycled, losses included.
func TestDrawBuiltIn(t *testing.T) {
	n := builtIn(t)
	f := Base(n)
	for _, e := range []int{All, elementOf(t, n, "Dy")} {
		d, err := Draw(f, e)
		if err != nil {
			t.Fatal(err)
		}
		checkDiagram(t, d)
		kinds := map[string]float64{}
		ends := map[string]string{}
		for _, x := range d.Nodes {
			ends[x.ID] = x.Kind
		}
		for _, l := range d.Links {
			kinds[ends[l.To]] += l.T
			if l.Return && ends[l.From] != BoxRecycled && ends[l.To] != BoxRecycled {
				t.Errorf("%+v returns without being scrap", l)
			}
		}
		for _, kind := range []string{BoxMade, BoxUsed, BoxDemand, BoxLoss, BoxRecycled} {
			if kinds[kind] <= 0 {
				t.Errorf("element %d: nothing flows into %s: %v", e, kind, kinds)
			}
		}
	}
	if _, err := Draw(f, len(n.Model.Elements)); err == nil {
		t.Error("an unknown element was drawn")
	}
}

// link is the flow between two boxes, t a week.
func (d *Diagram) link(from, to string) float64 {
	for _, l := range d.Links {
		if l.From == from && l.To == to {
			return l.T / network.WeeksPerYear
		}
	}
	return 0
}

// Closed forms without scrap: the ore of Myanmar in China, the magnets of Japan in
// the EU; and with it: a quarter of what the magnet maker draws falls as swarf, a
// fifth of that is lost on its way back.
func TestDrawClosedForms(t *testing.T) {
	for _, c := range []struct {
		chain    []string
		from, to string
		want     float64
	}{
		{straight(), "made:concentrate:MM", "used:concentrate:CN", 5},
		{straight(), "made:magnet:JP", "used:magnet:EU", 2},
		{straight(), "used:separate:JP", "made:magnet:JP", 5},
		{looped(), "used:separate:JP", "recycled:1", 25},
		{looped(), "recycled:2", "made:separate:JP", 20},
		{looped(), "recycled:2", "loss:separate", 5},
		{looped(), "made:separate:JP", "used:separate:JP", 20},
	} {
		d, err := Draw(Base(compile(t, c.chain...)), All)
		if err != nil {
			t.Fatal(err)
		}
		checkDiagram(t, d)
		if got := d.link(c.from, c.to); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s to %s: %g t a week, want %g", c.from, c.to, got, c.want)
		}
	}
}

// Trade through a third region is drawn from the maker to the user.
func TestDrawTransit(t *testing.T) {
	n := compile(t, "element Dy", "commodity oxide stage separate Dy 1", "plant sepCN CN 10 makes oxide",
		"route oxide CN MY 10", "route oxide MY JP 10", "use lasers JP 10 needs oxide:1")
	d, err := Draw(Base(n), All)
	if err != nil {
		t.Fatal(err)
	}
	checkDiagram(t, d)
	if got := d.link("made:separate:CN", "used:separate:JP"); math.Abs(got-10) > 1e-9 {
		t.Errorf("%g t a week from maker to user, want 10; drawn: %+v", got, d.Links)
	}
}
