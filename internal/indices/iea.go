package indices

import (
	"fmt"
	"math"
)

// NMinusOne is the share of the rest of the world's demand that the rest of the
// world's supply meets when the largest supplier is gone:
//
//	N1 = (S_tot - S_largest) / (D_tot - D_largest)
//
// with S and D the supply and demand of each country in one unit of mass a
// year, and D_largest the demand of the largest supplier. It passes 1 where the
// rest has a surplus. The second result is the largest supplier, the first of
// equals. Source: International Energy Agency, Global Critical Minerals
// Outlook 2025, N-1 analysis.
func NMinusOne(supply, demand []float64) (coverage float64, largest int, err error) {
	if len(supply) == 0 {
		return 0, 0, fmt.Errorf("no suppliers")
	}
	if err := sameLength("demand", demand, len(supply)); err != nil {
		return 0, 0, err
	}
	if err := within("supply", supply, 0, math.MaxFloat64); err != nil {
		return 0, 0, err
	}
	if err := within("demand", demand, 0, math.MaxFloat64); err != nil {
		return 0, 0, err
	}
	for c := range supply {
		if supply[c] > supply[largest] {
			largest = c
		}
	}
	// Summed without the largest: subtracting it from the total would leave
	// rounding where there should be nothing.
	restSupply, restDemand := 0.0, 0.0
	for c := range supply {
		if c != largest {
			restSupply += supply[c]
			restDemand += demand[c]
		}
	}
	if restDemand == 0 {
		return 0, largest, fmt.Errorf("no demand outside country %d, the largest supplier", largest)
	}
	return restSupply / restDemand, largest, nil
}
