package sweep

import (
	"reflect"
	"runtime"
	"testing"

	"pgregory.net/rapid"

	"lodestone/internal/sim/simtest"
)

// A longer removal costs no less, on the built-in chain without behaviour.
func TestLossGrowsWithDuration(t *testing.T) {
	n := builtIn(t, 200).WithoutBehaviour()
	s := sweeper(t, n)
	targets := all(t, n, Country)
	singles, err := s.Singles(ctx, targets, 26, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range singles[:3] {
		curve, err := s.Curve(ctx, []int{4, 8, 13, 26, 52, 104}, nil, targets[o.targets[0]])
		if err != nil {
			t.Fatal(err)
		}
		for i := 1; i < len(curve); i++ {
			if curve[i].Lost < curve[i-1].Lost {
				t.Errorf("%s: %d weeks cost %g, %d weeks %g", o.Name, curve[i].Weeks, curve[i].Lost, curve[i-1].Weeks, curve[i-1].Lost)
			}
		}
	}
}

// The built-in chain, behaviour and all, gives the same on one processor and four.
func TestBuiltInIsDeterministic(t *testing.T) {
	n := builtIn(t, 120)
	run := func(processors int) []Outcome {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
		out, err := sweeper(t, n).Singles(ctx, all(t, n, Facility), 26, nil)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if !reflect.DeepEqual(run(1), run(4)) {
		t.Error("the ranking depends on the number of processors")
	}
}

// Where there is one source, the loss is convex in the duration: nothing, then linear.
func TestLossIsConvex(t *testing.T) {
	n := single(t)
	var durations []int
	for d := 1; d <= 40; d++ {
		durations = append(durations, d)
	}
	curve, err := sweeper(t, n).Curve(ctx, durations, nil, target(t, n, Facility, "works"))
	if err != nil {
		t.Fatal(err)
	}
	slope := 0.0
	for i := 1; i < len(curve); i++ {
		rise := curve[i].Lost - curve[i-1].Lost
		if rise < slope-1e-3 {
			t.Errorf("week %d adds %g, the one before %g", durations[i], rise, slope)
		}
		slope = rise
	}
	if slope < 10*1000*(1-1e-6) {
		t.Errorf("the last week adds %g, want all use", slope)
	}
}

// Most facilities of the built-in chain are not missed for half a year and a few
// dominate, as at a car maker, where 61 % of sites had no effect and 2 % a large one
// (Simchi-Levi et al., Interfaces 45(5), 2015).
func TestFewDominate(t *testing.T) {
	n := builtIn(t, 200).WithoutBehaviour()
	targets := all(t, n, Facility)
	out, err := sweeper(t, n).Singles(ctx, targets, 26, nil)
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
	t.Logf("%d of %d facilities cost nothing, the first twentieth costs %.0f %% of the sum", none, len(out), 100*top/total)
	if none < len(out)/2 || top < 0.5*total {
		t.Errorf("%d of %d cost nothing, the first twentieth costs %.0f %%", none, len(out), 100*top/total)
	}
}

// On random chains no removal costs more than the ceiling, what it costs at home is
// part of it, and who survives a removal has no line down.
func TestRandomChains(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := compile(t, append(simtest.Random(r), "run 120")...).WithoutBehaviour()
		s := sweeper(t, n)
		targets := all(t, n, Country)
		x := targets[rapid.IntRange(0, len(targets)-1).Draw(r, "country")]
		weeks := rapid.IntRange(1, 60).Draw(r, "weeks")
		o := s.Remove(weeks, x)
		if o.AtHome > o.Lost*(1+1e-9) || o.Lost > s.ceiling()*(1+1e-9) || o.Price < 1 || o.DownWeek < 0 != (o.Down == "") {
			r.Fatalf("%+v of %g", o, s.ceiling())
		}
		want := o.DownWeek
		if want > weeks+calmWeeks {
			want = -1
		}
		if got := s.firstDown(weeks, x); got != want {
			r.Fatalf("line down after %d weeks by one count, %d by the other", got, o.DownWeek)
		}
	})
}

// BenchmarkFacilities removes every facility of the built-in chain for 26 weeks in
// runs of five years, baseline included.
func BenchmarkFacilities(b *testing.B) {
	n := builtIn(b, 260)
	targets := all(b, n, Facility)
	for b.Loop() {
		if _, err := sweeper(b, n).Singles(ctx, targets, 26, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(targets)), "facilities")
}
