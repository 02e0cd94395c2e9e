package plan

import (
	"context"
	"math"
	"strings"
	"testing"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

// What flies comes once: five weeks earlier, 10 t a week bring 50 t into a lack of
// twelve weeks however long it lasts, and nothing into one that follows at once.
func TestFlying(t *testing.T) {
	s := tiny(1)
	s.periods = []Period{{0, 4}, {4, 8}, {8, 12}}
	f := &Future{Prob: 1, pass: [][]float64{{1}, {1}, {1}}}
	for k := range s.periods {
		f.terms = append(f.terms, term{period: k, value: 100 * 5000, weeks: 4, peak: 1, of: []part{{len(f.lacks), 1}}})
		f.lacks = append(f.lacks, lack{period: k, short: 100, stopped: 1, normal: 40, want: 100})
	}
	fly := Candidate{Move: &model.Move{Kind: model.FreightMove}, Unit: "t/wk", Cost: 1000, Limit: 10, Early: 5}
	g := newProgram(s, []Candidate{fly}, []*Future{f}, Question{Objective: Loss})
	if c := choose(t, g, math.Inf(1)); math.Abs(c.X[0]-10) > 1e-6 || math.Abs(c.Losses[0]-250*5000) > 1 {
		t.Errorf("flown %v, lost %v; want 10 and 250 t of 300", c.X, c.Losses)
	}
	// Only a part of what is wanted leaves.
	f.pass = [][]float64{{0.5}, {0.5}, {0.5}}
	g = newProgram(s, []Candidate{fly}, []*Future{f}, Question{Objective: Loss})
	if c := choose(t, g, math.Inf(1)); math.Abs(c.Losses[0]-275*5000) > 1 {
		t.Errorf("lost %v; want 275 t of 300", c.Losses)
	}
}

// A stock of oxide keeps the magnets from being short that a line at home would make
// of it: half a tonne of oxide for a tonne of magnets.
func TestUpstreamStock(t *testing.T) {
	s := tiny(2)
	f := lacking(1, []float64{0, 100}, 5000)
	f.runs = []activity{{idle: 80, of: []hold{{lack: len(f.lacks), missing: 80}}, outs: []network.Output{{Market: 1, Coef: 1}}}}
	f.lacks[0].net = 1
	f.lacks = append(f.lacks, lack{market: 0, net: 0, short: 40, stopped: 1, normal: 40, want: 40})
	g := newProgram(s, []Candidate{stockOf(0, model.StockMove, 1000, 500)}, []*Future{f}, Question{Objective: Loss})
	c := choose(t, g, math.Inf(1))
	if math.Abs(c.X[0]-40) > 1e-3 || math.Abs(c.Losses[0]-20*5000) > 1 {
		t.Errorf("stock %v, lost %v; want 40 t of oxide and 20 t of magnets", c.X, c.Losses)
	}
	// Losses too small to count take nothing along that others need.
	f.trim()
	if len(f.lacks) != 2 || len(f.runs) != 1 || f.lacks[f.runs[0].of[0].lack].market != 0 {
		t.Errorf("after trimming %d lacks, %v", len(f.lacks), f.runs)
	}
}

// A magnet plant is worth nothing without the alloy that nobody has to spare, and with
// a caster of alloy as much as that makes.
func TestPlantsFeedEachOther(t *testing.T) {
	s := tiny(2) // market 0 lacks magnets; market 1 is alloy
	n := s.net
	n.RouteIn = make([]int32, 3)
	n.Inputs = append(n.Inputs, network.Input{Market: 1, Coef: 2})
	n.Outputs = []network.Output{{Market: 0, Coef: 1, Line: 0}, {Market: 1, Coef: 1, Line: 1}}
	n.Lines = []network.Line{{Site: 0, In0: 2, In1: 3, Out0: 0, Out1: 1}, {Site: 1, In0: 3, In1: 3, Out0: 1, Out1: 2}}
	n.Sites = []network.Site{{Line0: 0, Line1: 1}, {Line0: 1, Line1: 2}}
	plant := func(site int, yearly float64) Candidate {
		return Candidate{Move: &model.Move{Kind: model.CapacityMove, Capacity: model.Quantity{Value: yearly}}, Market: -1, Use: -1, Site: site, Fixed: 1000, Limit: 1}
	}
	magnets, alloy := plant(0, 52*100), plant(1, 52*30)
	for _, c := range []struct {
		name string
		list []Candidate
		lost float64
	}{{"magnets alone", []Candidate{magnets}, 100}, {"alloy alone", []Candidate{alloy}, 100}, {"both", []Candidate{magnets, alloy}, 40}} {
		f := lacking(1, []float64{100, 0}, 5000)
		g := newProgram(s, c.list, []*Future{f}, Question{Objective: Loss})
		if got := choose(t, g, math.Inf(1)); math.Abs(got.Losses[0]-c.lost*5000) > 1 {
			t.Errorf("%s: lost %v, want %g t", c.name, got.Losses, c.lost)
		}
	}
}

// Of two crowds of futures one of each stands for its crowd, with its weight.
func TestReduce(t *testing.T) {
	var all []*Future
	for i := range 12 {
		loss := 10.0
		if i >= 8 {
			loss = 90
		}
		all = append(all, lacking(1, []float64{loss + float64(i%4)/2}, 1000))
	}
	chosen, distance := reduce(all, 2)
	if len(chosen) != 2 || chosen[0] >= 8 || chosen[1] < 8 || all[chosen[0]].stands != 8 || all[chosen[1]].stands != 4 {
		t.Errorf("chosen %v", chosen)
	}
	// In each crowd the others stand at 0.5, 0.5 and 1 t from the best, or at no less.
	if want := 1000 * (8*0.5 + 4*0.5) / 12; math.Abs(distance-want) > 1e-9 {
		t.Errorf("distance %g, want %g", distance, want)
	}
	if _, distance := reduce(all, 12); distance != 0 {
		t.Errorf("all of them at %g", distance)
	}
}

func TestNoMoves(t *testing.T) {
	_, err := Make(context.Background(), &model.Model{}, &model.Scenario{}, Question{}, nil)
	if err == nil || !strings.Contains(err.Error(), "lists no moves") {
		t.Errorf("got %v", err)
	}
}
