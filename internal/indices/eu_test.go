package indices

import (
	"math"
	"testing"
)

// Rows of the EU list of critical raw materials 2023 (European Commission,
// Study on the critical raw materials for the EU 2023), as read in
// meyerdata/CritMAT, input_data/seeds/eureport_results.csv. All have processing
// as binding stage, an end-of-life recycling input rate of 1 %, and use the
// concentration of the world alone at that stage.
var eu2023Processing = []struct {
	name             string
	substitution, sr float64
	implied          float64 // concentration implied by sr, to two decimals; methods.md section 6a
}{
	{"Dy", 0.99, 5.6, 5.71},
	{"Er", 1.00, 5.6, 5.66},
	{"Eu", 1.00, 5.6, 5.66},
	{"Ho", 1.00, 5.6, 5.66},
	{"Lu", 1.00, 5.6, 5.66},
	{"Tm", 1.00, 5.6, 5.66},
	{"Yb", 1.00, 5.6, 5.66},
	{"Gd", 0.59, 3.3, 5.65},
	{"Tb", 0.92, 4.9, 5.38},
	{"Y", 0.90, 3.5, 3.93},
	{"Ce", 0.97, 4.0, 4.17},
}

const euRecycling2023 = 0.01

// chinaWGI is the one number of the recipe of methods.md section 6a. It is
// fitted to the supply risks below, not read from the indicators.
const chinaWGI = 5.68

// China alone refines eight of the ten heavy rare earths: one governance score
// gives the supply risk of each to the published decimal.
func TestEU2023HeavyRareEarths(t *testing.T) {
	c := must(TradeConcentration([]float64{1}, []float64{chinaWGI}, []float64{TradeFree}))
	for _, m := range eu2023Processing[:8] {
		sr := must(EUSupplyRisk(c, euRecycling2023, m.substitution))
		if oneDecimal(sr) != m.sr {
			t.Errorf("%s: supply risk %.3f, EU 2023 has %.1f", m.name, sr, m.sr)
		}
	}
}

// The scores that give all eight are those from 5.663 up to 5.707.
func TestEU2023RangeOfGovernance(t *testing.T) {
	fits := func(wgi float64) bool {
		for _, m := range eu2023Processing[:8] {
			if oneDecimal(must(EUSupplyRisk(wgi, euRecycling2023, m.substitution))) != m.sr {
				return false
			}
		}
		return true
	}
	for wgi, want := range map[float64]bool{5.662: false, 5.663: true, 5.68: true, 5.707: true, 5.708: false} {
		if fits(wgi) != want {
			t.Errorf("a governance of %g fits: %v, want %v", wgi, !want, want)
		}
	}
}

// The concentrations methods.md derives from the published supply risks give
// those back, with Tb, Y and Ce among them.
func TestEU2023ImpliedConcentration(t *testing.T) {
	for _, m := range eu2023Processing {
		sr := must(EUSupplyRisk(m.implied, euRecycling2023, m.substitution))
		if oneDecimal(sr) != m.sr {
			t.Errorf("%s: supply risk %.3f from concentration %g, EU 2023 has %.1f", m.name, sr, m.implied, m.sr)
		}
	}
}

// Chinese shares of 97, 83 and 86 percent, the rest spread too thinly to count,
// give Tb, Y and Ce. The shares are inferred in methods.md from the supply
// risks, so this checks the arithmetic and not the shares.
func TestEU2023InferredShares(t *testing.T) {
	for _, tc := range []struct {
		name             string
		share            float64
		substitution, sr float64
	}{{"Tb", 0.97, 0.92, 4.9}, {"Y", 0.83, 0.90, 3.5}, {"Ce", 0.86, 0.97, 4.0}} {
		const others = 1000
		shares, wgi := []float64{tc.share}, []float64{chinaWGI}
		for range others {
			shares, wgi = append(shares, (1-tc.share)/others), append(wgi, 5)
		}
		sr := must(EUSupplyRisk(must(GovernanceConcentration(shares, wgi)), euRecycling2023, tc.substitution))
		if oneDecimal(sr) != tc.sr {
			t.Errorf("%s: supply risk %.3f from a share of %g, EU 2023 has %.1f", tc.name, sr, tc.share, tc.sr)
		}
	}
}

// The export controls of April 2025, as a restriction of the least degree, lift
// dysprosium to 6.1: the example of methods.md section 6a.
func TestExportControlOnDysprosium(t *testing.T) {
	c := must(TradeConcentration([]float64{1}, []float64{chinaWGI}, []float64{RestrictionLeast}))
	if sr := oneDecimal(must(EUSupplyRisk(c, euRecycling2023, 0.99))); sr != 6.1 {
		t.Errorf("supply risk %g, want 6.1", sr)
	}
}

// The groups of the EU list 2023 from its members. Members are published to one
// decimal, so a mean may be off by half of that beside its own rounding.
func TestEU2023Groups(t *testing.T) {
	for _, g := range []struct {
		name    string
		members []float64
		want    float64
		unit    float64 // last digit of the published value
	}{
		// Dy, Er, Eu, Gd, Ho, Lu, Tb, Tm, Yb, Y
		{"HREE supply risk", []float64{5.6, 5.6, 5.6, 3.3, 5.6, 5.6, 4.9, 5.6, 5.6, 3.5}, 5.1, 0.1},
		{"HREE extraction", []float64{5.3, 2.2, 2.2, 1.1, 2.2, 2.2, 2.5, 2.2, 2.2, 1.4}, 2.3, 0.1},
		{"HREE importance", []float64{7.8, 3.5, 3.3, 3.3, 3.2, 5.0, 6.4, 3.2, 3.2, 2.9}, 4.2, 0.1},
		// Ce, La, Nd, Pr, Sm; the table leaves out processing of Pr, which is its
		// binding stage and so its supply risk of 3.2.
		{"LREE supply risk", []float64{4.0, 3.5, 4.5, 3.2, 3.5}, 3.7, 0.1},
		{"LREE extraction", []float64{3.9, 2.0, 4.5, 1.8, 2.0}, 2.81, 0.01},
		{"LREE processing", []float64{4.0, 3.5, 3.7, 3.2, 3.5}, 3.58, 0.01},
		{"LREE importance", []float64{4.9, 2.9, 7.2, 7.0, 7.7}, 5.9, 0.1},
		// Ir, Pd, Pt, Rh, Ru
		{"PGM supply risk", []float64{3.9, 1.5, 2.13, 2.4, 3.8}, 2.74, 0.01},
		{"PGM importance", []float64{6.4, 8.1, 6.9, 8.6, 5.5}, 7.1, 0.1},
	} {
		if got := EUGroup(g.members); math.Abs(got-g.want) > 0.05+g.unit/2 {
			t.Errorf("%s: mean %.3f, EU 2023 has %g", g.name, got, g.want)
		}
	}
}

// The thresholds draw the line of the EU list 2023 where it is close, and
// through the materials of methods.md section 6a.
func TestEU2023Thresholds(t *testing.T) {
	for _, m := range []struct {
		name     string
		sr, ei   float64
		critical bool
	}{
		{"HREE", 5.1, 4.2, true}, {"LREE", 3.7, 5.9, true},
		{"gallium", 3.9, 3.7, true}, {"germanium", 1.8, 3.6, true}, {"magnesium", 4.1, 7.4, true},
		{"cobalt", 2.8, 6.8, true}, {"lithium", 1.9, 3.9, true}, {"graphite", 1.8, 3.4, true},
		{"coking coal", 1.0, 3.1, true}, {"phosphate rock", 1.0, 6.4, true},
		{"arsenic", 1.9, 2.9, true}, {"fluorspar", 1.1, 3.8, true},
		{"teak", 1.7, 2.4, false}, {"sapele", 1.3, 1.6, false},
		{"tin", 0.9, 4.5, false}, {"natural rubber", 0.9, 6.0, false}, {"molybdenum", 0.8, 6.7, false},
	} {
		if EUCritical(m.sr, m.ei) != m.critical {
			t.Errorf("%s: critical is %v", m.name, !m.critical)
		}
	}
}

func TestScaledWGI(t *testing.T) {
	for estimate, want := range map[float64]float64{-2.5: 10, 0: 5, 2.5: 0, -2.7: 10, 2.6: 0, -0.34: chinaWGI} {
		near(t, "scaled governance", ScaledWGI(estimate), want)
	}
}

func TestEUImportReliance(t *testing.T) {
	for _, tc := range []struct{ production, imports, exports, want float64 }{
		{0, 10, 2, 1}, {8, 10, 2, 0.5}, {10, 2, 10, 0}, {10, 5, 5, 0}, {0, 0, 0, 0},
	} {
		near(t, "import reliance", must(EUImportReliance(tc.production, tc.imports, tc.exports)), tc.want)
	}
}

// At no reliance only the region's sources count; at full reliance both count
// half, for imports draw on the world's supply and on the region's own trade.
func TestEUSourcing(t *testing.T) {
	near(t, "no reliance", must(EUSourcing(6, 2, 0)), 2)
	near(t, "full reliance", must(EUSourcing(6, 2, 1)), 4)
	near(t, "half reliance", must(EUSourcing(6, 2, 0.5)), 3)
}

func TestEUImportance(t *testing.T) {
	// All use in the largest sector, and a quarter of use there and the rest in
	// one of half its size: 10 (0.25 + 0.75/2) = 6.25.
	near(t, "largest sector", must(EUImportance([]float64{0, 1}, []float64{50, 100}, 1)), 10)
	near(t, "two sectors", must(EUImportance([]float64{0.75, 0.25}, []float64{50, 100}, 0.8)), 5)
}

func TestEUBadInputsAreErrors(t *testing.T) {
	for name, call := range map[string]func() (float64, error){
		"reliance in percent":     func() (float64, error) { return EUSourcing(5, 5, 80) },
		"recycling in percent":    func() (float64, error) { return EUSupplyRisk(5, 12, 1) },
		"substitution above one":  func() (float64, error) { return EUSupplyRisk(5, 0, 1.2) },
		"concentration in points": func() (float64, error) { return EUSupplyRisk(10_000, 0, 1) },
		"governance unscaled":     func() (float64, error) { return GovernanceConcentration([]float64{1}, []float64{-0.34}) },
		"governance missing":      func() (float64, error) { return GovernanceConcentration([]float64{1}, nil) },
		"trade parameter of zero": func() (float64, error) { return TradeConcentration([]float64{1}, []float64{5}, []float64{0}) },
		"trade parameter missing": func() (float64, error) { return TradeConcentration([]float64{1}, []float64{5}, nil) },
		"shares short of one":     func() (float64, error) { return GovernanceConcentration([]float64{0.5}, []float64{5}) },
		"negative imports":        func() (float64, error) { return EUImportReliance(1, -1, 0) },
		"no value added":          func() (float64, error) { return EUImportance([]float64{1}, []float64{0}, 1) },
	} {
		if v, err := call(); err == nil {
			t.Errorf("%s: accepted, giving %g", name, v)
		}
	}
}
