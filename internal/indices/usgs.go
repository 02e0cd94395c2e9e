package indices

import (
	"fmt"
	"math"

	"lodestone/internal/fmath"
)

// The supply risk equations of this file are those of Nassar et al., Evaluating
// the mineral commodity supply risk of the U.S. manufacturing sector, Science
// Advances 6, eaay8647, 2020. The paper also scales its terms over all the
// commodities it ranks; that is left to the caller, who has them.

// NationalSupply is one country's account of a commodity for a year, all in one
// unit of mass. FromStocks is what government and industry drew from their
// inventories; additions to them are negative.
type NationalSupply struct {
	Primary, Secondary, Imports, Exports, FromStocks float64
}

func (s NationalSupply) netImports() float64 { return s.Imports - s.Exports + s.FromStocks }

// ApparentConsumption is primary and secondary production plus imports less
// exports plus stocks drawn, in the unit of s. Source: USGS Mineral Commodity
// Summaries, Appendix B; Nassar et al. 2020.
func (s NationalSupply) ApparentConsumption() float64 {
	return s.Primary + s.Secondary + s.netImports()
}

// NetImportReliance is net imports as a part of apparent consumption:
//
//	(I - E + dS) / (PP + SP + I - E + dS)
//
// with PP and SP primary and secondary production, I imports, E exports and dS
// stocks drawn. A net exporter has 0 and true, where the USGS prints an E for
// the number. Source: USGS Mineral Commodity Summaries, Appendix B.
func (s NationalSupply) NetImportReliance() (reliance float64, exporter bool) {
	switch net := s.netImports(); {
	case net < 0:
		return 0, true
	case net == 0:
		return 0, false
	default:
		return net / s.ApparentConsumption(), false
	}
}

// TradeExposure is TE of the supply risk: [NationalSupply.NetImportReliance],
// 0 for a net exporter. Source: Nassar et al. 2020.
func (s NationalSupply) TradeExposure() float64 {
	reliance, _ := s.NetImportReliance()
	return reliance
}

// AbilityIndex is ASI_c, from 0 for a country whose policies attract mining to
// 1 for one whose do not:
//
//	ASI = 1 - PPI/100
//
// with PPI the Policy Perception Index of the Fraser Institute, 0 to 100.
// Source: Nassar et al. 2020.
func AbilityIndex(policyPerception float64) (float64, error) {
	if !(policyPerception >= 0 && policyPerception <= 100) {
		return 0, fmt.Errorf("policy perception is %g, outside 0 to 100", policyPerception)
	}
	return 1 - policyPerception/100, nil
}

// WillingnessIndex is WSI_c, the mean of its parts: lack of trade ties, of
// shared values and, where used, of military cooperation, each from 0 for the
// closest to 1 for the most distant country. Source: Nassar et al. 2020.
func WillingnessIndex(parts []float64) (float64, error) {
	if len(parts) == 0 {
		return 0, fmt.Errorf("no parts of the willingness index")
	}
	if err := within("part of the willingness index", parts, 0, 1); err != nil {
		return 0, err
	}
	return sum(parts) / float64(len(parts)), nil
}

// DisruptionPotential is DP, from 0 to 1:
//
//	DP = sum_c PS_c^2 ASI_c WSI_c
//
// with PS_c the share of country c in world production, ASI_c from
// [AbilityIndex] and WSI_c from [WillingnessIndex]. Source: Nassar et al. 2020.
func DisruptionPotential(shares, ability, willingness []float64) (float64, error) {
	if err := checkShares(shares); err != nil {
		return 0, err
	}
	for _, index := range []struct {
		name   string
		values []float64
	}{{"ability index", ability}, {"willingness index", willingness}} {
		if err := sameLength(index.name, index.values, len(shares)); err != nil {
			return 0, err
		}
		if err := within(index.name, index.values, 0, 1); err != nil {
			return 0, err
		}
	}
	weights := make([]float64, len(shares))
	for i := range weights {
		weights[i] = ability[i] * willingness[i]
	}
	return weightedConcentration(shares, weights), nil
}

// EconomicVulnerability is EV, without unit:
//
//	EV = sum_i (VA_i / GDP) (EXP_i / OP_i)
//
// with VA_i the value added of industry i, EXP_i its spending on the commodity
// and OP_i its operating profit, all in one currency. An industry without
// profit has no such ratio and is an error. Source: Nassar et al. 2020.
func EconomicVulnerability(valueAdded, spending, profit []float64, gdp float64) (float64, error) {
	if !(gdp > 0) {
		return 0, fmt.Errorf("gross domestic product is %g", gdp)
	}
	if err := sameLength("spending", spending, len(valueAdded)); err != nil {
		return 0, err
	}
	if err := sameLength("profit", profit, len(valueAdded)); err != nil {
		return 0, err
	}
	ev := 0.0
	for i, va := range valueAdded {
		if !(profit[i] > 0) {
			return 0, fmt.Errorf("operating profit of industry %d is %g", i, profit[i])
		}
		ev += float64(va / gdp * (spending[i] / profit[i]))
	}
	return ev, nil
}

// USGSSupplyRisk is the geometric mean of the three terms:
//
//	SR = (DP TE EV)^(1/3)
//
// It is 0 when any of them is. Source: Nassar et al. 2020.
func USGSSupplyRisk(disruption, exposure, vulnerability float64) (float64, error) {
	if err := within("term", []float64{disruption, exposure, vulnerability}, 0, math.MaxFloat64); err != nil {
		return 0, err
	}
	return fmath.Pow(disruption*exposure*vulnerability, 1.0/3), nil
}
