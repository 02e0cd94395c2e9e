package workbench

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"lodestone/internal/explain"
	"lodestone/internal/nearest"
	"lodestone/internal/network"
	"lodestone/internal/result"
)

// Explain says why an end use of a region went short in a week of a scenario; see
// [explain.Explain]. What of end use and region is empty is chosen: the first
// line-down, or else the costliest shortage. Unknown names suggest the nearest.
func (b *Bench) Explain(ctx context.Context, scenario, endUse, region string, week int) (*explain.Explanation, error) {
	file, err := b.Scenario(scenario)
	if err != nil {
		return nil, err
	}
	n, err := b.Compile(file)
	if err != nil {
		return nil, err
	}
	if endUse == "" || region == "" {
		if endUse, region, err = b.short(ctx, n, endUse, region); err != nil {
			return nil, err
		}
	}
	use, err := findUse(n, endUse, region)
	if err != nil {
		return nil, err
	}
	return explain.Explain(ctx, n, use, week)
}

// short finds the first line-down, or else the costliest shortage, of an end use or
// in a region where one is given.
func (b *Bench) short(ctx context.Context, n *network.Network, endUse, region string) (string, string, error) {
	if err := known(n, endUse, region); err != nil {
		return "", "", err
	}
	base, run, err := observeBoth(ctx, n, nil)
	if err != nil {
		return "", "", err
	}
	s := result.NewStress(base, run, b.provenance(n.Model, n.Scenario))
	var places []result.Place
	for _, d := range s.LineDowns {
		places = append(places, d.Place)
	}
	for _, x := range s.Shortages {
		places = append(places, x.Place)
	}
	for _, p := range places {
		if (endUse == "" || p.EndUse == endUse) && (region == "" || p.Region == region) {
			return p.EndUse, p.Region, nil
		}
	}
	if what := strings.TrimSpace(endUse + " " + region); what != "" {
		return "", "", fmt.Errorf("%s is not short in %s: nothing to explain", what, n.Scenario.Name)
	}
	return "", "", fmt.Errorf("no end use is short in %s: nothing to explain", n.Scenario.Name)
}

// known checks the names that are given.
func known(n *network.Network, endUse, region string) error {
	uses, regions := places(n)
	if endUse != "" && !slices.Contains(uses, endUse) {
		return unknown("end use", endUse, uses)
	}
	if region != "" && !slices.Contains(regions, region) {
		return unknown("region", region, regions)
	}
	return nil
}

// places lists the end uses, and the regions, that can go short.
func places(n *network.Network) (uses, regions []string) {
	for _, u := range n.Uses {
		if !u.Surplus {
			uses = append(uses, n.Model.EndUses[u.EndUse].ID)
			regions = append(regions, n.Model.Regions[u.Region].ID)
		}
	}
	slices.Sort(uses)
	slices.Sort(regions)
	return slices.Compact(uses), slices.Compact(regions)
}

// unknown names what is nearest, or else all there is.
func unknown(what, name string, known []string) error {
	hint := nearest.Hint(name, known)
	if hint == "" {
		hint = "; expected one of " + strings.Join(known, ", ")
	}
	return fmt.Errorf("%s %q: %w%s", what, name, ErrUnknown, hint)
}

// findUse finds an end use in a region.
func findUse(n *network.Network, endUse, region string) (int, error) {
	if uses, _ := places(n); !slices.Contains(uses, endUse) {
		return -1, unknown("end use", endUse, uses)
	}
	var regions []string
	for i, u := range n.Uses {
		if n.Model.EndUses[u.EndUse].ID != endUse {
			continue
		}
		at := n.Model.Regions[u.Region].ID
		if at == region {
			return i, nil
		}
		regions = append(regions, at)
	}
	return -1, unknown("region that uses "+endUse+",", region, regions)
}
