package ensemble

import (
	"fmt"
	"math"
	"testing"
)

// toy are inputs of groups of 2, 1 and 3, and a linear model of them.
func toy() (*Sampler, func(u []float64) float64) {
	s := &Sampler{}
	for i, g := range []string{"a", "a", "b", "c", "c", "c"} {
		s.Inputs = append(s.Inputs, Input{Key: fmt.Sprintf("%s%d", g, i), Group: g})
	}
	weights := []float64{3, 1, 2, 1, 0, 1}
	return s, func(u []float64) float64 {
		sum := 10.0
		for i, w := range weights {
			sum += w * u[i]
		}
		return sum
	}
}

// tallyOf runs a model on the points of a plan.
func tallyOf(t *testing.T, p Plan, s *Sampler, f func([]float64) float64) *Tally {
	t.Helper()
	x, err := newPointer(p, s.Inputs)
	if err != nil {
		t.Fatal(err)
	}
	y := make([]float64, p.Runs)
	u := make([]float64, len(s.Inputs))
	for run := range y {
		x.point(run, u)
		for _, v := range u {
			if !(v > 0 && v < 1) {
				t.Fatalf("coordinate %v", v)
			}
		}
		y[run] = f(u)
	}
	return &Tally{Runs: p.Runs, Outputs: [][]float64{y}}
}

// Of a linear model a group has the share of its squared weights, alone and in all.
func TestIndicesOfGroups(t *testing.T) {
	s, f := toy()
	p := SaltelliPlan(3, 2048, s.Groups())
	x, err := s.Apportion(p, tallyOf(t, p, s, f))
	if err != nil {
		t.Fatal(err)
	}
	o := x.Outputs[0]
	want := map[string]float64{"a": 10.0 / 16, "b": 4.0 / 16, "c": 2.0 / 16}
	for _, e := range o.Effects {
		if math.Abs(e.First.Value-want[e.Group]) > 0.05 || math.Abs(e.Total.Value-want[e.Group]) > 0.03 {
			t.Errorf("%s: first %v, total %v, want %v", e.Group, e.First.Value, e.Total.Value, want[e.Group])
		}
	}
	if o.Effects[0].Group != "a" || o.Effects[0].Inputs != 2 || math.Abs(o.SD-math.Sqrt(16.0/12)) > 0.02 || math.Abs(o.Mean-14) > 0.02 {
		t.Errorf("%+v", o)
	}
}

// With leading groups apart, the others count as one.
func TestIndicesOfTheRest(t *testing.T) {
	s, f := toy()
	p := SaltelliPlan(3, 2048, []string{"b", Rest})
	x, err := s.Apportion(p, tallyOf(t, p, s, f))
	if err != nil {
		t.Fatal(err)
	}
	if e := x.Outputs[0].Effects[0]; e.Group != Rest || e.Inputs != 5 || math.Abs(e.Total.Value-0.75) > 0.04 {
		t.Errorf("%+v", e)
	}
	if _, err := newPointer(SaltelliPlan(3, 8, []string{"b"}), s.Inputs); err == nil {
		t.Error("a plan that leaves inputs out passes")
	}
}

// A group of one input moves by half of its range; larger groups screen as well.
func TestScreeningOfGroups(t *testing.T) {
	s, f := toy()
	p := MorrisPlan(3, 200, s.Groups())
	x, err := s.Screen(p, tallyOf(t, p, s, f))
	if err != nil {
		t.Fatal(err)
	}
	effects := map[string]Effect{}
	for _, e := range x.Outputs[0].Effects {
		effects[e.Group] = e
	}
	if e := effects["b"]; math.Abs(e.Size-1) > 1e-9 || e.Inputs != 1 {
		t.Errorf("half the range of b moves the output by 1, not %+v", e)
	}
	// Of two inputs each goes up or down by half: 2 or 1, by the signs.
	if e := effects["a"]; math.Abs(e.Size-1.5) > 0.1 {
		t.Errorf("a: %+v", e)
	}
	if lead := x.Leading(1); len(lead) != 2 || lead[0] != "a" || lead[1] != Rest {
		t.Errorf("leading: %v", lead)
	}
	if lead := x.Leading(5); len(lead) != 3 {
		t.Errorf("all lead: %v", lead)
	}
}

// Every kind of spread covers each input evenly; random only on average.
func TestSpreads(t *testing.T) {
	s, _ := toy()
	const n = 64
	for _, kind := range Designs {
		x, err := newPointer(Spread(kind, 9, n), s.Inputs)
		if err != nil {
			t.Fatal(err)
		}
		u := make([]float64, len(s.Inputs))
		counts := make([][4]int, len(u))
		for run := range n {
			x.point(run, u)
			for i, v := range u {
				counts[i][int(4*v)]++
			}
		}
		for i, c := range counts {
			for _, k := range c {
				if kind != Random && k != n/4 || k < 4 {
					t.Errorf("%s, input %d: %v in the quarters", kind, i, c)
					break
				}
			}
		}
	}
	if _, err := newPointer(Spread("spiral", 1, 2), s.Inputs); err == nil {
		t.Error("an unknown design passes")
	}
}
