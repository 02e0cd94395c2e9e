package indices

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// USGS Mineral Commodity Summaries 2025, rare earths, salient statistics for
// compounds and metals, t REO. Net imports are not printed; footnotes 5 and 7
// define them, consumption being production + imports - exports.
func TestUSGS2025NetImportReliance(t *testing.T) {
	for _, y := range []struct {
		year                    int
		production, consumption float64
		lo, hi                  float64 // the printed percentage
	}{
		{2020, 0, 6490, 100, 100},
		{2021, 120, 7900, 95, 100},
		{2022, 95, 10_200, 95, 100},
		{2023, 250, 10_100, 95, 100},
		{2024, 1300, 6600, 79.5, 80.5},
	} {
		s := NationalSupply{Primary: y.production, Imports: y.consumption - y.production}
		near(t, "apparent consumption", s.ApparentConsumption(), y.consumption)
		reliance, exporter := s.NetImportReliance()
		if percent := 100 * reliance; exporter || percent < y.lo || percent > y.hi {
			t.Errorf("%d: net import reliance %.1f %%, MCS 2025 has %g to %g", y.year, percent, y.lo, y.hi)
		}
	}
}

// The same table has E, net exporter, for mineral concentrates in every year.
// Exports are those of ores and compounds, which it does not separate.
func TestUSGS2025NetExporter(t *testing.T) {
	for _, y := range []struct{ production, exports float64 }{
		{39_000, 40_000}, {42_400, 44_200}, {42_500, 45_900}, {41_600, 20_700}, {45_000, 43_000},
	} {
		s := NationalSupply{Primary: y.production, Exports: y.exports}
		if reliance, exporter := s.NetImportReliance(); reliance != 0 || !exporter {
			t.Errorf("%v: reliance %g, exporter %v", s, reliance, exporter)
		}
		near(t, "trade exposure", s.TradeExposure(), 0)
	}
}

// Stocks drawn count as imports, stocks built as exports.
func TestNetImportRelianceCountsStocks(t *testing.T) {
	s := NationalSupply{Primary: 40, Secondary: 10, Imports: 60, Exports: 20, FromStocks: 10}
	near(t, "apparent consumption", s.ApparentConsumption(), 100)
	near(t, "trade exposure", s.TradeExposure(), 0.5)
	s.FromStocks = -40
	if reliance, exporter := s.NetImportReliance(); reliance != 0 || exporter {
		t.Errorf("balanced trade: %g, %v", reliance, exporter)
	}
	if reliance, exporter := (NationalSupply{}).NetImportReliance(); reliance != 0 || exporter {
		t.Errorf("no supply: %g, %v", reliance, exporter)
	}
}

// Nassar et al. 2020 by hand: two countries with 0.8 and 0.2 of production.
func TestNassar2020Terms(t *testing.T) {
	near(t, "ability index", must(AbilityIndex(40)), 0.6)
	near(t, "willingness index", must(WillingnessIndex([]float64{0.9, 0.6, 0})), 0.5)
	dp := must(DisruptionPotential([]float64{0.8, 0.2}, []float64{0.6, 0.5}, []float64{0.5, 1}))
	near(t, "disruption potential", dp, 0.64*0.3+0.04*0.5)
	ev := must(EconomicVulnerability([]float64{200, 50}, []float64{3, 1}, []float64{30, 20}, 1000))
	near(t, "economic vulnerability", ev, 0.2*0.1+0.05*0.05)
}

// The identities of the geometric mean (methods.md section 9, E2), and the
// bounds that follow when every term lies between 0 and 1.
func TestNassar2020SupplyRiskIdentities(t *testing.T) {
	unit := rapid.Float64Range(1e-6, 1)
	rapid.Check(t, func(t *rapid.T) {
		dp, te, ev := unit.Draw(t, "dp"), unit.Draw(t, "te"), unit.Draw(t, "ev")
		sr := must(USGSSupplyRisk(dp, te, ev))
		close := func(what string, got, want float64) {
			if math.Abs(got-want) > 1e-12*want {
				t.Fatalf("%s: %.17g, want %.17g", what, got, want)
			}
		}
		close("cube", sr*sr*sr, dp*te*ev)
		close("equal terms", must(USGSSupplyRisk(dp, dp, dp)), dp)
		close("order of terms", must(USGSSupplyRisk(ev, dp, te)), sr)
		close("eight times one term", must(USGSSupplyRisk(8*dp, te, ev)), 2*sr)
		if sr < min(dp, te, ev)*(1-1e-12) || sr > max(dp, te, ev)*(1+1e-12) {
			t.Fatalf("risk %g of terms %g, %g, %g", sr, dp, te, ev)
		}
		for _, zero := range [][3]float64{{0, te, ev}, {dp, 0, ev}, {dp, te, 0}} {
			if must(USGSSupplyRisk(zero[0], zero[1], zero[2])) != 0 {
				t.Fatalf("risk of %v is not 0", zero)
			}
		}
	})
}

// DP is at most the concentration, and 0 when supply is able and willing.
func TestNassar2020DisruptionPotentialRange(t *testing.T) {
	shares := []float64{0.6, 0.3, 0.1}
	ones, zeros := []float64{1, 1, 1}, []float64{0, 0, 0}
	near(t, "worst", must(DisruptionPotential(shares, ones, ones)), must(Concentration(shares))/10_000)
	near(t, "able", must(DisruptionPotential(shares, zeros, ones)), 0)
	near(t, "willing", must(DisruptionPotential(shares, ones, zeros)), 0)
}

func TestUSGSBadInputsAreErrors(t *testing.T) {
	one := []float64{1}
	for name, call := range map[string]func() (float64, error){
		"policy perception":  func() (float64, error) { return AbilityIndex(120) },
		"no willingness":     func() (float64, error) { return WillingnessIndex(nil) },
		"willingness of two": func() (float64, error) { return WillingnessIndex([]float64{2}) },
		"shares":             func() (float64, error) { return DisruptionPotential([]float64{0.5}, one, one) },
		"ability missing":    func() (float64, error) { return DisruptionPotential(one, nil, one) },
		"willing percent":    func() (float64, error) { return DisruptionPotential(one, one, []float64{50}) },
		"no profit":          func() (float64, error) { return EconomicVulnerability(one, one, []float64{0}, 10) },
		"spending missing":   func() (float64, error) { return EconomicVulnerability(one, nil, one, 10) },
		"no product":         func() (float64, error) { return EconomicVulnerability(one, one, one, 0) },
		"negative term":      func() (float64, error) { return USGSSupplyRisk(-0.1, 1, 1) },
		"missing term":       func() (float64, error) { return USGSSupplyRisk(math.NaN(), 1, 1) },
	} {
		if v, err := call(); err == nil {
			t.Errorf("%s: accepted, giving %g", name, v)
		}
	}
}
