package workbench

import (
	"fmt"
	"slices"

	"lodestone/internal/explain"
	"lodestone/internal/nearest"
	"lodestone/internal/network"
)

// Explain says why an end use of a region went short in a week of a scenario; see
// [explain.Explain]. Unknown names suggest the nearest.
func (b *Bench) Explain(scenario, endUse, region string, week int) (*explain.Explanation, error) {
	file, err := b.Scenario(scenario)
	if err != nil {
		return nil, err
	}
	n, err := b.Compile(file)
	if err != nil {
		return nil, err
	}
	use, err := findUse(n, endUse, region)
	if err != nil {
		return nil, err
	}
	return explain.Explain(n, use, week)
}

// findUse finds an end use in a region.
func findUse(n *network.Network, endUse, region string) (int, error) {
	var uses, regions []string
	for i, u := range n.Uses {
		id, at := n.Model.EndUses[u.EndUse].ID, n.Model.Regions[u.Region].ID
		if id == endUse && at == region {
			return i, nil
		}
		if id == endUse {
			regions = append(regions, at)
		}
		uses = append(uses, id)
	}
	if !slices.Contains(uses, endUse) {
		return -1, fmt.Errorf("end use %q: %w%s", endUse, ErrUnknown, nearest.Hint(endUse, uses))
	}
	return -1, fmt.Errorf("region %q: %w among those that use %s%s", region, ErrUnknown, endUse, nearest.Hint(region, regions))
}
