package workbench

import (
	"testing"

	"lodestone/internal/firm"
)

// Where a country shuts its border, papers lack there and goods elsewhere: no licence
// lifts what its neighbours cannot make for want of its goods.
func TestFirmInWorld(t *testing.T) {
	b, err := Open("")
	if err != nil {
		t.Fatal(err)
	}
	plan := firm.Example()
	f, err := b.Firm(t.Context(), plan, FirmOptions{World: "total-cutoff"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	papers, goods := map[string]bool{}, map[string]bool{}
	for _, d := range f.Disruptions {
		if d.Licensed.Mid < 0 || d.Licensed.Mid > 1 {
			t.Errorf("share %v", d.Licensed)
		}
		if d.Shortage {
			goods[d.Country] = true
		} else {
			papers[d.Country] = true
		}
	}
	home := f.World[0].Country
	if len(papers) != 1 || !papers[home] || len(goods) == 0 || goods[home] {
		t.Errorf("papers lack in %v, goods in %v", papers, goods)
	}
	for _, g := range f.World {
		if g.PricePeak < g.PriceMean || g.PriceMean < 1 || len(g.Goods) == 0 {
			t.Errorf("goods %+v", g)
		}
	}
	if f.Answer.Lines[0].Down.P50.IsZero() {
		t.Error("the line never stops")
	}
	plan.Basis.AsOf = plan.Basis.AsOf.AddDate(20, 0, 0)
	if _, err := b.Firm(t.Context(), plan, FirmOptions{World: "total-cutoff"}, nil); err == nil {
		t.Error("a plan of another age is put into the run")
	}
}
