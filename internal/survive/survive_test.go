package survive

import (
	"context"
	"flag"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lodestone/internal/dataset"
	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/sim/simtest"
)

var ctx = context.Background()

func compile(t interface{ Fatal(...any) }, lines ...string) *network.Network {
	c, err := simtest.Parse(strings.Join(lines, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	n, err := network.Compile(c.Model, c.Scenario)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func chain(t interface{ Fatal(...any) }, n *network.Network) *Chain {
	c, err := New(n, 200)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// plants removes facilities by id.
func plants(n *network.Network, ids ...string) Removal {
	var s model.Scope
	for i, f := range n.Model.Facilities {
		if slices.Contains(ids, f.ID) {
			s.Facilities = append(s.Facilities, i)
		}
	}
	return Of(n, []model.Event{{Kind: model.Outage, Scope: s}})
}

// exports removes what a region sends.
func exports(n *network.Network, region string) Removal {
	i := slices.IndexFunc(n.Model.Regions, func(r model.Region) bool { return r.ID == region })
	s := model.Scope{Origins: []int{i}}
	return Of(n, []model.Event{{Kind: model.Embargo, Scope: s}, {Kind: model.Crackdown, Scope: s}})
}

func survives(t interface{ Fatal(...any) }, c *Chain, r Removal) Survival {
	v, err := c.TimeToSurvive(ctx, r)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func impact(t interface{ Fatal(...any) }, c *Chain, r Removal, weeks float64) float64 {
	v, err := c.Impact(ctx, r, weeks)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-6*max(1, math.Abs(want)) {
		t.Errorf("%s: %.9g, want %.9g", what, got, want)
	}
}

// One source: time to survive times the rate is the stock, nothing is lost up to
// it, then the rate times the value every week (Simchi-Levi et al. 2015).
func TestOneSource(t *testing.T) {
	n := compile(t, "commodity magnet", "plant works CN 10 makes magnet", "route magnet CN EU 10 lead 5",
		"use motors EU 10 needs magnet:1 value 1000", "cover magnet EU 6", "cover magnet CN 3", "run 20")
	c := chain(t, n)
	cut := survives(t, c, exports(n, "CN"))
	near(t, "exports, time to survive", cut.Weeks, 6)
	near(t, "time to survive times rate", cut.Weeks*10, cut.Binds[0].Tonnes)
	near(t, "weeks a tonne", cut.Binds[0].PerTonne, 1.0/10)
	if len(cut.Binds) != 1 || cut.Binds[0].Region != "EU" || cut.Beyond {
		t.Errorf("%+v, want the stock in the EU to bind", cut)
	}
	works := plants(n, "works")
	near(t, "works, both stocks", survives(t, c, works).Weeks, 9)
	for weeks, want := range map[float64]float64{0: 0, 5: 0, 9: 0, 10: 10_000, 29: 200_000} {
		near(t, "impact", impact(t, c, works, weeks), want)
	}
	if v := survives(t, c, Removal{}); !v.Beyond || v.Binds != nil {
		t.Errorf("without a removal %+v", v)
	}
}

// Two sources, one with room to spare: the gap is what the other cannot make.
func TestSpareCapacity(t *testing.T) {
	n := compile(t, "commodity magnet", "plant left US 5 makes magnet capacity 7", "plant right US 5 makes magnet capacity 12",
		"use motors US 10 needs magnet:1 value 1000", "cover magnet US 3", "run 20")
	c := chain(t, n)
	if v := survives(t, c, plants(n, "left")); !v.Beyond {
		t.Errorf("right can make all, yet %+v", v)
	}
	near(t, "left makes 7 of 10", survives(t, c, plants(n, "right")).Weeks, 30.0/3)
	near(t, "impact of 20 weeks", impact(t, c, plants(n, "right"), 20), (3*20-30)*1000)
}

// A bill of materials over tiers, with two products of different value that share a
// part, solved by hand: of p there are 20 t and nothing comes in. Product a takes 2 t
// for $900, b 1 t for $500, 5 a week each. The stock lasts 20/15 weeks. Over 4 weeks
// b, worth $500 a tonne of p, is made as far as it is wanted, 20; a not at all.
func TestSharedPart(t *testing.T) {
	n := compile(t, "commodity ore price 1", "commodity p price 10", "plant mine AU 30 makes ore", "plant melt AU 15 from ore:2 makes p",
		"route p AU US 15", "use a US 5 needs p:2 value 900", "use b US 5 needs p:1 value 500", "cover p US 1.3333333333333333", "cover p AU 0", "cover ore * 1", "run 20")
	c := chain(t, n)
	r := exports(n, "AU")
	near(t, "time to survive", survives(t, c, r).Weeks, 20.0/15)
	near(t, "impact of 4 weeks", impact(t, c, r, 4), 20*900)
	near(t, "impact of 6 weeks", impact(t, c, r, 6), 30*900+10*500)
	// Without the mine its ore, 30 t, makes 15 t of p more.
	near(t, "without the mine", survives(t, c, plants(n, "mine")).Weeks, 35.0/15)
}

// On random chains the impact is 0 as long as the chain survives and positive after,
// convex in the duration, and no smaller for more removed.
func TestImpactIsConvex(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := compile(t, append(simtest.Random(t), "run 20")...)
		c := chain(t, n)
		r := exports(n, "CN")
		v := survives(t, c, r)
		if before := impact(t, c, r, 0.999*v.Weeks); before > 0 {
			t.Fatalf("survives %g weeks, yet loses %g", v.Weeks, before)
		}
		if after := impact(t, c, r, min(1.1*v.Weeks+1, c.longest)); !v.Beyond && after <= 0 {
			t.Fatalf("survives %g weeks, yet loses nothing by more", v.Weeks)
		}
		a := rapid.Float64Range(0, 100).Draw(t, "a")
		b := rapid.Float64Range(0, 100).Draw(t, "b")
		low, high := impact(t, c, r, a), impact(t, c, r, b)
		if mid := impact(t, c, r, (a+b)/2); mid > (low+high)/2*(1+1e-5)+1 {
			t.Fatalf("%g weeks lose %g, %g lose %g, halfway %g", a, low, b, high, mid)
		}
		more := Removal{Routes: r.Routes, Sites: plants(n, "works1").Sites}
		if all := impact(t, c, more, b); all < high*(1-1e-5)-1 {
			t.Fatalf("%g weeks lose %g, with more removed %g", b, high, all)
		}
	})
}

// The built-in chain loses nothing without a removal, and no more than all it wants.
func TestBuiltIn(t *testing.T) {
	p, err := dataset.Open(os.DirFS("../../data/ree"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.Model(2024)
	if err != nil {
		t.Fatal(err)
	}
	n, err := network.Compile(m, &model.Scenario{Name: "calm", BaseYear: 2024, Start: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), Weeks: 10})
	if err != nil {
		t.Fatal(err)
	}
	c := chain(t, n)
	if v := survives(t, c, Removal{}); !v.Beyond {
		t.Errorf("without a removal it survives %g weeks", v.Weeks)
	}
	started := time.Now()
	list, err := c.List(ctx, []Removal{exports(n, "CN"), exports(n, "JP"), plants(n, "bayan-obo")}, 26, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%v each for %+v", time.Since(started)/3, list)
	all := 0.0
	for _, u := range n.Uses {
		if !u.Surplus {
			all += 26 * u.Base * u.Value
		}
	}
	if cn := list[0]; cn.Weeks > 52 || cn.Impact <= 0 || cn.Impact > all || len(cn.Binds) == 0 {
		t.Errorf("without what China sends: %+v of %g", cn, all)
	}
}

func TestMistakes(t *testing.T) {
	n := compile(t, "commodity magnet", "plant works CN 10 makes magnet", "use motors CN 10 needs magnet:1", "run 20")
	if _, err := New(n, 0); err == nil {
		t.Error("outages of no weeks are accepted")
	}
	for _, weeks := range []float64{-1, 201, math.NaN()} {
		if _, err := chain(t, n).Impact(ctx, Removal{}, weeks); err == nil {
			t.Errorf("%g weeks are accepted", weeks)
		}
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if _, err := chain(t, n).List(stopped, []Removal{{}}, 4, nil); err == nil {
		t.Error("no error after cancelling")
	}
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
