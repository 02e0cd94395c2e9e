package ensemble

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"lodestone/data"
	"lodestone/internal/dataset"
	"lodestone/internal/model"
	"lodestone/internal/result"
	"lodestone/internal/sample"
	"lodestone/internal/sim"
)

// builtin reads a scenario of the built-in chain, cut short.
func builtin(t testing.TB, weeks int, text string) (*model.Model, *model.Scenario) {
	t.Helper()
	files, err := fs.Sub(data.FS, "ree")
	if err != nil {
		t.Fatal(err)
	}
	p, err := dataset.Open(files)
	if err != nil {
		t.Fatal(err)
	}
	var f *dataset.ScenarioFile
	if strings.Contains(text, "\n") {
		f, err = dataset.ReadScenario("test.yaml", []byte(text))
	} else {
		f, err = p.Scenario(text)
	}
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.Model(f.BaseYear)
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.Bind(m)
	if err != nil {
		t.Fatal(err)
	}
	s.Weeks = weeks
	return m, s
}

func job(t testing.TB, weeks, runs int) *Job {
	m, s := builtin(t, weeks, "china-licences-2025")
	return &Job{Version: "test", Model: m, Scenario: s, Plan: Spread(Latin, 7, runs)}
}

// said is everything a finished tally says, as bytes.
func said(t *testing.T, tally *Tally) string {
	t.Helper()
	var day = tally.Summarise(tally.usualDate())
	b, err := json.Marshal(day)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func finish(t *testing.T, j *Job, o Options) string {
	t.Helper()
	tally, err := Run(context.Background(), j, o)
	if err != nil {
		t.Fatal(err)
	}
	return said(t, tally)
}

func TestSameBytesForAnyWorkers(t *testing.T) {
	j := job(t, 26, 60)
	want := finish(t, j, Options{Execute: Local(1)})
	for _, workers := range []int{2, 7} {
		if got := finish(t, j, Options{Execute: Local(workers)}); got != want {
			t.Errorf("%d workers say something else", workers)
		}
	}
	if !strings.Contains(want, `"members":60`) || strings.Contains(want, `"uncertain_inputs":0,"value_lost_usd":{"p5":0`) {
		t.Errorf("the ensemble says too little: %.400s", want)
	}
}

// A run broken off twice, and then finished, says what one that was left alone says.
func TestTakesUpWhatWasBrokenOff(t *testing.T) {
	j := job(t, 20, 5*chunkSize-3)
	want := finish(t, j, Options{})
	o := Options{State: filepath.Join(t.TempDir(), "deep", "state"), Spool: filepath.Join(t.TempDir(), "spool")}
	for range 2 {
		ctx, stop := context.WithCancel(context.Background())
		done := 0
		o.Execute = func(ctx context.Context, j *Job, from int, deliver Deliver) error {
			return Local(1)(ctx, j, from, func(chunk int, data []byte) error {
				if done++; done == 2 {
					stop()
				}
				return deliver(chunk, data)
			})
		}
		if _, err := Run(ctx, j, o); !errors.Is(err, ErrStopped) {
			t.Fatalf("broken off, it says %v", err)
		}
	}
	redone := 0
	o.Execute = func(ctx context.Context, j *Job, from int, deliver Deliver) error {
		redone = j.Plan.Chunks() - from
		return Local(2)(ctx, j, from, deliver)
	}
	if got := finish(t, j, o); got != want {
		t.Error("taken up again, it says something else")
	}
	if redone != 1 {
		t.Errorf("%d chunks were done again, expected 1", redone)
	}
	runs := 0
	s, _ := New(j.Model, j.Scenario)
	if err := newMeasures(s.central[0], nil).readSpool(o.Spool, j.Plan, func(run int, o *Outcome) error {
		if run != runs {
			t.Errorf("run %d in the place of %d", run, runs)
		}
		runs++
		return nil
	}); err != nil || runs != j.Plan.Runs {
		t.Errorf("the spool holds %d runs: %v", runs, err)
	}
	other := *j
	other.Plan.Seed++
	if _, err := Run(context.Background(), &other, o); err == nil || !strings.Contains(err.Error(), "state of another run") {
		t.Errorf("the state of another run is taken up: %v", err)
	}
}

// Chunks may come in any order and twice.
func TestAnyOrderOfChunks(t *testing.T) {
	j := job(t, 20, 60)
	want := finish(t, j, Options{Execute: Local(1)})
	o := Options{Execute: func(ctx context.Context, j *Job, from int, deliver Deliver) error {
		ready, err := j.Prepare()
		if err != nil {
			return err
		}
		r, err := ready.Worker()
		if err != nil {
			return err
		}
		for i := j.Plan.Chunks() - 1; i >= 0; i-- {
			data, err := r.Chunk(ctx, i)
			if err != nil {
				return err
			}
			if err := errors.Join(deliver(i, data), deliver(i, data)); err != nil {
				return err
			}
		}
		return nil
	}}
	if finish(t, j, o) != want {
		t.Error("in another order, it says something else")
	}
}

// The outcome of a member is what stress says of the same network.
func TestOutcomeIsThatOfStress(t *testing.T) {
	for _, name := range []string{"china-licences-2025", "us-stocks-first"} {
		m, s := builtin(t, 70, "china-licences-2025")
		if name == "us-stocks-first" { // compared with another scenario, so that the baseline moves
			s.Against = s.Events[:1:1]
		}
		x, err := New(m, s)
		if err != nil {
			t.Fatal(err)
		}
		networks, err := x.Networks(3, 5)
		if err != nil {
			t.Fatal(err)
		}
		n := networks[0]
		measures := newMeasures(x.central[0], nil)
		if measures.Steady != (name == "china-licences-2025") {
			t.Errorf("%s: steady is %v", name, measures.Steady)
		}
		o := measures.observe(measures.pair(n))
		want := result.NewStress(result.Observe(n.Baseline(), nil), result.Observe(n, nil), result.Provenance{})
		compareOutcome(t, measures, o, want)
		if measures.Steady {
			measures.Steady = false
			moving := measures.observe(measures.pair(n))
			for i := range o.Values {
				if math.Abs(float64(moving.Values[i]-o.Values[i])) > 1e-3*math.Abs(float64(o.Values[i]))+1 {
					t.Errorf("%v: %v with the baseline run, %v without", measures.names[i], moving.Values[i], o.Values[i])
				}
			}
		}
	}
}

func compareOutcome(t *testing.T, m *Measures, o *Outcome, want *result.Stress) {
	t.Helper()
	if got := float64(o.Values[m.at(TotalLost)]); math.Abs(got/want.Lost.Value-1) > 1e-6 {
		t.Errorf("lost %v, stress says %v", got, want.Lost.Value)
	}
	stops := map[result.Place]string{}
	for _, d := range want.LineDowns {
		stops[d.Place] = d.Date
	}
	for j, i := range m.Uses {
		u := m.net.Uses[i]
		place := result.Place{EndUse: m.net.Model.EndUses[u.EndUse].ID, Region: m.net.Model.Regions[u.Region].ID}
		got := ""
		if o.Days[j] >= 0 {
			got = m.net.Scenario.Start.AddDate(0, 0, int(o.Days[j])).Format("2006-01-02")
		}
		if got != stops[place] {
			t.Errorf("%v stops on %q, stress says %q", place, got, stops[place])
		}
	}
	for i, p := range m.Prices {
		for _, q := range want.Prices {
			if q.Commodity == m.net.Model.Commodities[p.Commodity].ID {
				if got := float64(o.Values[m.at(PeakPrice)+i]); math.Abs(got/(q.PeakOutside/q.BaseOutside)-1) > 1e-5 {
					t.Errorf("%s peaks at %v, stress says %v", q.Commodity, got, q.PeakOutside/q.BaseOutside)
				}
			}
		}
	}
	for j, r := range m.Exporters {
		for _, x := range want.Exporters {
			if x.Region == m.net.Model.Regions[r].ID {
				if got := float64(o.Values[m.at(ExportsLost)+j]); math.Abs(got/x.LostSales-1) > 1e-4 {
					t.Errorf("%s sells %v less, stress says %v", x.Region, got, x.LostSales)
				}
			}
		}
	}
}

// Draws stay in their ranges, and what is certain stays as it is.
func TestDrawsStayInRange(t *testing.T) {
	m, s := builtin(t, 10, "china-licences-2025")
	x, err := New(m, s)
	if err != nil {
		t.Fatal(err)
	}
	d := x.newDraw()
	p, err := newPointer(Spread(Latin, 2, 8), x.Inputs)
	if err != nil {
		t.Fatal(err)
	}
	moved := 0
	for run := range 8 {
		p.point(run, d.u)
		d.fill(d.u, 2, run)
		check := func(q *model.Quantity, group string) {
			if group == "contents of ores" {
				return // brought back to their sum
			}
			if q.Value < q.Low-1e-9*math.Abs(q.Low) || q.Value > q.High+1e-9*math.Abs(q.High) {
				t.Errorf("%s: %v is not within %v to %v", q.Key, q.Value, q.Low, q.High)
			}
			if q.Ranged() {
				moved++
			}
		}
		walkModel(d.model, x.isUsed, visitor{number: check, flow: check})
		for _, c := range feeds(d.model) {
			sum, want := 0.0, 0.0
			for e, q := range d.model.Commodities[c].Contents {
				sum += q.Value
				want += m.Commodities[c].Contents[e].Value
			}
			if m.Commodities[c].Composition == "complete" && math.Abs(sum-want) > 1e-12 {
				t.Errorf("the contents of %s sum to %v, not %v", m.Commodities[c].ID, sum, want)
			}
		}
	}
	if moved < 1000 {
		t.Errorf("only %d numbers are drawn", moved)
	}
}

// A name is drawn the same whatever else is drawn, and in every scenario compared.
func TestDrawsHaveCommonNumbers(t *testing.T) {
	m, s := builtin(t, 10, "china-licences-2025")
	other := *s
	other.Events = s.Events[:1]
	both, err := New(m, s, &other)
	if err != nil {
		t.Fatal(err)
	}
	alone, err := New(m, &other)
	if err != nil {
		t.Fatal(err)
	}
	if len(alone.Inputs) >= len(both.Inputs) {
		t.Fatalf("%d and %d inputs", len(alone.Inputs), len(both.Inputs))
	}
	a, err := both.Networks(4, 11)
	if err != nil {
		t.Fatal(err)
	}
	b, err := alone.Networks(4, 11)
	if err != nil {
		t.Fatal(err)
	}
	if len(a) != 2 || len(b) != 1 {
		t.Fatalf("%d and %d networks", len(a), len(b))
	}
	for i := range a[0].Markets {
		if a[0].Markets[i].Cover != b[0].Markets[i].Cover || a[1].Markets[i].BaseUse != b[0].Markets[i].BaseUse {
			t.Fatalf("market %d differs between scenarios of one member", i)
		}
	}
	if x, y := a[0].Events[0].Approval[0], b[0].Events[0].Approval[0]; x != y {
		t.Errorf("the approval of one event is %v in one scenario and %v in another", x, y)
	}
	if c, err := both.Networks(4, 12); err != nil || c[0].Markets[0].Cover == a[0].Markets[0].Cover {
		t.Errorf("two members are alike: %v", err)
	}
}

const chancy = `schema: lodestone/scenario/1
name: chancy
title: Chance
base_year: 2024
start: 2025-01-06
weeks: 104
correlations:
  - {between: ["event tax/rate", "covers */stage:separate"], rank: 0.8}
events:
  - {id: tax, kind: export-tax, title: A tax, from: {value: 2025-03-01, low: 2025-02-01, high: 2025-06-01}, source: mofcom-18, chance: 30 %, origins: [CN], stages: [separate], rate: {value: 10 %, low: 5 %, high: 40 %}}
  - {id: fire, kind: outage, title: Fires, from: 2025-01-06, source: mofcom-18, facilities: [bayan-obo, mountain-pass], loss: 80 %, frequency: 0.5 1/yr, duration: {value: 8 wk, low: 4 wk, high: 20 wk}}
`

// Events that may not happen, dates with a range, and outages that strike at random.
func TestChance(t *testing.T) {
	m, s := builtin(t, 104, chancy)
	x, err := New(m, s)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(x.central[0].Events); n != 0 {
		t.Errorf("%d events in the single run, expected none: one is unlikely, one strikes at random", n)
	}
	const members = 400
	d := x.newDraw()
	p, err := newPointer(Spread(Latin, 5, members), x.Inputs)
	if err != nil {
		t.Fatal(err)
	}
	taxed, fires, weeks := 0, 0, 0
	var rates, covers []float64
	sites := map[int]bool{}
	for run := range members {
		p.point(run, d.u)
		d.fill(d.u, 5, run)
		rate := 0.0
		for _, e := range d.scenarios[0].Events {
			if e.Kind == model.ExportTax {
				taxed++
				rate = e.Rate.Value
				if at := e.From.Format("2006-01-02"); at < "2025-02-01" || at > "2025-06-01" || e.Announced.After(e.From) {
					t.Errorf("the tax starts on %s, announced %s", at, e.Announced)
				}
				continue
			}
			fires++
			weeks += int(e.To.Sub(e.From).Hours() / 24 / 7)
			sites[e.Scope.Facilities[0]] = true
		}
		if rate > 0 {
			rates, covers = append(rates, rate), append(covers, *separateCover(x, d))
		}
	}
	if taxed != members*3/10 {
		t.Errorf("the tax comes in %d of %d futures, expected 30 %%", taxed, members)
	}
	// Two sites for two years, 0.5 a year between fires of 0.17 years.
	if mean := float64(fires) / members; mean < 1.6 || mean > 2.1 || len(sites) != 2 {
		t.Errorf("%v fires a future at %d sites", mean, len(sites))
	}
	if mean := float64(weeks) / float64(fires); mean < 7.5 || mean > 11 {
		t.Errorf("fires last %v weeks", mean)
	}
	if r := sample.RankCorrelation(rates, covers); r < 0.65 || r > 0.9 {
		t.Errorf("rank correlation %v, expected about 0.8", r)
	}
	var group string
	for _, in := range x.Inputs {
		if in.Key == "event tax/rate" {
			group = in.Group
		}
	}
	if !strings.Contains(group, "cover") {
		t.Errorf("correlated inputs are in different groups: %q", group)
	}
	s.Correlations = []model.Correlation{{A: "event tax/rates", B: "covers */stage:separate", Rank: 0.5}}
	if _, err := New(m, s); err == nil || !strings.Contains(err.Error(), `"event tax/rates"; did you mean "event tax/rate"`) {
		t.Errorf("an unknown key: %v", err)
	}
}

// separateCover is where a draw has the cover of separated goods.
func separateCover(x *Sampler, d *draw) *float64 {
	for c := range d.model.Cover {
		for r := range d.model.Cover[c] {
			if q := &d.model.Cover[c][r]; x.isUsed(c, r) && q.Key == "covers */stage:separate" {
				return &q.Value
			}
		}
	}
	return nil
}

// Sketches come back from a state as they were, and are as accurate as they say.
func TestSketch(t *testing.T) {
	s := newSketch()
	for i := 1; i <= 1001; i++ {
		if err := s.Add(float64(i) * 1e6); err != nil {
			t.Fatal(err)
		}
	}
	var b []byte
	s.Encode(&b, true)
	back, err := readSketch(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []float64{0, 0.05, 0.5, 0.95, 1} {
		x, err1 := s.GetValueAtQuantile(q)
		y, err2 := back.GetValueAtQuantile(q)
		want := (1 + 1000*q) * 1e6
		if err1 != nil || err2 != nil || x != y || math.Abs(x/want-1) > accuracy+1e-9 {
			t.Errorf("quantile %v: %v, back %v, exact %v", q, x, y, want)
		}
	}
}

func TestDays(t *testing.T) {
	var d Days
	for _, x := range []int32{30, 10, -1, 20, 10} {
		d.add(x)
	}
	if d.Count() != 4 || d.Before(20) != 2 || d.Percentile(0.5, 5) != 20 || d.Percentile(0.8, 5) != 30 || d.Percentile(0.95, 5) != -1 {
		t.Errorf("%v", d)
	}
}

// Prices of shortages are high, not beyond all reason: once a member reached 1e11
// USD/t. 81 times the base price is the most seen here.
func TestPricesStayInReach(t *testing.T) {
	m, s := builtin(t, 104, "china-licences-2025")
	sampler, err := New(m, s)
	if err != nil {
		t.Fatal(err)
	}
	const most = 500
	for i := range 12 {
		nets, err := sampler.Networks(1, i)
		if err != nil {
			continue // its flows do not balance
		}
		n := nets[0]
		run := sim.New(n)
		for range n.Weeks {
			run.Step()
			for k, p := range run.State.Price {
				if base := n.Markets[k].Price; base > 0 && p > most*base {
					t.Fatalf("member %d, week %d: %s at %.3g USD/t, base %.3g", i, run.State.Week, n.Name(k), p, base)
				}
			}
		}
	}
}
