package firm

import (
	"io"
	"time"
)

func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}

// Example is a plan to start from: a supplier of steering motors in April 2025,
// invented but for the date of the licences and the transit by sea. 1.2 million
// motors a year of 60 g of N42SH magnets; three makers in China and one in
// Japan; 8 weeks of stock, 5 weeks on the water.
func Example() *Plan {
	const invented = "example figure: replace"
	cn := func(name string, share float64) Supplier {
		return Supplier{Part: "EPS-MAGNET", Supplier: name, Country: "CN", Share: Exactly(share), Qualified: "yes", Unit: "pc", Lead: Exactly(12), Mode: "sea", Transit: Exactly(5), Licence: "pending"}
	}
	return &Plan{
		Basis:      Basis{AsOf: day(2025, time.April, 4), Horizon: 104, Carrying: 0.12},
		Substances: []string{"Dy", "Tb"},
		Lines:      []Line{{ID: "PL-2 EPS", Product: "EPS-MOTOR", Region: "DE", Units: Exactly(23077), Value: Exactly(120), Margin: Exactly(18)}},
		Parts: []Part{
			{ID: "EPS-MAGNET", Description: "magnet set of the motor", Grade: "N42SH", Mass: Exactly(60), Content: map[string]Range{"Dy": Exactly(1.5), "Tb": {State: Unknown}}},
			{ID: "EPS-ROTOR", Description: "rotor with magnets"},
		},
		BOM: []Use{
			{Parent: "EPS-MOTOR", Part: "EPS-ROTOR", Quantity: 1, Unit: "pc", Per: 1},
			{Parent: "EPS-ROTOR", Part: "EPS-MAGNET", Quantity: 1000, Unit: "pc", Per: 1000},
		},
		Suppliers: []Supplier{
			cn("Magnet maker A", 0.4), cn("Magnet maker B", 0.3), cn("Magnet maker C", 0.15),
			{Part: "EPS-MAGNET", Supplier: "Magnet maker J", Country: "JP", Share: Exactly(0.15), Qualified: "yes", Unit: "pc", Lead: Exactly(10), Mode: "sea", Transit: Exactly(5), Licence: "not needed"},
			{Part: "EPS-MAGNET", Supplier: "Magnet maker V", Country: "VN", Qualified: "no", Qualify: Between(4, 5.5, 7), Cap: Exactly(6000), Unit: "pc", Lead: Exactly(10), Mode: "sea", Transit: Exactly(5)},
		},
		Stock: []Stock{{Part: "EPS-MAGNET", OnHand: Between(7*23077, 8*23077, 9*23077), InTransit: Exactly(5 * 23077), Unit: "pc", AsOf: day(2025, time.April, 4), Location: "DE", BatchNote: "two warehouses not counted yet: a week more or less; " + invented}},
		Disruptions: []Disruption{
			{Scenario: "total stop", Country: "CN", From: day(2025, time.April, 4), Held: "no", Substances: "Dy Tb", Threshold: 0.1},
			{Scenario: "60 % after half a year", Country: "CN", From: day(2025, time.April, 4), Held: "no", Substances: "Dy Tb", Threshold: 0.1,
				Licensed: Exactly(0.6), Week: Exactly(26), Counted: "arrival"},
		},
		Options: []Option{
			{ID: "stock to 26 weeks", Kind: "stock", Part: "EPS-MAGNET", Amount: Exactly(18), Unit: "wk", Price: Exactly(80), Basis: "kg", Note: invented},
			{ID: "Japan to 60 %", Kind: "share", Part: "EPS-MAGNET", Supplier: "Magnet maker J", Amount: Exactly(60), Unit: "%", Price: Between(10, 20, 30), Basis: "kg", Note: "premium outside China $10-30/kg (marketnewsdata.com/?p=125776)"},
			{ID: "licence for 25 %", Kind: "licence", Part: "EPS-MAGNET", Amount: Exactly(25), Unit: "%", Ready: Exactly(5), Price: Exactly(50000), Basis: "once", Note: invented},
			{ID: "qualify Vietnam", Kind: "qualify", Part: "EPS-MAGNET", Supplier: "Magnet maker V", Price: Exactly(400000), Basis: "once", Note: "4-7 months (mainrichinternational.com, a seller); price is an " + invented},
			{ID: "grade without heavy rare earths", Kind: "regrade", Part: "EPS-MAGNET", Grade: "HRE-free", Ready: Between(40, 52, 78), Price: Exactly(1500000), Basis: "once", Note: invented},
			{ID: "air freight", Kind: "air", Part: "EPS-MAGNET", Price: Exactly(5), Basis: "kg", Note: "about 5 times the sea freight (politico.eu); price is an " + invented},
			{ID: "buy rotors", Kind: "subassembly", Part: "EPS-ROTOR", Amount: Exactly(50), Unit: "%", Ready: Exactly(16), Price: Exactly(4), Basis: "pc", Note: invented},
		},
	}
}

// WriteTemplate writes the example as a workbook to fill in.
func WriteTemplate(out io.Writer) error { return WriteXLSX(Example(), out) }
