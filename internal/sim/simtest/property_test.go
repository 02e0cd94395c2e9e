package simtest

import (
	"flag"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/sim"
)

// TestMain fixes the seed of the properties unless one is given, so that a build
// does not fail by the luck of the draw. To look further:
// go test ./internal/sim/simtest -rapid.seed 7 -rapid.checks 5000
func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("rapid.seed"); f.Value.String() == f.DefValue {
		if err := f.Value.Set("1"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

func mustParse(t *rapid.T, text []string) *Case {
	c, err := Parse(strings.Join(text, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func mustCompile(t *rapid.T, c *Case) *network.Network {
	n, err := network.Compile(c.Model, c.Scenario)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Whatever happens, mass is neither made nor lost, and no stock is negative.
func TestMassIsConserved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := mustCompile(t, mustParse(t, append(append(Random(t), RandomEvents(t)...), "run 150")))
		s := sim.New(n)
		for range n.Weeks {
			s.Step()
			for i, stock := range s.State.Stock {
				if stock < -1e-9*(1+n.Markets[i].BaseUse) || math.IsNaN(stock) {
					t.Fatalf("week %d: stock of %s is %g", s.State.Week-1, n.Name(i), stock)
				}
			}
		}
		if s.State.Residual > 1e-9 {
			t.Fatalf("mass balance off by %g of throughput", s.State.Residual)
		}
	})
}

// Without an event nothing moves for ten years.
func TestNothingMovesWithoutEvents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := mustCompile(t, mustParse(t, append(Random(t), "run 520")))
		s := sim.New(n)
		s.Step()
		first := slices.Clone(s.State.Stock)
		for range n.Weeks - 1 {
			s.Step()
		}
		for i, stock := range s.State.Stock {
			if math.Abs(stock-first[i]) > 1e-6*(first[i]+1) {
				t.Fatalf("stock of %s went from %g to %g", n.Name(i), first[i], stock)
			}
		}
		for i, u := range n.Uses {
			if math.Abs(s.State.Served[i]-u.Base) > 1e-6*u.Base {
				t.Fatalf("use %d is served %g of %g", i, s.State.Served[i], u.Base)
			}
		}
		for i, p := range s.State.Price {
			if math.Abs(p/n.Markets[i].Price-1) > 1e-6 {
				t.Fatalf("price of %s went from %g to %g", n.Name(i), n.Markets[i].Price, p)
			}
		}
	})
}

// served runs a network and sums what each end use got, by end use and region.
func served(n *network.Network, label func(region string) string) map[string]float64 {
	s := sim.New(n)
	sums := map[string]float64{}
	for range n.Weeks {
		s.Step()
		for i, u := range n.Uses {
			sums[n.Model.EndUses[u.EndUse].ID+" "+label(n.Model.Regions[u.Region].ID)] += s.State.Served[i]
		}
	}
	return sums
}

func same(region string) string { return region }

// The order of the rows in the data changes nothing, to the last bit.
func TestRowOrderChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		chain, events := Random(t), append(RandomEvents(t), "run 120")
		a := mustParse(t, append(slices.Clone(chain), events...))
		b := mustParse(t, append(slices.Clone(chain), events...))
		shuffle(b.Model, rapid.Uint64().Draw(t, "seed"))
		want, got := served(mustCompile(t, a), same), served(mustCompile(t, b), same)
		for k, v := range want {
			if got[k] != v {
				t.Fatalf("%s: %.17g in one order of rows, %.17g in another", k, v, got[k])
			}
		}
	})
}

// shuffle changes the order of the rows that nothing else points at.
func shuffle(m *model.Model, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 1))
	r.Shuffle(len(m.Routes), func(i, j int) { m.Routes[i], m.Routes[j] = m.Routes[j], m.Routes[i] })
	r.Shuffle(len(m.Demands), func(i, j int) { m.Demands[i], m.Demands[j] = m.Demands[j], m.Demands[i] })
}

// The names of regions mean nothing: other names give the same figures, but
// for the order of sums. A chain in trouble enlarges those differences, so the
// comparison is to a hundredth; a name that mattered would show in the first
// digit.
func TestRelabellingChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		chain, events := Random(t), append(RandomEvents(t), "run 100")
		a := mustParse(t, append(slices.Clone(chain), events...))
		b := mustParse(t, append(slices.Clone(chain), events...))
		for i := range b.Model.Regions {
			b.Model.Regions[i].ID = relabel(b.Model.Regions[i].ID)
		}
		want, got := served(mustCompile(t, a), relabel), served(mustCompile(t, b), same)
		for k, v := range want {
			if math.Abs(got[k]-v) > 1e-2*v {
				t.Fatalf("%s: %.12g under one set of names, %.12g under another", k, v, got[k])
			}
		}
	})
}

// relabel reverses the order in which regions sort.
func relabel(region string) string {
	b := []byte(region)
	for i := range b {
		b[i] = 'A' + 'Z' - b[i]
	}
	return string(b)
}

// A run can be repeated after Reset, bit for bit.
func TestResetRepeats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := mustCompile(t, mustParse(t, append(append(Random(t), RandomEvents(t)...), "run 100")))
		s := sim.New(n)
		run := func() []float64 {
			for range n.Weeks {
				s.Step()
			}
			return append(slices.Clone(s.State.Stock), s.State.Price...)
		}
		first := run()
		s.Reset()
		if second := run(); !slices.Equal(first, second) {
			t.Fatal("the second run differs from the first")
		}
	})
}
