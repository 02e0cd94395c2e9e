package sweep

import (
	"context"
	"math"
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"lodestone/internal/dataset"
	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/sim/simtest"
)

var ctx = context.Background()

func compile(t testing.TB, lines ...string) *network.Network {
	t.Helper()
	c, err := simtest.Parse(strings.Join(lines, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	n, err := network.Compile(c.Model, c.Scenario)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func sweeper(t testing.TB, n *network.Network) *Sweeper {
	t.Helper()
	s, err := New(n, 4)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func all(t testing.TB, n *network.Network, by By) []Target {
	t.Helper()
	list, err := Targets(n, by)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func target(t testing.TB, n *network.Network, by By, name string) Target {
	t.Helper()
	for _, x := range all(t, n, by) {
		if x.Name == name {
			return x
		}
	}
	t.Fatalf("no %s %q", by, name)
	return Target{}
}

// single is one works that serves one use over the sea. Its makers restock within
// weeks: slow ones take a halt of exports for a loss of use, start again slowly, and
// stop the line a second time.
func single(t testing.TB, more ...string) *network.Network {
	return compile(t, append([]string{"commodity magnet price 100", "plant works CN 10 makes magnet lag 2",
		"route magnet CN EU 10 lead 5", "use motors EU 10 needs magnet:1 value 1000",
		"cover magnet EU 6", "cover magnet CN 3", "set order_adjustment_time 2", "run 200"}, more...)...)
}

// chain has a large works in CN that serves everybody and a small one in JP; two
// more in US and EU stand in for each other.
func chain(t testing.TB, more ...string) *network.Network {
	return compile(t, append([]string{"commodity magnet price 100", "commodity alloy price 50",
		"plant works CN 20 makes magnet owner Great", "plant small JP 5 makes magnet owner Great",
		"plant left US 5 makes alloy capacity 10", "plant right EU 5 makes alloy capacity 10",
		"route alloy US JP 5", "route alloy EU JP 5", "use tools JP 10 needs alloy:1 value 3000",
		"route magnet CN US 10 lead 3", "route magnet CN JP 5", "use motors US 10 needs magnet:1 value 1000",
		"use motors JP 10 needs magnet:1 value 1000", "use motors CN 5 needs magnet:1 value 1000",
		"cover magnet * 6", "cover alloy * 2", "set share_adjustment_time 4", "run 200"}, more...)...)
}

func builtIn(t testing.TB, weeks int) *network.Network {
	t.Helper()
	p, err := dataset.Open(os.DirFS("../../data/ree"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.Model(2024)
	if err != nil {
		t.Fatal(err)
	}
	n, err := network.Compile(m, &model.Scenario{Name: "sweep", BaseYear: 2024, Start: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), Weeks: weeks})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// With one source, S of stock and use d, a line survives a removal of S/d weeks; one
// for good stops it the lead times later; a longer one costs what was used less the
// stock (Simchi-Levi et al. 2015: time to survive times use is the stock).
func TestClosedForms(t *testing.T) {
	for _, c := range []struct {
		by            By
		name          string
		survive, lead int
	}{
		{Route, "magnet CN EU", 6, 5},
		{Commodity, "magnet CN", 6, 5},
		{Country, "CN", 6, 5},     // its own stock is not sent
		{Facility, "works", 9, 7}, // stocks on both sides of the sea
	} {
		n := single(t)
		s := sweeper(t, n)
		x := target(t, n, c.by, c.name)
		list, err := s.Survive(ctx, []Target{x}, 26, nil)
		if err != nil {
			t.Fatal(err)
		}
		v := list[0]
		if v.Survive != c.survive || v.Beyond || v.Grace != c.survive+c.lead || v.Exposure != 1 {
			t.Errorf("%s: %+v, want %d weeks survived, %d if for good", c.name, v, c.survive, c.survive+c.lead)
		}
		o := s.Remove(26, x)
		want := float64(26-c.survive) * 10 * 1000
		if math.Abs(o.Lost-want) > 1e-6*want || v.Impact != o.Lost {
			t.Errorf("%s: lost %g and %g, want %g", c.name, o.Lost, v.Impact, want)
		}
		if o.Recovery != c.lead || v.Recover != c.lead {
			t.Errorf("%s: recovers in %d weeks, want the lead time of %d", c.name, o.Recovery, c.lead)
		}
		if o = s.Remove(c.survive, x); o.Lost > 1e-6 || o.DownWeek >= 0 || o.Recovery != 0 {
			t.Errorf("%s: a removal as long as the stock lasts gives %+v", c.name, o)
		}
	}
}

// A facility nobody needs survives everything and costs nothing.
func TestNothingLost(t *testing.T) {
	n := single(t, "plant heap US 3 makes magnet", "use dump US 3 needs magnet:1 surplus yes")
	s := sweeper(t, n)
	list, err := s.Survive(ctx, []Target{target(t, n, Facility, "heap")}, 26, nil)
	if err != nil {
		t.Fatal(err)
	}
	if v := list[0]; !v.Beyond || v.Survive != s.Longest() || v.Grace != -1 || v.Impact != 0 || v.Exposure != 0 || v.Recover != 0 {
		t.Errorf("%+v", v)
	}
}

// Bisection finds what trying every duration finds.
func TestBisection(t *testing.T) {
	n := chain(t)
	s := sweeper(t, n)
	for _, by := range []By{Facility, Country, Route} {
		list, err := s.Survive(ctx, all(t, n, by), 26, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range list {
			want := 0
			for want < s.Longest() && s.firstDown(want+1, target(t, n, by, v.Name)) < 0 {
				want++
			}
			if v.Survive != want {
				t.Errorf("%s: survives %d weeks, want %d", v.Name, v.Survive, want)
			}
		}
	}
}

// A country takes the smuggling out of it along, a country's home losses are its own.
func TestCountry(t *testing.T) {
	n := chain(t, "route magnet CN EU 1", "route magnet CN EU 1 illicit yes", "use pumps EU 2 needs magnet:1 value 1000")
	s := sweeper(t, n)
	o := s.Remove(60, target(t, n, Country, "CN"))
	if o.AtHome <= 0 || o.AtHome >= o.Lost {
		t.Errorf("lost %g, of which at home %g", o.Lost, o.AtHome)
	}
	cut := s.Remove(60, target(t, n, Route, "magnet CN EU"))
	if want := (60 - 6) * 2 * 1000.0; math.Abs(cut.Lost-want) > 0.02*want {
		t.Errorf("the route and its smuggling cost %g, want %g", cut.Lost, want)
	}
}

// Owners lose all their facilities; those that nobody is named for are no owner.
func TestTargets(t *testing.T) {
	n := chain(t, "plant other CN 1 makes magnet owner various", "use pumps CN 1 needs magnet:1 value 1000")
	for by, want := range map[By]string{
		Owner: "Great", Facility: "left other right small works", Country: "CN EU JP US",
		Commodity: "alloy EU;alloy US;magnet CN", Route: "alloy EU JP;alloy US JP;magnet CN JP;magnet CN US",
	} {
		var names []string
		for _, x := range all(t, n, by) {
			names = append(names, x.Name)
		}
		sep := " "
		if strings.Contains(want, ";") {
			sep = ";"
		}
		if got := strings.Join(names, sep); got != want {
			t.Errorf("%s: %s, want %s", by, got, want)
		}
	}
	s := sweeper(t, n)
	both := s.Remove(26, target(t, n, Facility, "works"), target(t, n, Facility, "small"))
	if o := s.Remove(26, target(t, n, Owner, "Great")); o.Lost != both.Lost {
		t.Errorf("the owner costs %g, its facilities %g", o.Lost, both.Lost)
	}
}

// Two sources that stand in for each other cost more together than alone, and the
// search finds them where no single loss points to them.
func TestPairsAndWorst(t *testing.T) {
	n := chain(t)
	s := sweeper(t, n)
	targets := all(t, n, Facility)
	singles, err := s.Singles(ctx, targets, 26, nil)
	if err != nil {
		t.Fatal(err)
	}
	pairs, err := s.Pairs(ctx, targets, singles, len(targets), 26, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(pairs) != 6 || pairs[0].Name != "left + right" && pairs[0].Name != "right + left" || pairs[0].Lost < 2*pairs[0].Alone {
		t.Fatalf("pairs %+v, want left and right to lead", pairs)
	}
	w, err := s.Worst(ctx, targets, 2, 26, 100, nil)
	if err != nil {
		t.Fatal(err)
	}
	if w.Best.Lost != pairs[0].Lost || !w.Complete || w.Bound < w.Best.Lost || w.Ceiling < w.Best.Lost || w.Breach > 0.01 {
		t.Errorf("worst %+v, want %s, complete, at %g", w, pairs[0].Name, pairs[0].Lost)
	}
	if g := w.Greedy[1]; g.Lost >= w.Best.Lost {
		t.Errorf("greedy search finds %g, should miss %g", g.Lost, w.Best.Lost)
	}
	// Short of runs, the bound still holds.
	for _, budget := range []int{0, 1, 2, 3} {
		less, err := s.Worst(ctx, targets, 2, 26, budget, nil)
		if err != nil {
			t.Fatal(err)
		}
		if less.Bound < w.Best.Lost || less.Complete && less.Best.Lost != w.Best.Lost {
			t.Errorf("budget %d: bound %g, complete %v, for %g", budget, less.Bound, less.Complete, w.Best.Lost)
		}
	}
}

// The search agrees with trying all sets, whatever their size.
func TestWorstIsWorst(t *testing.T) {
	n := chain(t)
	s := sweeper(t, n)
	targets := all(t, n, Facility)
	for k := 1; k <= len(targets)+1; k++ {
		w, err := s.Worst(ctx, targets, k, 20, 1000, nil)
		if err != nil {
			t.Fatal(err)
		}
		best := 0.0
		for bits := range 1 << len(targets) {
			var set []Target
			for i := range targets {
				if bits>>i&1 == 1 {
					set = append(set, targets[i])
				}
			}
			if len(set) > 0 && len(set) <= k {
				best = max(best, s.Remove(20, set...).Lost)
			}
		}
		if !w.Complete || math.Abs(w.Best.Lost-best) > 1e-9*best {
			t.Errorf("k %d: found %g, complete %v, want %g", k, w.Best.Lost, w.Complete, best)
		}
	}
}

// Everything is the same on any number of processors.
func TestDeterministic(t *testing.T) {
	n := chain(t, "set hoarding 1", "set qualification_trigger 0.2", "set cover_spread 0.5")
	targets := all(t, n, Facility)
	run := func(processors int) []any {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
		s := sweeper(t, n)
		singles, err1 := s.Singles(ctx, targets, 26, nil)
		pairs, err2 := s.Pairs(ctx, targets, singles, 4, 26, nil)
		worst, err3 := s.Worst(ctx, targets, 3, 26, 20, nil)
		curve, err4 := s.Curve(ctx, []int{4, 13, 52}, nil, targets[0])
		survive, err5 := s.Survive(ctx, targets, 26, nil)
		return []any{singles, pairs, worst, curve, survive, err1, err2, err3, err4, err5}
	}
	one, four := run(1), run(4)
	if !reflect.DeepEqual(one, four) {
		t.Errorf("one processor\n%+v\nfour\n%+v", one, four)
	}
}

func TestMistakes(t *testing.T) {
	n := chain(t)
	s := sweeper(t, n)
	targets := all(t, n, Facility)
	if _, err := Targets(n, "planet"); err == nil || !strings.Contains(err.Error(), "expected one of") {
		t.Errorf("unknown kind: %v", err)
	}
	if _, err := New(n, n.Weeks); err == nil {
		t.Error("a removal after the run is accepted")
	}
	for _, weeks := range []int{0, s.Longest() + 1} {
		_, err1 := s.Singles(ctx, targets, weeks, nil)
		_, err2 := s.Curve(ctx, []int{4, weeks}, nil, targets[0])
		_, err3 := s.Survive(ctx, targets, weeks, nil)
		_, err4 := s.Worst(ctx, targets, 2, weeks, 0, nil)
		if err1 == nil || err2 == nil || err3 == nil || err4 == nil {
			t.Errorf("%d weeks accepted: %v %v %v %v", weeks, err1, err2, err3, err4)
		}
	}
	if _, err := s.Worst(ctx, nil, 1, 26, 0, nil); err == nil {
		t.Error("nothing to remove is accepted")
	}
}

// A stopped context stops the sweep; progress never falls and ends at 1.
func TestCancelAndProgress(t *testing.T) {
	n := chain(t)
	s := sweeper(t, n)
	targets := all(t, n, Facility)
	last := 0.0
	tell := func(done float64) {
		if done < last {
			t.Errorf("progress falls from %g to %g", last, done)
		}
		last = done
	}
	if _, err := s.Worst(ctx, targets, 3, 26, 10, tell); err != nil || last != 1 {
		t.Errorf("ends at %g, %v", last, err)
	}
	stopped, stop := context.WithCancel(ctx)
	runs := 0
	_, err := s.Singles(stopped, targets, 26, func(float64) {
		if runs++; runs == 1 {
			stop()
		}
	})
	if err == nil {
		t.Error("no error after cancelling")
	}
	if _, err := s.Survive(stopped, targets, 26, nil); err == nil {
		t.Error("no error when cancelled before")
	}
}
