package indices

import "math"

// The measures of this file are the closed forms, for one site, of the risk
// exposure model of Simchi-Levi et al., Identifying risks and mitigating
// disruptions in the automotive supply chain, Interfaces 45(5), 2015. For
// a network of sites the model is a linear program.

// TimeToSurvive is how many weeks demand holds after a site stops:
//
//	TTS = inventory / (use - other supply)
//
// with the inventory in tonnes and the two rates in tonnes per week, none
// negative. It is +Inf where other supply covers the use.
func TimeToSurvive(inventory, use, otherSupply float64) float64 {
	if otherSupply >= use {
		return math.Inf(1)
	}
	return inventory / (use - otherSupply)
}

// PerformanceImpact is what is lost when a site stops for some weeks:
//
//	PI = margin * max(0, (use - other supply) * weeks - inventory)
//
// in the money of the margin, which is per tonne of use; the other units are
// those of [TimeToSurvive]. It is 0 up to the time to survive and rises in
// proportion after it.
func PerformanceImpact(margin, inventory, use, otherSupply, weeks float64) float64 {
	gap := max(0, use-otherSupply)
	return margin * max(0, float64(gap*weeks)-inventory)
}

// RiskExposure is the risk exposure index of every site, its performance impact
// as a part of the largest:
//
//	REI_n = PI_n / max_m PI_m
//
// All are 0 where no site has an impact.
func RiskExposure(impacts []float64) []float64 {
	largest := 0.0
	for _, pi := range impacts {
		largest = max(largest, pi)
	}
	index := make([]float64, len(impacts))
	if largest == 0 {
		return index
	}
	for i, pi := range impacts {
		index[i] = pi / largest
	}
	return index
}
