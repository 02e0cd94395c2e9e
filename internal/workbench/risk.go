package workbench

import "lodestone/internal/risk"

// Risk computes the indices of a base year; 0 means that of the default scenario.
func (b *Bench) Risk(year int) (*risk.Report, error) {
	n, err := b.calm(year, 1)
	if err != nil {
		return nil, err
	}
	return risk.New(n)
}
