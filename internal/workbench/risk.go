package workbench

import (
	"fmt"
	"slices"

	"lodestone/internal/model"
	"lodestone/internal/nearest"
	"lodestone/internal/provenance"
	"lodestone/internal/risk"
)

// Resilience measures how the ways out of a shortage answer a scenario; see
// [risk.Resilience].
func (b *Bench) Resilience(scenario string, progress Progress) ([]risk.Mechanism, error) {
	s, err := b.Stress(scenario, Options{}, progress)
	if err != nil {
		return nil, err
	}
	return risk.Resilience(s)
}

// Risk computes the indices of a base year; 0 means that of the default scenario.
func (b *Bench) Risk(year int) (*risk.Report, error) {
	n, err := b.calm(year, 1)
	if err != nil {
		return nil, err
	}
	return risk.New(n)
}

// RuleOptions is a content rule in the user's names.
type RuleOptions struct {
	Origins, Elements, Stages []string
	AtLeast                   float64
	ByValue                   bool
	BaseYear                  int // 0 for that of the default scenario
}

// Rule applies a content rule and a ban on the same origin; see [risk.Rule].
func (b *Bench) Rule(o RuleOptions) ([]risk.RuleRow, error) {
	n, err := b.calm(o.BaseYear, 1)
	if err != nil {
		return nil, err
	}
	m := n.Model
	r := provenance.Rule{AtLeast: o.AtLeast, ByValue: o.ByValue}
	if r.Origin.Regions, err = resolve("region", o.Origins, len(m.Regions), func(i int) string { return m.Regions[i].ID }); err != nil {
		return nil, err
	}
	if r.Elements, err = resolve("element", o.Elements, len(m.Elements), func(i int) string { return m.Elements[i].ID }); err != nil {
		return nil, err
	}
	stages, err := resolve("stage", o.Stages, len(model.Stages), func(i int) string { return string(model.Stages[i]) })
	if err != nil {
		return nil, err
	}
	for _, s := range stages {
		r.Origin.Stages = append(r.Origin.Stages, model.Stages[s])
	}
	return risk.Rule(n, r)
}

// resolve finds names in a list.
func resolve(what string, names []string, count int, id func(int) string) ([]int, error) {
	known := make([]string, count)
	for i := range known {
		known[i] = id(i)
	}
	var out []int
	for _, name := range names {
		i := slices.Index(known, name)
		if i < 0 {
			return nil, fmt.Errorf("%s %q: %w%s", what, name, ErrUnknown, nearest.Hint(name, known))
		}
		out = append(out, i)
	}
	return out, nil
}
