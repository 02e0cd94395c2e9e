package indices

import (
	"fmt"
	"math"
)

// The equations of this file are those of Blengini et al., Assessment of the
// methodology for establishing the EU list of critical raw materials, JRC 2017
// (doi 10.2760/73303), which the EU list of 2023 uses unchanged.

// The trade parameter t_c of the EU supply risk. A restriction has a value from
// RestrictionLeast to RestrictionMost by its severity.
const (
	TradeAgreement   = 0.8
	TradeFree        = 1.0
	RestrictionLeast = 1.1
	RestrictionMost  = 1.5
)

// The scores from which the EU calls a material critical; see [EUCritical].
const (
	EUSupplyRiskThreshold = 1.0
	EUImportanceThreshold = 2.8
)

// ScaledWGI turns a Worldwide Governance Indicators estimate, the mean of the
// six dimensions from about -2.5 (worst) to 2.5 (best), to the 0 (best) to 10
// (worst) of the EU:
//
//	5 - 2 WGI
//
// Estimates beyond the nominal range are cut to it.
func ScaledWGI(estimate float64) float64 {
	return min(max(5-float64(2*estimate), 0), 10)
}

// GovernanceConcentration is the governance-weighted Herfindahl-Hirschman index
// on the EU's scale, from 0 to 10:
//
//	HHI_WGI = sum_c S_c^2 WGI_c
//
// with S_c the share of country c and WGI_c its governance from [ScaledWGI].
func GovernanceConcentration(shares, wgi []float64) (float64, error) {
	if err := checkGovernance(shares, wgi); err != nil {
		return 0, err
	}
	return weightedConcentration(shares, wgi), nil
}

// TradeConcentration is [GovernanceConcentration] with the trade parameter, on
// a scale from 0 to 15:
//
//	HHI_WGI,t = sum_c S_c^2 WGI_c t_c
//
// with t_c from [TradeAgreement] to [RestrictionMost].
func TradeConcentration(shares, wgi, trade []float64) (float64, error) {
	if err := checkGovernance(shares, wgi); err != nil {
		return 0, err
	}
	if err := sameLength("trade parameter", trade, len(shares)); err != nil {
		return 0, err
	}
	if err := within("trade parameter", trade, TradeAgreement, RestrictionMost); err != nil {
		return 0, err
	}
	weights := make([]float64, len(wgi))
	for i := range wgi {
		weights[i] = wgi[i] * trade[i]
	}
	return weightedConcentration(shares, weights), nil
}

func checkGovernance(shares, wgi []float64) error {
	if err := checkShares(shares); err != nil {
		return err
	}
	if err := sameLength("governance", wgi, len(shares)); err != nil {
		return err
	}
	return within("governance", wgi, 0, 10)
}

// EUImportReliance is the part of a region's use that net imports provide:
//
//	IR = (imports - exports) / (production + imports - exports)
//
// in one unit of mass a year, and 0 for a net exporter.
func EUImportReliance(production, imports, exports float64) (float64, error) {
	if err := within("flow", []float64{production, imports, exports}, 0, math.MaxFloat64); err != nil {
		return 0, err
	}
	net := imports - exports
	if net <= 0 {
		return 0, nil
	}
	return net / (production + net), nil
}

// EUSourcing mixes the concentration of the world's supply with that of the
// region's own sources, both from [TradeConcentration]:
//
//	HHI_GS IR/2 + HHI_EU (1 - IR/2)
//
// with IR the import reliance from [EUImportReliance]. Where the sources of the
// region are not known the EU uses the concentration of the world in its place.
func EUSourcing(world, region, importReliance float64) (float64, error) {
	if err := fraction("import reliance", importReliance); err != nil {
		return 0, err
	}
	if err := within("concentration", []float64{world, region}, 0, 10*RestrictionMost); err != nil {
		return 0, err
	}
	half := importReliance / 2
	return float64(world*half) + float64(region*(1-half)), nil
}

// EUSupplyRisk is the supply risk of one stage, extraction or processing; that
// of the material is the larger of the two.
//
//	SR = C (1 - EoL-RIR) SI_SR
//
// with C the concentration from [EUSourcing], or from [TradeConcentration] of
// the world alone; EoL-RIR the part of the input that comes from end-of-life
// recycling; SI_SR the substitution index, 1 for a material without substitutes.
func EUSupplyRisk(concentration, recyclingInput, substitution float64) (float64, error) {
	if err := within("concentration", []float64{concentration}, 0, 10*RestrictionMost); err != nil {
		return 0, err
	}
	if err := fraction("recycling input rate", recyclingInput); err != nil {
		return 0, err
	}
	if err := fraction("substitution index", substitution); err != nil {
		return 0, err
	}
	return concentration * (1 - recyclingInput) * substitution, nil
}

// EUImportance is the economic importance of a material, from 0 to 10:
//
//	EI = 10 / max_s Q_s * sum_s A_s Q_s * SI_EI
//
// with A_s the share of the material's use in sector s, Q_s the value added of
// the sector in one currency, and SI_EI the substitution index. The sectors are
// all of the region's, used or not, for the largest sets the scale.
func EUImportance(useShares, valueAdded []float64, substitution float64) (float64, error) {
	if err := checkShares(useShares); err != nil {
		return 0, err
	}
	if err := sameLength("value added", valueAdded, len(useShares)); err != nil {
		return 0, err
	}
	if err := within("value added", valueAdded, 0, math.MaxFloat64); err != nil {
		return 0, err
	}
	if err := fraction("substitution index", substitution); err != nil {
		return 0, err
	}
	used, largest := 0.0, 0.0
	for s, q := range valueAdded {
		used += float64(useShares[s] * q)
		largest = max(largest, q)
	}
	if largest == 0 {
		return 0, fmt.Errorf("no sector has value added")
	}
	return 10 * used / largest * substitution, nil
}

// EUGroup is the score of a group such as the heavy rare earths: the mean of
// the scores of its members, not weighted by volume. Source: read from the
// groups of the EU list of 2023, which it reproduces.
func EUGroup(scores []float64) float64 {
	if len(scores) == 0 {
		return 0
	}
	return sum(scores) / float64(len(scores))
}

// EUCritical tells whether a supply risk and an economic importance make a
// material critical. The EU compares the scores as it publishes them, rounded to
// one decimal; round first to decide a case at the threshold as it would.
func EUCritical(supplyRisk, importance float64) bool {
	return supplyRisk >= EUSupplyRiskThreshold && importance >= EUImportanceThreshold
}
