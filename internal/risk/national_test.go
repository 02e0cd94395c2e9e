package risk

import (
	"math"
	"slices"
	"strings"
	"testing"

	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/sim/simtest"
)

// refinery compiles a case in which every line is of the refining stage.
func refinery(t *testing.T, lines ...string) *network.Network {
	t.Helper()
	c, err := simtest.Parse(strings.Join(lines, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	n, err := network.Compile(c.Model, c.Scenario)
	if err != nil {
		t.Fatal(err)
	}
	n.Model.Processes = slices.Clone(n.Model.Processes)
	for i := range n.Model.Processes {
		n.Model.Processes[i].Stage = refining
	}
	return n
}

// refineries is a chain in which CN refines 80 and MY 20 t a week, of which the US
// uses 25 t that it buys and mines nothing.
func refineries(t *testing.T) *network.Network {
	return refinery(t, "element Dy", "commodity oxide Dy 1 stage separate",
		"plant big CN 80/wk makes oxide", "plant small MY 20/wk makes oxide", "route oxide CN US 20/wk lead 4", "route oxide MY US 5/wk lead 4",
		"use lasers US 25/wk needs oxide:1", "use lamps CN 60/wk needs oxide:1", "use lamps MY 15/wk needs oxide:1", "run 1")
}

func region(n *network.Network, id string) int {
	return slices.IndexFunc(n.Model.Regions, func(r model.Region) bool { return r.ID == id })
}

func quantity(v float64) model.Quantity { return model.Quantity{Value: v, Unit: "1"} }

// The equations of Nassar et al. 2020 (Science Advances 6, eaay8647) from tables to
// result: 0.8^2 x 0.6 x 0.5 + 0.2^2 x 0.5 x 0.3 abroad, all imported, and one
// industry that earns a tenth of the gross domestic product and spends a fifth of
// its profit on the element.
func TestNassar2020FromTables(t *testing.T) {
	n := refineries(t)
	us, cn, my := region(n, "US"), region(n, "CN"), region(n, "MY")
	n.Model.Criticality = []model.Criticality{{Region: us, Method: "USGS 2020", Parameter: "rank", Value: quantity(1)}}
	rate := func(who int, perception float64, parts ...float64) {
		n.Model.Ratings = append(n.Model.Ratings, model.Rating{Region: who, Toward: -1, Index: "policy_perception", Value: quantity(perception)})
		for i, index := range willingness {
			n.Model.Ratings = append(n.Model.Ratings, model.Rating{Region: who, Toward: us, Index: index, Value: quantity(parts[i])})
		}
	}
	rate(cn, 40, 0.2, 0.8, 0.5)
	rate(my, 50, 0, 0.4, 0.5)
	for _, a := range []model.Account{{Industry: "*", Parameter: "gdp", Value: quantity(1000)}, {Industry: "optics", Parameter: "value_added", Value: quantity(100)},
		{Industry: "optics", Parameter: "operating_profit", Value: quantity(30)}} {
		a.Region, a.Element = us, -1
		n.Model.Accounts = append(n.Model.Accounts, a)
	}
	n.Model.Accounts = append(n.Model.Accounts, model.Account{Region: us, Industry: "optics", Parameter: "spending", Value: quantity(6)})
	r, err := New(t.Context(), n, nil)
	if err != nil {
		t.Fatal(err)
	}
	x := r.National[0]
	if len(x.Lacking) > 0 || x.Disruption == nil || x.Vulnerability == nil || x.Risk == nil {
		t.Fatalf("%+v lacks something", x)
	}
	dp, ev := 0.64*0.6*0.5+0.04*0.5*0.3, 0.1*0.2
	for _, y := range []struct {
		name      string
		got, want float64
	}{{"disruption potential", *x.Disruption, dp}, {"trade exposure", x.Exposure, 1}, {"economic vulnerability", *x.Vulnerability, ev},
		{"supply risk", *x.Risk, math.Cbrt(dp * ev)}, {"concentration abroad", x.Concentration, 0.68}, {"rank", *x.Published.Rank, 1}} {
		if math.Abs(y.got-y.want) > 1e-9 {
			t.Errorf("%s %g, want %g", y.name, y.got, y.want)
		}
	}
}

// What is lacking is named, by index and country, and nothing is put in its place.
func TestLackingInputsAreNamed(t *testing.T) {
	n := refineries(t)
	us := region(n, "US")
	n.Model.Criticality = []model.Criticality{{Region: us, Method: "USGS 2020", Parameter: "trade_exposure", Value: quantity(0.8)}}
	n.Model.Ratings = []model.Rating{{Region: region(n, "MY"), Toward: -1, Index: "policy_perception", Value: quantity(50)}}
	r, err := New(t.Context(), n, nil)
	if err != nil {
		t.Fatal(err)
	}
	x := r.National[0]
	all := strings.Join(x.Lacking, "\n")
	for _, want := range []string{"policy_perception of CN (ratings.csv)", "trade_ties, shared_values, military_cooperation of CN MY (ratings.csv)", "accounts.csv"} {
		if !strings.Contains(all, want) {
			t.Errorf("lacking %q has no %q", all, want)
		}
	}
	if x.Disruption != nil || x.Vulnerability != nil || x.Risk != nil {
		t.Errorf("%+v computes what it cannot know", x)
	}
	n.Model.Criticality[0].Region = -1
	if _, err := New(t.Context(), n, nil); err == nil {
		t.Error("no region to judge is no error")
	}
}

// Nassar et al. 2020 rank dysprosium, yttrium and neodymium first of 52 commodities;
// net import reliance stands in Mineral Commodity Summaries 2025. The built-in chain
// carries them, and says of each element what else it would take.
func TestBuiltInNational(t *testing.T) {
	ranks := map[string]float64{"Dy": 1, "Y": 2, "NdPr": 3, "La": 5, "Ce": 6}
	r := builtIn(t)
	for _, x := range r.National {
		if x.Published.Rank == nil || *x.Published.Rank != ranks[x.Element] || x.Published.Exposure == nil {
			t.Errorf("%s: published %+v, want rank %g and a trade exposure", x.Element, x.Published, ranks[x.Element])
		}
		if (x.Risk == nil) != (len(x.Lacking) > 0) {
			t.Errorf("%s: risk %v, lacking %v", x.Element, x.Risk, x.Lacking)
		}
	}
	if len(r.National) != len(ranks) {
		t.Errorf("%d elements, want %d", len(r.National), len(ranks))
	}
}
