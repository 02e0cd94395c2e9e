package wide_test

import (
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"lodestone/data"
	"lodestone/internal/dataset"
	"lodestone/internal/lane"
	"lodestone/internal/network"
	"lodestone/internal/sim"
	"lodestone/internal/sim/simtest"
	"lodestone/internal/sim/wide"
	"lodestone/internal/synthetic"
)

// Every member of a block has, week by week, the bits that a run of its own has: in
// all cases, in a made-up chain and in the built-in one, with other behaviour in every
// lane.
func TestBits(t *testing.T) {
	cases, err := filepath.Glob("../simtest/testdata/*.chain")
	if err != nil || cases == nil {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range cases {
		t.Run(filepath.Base(file), func(t *testing.T) { compare(t, variants(t, compiled(t, file), 0, lane.Width)) })
	}
	t.Run("made-up chain", func(t *testing.T) { compare(t, variants(t, synthetic.Network(8, 6, 4, 260), 0, lane.Width)) })
	for _, scenario := range []string{"china-licences-2025", "history-2010-2025"} {
		t.Run(scenario, func(t *testing.T) {
			for first := range 3 {
				compare(t, variants(t, builtin(t, scenario), 100*first, lane.Width-1))
			}
		})
	}
}

// variants are the chain with other behaviour in each, but for parameters that are to be the same.
func variants(t testing.TB, n *network.Network, first, count int, same ...string) []*network.Network {
	t.Helper()
	var out []*network.Network
	for l := first; l < first+count; l++ {
		rows := slices.Clone(n.Model.Behaviour)
		for i := range rows {
			if slices.Contains(same, rows[i].Parameter) {
				continue
			}
			q := &rows[i].Value
			low, high := q.Low, q.High
			if !q.Ranged() {
				low, high = 0.9*q.Value, 1.1*q.Value
			}
			u := math.Mod(float64(i+1)*0.618034+float64(l)*0.414214, 1)
			q.Value = low + float64(u*(high-low))
		}
		other, err := n.Tuned(rows)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, other)
	}
	return out
}

// reused runs all cases one after the other: what one leaves is nothing to the next.
var (
	reused wide.Block
	shown  = make([]*sim.State, lane.Width)
)

func compare(t *testing.T, nets []*network.Network) {
	t.Helper()
	b := &reused
	fail(t, b.Load(nets))
	runs := make([]*sim.Sim, len(nets))
	for l, n := range nets {
		runs[l] = sim.New(n)
	}
	for w := range nets[0].Weeks {
		b.Step()
		for l, s := range runs {
			s.Step()
			if what, i, got, want := differs(b, l, &s.State); what != "" {
				t.Fatalf("week %d, member %d: %s[%d] is %v (%x), a run of its own has %v (%x)", w, l, what, i, got, math.Float64bits(got), want, math.Float64bits(want))
			}
		}
	}
	for l := range shown {
		if shown[l] == nil {
			shown[l] = &sim.State{}
		}
	}
	b.Show(shown)
	for l, s := range runs {
		if st := shown[l]; st.Week != s.State.Week || !slices.Equal(st.Ratio, s.State.Ratio) || !slices.Equal(st.Price, s.State.Price) || !slices.Equal(st.Served, s.State.Served) {
			t.Errorf("member %d is shown other than it is", l)
		}
	}
}

// differs finds the first number of a member that is not that of a run of its own.
func differs(b *wide.Block, l int, want *sim.State) (what string, i int, got, wants float64) {
	st := &b.State
	for _, s := range []struct {
		name string
		got  []lane.F
		want []float64
	}{
		{"Threat", st.Threat, want.Threat}, {"Tariff", st.Tariff, want.Tariff}, {"Inflow", st.Inflow, want.Inflow}, {"Expected", st.Expected, want.Expected}, {"Risk", st.Risk, want.Risk}, {"Target", st.Target, want.Target},
		{"Alarm", st.Alarm, want.Alarm}, {"Need", st.Need, want.Need}, {"Lasting", st.Lasting, want.Lasting}, {"Wanted", st.Wanted, want.Wanted}, {"Permitted", st.Permitted, want.Permitted}, {"Passed", st.Passed, want.Passed},
		{"Demand", st.Demand, want.Demand}, {"Want", st.Want, want.Want}, {"Stopped", st.Stopped, want.Stopped}, {"Ratio", st.Ratio, want.Ratio}, {"Shipped", st.Shipped, want.Shipped},
		{"Throughput", st.Throughput, want.Throughput}, {"Made", st.Made, want.Made}, {"Served", st.Served, want.Served}, {"Stock", st.Stock, want.Stock}, {"InTransit", st.InTransit, want.InTransit},
		{"Backlog", st.Backlog, want.Backlog}, {"Price", st.Price, want.Price}, {"LogTrend", st.LogTrend, want.LogTrend}, {"Share", st.Share, want.Share}, {"OutShare", st.OutShare, want.OutShare},
		{"MeanLead", st.MeanLead, want.MeanLead}, {"Anchor", st.Anchor, want.Anchor}, {"Response", st.Response, want.Response}, {"Adapted", st.Adapted, want.Adapted}, {"Push", st.Push, want.Push}, {"Keen", st.Keen, want.Keen},
		{"Level", st.Level, want.Level}, {"Scale", st.Scale, want.Scale}, {"Margin", st.Margin, want.Margin}, {"Pile", st.Pile, want.Pile}, {"Public", st.Public, want.Public},
	} {
		for i := range s.got {
			if got := *lane.At(&s.got[i], l); math.Float64bits(got) != math.Float64bits(s.want[i]) {
				return s.name, i, got, s.want[i]
			}
		}
	}
	if got := *lane.At(&st.Residual, l); got != want.Residual {
		return "Residual", 0, got, want.Residual
	}
	return "", 0, 0, 0
}

// Networks of different chains make no block.
func TestShapes(t *testing.T) {
	if _, err := wide.New([]*network.Network{synthetic.Network(8, 6, 4, 10), synthetic.Network(7, 6, 4, 10)}); err == nil {
		t.Error("two chains in one block")
	}
}

// A week allocates nothing.
func TestStepAllocatesNothing(t *testing.T) {
	b, err := wide.New([]*network.Network{synthetic.Network(6, 4, 3, 100)})
	fail(t, err)
	if allocs := testing.AllocsPerRun(100, b.Step); allocs != 0 {
		t.Errorf("%v allocations a week, want 0", allocs)
	}
}

// BenchmarkBuiltin times blocks of the built-in chain with all behaviour on, with
// other behaviour in every lane, and reports how many years of one member a core does
// in a second. It takes the best run. Members review as often as each other, as they
// do in blocks of an ensemble as far as may be.
func BenchmarkBuiltin(b *testing.B) {
	for _, scenario := range []string{"china-licences-2025", "history-2010-2025"} {
		nets := variants(b, builtin(b, scenario), 0, lane.Width, "share_review_period")
		weeks := nets[0].Weeks
		b.Run(scenario+"/one by one", func(b *testing.B) {
			runs := make([]*sim.Sim, len(nets))
			for l, n := range nets {
				runs[l] = sim.New(n)
			}
			times(b, weeks, func() {
				for _, s := range runs {
					s.Reset()
					for range weeks {
						s.Step()
					}
				}
			})
		})
		b.Run(scenario+"/in a block", func(b *testing.B) {
			s, err := wide.New(nets)
			fail(b, err)
			times(b, weeks, func() {
				s.Reset()
				for range weeks {
					s.Step()
				}
			})
		})
	}
}

// times reports the years of one member a second of the best of some runs of a block.
func times(b *testing.B, weeks int, run func()) {
	best := 0.0
	for b.Loop() {
		before := b.Elapsed()
		run()
		years := float64(weeks*lane.Width) / network.WeeksPerYear
		best = max(best, years/(b.Elapsed()-before).Seconds())
	}
	b.ReportMetric(best, "replica-years/s")
}

// BenchmarkNew times putting the networks of a block side by side, by member.
func BenchmarkNew(b *testing.B) {
	nets := variants(b, builtin(b, "china-licences-2025"), 0, lane.Width)
	for b.Loop() {
		if _, err := wide.New(nets); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*lane.Width), "us/member")
}

func compiled(t *testing.T, file string) *network.Network {
	t.Helper()
	text, err := os.ReadFile(file)
	fail(t, err)
	c, err := simtest.Parse(string(text))
	fail(t, err)
	n, err := network.Compile(c.Model, c.Scenario)
	fail(t, err)
	return n
}

func builtin(b testing.TB, scenario string) *network.Network {
	b.Helper()
	files, err := fs.Sub(data.FS, "ree")
	fail(b, err)
	p, err := dataset.Open(files)
	fail(b, err)
	file, err := p.Scenario(scenario)
	fail(b, err)
	m, err := p.Model(file.BaseYear)
	fail(b, err)
	bound, err := file.Bind(m)
	fail(b, err)
	n, err := network.Compile(m, bound)
	fail(b, err)
	return n
}

func fail(b testing.TB, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
