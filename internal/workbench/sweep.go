package workbench

import (
	"context"
	"fmt"
	"slices"
	"time"

	"lodestone/internal/nearest"
	"lodestone/internal/network"
	"lodestone/internal/removal"
)

// SweepSchema names the JSON form of [Sweep].
const SweepSchema = "lodestone/sweep/1"

// SweepOptions say what is removed and for how long.
type SweepOptions struct {
	By        removal.By
	Weeks     int    // of each removal
	Horizon   int    // weeks of each run
	BaseYear  int    // 0 for that of the default scenario
	Physics   bool   // every assumption about behaviour switched off
	Pairs     int    // also every two of this many that lead the ranking
	Worst     int    // also the costliest set of this size
	Target    string // instead of all, the curve of this one over Durations
	Durations []int
	Survival  bool // also time to survive and to recover
}

// Sweep is what removals cost.
type Sweep struct {
	Schema   string             `json:"schema"`
	Model    string             `json:"model"`
	Hash     string             `json:"model_sha256"`
	BaseYear int                `json:"base_year"`
	By       removal.By         `json:"by"`
	Weeks    int                `json:"weeks_removed"`
	Horizon  int                `json:"weeks"`
	Singles  []removal.Outcome  `json:"singles,omitempty"`
	Pairs    []removal.Pair     `json:"pairs,omitempty"`
	Worst    *removal.Worst     `json:"worst_set,omitempty"`
	Curve    []removal.Outcome  `json:"curve,omitempty"`
	Survival []removal.Survival `json:"survival,omitempty"`
}

// Sweep removes targets of a kind from the chain of a base year.
func (b *Bench) Sweep(ctx context.Context, o SweepOptions, progress removal.Progress) (*Sweep, error) {
	n, err := b.calm(o.BaseYear, o.Horizon)
	if err != nil {
		return nil, err
	}
	if o.Physics {
		n = n.WithoutBehaviour()
	}
	targets, err := removal.Targets(n, o.By)
	if err != nil {
		return nil, err
	}
	s := removal.New(n)
	for _, w := range append([]int{o.Weeks}, o.Durations...) {
		if err := s.Check(w); err != nil {
			return nil, err
		}
	}
	out := &Sweep{Schema: SweepSchema, Model: n.Model.Name, Hash: n.Model.Hash, BaseYear: n.Model.BaseYear, By: o.By, Weeks: o.Weeks, Horizon: o.Horizon}
	if o.Target != "" {
		return out, b.curve(ctx, out, s, targets, o, progress)
	}
	if out.Singles, err = s.Singles(ctx, targets, o.Weeks, progress); err != nil {
		return nil, err
	}
	if o.Pairs > 1 {
		if out.Pairs, err = s.Pairs(ctx, targets, out.Singles, o.Pairs, o.Weeks, progress); err != nil {
			return nil, err
		}
	}
	if o.Worst > 0 {
		if out.Worst, err = s.WorstSet(ctx, targets, o.Worst, o.Weeks, progress); err != nil {
			return nil, err
		}
	}
	if o.Survival {
		if out.Survival, err = s.Survive(ctx, targets, o.Weeks, progress); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (b *Bench) curve(ctx context.Context, out *Sweep, s *removal.Sweeper, targets []removal.Target, o SweepOptions, progress removal.Progress) error {
	i := slices.IndexFunc(targets, func(t removal.Target) bool { return t.Name == o.Target })
	if i < 0 {
		var known []string
		for _, t := range targets {
			known = append(known, t.Name)
		}
		return fmt.Errorf("%s %q: %w%s", o.By, o.Target, ErrUnknown, nearest.Hint(o.Target, known))
	}
	var err error
	out.Curve, err = s.Curve(ctx, o.Durations, progress, targets[i])
	return err
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
	m, err := b.Package.Model(year)
	if err != nil {
		return nil, err
	}
	return network.Compile(m, removal.Scenario(year, time.Date(year+1, 1, 1, 0, 0, 0, 0, time.UTC), weeks))
}
