package removal

import (
	"context"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"lodestone/internal/dataset"
	"lodestone/internal/network"
	"lodestone/internal/sim/simtest"
)

// chain has a works in CN that serves US and JP, and a small one in JP.
func chain(t *testing.T, more ...string) *network.Network {
	t.Helper()
	text := append([]string{"commodity magnet price 100", "plant works CN 20/wk makes magnet capacity 20", "plant small JP 5/wk makes magnet capacity 5",
		"route magnet CN US 10/wk lead 3", "route magnet CN JP 5/wk lead 1", "use motors US 10/wk needs magnet:1 value 1000",
		"use motors JP 10/wk needs magnet:1 value 1000", "use motors CN 5/wk needs magnet:1 value 1000", "cover magnet * 6", "run 200"}, more...)
	c, err := simtest.Parse(strings.Join(text, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	n, err := network.Compile(c.Model, c.Scenario)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func target(t *testing.T, n *network.Network, by By, name string) Target {
	t.Helper()
	list, err := Targets(n, by)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range list {
		if x.Name == name {
			return x
		}
	}
	t.Fatalf("no %s %q", by, name)
	return Target{}
}

// A route cut for good stops its lines after the lead time and the stock: time to
// survive times use is what was in stock and at sea.
func TestTimeToSurvive(t *testing.T) {
	n := chain(t)
	s := New(n)
	list, err := s.Survive(context.Background(), []Target{target(t, n, Route, "magnet CN-US")}, 26, nil)
	if err != nil {
		t.Fatal(err)
	}
	// Week f sends nothing, so nothing arrives 3 weeks later; 6 weeks of stock, and
	// the line is down in the week in which it cannot be served in full.
	if got := list[0].Survive; got != 6 {
		t.Errorf("survives %d weeks, want the 6 of its stock", got)
	}
	o := s.Remove(20, target(t, n, Route, "magnet CN-US"))
	if o.DownWeek != 3+6 {
		t.Errorf("first line-down after %d weeks, want 9: lead time and stock", o.DownWeek)
	}
	// The works has no capacity to spare, so restocking afterwards costs the others a little.
	if want := (20 - 6.0) * 10 * 1000; o.Lost < want*(1-1e-9) || o.Lost > 1.02*want {
		t.Errorf("lost %g, want %g: the weeks that stock did not cover", o.Lost, want)
	}
}

// The loss does not fall with the duration, and grows ever faster until all lines
// stand, then steadily, while nobody behaves.
func TestLossIsConvex(t *testing.T) {
	n := chain(t).WithoutBehaviour()
	s := New(n)
	durations := []int{2, 4, 6, 8, 10, 12, 14, 16, 18, 20}
	curve, err := s.Curve(context.Background(), durations, nil, target(t, n, Country, "CN"))
	if err != nil {
		t.Fatal(err)
	}
	slope := 0.0
	for i := 1; i < len(curve); i++ {
		rise := curve[i].Lost - curve[i-1].Lost
		if rise < 0.95*slope {
			t.Errorf("loss rises by %g from %d to %d weeks, before by %g", rise, durations[i-1], durations[i], slope)
		}
		slope = rise
	}
}

// The ranking is the same on any number of processors, and what nobody notices
// comes last.
func TestSinglesAreDeterministic(t *testing.T) {
	n := chain(t)
	targets, err := Targets(n, Facility)
	if err != nil {
		t.Fatal(err)
	}
	run := func(processors int) []Outcome {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
		out, err := New(n).Singles(context.Background(), targets, 26, nil)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	one, four := run(1), run(4)
	if !slices.Equal(one, four) {
		t.Errorf("one processor %+v, four %+v", one, four)
	}
	if one[0].Name != "works" {
		t.Errorf("%s leads, want works", one[0].Name)
	}
}

// Two sources that stand in for each other cost more together than alone.
func TestPairsAndWorst(t *testing.T) {
	n := chain(t, "set qualification_trigger 2")
	s := New(n)
	targets, err := Targets(n, Route)
	if err != nil {
		t.Fatal(err)
	}
	singles, err := s.Singles(context.Background(), targets, 26, nil)
	if err != nil {
		t.Fatal(err)
	}
	pairs, err := s.Pairs(context.Background(), targets, singles, 2, 26, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(pairs) != 1 || pairs[0].Lost < pairs[0].Alone*(1-1e-9) {
		t.Errorf("pairs %+v: routes to two countries should cost at least their sum", pairs)
	}
	worst, err := s.WorstSet(context.Background(), targets, 2, 26, nil)
	if err != nil {
		t.Fatal(err)
	}
	last := worst.Steps[len(worst.Steps)-1].Lost
	if math.Abs(last-pairs[0].Lost) > 1e-6*last || worst.Bound < last*(1-1e-12) {
		t.Errorf("worst set costs %g of at most %g, want the pair %g", last, worst.Bound, pairs[0].Lost)
	}
}

func TestUnknownKind(t *testing.T) {
	if _, err := Targets(chain(t), "planet"); err == nil || !strings.Contains(err.Error(), "expected one of country") {
		t.Errorf("got %v", err)
	}
	if err := New(chain(t)).Check(1000); err == nil {
		t.Error("a removal longer than the run is accepted")
	}
}

// A stopped context stops the sweep.
func TestCancel(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	n := chain(t)
	targets, _ := Targets(n, Facility)
	if _, err := New(n).Singles(ctx, targets, 26, nil); err == nil {
		t.Error("no error after cancelling")
	}
}

// builtIn compiles the chain of the default scenario's base year.
func builtIn(tb testing.TB, weeks int) *network.Network {
	tb.Helper()
	p, err := dataset.Open(os.DirFS("../../data/ree"))
	if err != nil {
		tb.Fatal(err)
	}
	m, err := p.Model(2024)
	if err != nil {
		tb.Fatal(err)
	}
	n, err := network.Compile(m, Scenario(2024, time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), weeks))
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

// In the built-in chain, without behaviour, most facilities are not missed for
// half a year and a few dominate (Simchi-Levi et al. 2015 found 61 % without and
// 2 % with a large effect at a car maker).
func TestFewDominate(t *testing.T) {
	n := builtIn(t, 200).WithoutBehaviour()
	targets, err := Targets(n, Facility)
	if err != nil {
		t.Fatal(err)
	}
	out, err := New(n).Singles(context.Background(), targets, 26, nil)
	if err != nil {
		t.Fatal(err)
	}
	total, top, none := 0.0, 0.0, 0
	for i, o := range out {
		total += o.Lost
		if i < len(out)/20 {
			top += o.Lost
		}
		if o.Lost <= 1e-6*out[0].Lost {
			none++
		}
	}
	t.Logf("%d of %d facilities cost nothing; the first twentieth costs %.0f %% of all", none, len(out), 100*top/total)
	if none < len(out)/3 || top < 0.5*total {
		t.Errorf("%d of %d cost nothing, the first twentieth costs %.0f %%", none, len(out), 100*top/total)
	}
}

// BenchmarkSweep removes every facility of the built-in chain for 26 weeks in runs
// of five years.
func BenchmarkSweep(b *testing.B) {
	n := builtIn(b, 260)
	targets, err := Targets(n, Facility)
	if err != nil {
		b.Fatal(err)
	}
	for range b.N {
		if _, err := New(n).Singles(context.Background(), targets, 26, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(targets)), "facilities")
}
