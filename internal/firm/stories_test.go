package firm

import (
	"math"
	"slices"
	"testing"
	"time"
)

func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s = %.6g, want %.6g", what, got, want)
	}
}

func onDay(t *testing.T, what string, got time.Time, want string) {
	t.Helper()
	if s := got.Format(isoDate); s != want && !(got.IsZero() && want == "") {
		t.Errorf("%s = %s, want %s", what, s, want)
	}
}

func option(t *testing.T, p *Plan, id string) Option {
	t.Helper()
	i := slices.IndexFunc(p.Options, func(o Option) bool { return o.ID == id })
	if i < 0 {
		t.Fatalf("no option %q", id)
	}
	return p.Options[i]
}

// The stories of users.md, section 6. Story 1: a supplier of steering motors.
func TestStory1(t *testing.T) {
	p := Example()
	stock, japan, licence := option(t, p, "stock to 26 weeks"), option(t, p, "Japan to 60 %"), option(t, p, "licence for 25 %")
	held := p.Under("total stop")
	held[0].Held = "yes"
	for _, c := range []struct {
		name string
		with []Option
		cut  []Disruption
		down string
	}{
		{"as it is", nil, nil, "2025-07-13"},
		{"26 weeks of stock", []Option{stock}, nil, "2025-12-09"},
		{"Japan at 60 %", []Option{japan}, nil, "2025-09-26"},
		{"both", []Option{stock, japan}, nil, "2026-08-07"},
		{"a quarter licensed from week 5", []Option{licence}, nil, "2025-08-04"},
		{"held at port", nil, held, "2025-06-08"},
	} {
		l := Solve(p, c.cut, c.with...).Lines[0]
		onDay(t, c.name, l.Down.P50, c.down)
	}
	for _, c := range []struct {
		name        string
		with        []Option
		lost, weeks float64 // thousand motors, weeks
	}{
		{"as it is", nil, 839, 36.4},
		{"26 weeks of stock", []Option{stock}, 424, 18.4},
		{"Japan at 60 %", []Option{japan}, 297, 12.9},
		{"both", []Option{stock, japan}, 0, 0},
	} {
		l := Solve(p, p.Under("60 % after half a year"), c.with...).Lines[0]
		near(t, c.name+": lost", l.Lost.P50/1000, c.lost, 0.5)
		near(t, c.name+": weeks", l.LostWeeks, c.weeks, 0.05)
	}
}

func TestStory1Prices(t *testing.T) {
	p := Example()
	for _, m := range Solve(p, nil).Moves {
		switch m.Option {
		case "stock to 26 weeks": // 24.9 t, $1.99 m, $0.24 m a year to carry
			near(t, "kg", m.Volume, 24900, 50)
			near(t, "cash", m.Cash.Mid/1e6, 1.99, 0.005)
			near(t, "carry", m.PerYear.Mid/1e6, 0.24, 0.005)
			onDay(t, "move: stock", m.Down, "2025-12-09")
		case "Japan to 60 %": // 32.4 t a year at $10 to $30 a kg
			near(t, "kg a year", m.Volume/2, 32400, 10)
			near(t, "low", m.PerYear.Low/1e6, 0.32, 0.005)
			near(t, "high", m.PerYear.High/1e6, 0.97, 0.005)
			onDay(t, "move: Japan", m.Down, "2025-09-26")
		case "licence for 25 %":
			onDay(t, "move: licence", m.Down, "2025-08-04")
		}
	}
}

// The question of story 1: the cheapest plan for at most one lost week.
func TestStory1Choice(t *testing.T) {
	p := Example()
	cut := p.Under("60 % after half a year")
	c, err := Choose(t.Context(), p, cut, Aim{LostWeeks: 1})
	if err != nil {
		t.Fatal(err)
	}
	want := cheapest(p, cut, 1)
	if !c.Reached || c.Reckoned.LostWeeks > 1 || math.Abs(c.Reckoned.Cost-want) > 1e-3*want {
		t.Errorf("%+v, the cheapest of all sets costs %g", c, want)
	}
	t.Logf("%+v", c)
}

// cheapest tries every set of a plan's options; infinite if none will do.
func cheapest(p *Plan, cut []Disruption, weeks float64) float64 {
	s := newSolution(p, cut, nil)
	sets, _ := subsets(len(p.Options), 1<<20)
	least := math.Inf(1)
	for _, set := range sets {
		var with []Option
		for n, in := range set {
			if in {
				with = append(with, p.Options[n])
			}
		}
		if o := s.outcome(s.with(with...), with); o.LostWeeks <= weeks+1e-6 {
			least = min(least, o.Cost)
		}
	}
	return least
}

// Story 2: a carmaker moves output into the second half of the year.
func TestStory2(t *testing.T) {
	april, october, end := day(2025, time.April, 1), day(2025, time.October, 1), day(2026, time.April, 1)
	h1, h2 := weeksSince(april, october), weeksSince(october, end)
	const peak = 440 * 7 // cars a week
	p := &Plan{
		Basis: Basis{AsOf: april, Horizon: h1 + h2},
		Lines: []Line{
			{ID: "e-Vitara", Product: "car", Units: Exactly(26512 / h1), Peak: peak},
			{ID: "e-Vitara", Product: "car", Units: Exactly(40437 / h2), Peak: peak, Start: october},
		},
		Parts:     []Part{{ID: "magnet", Mass: Exactly(1800)}},
		BOM:       []Use{{Parent: "car", Part: "magnet", Quantity: 1.8, Unit: "kg"}},
		Suppliers: []Supplier{{Part: "magnet", Supplier: "A", Country: "CN", Transit: Exactly(0)}},
		Stock:     []Stock{{Part: "magnet", OnHand: Exactly(8221 * 1.8), Unit: "kg"}},
	}
	cut := []Disruption{{Country: "CN", From: april}}
	half := *p
	half.Basis.Horizon = h1
	a := Solve(&half, cut)
	near(t, "cars not built in the first half", a.Lines[0].Lost.P50, 18291, 0.5)
	near(t, "tonnes of magnets", a.Parts[0].MissingKg/1000, 32.9, 0.05)
	near(t, "cars of the year", Solve(p, []Disruption{}).Lines[0].Output.P50, 66949, 0.5)
	// 58,728 cars at 440 a day take 133.5 days before 1 April.
	restart, ok := LastRestart(p, cut, "e-Vitara")
	if !ok {
		t.Error("nothing was lost")
	}
	onDay(t, "last restart", restart, end.AddDate(0, 0, -134).Format(isoDate))
}

// Story 3: a wind company buys 30 % of 3,900 t a year elsewhere, at $25 a kg more.
func TestStory3(t *testing.T) {
	const megawatts = 6000
	p := &Plan{
		Basis:     Basis{AsOf: day(2026, time.January, 1), Horizon: 52},
		Lines:     []Line{{ID: "nacelles", Product: "MW", Units: Exactly(megawatts / 52.0)}},
		BOM:       []Use{{Parent: "MW", Part: "magnet", Quantity: 650, Unit: "kg"}},
		Suppliers: []Supplier{{Part: "magnet", Supplier: "C", Country: "CN", Share: Exactly(1)}, {Part: "magnet", Supplier: "V", Country: "DE", Share: Exactly(0)}},
		Options:   []Option{{ID: "elsewhere", Kind: "share", Part: "magnet", Supplier: "V", Amount: Exactly(30), Unit: "%", Price: Exactly(25), Basis: "kg"}},
	}
	a := Solve(p, nil)
	near(t, "tonnes a year", a.Parts[0].Need*52/1000, 3900, 1e-6)
	near(t, "million a year", a.Moves[0].PerYear.Mid/1e6, 29.25, 1e-6)
	near(t, "per MW", a.Moves[0].PerYear.Mid/megawatts, 4875, 1e-6)
}

// Story 4: a maker of robots waits for licences, 45 to 180 days, 40 % refused.
func TestStory4(t *testing.T) {
	start := day(2025, time.April, 4)
	weeks := weeksSince(start, day(2026, time.January, 1))
	const perWeek = 50000 / 52.0
	p := &Plan{
		Basis:     Basis{AsOf: start, Horizon: weeks},
		Lines:     []Line{{ID: "robots", Product: "robot", Units: Exactly(perWeek)}},
		BOM:       []Use{{Parent: "robot", Part: "magnet", Quantity: 3500, Unit: "g"}},
		Suppliers: []Supplier{{Part: "magnet", Supplier: "C", Country: "CN", Transit: Exactly(0)}},
	}
	a := Solve(p, []Disruption{{Country: "CN", From: start, Licensed: Exactly(0.6), Week: Between(45.0/7, 112.5/7, 180.0/7)}})
	near(t, "tonnes a week", a.Parts[0].Need/1000, 3.365, 0.001)
	built := func(days float64) float64 { return perWeek * 0.6 * (weeks - days/7) }
	o := a.Lines[0].Output
	near(t, "built, P10", o.P10, built(180), 0.01)
	near(t, "built, P50", o.P50, built(112.5), 0.01)
	near(t, "built, P90", o.P90, built(45), 0.01)
}

// Story 5: nothing from China from 2027; what bridges an 18-month requalification.
func TestStory5(t *testing.T) {
	start := day(2027, time.January, 1)
	p := &Plan{
		Basis: Basis{AsOf: start, Horizon: 78},
		Lines: []Line{{ID: "kits", Product: "kit", Units: Exactly(4000 / 52.0)}},
		BOM:   []Use{{Parent: "kit", Part: "SmCo", Quantity: 0.4, Unit: "kg"}, {Parent: "kit", Part: "ring", Quantity: 1}},
		Suppliers: []Supplier{{Part: "SmCo", Supplier: "C", Country: "CN", Transit: Exactly(0)},
			{Part: "SmCo", Supplier: "US", Country: "US", Qualified: "no", Qualify: Exactly(18), Transit: Exactly(0), Unit: "pc"},
			{Part: "ring", Supplier: "J", Country: "JP", Transit: Exactly(0)}},
		Options: []Option{{ID: "last buy", Kind: "stock", Part: "SmCo", Amount: Exactly(2400), Unit: "kg"},
			{ID: "requalify", Kind: "qualify", Part: "SmCo", Supplier: "US", Amount: Exactly(100), Unit: "%"}},
	}
	cut := []Disruption{{Country: "CN", From: start}}
	a := Solve(p, cut)
	if a.Parts[0].Part != "SmCo" || a.Parts[0].Cut != 1 || a.Parts[1].Cut != 0 {
		t.Errorf("which parts have no path: %+v", a.Parts)
	}
	near(t, "last buy, kg", a.Parts[0].MissingKg, 2400, 1e-6)
	p.Basis.Horizon = 104
	if l := Solve(p, cut, p.Options...).Lines[0]; l.LostWeeks > 1e-6 {
		t.Errorf("with the last buy and the requalification %g weeks are lost", l.LostWeeks)
	}
}

// Story 8: how long national stocks last when 70 % stops.
func TestStory8(t *testing.T) {
	for days, want := range map[float64]string{60: "2026-04-01", 100: "2026-05-28", 180: "2026-09-20"} {
		p := &Plan{
			Basis:     Basis{AsOf: day(2026, time.January, 6), Horizon: 104},
			Lines:     []Line{{ID: "use", Product: "kg", Units: Exactly(700)}},
			BOM:       []Use{{Parent: "kg", Part: "oxide", Quantity: 1, Unit: "kg"}},
			Suppliers: []Supplier{{Part: "oxide", Supplier: "C", Country: "CN", Share: Exactly(0.7), Transit: Exactly(0)}, {Part: "oxide", Supplier: "other", Country: "AU", Transit: Exactly(0)}},
			Stock:     []Stock{{Part: "oxide", OnHand: Exactly(days / 7), Unit: "wk"}},
		}
		onDay(t, "stock used up", Solve(p, []Disruption{{Country: "CN", From: p.Basis.AsOf}}).Lines[0].Down.P50, want)
	}
}
