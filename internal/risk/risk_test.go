package risk

import (
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"lodestone/internal/dataset"
	"lodestone/internal/network"
	"lodestone/internal/sim/simtest"
)

func builtIn(t *testing.T) *Report {
	t.Helper()
	p, err := dataset.Open(os.DirFS("../../data/ree"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := p.Scenario("china-licences-2025")
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
	n, err := network.Compile(m, s)
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(t.Context(), n, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The supply risks of the 2023 list of the EU (Study on the critical raw materials
// for the EU 2023) follow from their published inputs to the decimal given, for
// the elements whose inputs were not inferred from the score.
func TestEU2023(t *testing.T) {
	checked := 0
	for _, o := range builtIn(t).Official {
		if got, want := strconv.FormatFloat(o.Computed, 'f', 1, 64), strconv.FormatFloat(o.Published, 'f', 1, 64); got != want {
			t.Errorf("%s: supply risk %s, published %s", o.Element, got, want)
		}
		if !o.Inferred {
			checked++
		}
	}
	if checked < 8 {
		t.Errorf("%d scores checked, want the eight heavy rare earths", checked)
	}
}

// Two makers with 3 and 1: HHI 6,250; the rest has a quarter of supply; each
// region's reliance follows from its trade.
func TestSmallChain(t *testing.T) {
	c, err := simtest.Parse(strings.Join([]string{"element Nd", "commodity magnet Nd 0.3",
		"plant works CN 30/wk makes magnet", "plant small JP 10/wk makes magnet",
		"route magnet CN US 20/wk lead 1", "use motors CN 10/wk needs magnet:1", "use motors JP 10/wk needs magnet:1", "use motors US 20/wk needs magnet:1", "run 1"}, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	n, err := network.Compile(c.Model, c.Scenario)
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(t.Context(), n, nil)
	if err != nil {
		t.Fatal(err)
	}
	all := r.Concentration[0]
	if all.Leader != "CN" || math.Abs(all.HHI-6250) > 1e-9 || math.Abs(all.Share-0.75) > 1e-12 {
		t.Errorf("concentration %+v, want CN with 75 %% and 6,250", all)
	}
	if math.Abs(all.NMinusOne-1.0/3) > 1e-12 { // 10 t for JP and US, which want 30
		t.Errorf("N-1 %g, want a third", all.NMinusOne)
	}
	for _, x := range r.Reliance {
		want := map[string]float64{"JP": 0, "US": 1}[x.Region]
		if x.Region != "CN" && math.Abs(x.Share-want) > 1e-12 || x.Exporter != (x.Region == "CN") {
			t.Errorf("reliance %+v, want %g", x, want)
		}
	}
	for _, d := range r.Dependence {
		if d.Region == "US" && d.Stage == "magnet" && d.Embedded != 1 {
			t.Errorf("dependence %+v, want all of it from CN", d)
		}
	}
}
