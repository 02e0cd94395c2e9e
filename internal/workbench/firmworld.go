package workbench

import (
	"fmt"
	"slices"
	"strings"

	"lodestone/internal/firm"
	"lodestone/internal/model"
	"lodestone/internal/nearest"
	"lodestone/internal/result"
)

// inWorld puts a plan under what a run of the world lets through.
func (b *Bench) inWorld(f *Firm, o FirmOptions, progress Progress) error {
	s, err := b.Stress(o.World, Options{}, progress)
	if err != nil {
		return err
	}
	f.Provenance, f.Under = s.Provenance, "the world under "+s.Provenance.Scenario
	f.Disruptions, err = fromWorld(f.Plan, s, model.Stage(o.Stage))
	return err
}

// worldStep is over how many weeks what the world lets through is averaged.
const worldStep = 4

// fromWorld turns a run of the world into disruptions of a plan: for every country
// that its suppliers stand in, the share of what the baseline brings the company's
// regions of goods of a stage that still arrives at the country's ports to be sent.
// Markets, suppliers' inputs, queues and quotas are in that share. What is
// shipped again later adds to it; a second fall in the same run is not told apart
// from the first.
func fromWorld(p *firm.Plan, s *result.Stress, stage model.Stage) ([]firm.Disruption, error) {
	n := s.Scenario.Net
	if stage == "" {
		for _, l := range n.Lines {
			if x := n.Model.Processes[l.Process].Stage; slices.Index(model.Stages, x) > slices.Index(model.Stages, stage) {
				stage = x
			}
		}
	}
	if !slices.Contains(model.Stages, stage) {
		return nil, fmt.Errorf("stage %q: %w", stage, ErrUnknown)
	}
	buyers := map[int]bool{}
	for _, l := range p.Lines {
		r := regionOf(n.Model, l.Region)
		if r < 0 {
			return nil, fmt.Errorf("line %s stands in %q, which the world has no region for%s", l.ID, l.Region, nearest.Hint(l.Region, regionNames(n.Model)))
		}
		buyers[r] = true
	}
	var countries []string
	for _, x := range p.Suppliers {
		if x.Country != "" && !slices.Contains(countries, x.Country) {
			countries = append(countries, x.Country)
		}
	}
	slices.Sort(countries)
	out := []firm.Disruption{} // none is not the same as the plan's own
	for _, country := range countries {
		from := regionOf(n.Model, country)
		if from < 0 {
			continue
		}
		weekly := sent(s, from, buyers, stage)
		if start := slices.IndexFunc(weekly, func(x float64) bool { return x < 1-worldNoticed }); start >= 0 {
			out = append(out, steps(s, country, start, mean(weekly[start:]))...)
		}
	}
	return out, nil
}

// worldNoticed is the fall of shipments from which the world disturbs a plan.
const worldNoticed = 0.05

// regionOf finds the region of the world that a country is or is a member of; the
// rest of the world if there is one; else -1.
func regionOf(m *model.Model, country string) int {
	rest := -1
	for i, r := range m.Regions {
		if r.ID == country || slices.Contains(r.Members, country) {
			return i
		}
		if r.Kind == "rest" {
			rest = i
		}
	}
	if len(country) != 2 || strings.ToUpper(country) != country {
		return -1
	}
	return rest
}

func regionNames(m *model.Model) []string {
	var out []string
	for _, r := range m.Regions {
		out = append(append(out, r.ID), r.Members...)
	}
	return out
}

// sent is the share of the baseline's shipments of a stage from a country to the
// regions of the plan's lines, in steps of some weeks; 1 where it ships none there.
func sent(s *result.Stress, country int, buyers map[int]bool, stage model.Stage) []float64 {
	n := s.Scenario.Net
	shares := make([]float64, s.Weeks)
	for w := range shares {
		run, base := 0.0, 0.0
		for k, r := range n.Routes {
			from, to := n.Markets[r.From], n.Markets[r.To]
			if from.Region == country && buyers[to.Region] && n.Model.Commodities[from.Commodity].Stage == stage {
				run += s.Scenario.Shipped[w][k]
				base += s.Baseline.Shipped[w][k]
			}
		}
		shares[w] = 1
		if base > 0 {
			shares[w] = min(1, run/base)
		}
	}
	return shares
}

// mean averages a weekly series over steps of some weeks.
func mean(weekly []float64) []float64 {
	var out []float64
	for i := 0; i+worldStep <= len(weekly); i += worldStep {
		sum := 0.0
		for _, x := range weekly[i : i+worldStep] {
			sum += x
		}
		out = append(out, sum/worldStep)
	}
	return out
}

// steps writes a course of shares from a week on as disruptions, each of which holds
// from its week: from the start what is left at the lowest, and more as it rises
// again for good.
func steps(s *result.Stress, country string, week int, shares []float64) []firm.Disruption {
	n := s.Scenario.Net
	if len(shares) == 0 {
		return nil
	}
	lowest := slices.Index(shares, slices.Min(shares))
	var out []firm.Disruption
	add := func(share float64, weeks int) {
		out = append(out, firm.Disruption{Scenario: n.Scenario.Name, Country: country, From: n.Scenario.Date(week), Held: "no",
			Licensed: firm.Exactly(share), Week: firm.Exactly(float64(weeks)), Counted: "shipment"})
	}
	reached := shares[lowest]
	add(reached, 0)
	for i := lowest + 1; i < len(shares); i++ {
		// Only what is not lost again counts as come back.
		if lasting := slices.Min(shares[i:]); lasting > reached+worldNoticed {
			add(lasting, i*worldStep)
			reached = lasting
		}
	}
	return out
}
