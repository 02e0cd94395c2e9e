package workbench

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lodestone/internal/firm"
	"lodestone/internal/model"
	"lodestone/internal/nearest"
	"lodestone/internal/result"
)

// FirmSchema names the JSON form of [Firm].
const FirmSchema = "lodestone/firm/1"

// FirmOptions say under what a company's plan is reckoned.
type FirmOptions struct {
	Scenario string   // of the plan's own disruptions; empty for the first
	World    string   // a scenario of the world instead: what its run lets through
	Stage    string   // of the goods that stand for the company's parts in the world; empty for the last that lines make
	With     []string // options taken as bought
}

// Firm is the answer to a company's plan.
type Firm struct {
	Schema      string            `json:"schema"`
	Provenance  result.Provenance `json:"provenance"`
	Under       string            `json:"under"`
	With        []string          `json:"with,omitempty"`
	Disruptions []firm.Disruption `json:"disruptions"`
	Answer      *firm.Answer      `json:"answer"`
	Notes       []string          `json:"notes,omitempty"` // what was made of doubtful cells
	Plan        *firm.Plan        `json:"-"`
}

// ReadPlan reads a company's plan from a workbook or a folder of CSV files. All
// problems come back together as [firm.Problems]; the notes say what was made of
// doubtful cells.
func ReadPlan(path string) (*firm.Plan, []string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, fmt.Errorf("cannot read the plan: %w", err)
	}
	if info.IsDir() {
		return firm.ReadCSV(os.DirFS(path))
	}
	if ext := strings.ToLower(filepath.Ext(path)); ext != ".xlsx" && ext != ".xlsm" {
		return nil, nil, fmt.Errorf("%s: expected a workbook (.xlsx) or a folder of CSV files", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("cannot read the plan: %w", err)
	}
	plan, notes, err := firm.ReadXLSX(f)
	return plan, notes, errors.Join(err, f.Close())
}

// WritePlan writes a plan as a workbook if the path ends in .xlsx, else as a
// folder of CSV files. It does not write over what is there.
func WritePlan(p *firm.Plan, path string) error {
	if strings.ToLower(filepath.Ext(path)) != ".xlsx" {
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s is there already", path)
		}
		return firm.WriteCSV(p, path)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("cannot write the plan: %w", err)
	}
	return errors.Join(firm.WriteXLSX(p, f), f.Close())
}

// Firm reckons a company's plan: by its own figures under its own disruptions, or
// under what a run of the world lets through.
func (b *Bench) Firm(plan *firm.Plan, o FirmOptions, progress Progress) (*Firm, error) {
	f := &Firm{Schema: FirmSchema, Plan: plan, With: o.With}
	with, err := bought(plan, o.With)
	if err != nil {
		return nil, err
	}
	f.Provenance = result.Provenance{Program: "lodestone", Version: Version()}
	if o.World != "" {
		s, err := b.Stress(o.World, Options{}, progress)
		if err != nil {
			return nil, err
		}
		f.Provenance, f.Under = s.Provenance, "the world under "+o.World
		if f.Disruptions, err = fromWorld(plan, s, model.Stage(o.Stage)); err != nil {
			return nil, err
		}
	} else {
		names := plan.Scenarios()
		if o.Scenario == "" && len(names) > 0 {
			o.Scenario = names[0]
		}
		if o.Scenario != "" && !slices.Contains(names, o.Scenario) {
			return nil, fmt.Errorf("scenario %q of the plan: %w%s", o.Scenario, ErrUnknown, nearest.Hint(o.Scenario, names))
		}
		f.Under, f.Disruptions = o.Scenario, plan.Under(o.Scenario)
	}
	f.Answer = firm.Solve(plan, f.Disruptions, with...)
	return f, nil
}

// bought finds the options of a plan by name.
func bought(p *firm.Plan, names []string) ([]firm.Option, error) {
	var known []string
	for _, o := range p.Options {
		known = append(known, o.ID)
	}
	var out []firm.Option
	for _, name := range names {
		i := slices.Index(known, name)
		if i < 0 {
			return nil, fmt.Errorf("option %q: %w%s", name, ErrUnknown, nearest.Hint(name, known))
		}
		out = append(out, p.Options[i])
	}
	return out, nil
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
