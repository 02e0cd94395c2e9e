package stockpile

import (
	"flag"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/sim/simtest"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*max(1, math.Abs(want)) {
		t.Errorf("%s: %.9g, want %.9g", what, got, want)
	}
}

// An essential need of 150 t of dysprosium oxide a year for four years, against a
// supply that can be relied on of 20, 40, 80 and 140 t: 320 t short, $71.7 million at
// $224/kg and $272 million at $850.
func TestSize(t *testing.T) {
	need, supply := []float64{150, 150, 150, 150}, []float64{20, 40, 80, 140}
	r, err := Size(need, supply, 0, 224_000)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{130, 110, 70, 10} {
		near(t, "shortfall of a year", r.Years[i].Short, want)
	}
	near(t, "shortfall", r.Short, 320)
	near(t, "cost", r.Cost, 71.68e6)
	dear, err := Size(need, supply, 0, 850_000)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "cost when dear", dear.Cost, 272e6)
	near(t, "spent", dear.Spend(100e6), 100e6)
	near(t, "bought", dear.Bought, 100e6/850e3)
	near(t, "left", dear.Left, 320-100e6/850e3)
	near(t, "spent on all", r.Spend(100e6), 71.68e6)
	near(t, "nothing left", r.Left, 0)
	held, err := Size(need, supply, 400, 0)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "required with more held than short", held.Required, 0)
	// A surplus in one year does not help another.
	surplus, _ := Size([]float64{10, 10}, []float64{20, 0}, 0, 0)
	near(t, "shortfall beside a surplus", surplus.Short, 10)
}

// Stocks of 60, 100 and 180 days, 70 % of the supply stopped on 6 January 2026: 60
// days last 85.7, to 1 April; 100 to 28 May; 180 to 20 September.
func TestLasts(t *testing.T) {
	from := time.Date(2026, 1, 6, 0, 0, 0, 0, time.UTC)
	for days, want := range map[float64]string{60: "2026-04-01", 100: "2026-05-28", 180: "2026-09-20"} {
		lasts, err := Lasts(days, 0.7)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "back again", Needed(lasts, 0.7), days)
		if got := RunsOut(from, lasts).Format(time.DateOnly); got != want {
			t.Errorf("%g days last to %s, want %s", days, got, want)
		}
	}
	if h, err := holding(60, 0, from); err != nil || h.Lasts != -1 || h.Until != "" {
		t.Errorf("nothing stops, yet %+v, %v", h, err)
	}
	if h, _ := holding(60, 1e-9, from); h.Until != "" {
		t.Errorf("a date too far: %+v", h)
	}
}

func TestMistakes(t *testing.T) {
	for _, c := range []struct{ need, supply []float64 }{{nil, nil}, {[]float64{1}, []float64{1, 2}}, {[]float64{-1}, []float64{1}}, {[]float64{math.NaN()}, []float64{1}}} {
		if _, err := Size(c.need, c.supply, 0, 0); err == nil {
			t.Errorf("%v is accepted", c)
		}
	}
	for _, share := range []float64{-0.1, 1.1, math.NaN()} {
		if _, err := Lasts(1, share); err == nil {
			t.Errorf("share %g is accepted", share)
		}
	}
	n := chain(t)
	for _, e := range []Emergency{{Reliability: []float64{2}}, {Reliability: []float64{0}, Austerity: -1}} {
		if _, err := Requirements(n, Question{}, e); err == nil {
			t.Errorf("%+v is accepted", e)
		}
	}
}

// chain: the US buys 60 % of its magnets from CN and the rest from JP, which makes
// them of alloy from CN by a half.
func chain(t interface{ Fatal(...any) }) *network.Network {
	c, err := simtest.Parse(strings.Join([]string{"element Dy", "commodity alloy stage alloy price 50 Dy 0.1", "commodity magnet stage magnet price 100 Dy 0.1",
		"plant cast CN 2 makes alloy", "plant mill JP 2 makes alloy", "plant works CN 6 makes magnet", "plant forge JP 4 from alloy:1 makes magnet",
		"route alloy CN JP 2", "route magnet CN US 6", "route magnet JP US 4", "stockpile magnet US 100",
		"use motors US 8 needs magnet:1 value 1000 priority 5", "use missiles US 2 needs magnet:1 value 9000 priority 1", "cover magnet US 6", "run 5"}, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	c.Model.EndUses[1].Sector = "defence"
	n, err := network.Compile(c.Model, c.Scenario)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func region(n *network.Network, id string) int {
	for i, r := range n.Model.Regions {
		if r.ID == id {
			return i
		}
	}
	return -1
}

// Requirements against sums by hand.
func TestRequirements(t *testing.T) {
	n := chain(t)
	q := Question{Region: region(n, "US"), Cut: []int{region(n, "CN")}}
	e := Emergency{Reliability: []float64{0, 0.5}}
	list, err := Requirements(n, q, e)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 {
		t.Fatalf("%+v", list)
	}
	x := list[0]
	near(t, "need", x.Need, 520)
	near(t, "bought", x.Direct, 0.6)
	near(t, "passed", x.Through, 0.8) // 0.6 and a half of 0.4
	near(t, "shortfall", x.Short, 520*0.6+520*0.3)
	near(t, "required", x.Required, 520*0.9-100)
	near(t, "output a tonne", x.AtStake, (8*1000+2*9000)/10.0)
	q.Through, e.Austerity, e.CountTrade = true, 0.1, true
	if list, err = Requirements(n, q, e); err != nil {
		t.Fatal(err)
	}
	near(t, "what passed, with austerity", list[0].Short, 520*(0.8-0.1)+520*(0.4-0.1))
	near(t, "trade held", list[0].Trade, 60)
	near(t, "held", list[0].Held, 160)
	q.Sectors = []string{"defence"}
	if list, err = Requirements(n, q, e); err != nil {
		t.Fatal(err)
	}
	near(t, "defence needs", list[0].Need, 104)
	// With industry JP needs alloy, half of it bought.
	q = Question{Region: region(n, "JP"), Cut: q.Cut}
	if list, _ = Requirements(n, q, e); len(list) != 0 {
		t.Errorf("no end use in JP, yet %+v", list)
	}
	q.Industry = true
	if list, err = Requirements(n, q, e); err != nil || len(list) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	near(t, "alloy bought", list[0].Direct, 0.5)
	q.Stages = []model.Stage{"magnet"}
	if list, _ = Requirements(n, q, e); len(list) != 0 {
		t.Errorf("alloy is no magnet, yet %+v", list)
	}
}

// Days of cover: 160 t of 520 a year are 112 days, which last 187 when 60 % stops.
func TestCovers(t *testing.T) {
	n := chain(t)
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	list, err := Covers(n, Question{Region: region(n, "US"), Cut: []int{region(n, "CN")}}, Goal{Days: []float64{60, 180}, From: from})
	if err != nil {
		t.Fatal(err)
	}
	c := list[0]
	near(t, "held", c.Held.Days, 160.0/520*365)
	near(t, "lasts", c.Held.Lasts, 160.0/520*365/0.6)
	near(t, "180 days more", c.Goals[1].More, 180.0/365*520-160)
	near(t, "its cost", c.Goals[1].Cost, (180.0/365*520-160)*c.Price)
	near(t, "60 days more", c.Goals[0].More, 0)
}

// On random chains what passed is no less than what is bought, a supply that is
// relied on more needs no more stock, and a budget is never overspent.
func TestRandomChains(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, err := simtest.Parse(strings.Join(append(simtest.Random(t), "run 5"), "\n"))
		if err != nil {
			t.Fatal(err)
		}
		n, err := network.Compile(c.Model, c.Scenario)
		if err != nil {
			t.Fatal(err)
		}
		q := Question{Region: rapid.IntRange(0, len(n.Model.Regions)-1).Draw(t, "region"), Cut: []int{region(n, "CN")}, Through: rapid.Bool().Draw(t, "through")}
		low := rapid.Float64Range(0, 1).Draw(t, "low")
		e := Emergency{Reliability: []float64{low, low}, Budget: rapid.Float64Range(0, 1e6).Draw(t, "budget")}
		worse, err := Requirements(n, q, e)
		if err != nil {
			t.Fatal(err)
		}
		e.Reliability = []float64{low, 1}
		better, err := Requirements(n, q, e)
		if err != nil {
			t.Fatal(err)
		}
		spent := 0.0
		for i, x := range worse {
			if x.Through < x.Direct-1e-12 || x.Cut < 0 || x.Cut > 1+1e-9 {
				t.Fatalf("%+v", x.Market)
			}
			if better[i].Short > x.Short+1e-9 {
				t.Fatalf("%s: %g short, %g when relied on more", x.Commodity, x.Short, better[i].Short)
			}
			spent += x.Bought * x.Market.Price
		}
		if spent > e.Budget*(1+1e-9) {
			t.Fatalf("spent %g of %g", spent, e.Budget)
		}
	})
}

// TestMain fixes the seed of the properties unless one is given; see simtest.
func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("rapid.seed"); f.Value.String() == f.DefValue {
		if err := f.Value.Set("1"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
