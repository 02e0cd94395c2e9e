package workbench

import (
	"context"
	"fmt"
	"slices"
	"time"

	"lodestone/internal/model"
	"lodestone/internal/nearest"
	"lodestone/internal/network"
	"lodestone/internal/survive"
	"lodestone/internal/sweep"
)

// SweepSchema names the JSON form of [Sweep].
const SweepSchema = "lodestone/sweep/2"

// SweepOptions say what is removed, when and for how long.
type SweepOptions struct {
	Scenario  string // removals come on top of its events; none if empty
	By        sweep.By
	Weeks     int  // of each removal
	From      int  // week in which every removal begins
	Horizon   int  // weeks of each run
	BaseYear  int  // without a scenario; 0 for that of the default one
	Physics   bool // every assumption about behaviour switched off
	Pairs     int  // also every two of this many that lead the ranking
	Worst     int  // also the costliest set of this size
	Budget    int  // runs that may be spent on the bound of that set
	Target    string
	Durations []int // of the target, instead of all targets for Weeks
	Survival  bool  // also time to survive and to recover
}

// Sweep is what removals cost.
type Sweep struct {
	Schema   string          `json:"schema"`
	Model    string          `json:"model"`
	Hash     string          `json:"model_sha256"`
	Scenario string          `json:"scenario,omitempty"` // that removals come on top of
	BaseYear int             `json:"base_year"`
	By       sweep.By        `json:"by"`
	Weeks    int             `json:"weeks_removed"`
	From     int             `json:"first_week_removed"`
	Horizon  int             `json:"weeks"`
	Singles  []sweep.Outcome `json:"singles,omitempty"`
	Pairs    []sweep.Pair    `json:"pairs,omitempty"`
	Worst    *sweep.Worst    `json:"worst_set,omitempty"`
	Curve    []sweep.Outcome `json:"curve,omitempty"`
	Survival []SurvivalRow   `json:"survival,omitempty"`
}

// SurvivalRow is how long the chain does without something, simulated and at best.
type SurvivalRow struct {
	sweep.Survival
	Best survive.Row `json:"at_best"` // by linear program: the best use of all stocks and spare capacity
}

// Sweep removes targets of a kind from the chain of a base year, or of a scenario.
// It stops with an error when the context ends.
func (b *Bench) Sweep(ctx context.Context, o SweepOptions, progress Progress) (*Sweep, error) {
	n, err := b.swept(o)
	if err != nil {
		return nil, err
	}
	targets, err := sweep.Targets(n, o.By)
	if err != nil {
		return nil, err
	}
	s, err := sweep.New(n, o.From)
	if err != nil {
		return nil, err
	}
	out := &Sweep{Schema: SweepSchema, Model: n.Model.Name, Hash: n.Model.Hash, Scenario: o.Scenario, BaseYear: n.Model.BaseYear,
		By: o.By, Weeks: o.Weeks, From: o.From, Horizon: o.Horizon}
	if o.Target != "" {
		out.Curve, err = curve(ctx, s, targets, o, sweep.Progress(progress))
		return out, err
	}
	return out, out.all(ctx, n, s, targets, o, sweep.Progress(progress))
}

// all removes one by one and then, if asked for, several together.
func (x *Sweep) all(ctx context.Context, n *network.Network, s *sweep.Sweeper, targets []sweep.Target, o SweepOptions, progress sweep.Progress) (err error) {
	part := shares(progress, len(targets), o.Pairs*(o.Pairs-1)/2, o.Worst*len(targets)+o.Budget, survivalRuns*len(targets), programRuns*len(targets))
	if x.Singles, err = s.Singles(ctx, targets, o.Weeks, part[0]); err != nil {
		return err
	}
	if o.Pairs > 1 {
		if x.Pairs, err = s.Pairs(ctx, targets, x.Singles, o.Pairs, o.Weeks, part[1]); err != nil {
			return err
		}
	}
	if o.Worst > 0 {
		if x.Worst, err = s.Worst(ctx, targets, o.Worst, o.Weeks, o.Budget, part[2]); err != nil {
			return err
		}
	}
	if o.Survival {
		x.Survival, err = survival(ctx, n, s, targets, o.Weeks, part[3], part[4])
	}
	return err
}

// survivalRuns and programRuns are about how many runs the survival of one target
// takes, simulated and by linear program; for the progress bar only.
const (
	survivalRuns = 4
	programRuns  = 2
)

// survival simulates and solves for every target.
func survival(ctx context.Context, n *network.Network, s *sweep.Sweeper, targets []sweep.Target, weeks int, simulating, solving sweep.Progress) ([]SurvivalRow, error) {
	simulated, err := s.Survive(ctx, targets, weeks, simulating)
	if err != nil {
		return nil, err
	}
	chain, err := survive.New(n, s.Longest())
	if err != nil {
		return nil, err
	}
	removals := make([]survive.Removal, len(simulated))
	for i, v := range simulated {
		at := slices.IndexFunc(targets, func(t sweep.Target) bool { return t.By == v.By && t.Name == v.Name })
		removals[i] = survive.Of(n, targets[at].Events)
	}
	best, err := chain.List(ctx, removals, weeks, solving)
	if err != nil {
		return nil, err
	}
	out := make([]SurvivalRow, len(simulated))
	for i := range out {
		out[i] = SurvivalRow{simulated[i], best[i]}
	}
	return out, nil
}

// shares splits progress among tasks by their runs.
func shares(progress sweep.Progress, runs ...int) []sweep.Progress {
	total, before := 0, 0
	for _, r := range runs {
		total += r
	}
	out := make([]sweep.Progress, len(runs))
	for i, r := range runs {
		out[i] = progress.Part(float64(before)/float64(total), float64(before+r)/float64(total))
		before += r
	}
	return out
}

// curve removes one target for every duration.
func curve(ctx context.Context, s *sweep.Sweeper, targets []sweep.Target, o SweepOptions, progress sweep.Progress) ([]sweep.Outcome, error) {
	known := make([]string, len(targets))
	for i, t := range targets {
		known[i] = t.Name
	}
	i := slices.Index(known, o.Target)
	if i < 0 {
		return nil, fmt.Errorf("%s %q: %w%s", o.By, o.Target, ErrUnknown, nearest.Hint(o.Target, known))
	}
	return s.Curve(ctx, o.Durations, progress, targets[i])
}

// swept compiles what is swept.
func (b *Bench) swept(o SweepOptions) (n *network.Network, err error) {
	if o.Horizon < 2 || o.Horizon > longestHorizon {
		return nil, fmt.Errorf("a horizon of %d weeks: expected 2 to %d", o.Horizon, longestHorizon)
	}
	if o.Scenario == "" {
		n, err = b.calm(o.BaseYear, o.Horizon)
	} else {
		n, err = b.lengthened(o.Scenario, o.Horizon)
	}
	if err == nil && o.Physics {
		n = n.WithoutBehaviour()
	}
	return n, err
}

// longestHorizon is fifty years, the longest that a scenario may have.
const longestHorizon = 2600

// lengthened compiles a scenario over another number of weeks.
func (b *Bench) lengthened(name string, weeks int) (*network.Network, error) {
	file, err := b.Scenario(name)
	if err != nil {
		return nil, err
	}
	file.Weeks = weeks
	return b.Compile(file)
}

// calm compiles a base year without events.
func (b *Bench) calm(year, weeks int) (*network.Network, error) {
	if year == 0 {
		file, err := b.Scenario("")
		if err != nil {
			return nil, err
		}
		year = file.BaseYear
	}
	m, err := b.chains.model(b.Package, year)
	if err != nil {
		return nil, err
	}
	return b.chains.network(m, &model.Scenario{Name: "calm", Title: "The base year without events", BaseYear: year,
		Start: time.Date(year+1, 1, 1, 0, 0, 0, 0, time.UTC), Weeks: weeks})
}
