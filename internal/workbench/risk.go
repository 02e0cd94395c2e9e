package workbench

import (
	"time"

	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/risk"
)

// Risk computes the indices of a base year; 0 means that of the default scenario.
func (b *Bench) Risk(year int) (*risk.Report, error) {
	if year == 0 {
		file, err := b.Scenario("")
		if err != nil {
			return nil, err
		}
		year = file.BaseYear
	}
	m, err := b.Package.Model(year)
	if err != nil {
		return nil, err
	}
	n, err := network.Compile(m, &model.Scenario{Name: "base", BaseYear: year, Start: time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), Weeks: 1})
	if err != nil {
		return nil, err
	}
	return risk.New(n)
}
