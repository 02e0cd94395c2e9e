// Package indices computes published measures of supply risk from plain
// numbers: concentration, import reliance, the supply risk of the European
// Union and of the US Geological Survey, the N-1 coverage of the International
// Energy Agency, resilience after a shock, and exposure to a lost site.
//
// Shares and ratios are fractions, not percent, unless a comment says
// otherwise. Slices that describe the same countries, sectors or weeks run in
// the same order. Sums run in that order and products are rounded before they
// are added, so the result is the same on every machine.
//
// Every measure here but those of a time series describes one period and knows
// nothing of how a market responds.
package indices

import (
	"fmt"
	"math"
)

// shareTolerance is how far shares may miss a sum of 1: published shares are
// rounded to whole percents, each of which may be off by half a percent.
const shareTolerance = 0.02

// Shares returns each quantity divided by their sum. The quantities have one
// unit, are not negative, and are not all zero.
func Shares(quantities []float64) ([]float64, error) {
	if err := within("quantity", quantities, 0, math.MaxFloat64); err != nil {
		return nil, err
	}
	total := sum(quantities)
	if total <= 0 || math.IsInf(total, 1) {
		return nil, fmt.Errorf("quantities sum to %g, which has no shares", total)
	}
	shares := make([]float64, len(quantities))
	for i, q := range quantities {
		shares[i] = q / total
	}
	return shares, nil
}

// Concentration is the Herfindahl-Hirschman index in points, from near 0 for
// many equal suppliers to 10 000 for one:
//
//	10 000 sum_c S_c^2
//
// with S_c the share of supplier c. Source: US Department of Justice and
// Federal Trade Commission, Merger Guidelines, 2023, section 2.1.
func Concentration(shares []float64) (float64, error) {
	if err := checkShares(shares); err != nil {
		return 0, err
	}
	hhi := 0.0
	for _, s := range shares {
		hhi += float64(s * s)
	}
	return 10_000 * hhi, nil
}

// weightedConcentration is sum_c S_c^2 w_c.
func weightedConcentration(shares, weights []float64) float64 {
	hhi := 0.0
	for i, s := range shares {
		hhi += float64(float64(s*s) * weights[i])
	}
	return hhi
}

func sum(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}

func checkShares(shares []float64) error {
	if err := within("share", shares, 0, 1+shareTolerance); err != nil {
		return err
	}
	// Negated so that a NaN fails.
	if total := sum(shares); !(math.Abs(total-1) <= shareTolerance) {
		return fmt.Errorf("shares sum to %g, not 1", total)
	}
	return nil
}

// within checks that every value is a number from lo to hi.
func within(name string, values []float64, lo, hi float64) error {
	for i, v := range values {
		if !(v >= lo && v <= hi) {
			return fmt.Errorf("%s %d is %g, outside %g to %g", name, i, v, lo, hi)
		}
	}
	return nil
}

// fraction checks a ratio, and so catches a percentage given for one.
func fraction(name string, v float64) error {
	if !(v >= 0 && v <= 1) {
		return fmt.Errorf("%s is %g, outside 0 to 1", name, v)
	}
	return nil
}

func sameLength(name string, values []float64, want int) error {
	if len(values) != want {
		return fmt.Errorf("%d values of %s, want %d", len(values), name, want)
	}
	return nil
}
