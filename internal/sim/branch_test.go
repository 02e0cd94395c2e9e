package sim_test

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/sim"
)

func runTo(n *network.Network, week int) *sim.Sim {
	s := sim.New(n)
	for s.State.Week < week {
		s.Step()
	}
	return s
}

// A branch stands where its run stands, to the last number, and leaves it alone.
func TestBranchIsTheSame(t *testing.T) {
	n := builtin(t, "us-does-what-japan-did")
	s := runTo(n, 120)
	other := s.Branch(n)
	if !reflect.DeepEqual(s, other) {
		t.Fatal("a branch differs from the run it comes from: a field of Sim is not copied")
	}
	for range 30 {
		other.Step()
	}
	if !reflect.DeepEqual(s, runTo(n, 120)) {
		t.Error("a branch writes to the run it comes from")
	}
	if !reflect.DeepEqual(other, runTo(n, 150)) {
		t.Error("a branch goes on otherwise than its run")
	}
}

// A run without an event, branched off when the event first matters, ends with the
// bits of a run without it from the start; and so, but for rounding, does a run of
// the scenario from which the event was deleted.
func TestBranchWithoutAnEvent(t *testing.T) {
	const weeks = 170
	for _, scenario := range []string{"us-does-what-japan-did", "china-licences-2025", "us-defence-refusal"} {
		n := builtin(t, scenario)
		n.Weeks = min(n.Weeks, weeks)
		for i := range n.Events {
			less := n.Without([]int{i})
			at := network.Parting(n, less)
			if at >= n.Weeks {
				continue
			}
			branch := runTo(n, at).Branch(less)
			for branch.State.Week < n.Weeks {
				branch.Step()
			}
			id := n.Scenario.Events[n.Events[i].Model].ID
			if !reflect.DeepEqual(branch, runTo(less, n.Weeks)) {
				t.Errorf("%s without %s: a branch in week %d ends otherwise than a run from the start", scenario, id, at)
			}
			s := *n.Scenario
			s.Events = slices.Delete(slices.Clone(s.Events), n.Events[i].Model, n.Events[i].Model+1)
			other := n.For(&s)
			other.Weeks = n.Weeks
			got, want := &branch.State, &runTo(other, n.Weeks).State
			if !alike(got.Stock, want.Stock) || !alike(got.Served, want.Served) || !alike(got.Price, want.Price) {
				t.Errorf("%s without %s: not what the scenario gives from which it was deleted", scenario, id)
			}
		}
	}
}

// alike reports whether numbers are the same but for rounding.
func alike(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Abs(x-y) <= 1e-9*max(1, math.Abs(x), math.Abs(y)) })
}

// What a market is given to hold is in the books: mass still goes nowhere.
func TestHold(t *testing.T) {
	n := builtin(t, "china-licences-2025")
	s := runTo(n, 10)
	before := slices.Clone(s.State.Stock)
	market := slices.IndexFunc(n.Markets, func(m network.Market) bool {
		return n.Model.Regions[m.Region].ID == "JP" && n.Model.Commodities[m.Commodity].Stage == model.Stage("magnet")
	})
	s.Hold(market, 8)
	if got, want := s.State.Stock[market]-before[market], 8*s.State.Expected[market]; got < 0.999*want || got > 1.001*want {
		t.Errorf("%g t more, want %g", got, want)
	}
	for range 50 {
		s.Step()
	}
	if s.State.Residual > 1e-9 {
		t.Errorf("mass is off by %g", s.State.Residual)
	}
}
