package provenance

import (
	"math"
	"testing"

	"lodestone/internal/model"
)

// Shares and none sum to 1 in every market and line, whatever is asked.
func TestSharesSumToOne(t *testing.T) {
	n := builtIn(t)
	f := Base(n)
	for _, by := range []By{Region, Owner, Facility} {
		for _, stage := range model.Stages {
			for _, e := range append([]int{All}, indices(len(n.Model.Elements))...) {
				s := traced(t, f, e, stage, by)
				for i, row := range append(append([][]float64{}, s.Share...), s.Line...) {
					sum := append(append([]float64{}, s.None...), s.LineNone...)[i]
					for _, share := range row {
						if share < 0 {
							t.Fatalf("share %g", share)
						}
						sum += share
					}
					if math.Abs(sum-1) > 1e-12 {
						t.Fatalf("element %d, %s, node %d: sum %.15g", e, stage, i, sum)
					}
				}
			}
		}
	}
}

// The iteration agrees with elimination, which shares no code with it.
func TestAgainstElimination(t *testing.T) {
	n := builtIn(t)
	f := Base(n)
	china := regionOf(t, n, "CN")
	for _, id := range []string{"NdPr", "Dy", "Sm"} {
		e := elementOf(t, n, id)
		g := newGraph(f, e)
		for _, stage := range []model.Stage{Mine, "separate"} {
			s := traced(t, f, e, stage, Region)
			exact := eliminate(g, func(i int) float64 {
				if line := i - len(n.Markets); line >= 0 && g.mass[i] > 0 && runs(n, line, stage) {
					if f.region(line) == china {
						return 1
					}
					return 0
				}
				return math.NaN()
			})
			for i, want := range exact[:len(n.Markets)] {
				if math.Abs(s.Share[i][china]-want) > 1e-12 {
					t.Errorf("%s, %s in %s: %.15g, by elimination %.15g", id, stage, n.Name(i), s.Share[i][china], want)
				}
			}
		}
	}
}

// eliminate solves x = given, or x = rows x where given is NaN, by Gauss-Jordan
// elimination with partial pivoting.
func eliminate(g *graph, given func(int) float64) []float64 {
	size := len(g.rows)
	a := matrix(size, size+1)
	for i := range a {
		a[i][i] = 1
		if v := given(i); !math.IsNaN(v) {
			a[i][size] = v
			continue
		}
		for _, term := range g.rows[i] {
			a[i][term.node] -= term.weight
		}
	}
	for k := range a {
		pivot := k
		for i := k; i < size; i++ {
			if math.Abs(a[i][k]) > math.Abs(a[pivot][k]) {
				pivot = i
			}
		}
		a[k], a[pivot] = a[pivot], a[k]
		for i := range a {
			if i == k || a[i][k] == 0 {
				continue
			}
			factor := a[i][k] / a[k][k]
			for j := k; j <= size; j++ {
				a[i][j] -= float64(factor * a[k][j])
			}
		}
	}
	x := make([]float64, size)
	for i := range x {
		x[i] = a[i][size] / a[i][i]
	}
	return x
}

// In 2024 nobody but China and its scrap partners separates dysprosium, most of
// its ore comes from Myanmar, and Japan's own separation is of scrap.
func TestBuiltInDependence(t *testing.T) {
	n := builtIn(t)
	f := Base(n)
	china, japan := regionOf(t, n, "CN"), regionOf(t, n, "JP")
	rows, err := Dependences(f, Question{Goods: "magnet", Regions: []int{japan, regionOf(t, n, "EU"), regionOf(t, n, "US")}, Origins: []int{china}})
	if err != nil {
		t.Fatal(err)
	}
	find := func(region, side, element string, stage model.Stage) Dependence {
		for _, d := range rows {
			if d.Region == region && d.Side == side && d.Element == element && d.Stage == stage {
				return d
			}
		}
		t.Fatalf("no row %s %s %s %s", region, side, element, stage)
		return Dependence{}
	}
	for _, d := range rows {
		if !(d.Embedded >= 0 && d.Embedded <= 1+1e-12 && d.Direct >= 0 && d.Direct <= 1+1e-12 && d.Trade >= 0 && d.Trade <= 1+1e-12 && d.Mass > 0) {
			t.Errorf("row %+v", d)
		}
		if any := find(d.Region, d.Side, d.Element, AnyStage); any.Embedded < d.Embedded-1e-12 {
			t.Errorf("%+v: more than passed China at any stage, %g", d, any.Embedded)
		}
	}
	dy, ndpr := find("JP", Made, "Dy", "separate"), find("JP", Made, "NdPr", "separate")
	if dy.Embedded < 0.9 || dy.Direct > 0.6 {
		t.Errorf("Dy in Japanese magnets: %+v, want nearly all separated in China and less bought there", dy)
	}
	if ndpr.Embedded < 0.3 || ndpr.Embedded > 0.9 || ndpr.Trade > 0.1 {
		t.Errorf("NdPr in Japanese magnets: %+v, want Lynas to have a part, and little oxide imported", ndpr)
	}
	if mine := find("EU", Used, "Dy", Mine); mine.Embedded > 0.5 {
		t.Errorf("Dy in magnets used in the EU: %+v, want more mined in Myanmar and Laos than in China", mine)
	}
	way, err := Passage(f, elementOf(t, n, "Dy"), marketOf(t, n, "magnet-high EU"), Facility)
	if err != nil {
		t.Fatal(err)
	}
	sum := map[model.Stage]float64{}
	for _, l := range way {
		sum[l.Stage] += l.Share
	}
	for _, stage := range []model.Stage{Mine, "separate", "metal", "alloy", "magnet"} {
		if math.Abs(sum[stage]-1) > 1e-9 {
			t.Errorf("%s: links sum to %g", stage, sum[stage])
		}
	}
}
