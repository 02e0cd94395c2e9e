package provenance

import (
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"lodestone/internal/dataset"
	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/sim/simtest"
)

// compile reads a chain of the test language. Processes get the stage of what
// they make first.
func compile(t *testing.T, lines ...string) *network.Network {
	t.Helper()
	c, err := simtest.Parse(strings.Join(lines, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range c.Model.Processes {
		p := &c.Model.Processes[i]
		for _, row := range p.Rows {
			if row.Role == model.RoleOutput {
				p.Stage = c.Model.Commodities[row.Commodity].Stage
				break
			}
		}
	}
	n, err := network.Compile(c.Model, c.Scenario)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// builtIn is the rare earth chain in the base year 2024.
func builtIn(t *testing.T) *network.Network {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	p, err := dataset.Open(os.DirFS("../../data/ree"))
	must(err)
	file, err := p.Scenario("china-licences-2025")
	must(err)
	m, err := p.Model(2024)
	must(err)
	s, err := file.Bind(m)
	must(err)
	n, err := network.Compile(m, s)
	must(err)
	return n
}

func regionOf(t *testing.T, n *network.Network, id string) int {
	t.Helper()
	i := slices.IndexFunc(n.Model.Regions, func(r model.Region) bool { return r.ID == id })
	if i < 0 {
		t.Fatalf("no region %s", id)
	}
	return i
}

func elementOf(t *testing.T, n *network.Network, id string) int {
	t.Helper()
	i := slices.IndexFunc(n.Model.Elements, func(e model.Element) bool { return e.ID == id })
	if i < 0 {
		t.Fatalf("no element %s", id)
	}
	return i
}

// marketOf finds "commodity region".
func marketOf(t *testing.T, n *network.Network, name string) int {
	t.Helper()
	c, r, _ := strings.Cut(name, " ")
	for i, k := range n.Markets {
		if n.Model.Commodities[k.Commodity].ID == c && n.Model.Regions[k.Region].ID == r {
			return i
		}
	}
	t.Fatalf("no market %s", name)
	return -1
}

func traced(t *testing.T, f *Flows, element int, stage model.Stage, by By) *Shares {
	t.Helper()
	s, err := Trace(f, element, stage, by)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// at is the share of a label in a market; None for none.
func (s *Shares) at(t *testing.T, n *network.Network, market, label string) float64 {
	t.Helper()
	m := marketOf(t, n, market)
	if label == None {
		return s.None[m]
	}
	i := slices.Index(s.Labels, label)
	if i < 0 {
		t.Fatalf("no label %s in %v", label, s.Labels)
	}
	return s.Share[m][i]
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-12*max(1, math.Abs(want))) {
		t.Errorf("%s = %.15g, want %.15g", what, got, want)
	}
}

// straight has two mines, two separators and two magnet makers, without scrap.
// Of the ore in China 50 of 90 are Myanmar's; of the oxide in Japan 5 of 6.25 are
// China's; of the magnets in the EU half are Japan's.
func straight(more ...string) []string {
	return append([]string{
		"element Dy",
		"commodity ore stage concentrate Dy 0.1",
		"commodity oxide stage separate Dy 0.8",
		"commodity magnet stage magnet Dy 0.02",
		"plant mineMM MM 60 makes ore", "plant mineCN CN 40 makes ore",
		"plant sepCN CN 11.25 makes oxide from ore:8 owner Big", "plant sepMY MY 1.25 makes oxide from ore:8 owner Small",
		"plant magCN CN 250 makes magnet from oxide:0.025 owner Big", "plant magJP JP 250 makes magnet from oxide:0.025",
		"route ore MM CN 50 lead 2", "route ore MM MY 10",
		"route oxide CN JP 5 lead 3", "route oxide MY JP 1.25 lead 2",
		"route magnet CN EU 100 lead 5", "route magnet JP EU 100 lead 4",
		"use motors CN 150 needs magnet:1", "use motors JP 150 needs magnet:1", "use motors EU 200 needs magnet:1",
		"set order_adjustment_time 1000000", "set share_adjustment_time 1000000",
		"run 60",
	}, more...)
}

// looped has a magnet maker whose swarf, a quarter of what it draws, goes back:
// four fifths of it are a fifth of the oxide of Japan.
func looped() []string {
	return []string{
		"element Dy",
		"commodity oxide stage separate Dy 1", "commodity magnet stage magnet Dy 1", "commodity swarf stage alloy Dy 1",
		"plant sepCN CN 60 makes oxide", "plant sepAU AU 20 makes oxide",
		"plant magJP JP 100 makes magnet:0.75,swarf:0.25 from oxide:1",
		"plant recJP JP 20 makes oxide:1 from swarf:1.25",
		"route oxide CN JP 60", "route oxide AU JP 20",
		"use motors JP 75 needs magnet:1",
	}
}
