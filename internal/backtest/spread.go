package backtest

import (
	"slices"

	"gonum.org/v1/gonum/stat"

	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/result"
)

// Range is what a target comes to over the members of an ensemble: the middle one,
// and those that one in twenty lies below and above.
type Range struct {
	Members int     `json:"members"`
	Low     float64 `json:"p05"`
	Median  float64 `json:"p50"`
	High    float64 `json:"p95"`
}

// Measured is what one member gave for the targets of a replay; what could not be
// computed is absent.
type Measured map[string]float64

// Measure replays one member and measures its targets.
func Measure(n *network.Network, targets []model.Target) Measured {
	m := Measured{}
	for _, s := range Evaluate(result.Observe(n, nil), targets) {
		if s.Problem == "" {
			m[s.ID] = s.Simulated
		}
	}
	return m
}

// Spread gives every score the range of its target over the members.
func Spread(scores []Score, members []Measured) {
	for i := range scores {
		var values []float64
		for _, m := range members {
			if v, ok := m[scores[i].ID]; ok {
				values = append(values, v)
			}
		}
		if len(values) == 0 {
			continue
		}
		slices.Sort(values)
		at := func(p float64) float64 { return stat.Quantile(p, stat.LinInterp, values, nil) }
		scores[i].Range = &Range{Members: len(values), Low: at(0.05), Median: at(0.5), High: at(0.95)}
	}
}
