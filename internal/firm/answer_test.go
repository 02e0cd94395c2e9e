package firm

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// two lines share a magnet: 100 a week each, 1,000 on hand, all from China.
func two() (*Plan, []Disruption) {
	start := day(2025, time.April, 4)
	p := &Plan{
		Basis:     Basis{AsOf: start, Horizon: 20},
		Lines:     []Line{{ID: "dear", Product: "a", Units: Exactly(100), Value: Exactly(1000), Margin: Exactly(300)}, {ID: "cheap", Product: "b", Units: Exactly(100), Value: Exactly(50), Margin: Exactly(10)}},
		BOM:       []Use{{Parent: "a", Part: "rotor", Quantity: 1}, {Parent: "rotor", Part: "magnet", Quantity: 1}, {Parent: "b", Part: "magnet", Quantity: 1}},
		Suppliers: []Supplier{{Part: "magnet", Supplier: "C", Country: "CN", Transit: Exactly(0), Lead: Exactly(6)}},
		Stock:     []Stock{{Part: "magnet", OnHand: Exactly(1000)}},
	}
	return p, []Disruption{{Country: "CN", From: start}}
}

func TestRation(t *testing.T) {
	p, cut := two()
	p.Options = []Option{{ID: "stop cheap", Kind: "ration", Line: "cheap", Amount: Exactly(100), Unit: "%"}}
	a := Solve(p, cut)
	near(t, "cover", a.Lines[0].Cover, 5, 1e-9)
	if !a.Lines[0].Red || a.Lines[0].Scarcest != "magnet" {
		t.Errorf("5 weeks of cover, 6 to replenish: %+v", a.Lines[0])
	}
	near(t, "lost weeks", a.Lines[0].LostWeeks, 15, 1e-9)
	m := a.Moves[0]
	near(t, "weeks saved", m.WeeksSaved, 5, 1e-9) // the dear line runs 10 weeks
	near(t, "margin given up", m.Cost.Mid, 500*10, 1e-6)
	near(t, "per week", m.PerWeek.Mid, 1000, 1e-6)
}

func TestSubassembly(t *testing.T) {
	p, cut := two()
	p.Options = []Option{{ID: "rotors", Kind: "subassembly", Part: "rotor", Amount: Exactly(100), Unit: "%", Ready: Exactly(2), Price: Exactly(7), Basis: "pc"}}
	// From week 2 the dear line needs no magnets; 600 are left for 100 a week.
	m := Solve(p, cut).Moves[0]
	near(t, "rotors", m.Volume, 1800, 1e-9)
	onDay(t, "down", m.Down, dayOf(p.Basis.AsOf, 8).Format(isoDate))
}

// Half of the rotors are bought already: only the others need magnets.
func TestPartlyBought(t *testing.T) {
	p, cut := two()
	p.Suppliers = append(p.Suppliers, Supplier{Part: "rotor", Supplier: "M", Country: "MX", Share: Exactly(0.5), Transit: Exactly(0)})
	for _, x := range Solve(p, cut).Parts {
		near(t, x.Part, x.Need, map[string]float64{"magnet": 150, "rotor": 50}[x.Part], 1e-9)
	}
	p.Options = []Option{{ID: "rotors", Kind: "subassembly", Part: "rotor", Amount: Exactly(100), Unit: "%"}}
	// All other rotors bought too: 100 magnets a week are left, 10 weeks.
	onDay(t, "down", Solve(p, cut, p.Options...).Lines[1].Down.P50, dayOf(p.Basis.AsOf, 10).Format(isoDate))
}

func TestRanges(t *testing.T) {
	p, cut := two()
	p.Stock[0].OnHand = Between(800, 1000, 1400)
	p.Stock = append(p.Stock, Stock{Part: "magnet", Consigned: Exactly(200)})
	a := Solve(p, cut)
	d := a.Lines[0].Down
	week := func(w float64) string { return dayOf(p.Basis.AsOf, w).Format(isoDate) }
	onDay(t, "P50", d.P50, week(6))
	onDay(t, "P10", d.P10, week(6-1.4142)) // stock 1 week less, consigned 1 week less
	onDay(t, "P90", d.P90, week(8))
	onDay(t, "earliest", d.Earliest, week(4))
	onDay(t, "latest", d.Latest, week(8))
	if a.Unknowns[0].Column != "on_hand" {
		t.Errorf("unknowns %+v", a.Unknowns)
	}
	near(t, "weeks it moves", a.Unknowns[0].Weeks, 3, 1e-9)
	if _, err := json.Marshal(a); err != nil {
		t.Error(err)
	}
}

func TestLicences(t *testing.T) {
	for _, c := range []struct {
		licence string
		expiry  int // days
		down    float64
	}{{"none", 0, 5}, {"granted", 0, never}, {"granted", 20, 8}, {"not needed", 0, never}, {"refused", 0, 5}, {"pending", 0, 5}} {
		p, cut := two()
		p.Suppliers[0].Licence = c.licence
		if c.expiry > 0 {
			p.Suppliers[0].Expiry = p.Basis.AsOf.AddDate(0, 0, c.expiry) // its last day is the 21st
		}
		onDay(t, c.licence, Solve(p, cut).Lines[0].Down.P50, zeroOr(p, c.down))
		if c.licence == "refused" {
			cut[0].Licensed, cut[0].Week = Exactly(1), Exactly(1)
			onDay(t, "refused, others licensed", Solve(p, cut).Lines[0].Down.P50, zeroOr(p, 5))
		}
	}
}

func zeroOr(p *Plan, week float64) string {
	if d := dayOf(p.Basis.AsOf, week); !d.IsZero() {
		return d.Format(isoDate)
	}
	return ""
}

// Where a supplier makes its goods is a figure like others.
func TestUnknownCountry(t *testing.T) {
	p, cut := two()
	p.Suppliers[0].Country = ""
	a := Solve(p, cut)
	onDay(t, "central", a.Lines[0].Down.P50, "")
	onDay(t, "if it is", a.Lines[0].Down.Earliest, dayOf(p.Basis.AsOf, 5).Format(isoDate))
	if len(a.Unknowns) != 1 || !strings.Contains(a.Unknowns[0].Ask, "ask C for the country of the factory of C / magnet") {
		t.Errorf("unknowns %+v", a.Unknowns)
	}
}

// A second source with room below its cap fills the gap after its lead time.
func TestCapFills(t *testing.T) {
	p, cut := two()
	p.Suppliers[0].Share = Exactly(0.8)
	p.Suppliers = append(p.Suppliers, Supplier{Part: "magnet", Supplier: "J", Country: "JP", Share: Exactly(0.2), Cap: Exactly(150), Transit: Exactly(1), Lead: Exactly(4)})
	// 160 a week are missing until week 4, then 50: 1000 - 640 = 360 last 7.2 weeks.
	onDay(t, "down", Solve(p, cut).Lines[0].Down.P50, dayOf(p.Basis.AsOf, 11.2).Format(isoDate))
	p.Options = []Option{{ID: "q", Kind: "qualify", Part: "magnet", Supplier: "V", Amount: Exactly(50), Unit: "%"}}
	p.Suppliers = append(p.Suppliers, Supplier{Part: "magnet", Supplier: "V", Country: "VN", Qualified: "no", Qualify: Exactly(1.5), Transit: Exactly(1)})
	if m := Solve(p, cut).Moves[0]; m.Gained <= 0 {
		t.Errorf("a second source in week 7.5 gains nothing: %+v", m)
	}
}

// A grade without what is controlled is free once it is made.
func TestRegrade(t *testing.T) {
	p, cut := two()
	cut[0].Substances, cut[0].Threshold = "Dy Tb", 0.1
	p.Parts = []Part{{ID: "magnet", Grade: "N42SH"}}
	p.Options = []Option{{ID: "hre-free", Kind: "regrade", Part: "magnet", Grade: "HRE-free", Ready: Exactly(7)}}
	a := Solve(p, cut)
	near(t, "weeks saved", a.Moves[0].WeeksSaved, 2*13, 1e-9)
	p.Parts[0].Grade = "N42"
	onDay(t, "a grade below the threshold", Solve(p, cut).Lines[0].Down.P50, "")
}

// Formulas are not evaluated; one that has no stored value is a fault, not a blank.
func TestFormulas(t *testing.T) {
	data := workbook(t, map[string][][]any{
		"basis": {{"as_of"}, {"2025-04-04"}}, "lines": {{"line", "product", "units_per_week"}, {"L", "m", nil}},
		"bom": {{"parent", "part", "quantity"}, {"m", "x", 1}}, "suppliers": {{"part", "supplier", "country"}, {"x", "A", "CN"}}, "stock": {{"part", "on_hand"}, {"x", 5}},
	}, func(f *excelize.File) {
		if err := f.SetCellFormula("lines", "C2", "'[other.xlsx]S'!A1*100"); err != nil {
			t.Fatal(err)
		}
	})
	_, _, err := ReadXLSX(bytes.NewReader(data))
	var problems Problems
	if !errors.As(err, &problems) || len(problems) != 2 && len(problems) != 1 || !strings.Contains(inLines(problems), "lines!C2: units_per_week: the formula has no stored value") {
		t.Errorf("got %v", err)
	}
}
