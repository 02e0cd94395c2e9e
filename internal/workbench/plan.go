package workbench

import (
	"context"
	"fmt"
	"math"
	"slices"

	"lodestone/internal/nearest"
	"lodestone/internal/plan"
	"lodestone/internal/result"
)

// PlanOptions are a question to the planner as a user asks it.
type PlanOptions struct {
	Region    string // empty for the one that loses most
	EndUse    string // empty for all
	Budget    float64
	Objective string
	Target    string
	Tail      float64
	Prepare   int
	Members   int
	Checks    int
	Seed      int64
	Physics   bool
}

// Plan is what to buy before a scenario, with what made it.
type Plan struct {
	plan.Plan
	Provenance result.Provenance `json:"provenance"`
}

// Plan finds what to buy before a scenario.
func (b *Bench) Plan(ctx context.Context, name string, o PlanOptions, progress Progress) (*Plan, error) {
	q, err := o.question()
	if err != nil {
		return nil, err
	}
	m, s, err := b.bound(name)
	if err != nil {
		return nil, err
	}
	note := ""
	if o.Region == "" {
		if o.Region, err = b.worstRegion(ctx, name); err != nil {
			return nil, err
		}
		note = fmt.Sprintf("No region was given; %s loses most in this scenario.", o.Region)
	}
	if q.Region, err = indexOf("region", o.Region, len(m.Regions), func(i int) string { return m.Regions[i].ID }); err != nil {
		return nil, err
	}
	if q.EndUse = -1; o.EndUse != "" {
		if q.EndUse, err = indexOf("end use", o.EndUse, len(m.EndUses), func(i int) string { return m.EndUses[i].ID }); err != nil {
			return nil, err
		}
	}
	p, err := plan.Make(ctx, m, s, q, progress)
	if err != nil {
		return nil, err
	}
	if note != "" {
		p.Notes = append(p.Notes, note)
	}
	out := &Plan{Plan: *p, Provenance: b.provenance(m, s)}
	out.Provenance.Seed, out.Provenance.Behaviour = o.Seed, behaviour(o.Physics)
	return out, nil
}

func behaviour(physics bool) string {
	if physics {
		return "none"
	}
	return "full"
}

// question turns the words of a user into a question; names are looked up later.
func (o *PlanOptions) question() (plan.Question, error) {
	q := plan.Question{Prepare: o.Prepare, Members: o.Members, Checks: o.Checks, Seed: uint64(o.Seed), Budget: o.Budget,
		Objective: plan.Objective(o.Objective), Tail: o.Tail, Physics: o.Physics}
	var err error
	if o.Target != "" {
		if q.Target, err = plan.ParseTarget(o.Target); err != nil {
			return q, err
		}
	}
	switch {
	case o.Objective == "" && q.Target != nil:
		q.Objective = plan.Cost
	case o.Objective == "":
		q.Objective = plan.Loss
	case !slices.Contains(plan.Objectives, q.Objective):
		return q, fmt.Errorf("objective %q: expected one of %v", o.Objective, plan.Objectives)
	}
	if q.Budget == 0 {
		q.Budget = math.Inf(1)
	}
	return q, nil
}

// indexOf returns the index of a name in a list, or an error with the nearest ones.
func indexOf(what, name string, count int, id func(int) string) (int, error) {
	var known []string
	for i := range count {
		if id(i) == name {
			return i, nil
		}
		known = append(known, id(i))
	}
	return -1, fmt.Errorf("%s %q: %w%s", what, name, ErrUnknown, nearest.Hint(name, known))
}

// worstRegion is the one whose end uses lose most in a scenario.
func (b *Bench) worstRegion(ctx context.Context, name string) (string, error) {
	s, err := b.Stress(ctx, name, Options{}, nil)
	if err != nil {
		return "", err
	}
	worst, most := "", 0.0
	sums := map[string]float64{}
	for _, x := range s.Shortages {
		sums[x.Region] += x.Value.Value
		if sums[x.Region] > most {
			worst, most = x.Region, sums[x.Region]
		}
	}
	if worst == "" {
		return "", fmt.Errorf("no region loses anything in %s: there is nothing to plan for", name)
	}
	return worst, nil
}

// SeekOptions ask for the value of a number of a scenario that just reaches a goal.
type SeekOptions struct {
	Vary, Until string
	Low, High   float64 // NaN for the ends of its range
	Members     int
	Seed        int64
}

// Sought is that value, with what made it.
type Sought struct {
	plan.Sought
	Provenance result.Provenance `json:"provenance"`
}

// seekAccuracy is how close Seek comes, as a share of the range it seeks in.
const seekAccuracy = 1.0 / 128

// Seek finds the value of a number of a scenario's events that just reaches a goal.
func (b *Bench) Seek(ctx context.Context, name string, o SeekOptions, progress Progress) (*Sought, error) {
	goal, err := plan.ParseGoal(o.Until)
	if err != nil {
		return nil, err
	}
	if o.Members < 1 || o.Members > mostSeekMembers {
		return nil, fmt.Errorf("%d members: expected 1 to %d", o.Members, mostSeekMembers)
	}
	m, s, err := b.bound(name)
	if err != nil {
		return nil, err
	}
	x, err := plan.Seek(ctx, m, s, plan.Seeking{Vary: o.Vary, Goal: goal, Low: o.Low, High: o.High, Members: o.Members, Seed: uint64(o.Seed), Accuracy: seekAccuracy}, progress)
	if err != nil {
		return nil, err
	}
	out := &Sought{Sought: *x, Provenance: b.provenance(m, s)}
	out.Provenance.Seed, out.Provenance.Behaviour = o.Seed, behaviour(false)
	return out, nil
}

const mostSeekMembers = 1000
