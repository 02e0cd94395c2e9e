package provenance

import (
	"testing"

	"lodestone/internal/model"
)

func TestDependences(t *testing.T) {
	n := compile(t, straight()...)
	china, japan, eu := regionOf(t, n, "CN"), regionOf(t, n, "JP"), regionOf(t, n, "EU")
	rows, err := Dependences(Base(n), Question{Goods: "magnet", Regions: []int{japan, eu}, Origins: []int{china}, Elements: []int{0}})
	if err != nil {
		t.Fatal(err)
	}
	type key struct {
		region, side string
		stage        model.Stage
	}
	got := map[key]Dependence{}
	for _, d := range rows {
		got[key{d.Region, d.Side, d.Stage}] = d
	}
	if len(rows) != 3*4 || len(got) != len(rows) { // made in JP, used in JP and EU; mine, separate, magnet, any
		t.Errorf("%d rows, want 12", len(rows))
	}
	for k, want := range map[key][4]float64{ // embedded, direct, trade, traded
		{"JP", Made, Mine}:       {0.8 * 4 / 9, 0.8, 0, 0},
		{"JP", Made, "separate"}: {0.8, 0.8, 0.8, 6.25 * 0.8 * 52},
		{"JP", Made, AnyStage}:   {0.8, 0.8, 0, 0},
		{"JP", Used, "magnet"}:   {0, 0, 0, 250 * 0.02 * 52},
		{"EU", Used, Mine}:       {0.9 * 4 / 9, 0.5, 0, 0},
		{"EU", Used, "separate"}: {0.9, 0.5, 0, 0},
		{"EU", Used, "magnet"}:   {0.5, 0.5, 0.5, 200 * 0.02 * 52},
		{"EU", Used, AnyStage}:   {0.9, 0.5, 0, 0},
	} {
		d := got[k]
		near(t, k.region+" "+k.side+" "+string(k.stage)+" embedded", d.Embedded, want[0])
		near(t, k.region+" "+k.side+" "+string(k.stage)+" direct", d.Direct, want[1])
		near(t, k.region+" "+k.side+" "+string(k.stage)+" trade", d.Trade, want[2])
		near(t, k.region+" "+k.side+" "+string(k.stage)+" traded", d.Traded, want[3])
	}
	near(t, "Dy used in the EU, t/yr", got[key{"EU", Used, Mine}].Mass, 200*0.02*52)
}

// Scrap of magnet making is no magnet and no alloy.
func TestGoodsAreNotScrap(t *testing.T) {
	n := compile(t, looped()...)
	rows, err := Dependences(Base(n), Question{Goods: "alloy", Origins: indices(len(n.Model.Regions))})
	if err != nil || len(rows) != 0 {
		t.Errorf("alloy goods where only swarf is at that stage: %v %v", rows, err)
	}
	if _, err := Dependences(Base(n), Question{Goods: "magnet", Origins: []int{0}, Stages: []model.Stage{"refine"}}); err == nil {
		t.Error("an unknown stage has an answer")
	}
}
