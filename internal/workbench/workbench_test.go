package workbench

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"lodestone/internal/result"
	"lodestone/internal/sim"
)

func open(t *testing.T) *Bench {
	t.Helper()
	b, err := Open("")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The built-in chain, in each of its base years, holds still for ten years when
// nothing happens.
func TestBuiltInChainHoldsStill(t *testing.T) {
	b := open(t)
	for _, name := range []string{"total-cutoff", "japan-embargo-2010"} {
		file, err := b.Scenario(name)
		if err != nil {
			t.Fatal(err)
		}
		n, err := b.Compile(file)
		if err != nil {
			t.Fatal(err)
		}
		s := sim.New(n.Baseline())
		before := slices.Clone(s.State.Stock)
		for range 520 {
			s.Step()
		}
		for i, stock := range s.State.Stock {
			if math.Abs(stock-before[i]) > 1e-6*before[i]+1e-9 {
				t.Errorf("base of %s: %s went from %g to %g", name, n.Name(i), before[i], stock)
			}
		}
	}
}

// Every scenario runs, conserves mass and says the same twice.
func TestEveryScenarioRuns(t *testing.T) {
	b := open(t)
	for _, name := range b.Package.ScenarioNames() {
		first, err := b.Stress(t.Context(), name, Options{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if first.Residual > 1e-9 {
			t.Errorf("%s: mass balance off by %g of throughput", name, first.Residual)
		}
		second, err := b.Stress(t.Context(), name, Options{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if first.Lost != second.Lost || len(first.LineDowns) != len(second.LineDowns) {
			t.Errorf("%s: %+v the first time, %+v the second", name, first.Lost, second.Lost)
		}
	}
}

// More of a country's supply cut off, or for longer, never loses less in these
// scenarios, and a total stop loses more than one stage.
func TestLossesOrder(t *testing.T) {
	b := open(t)
	lost := func(name string) result.Range {
		s, err := b.Stress(t.Context(), name, Options{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return s.Lost
	}
	all, magnets, outage := lost("total-cutoff").Value, lost("magnets-only").Value, lost("mountain-pass-outage").Value
	if !(all > magnets && magnets > outage) {
		t.Errorf("lost: all stages %g, magnets only %g, one mine %g", all, magnets, outage)
	}
}

func TestUnknownScenario(t *testing.T) {
	_, err := open(t).Stress(t.Context(), "total-cutof", Options{}, nil)
	if !errors.Is(err, ErrUnknown) || !strings.Contains(err.Error(), `did you mean "total-cutoff"?`) {
		t.Errorf("got %v", err)
	}
}

// A scenario that extends another has its events first, and not its own file's
// hash alone.
func TestExtends(t *testing.T) {
	b := open(t)
	parent, err := b.Stress(t.Context(), "china-licences-2025", Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	child, err := b.Stress(t.Context(), "us-stocks-first", Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(child.Events) != len(parent.Events)+4 || child.Events[0] != parent.Events[0] {
		t.Errorf("events %+v, want those of the parent and four more", child.Events)
	}
	if len(child.Public) != 4 {
		t.Errorf("public money %+v, want that of four purchases", child.Public)
	}
	if with, without := lostIn(child, "US"), lostIn(parent, "US"); with > without/2 {
		t.Errorf("with a stockpile of every magnet %.3g USD are lost in its region, without %.3g: want half or less", with, without)
	}
	if child.Provenance.ScenarioHash == parent.Provenance.ScenarioHash {
		t.Error("the two scenarios have one hash")
	}
}

// lostIn is the value that the makers of a region lose with magnets.
func lostIn(s *result.Stress, region string) float64 {
	sum := 0.0
	for _, x := range s.Shortages {
		if x.Region == region && (x.Sector == "automotive" || x.Sector == "machinery") {
			sum += x.Value.Value
		}
	}
	return sum
}
