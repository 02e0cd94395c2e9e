package ensemble

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"lodestone/internal/fmath"
	"lodestone/internal/sample"
)

// Sensitivity says which groups of inputs an output depends on.
type Sensitivity struct {
	Method  string   `json:"method"` // morris or sobol
	Runs    int      `json:"runs"`
	Failed  int      `json:"runs_that_could_not_be_balanced"`
	Outputs []Output `json:"outputs"`
}

// Output is what one output owes to each group, the largest first.
type Output struct {
	Name    string   `json:"output"`
	Unit    string   `json:"unit"`
	Mean    float64  `json:"mean"`
	SD      float64  `json:"standard_deviation"`
	Effects []Effect `json:"effects"`
}

// Effect is the influence of one group. Of a screening by Morris it has the mean
// size of the elementary effects of half of the range, and their deviation; of Sobol
// indices the shares of the variance of the output that the group makes alone and
// with all its interactions.
type Effect struct {
	Group  string        `json:"group"`
	Inputs int           `json:"inputs"`
	Size   float64       `json:"mean_effect,omitempty"`
	Spread float64       `json:"effect_sd,omitempty"`
	First  *sample.Index `json:"first_order,omitempty"`
	Total  *sample.Index `json:"total,omitempty"`
}

// units of the outputs, in the order of [SensitivityOutputs].
var units = []string{"USD", "days from the start"}

// Groups lists the groups of the inputs, by name.
func (s *Sampler) Groups() []string {
	var out []string
	for _, in := range s.Inputs {
		out = append(out, in.Group)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// size counts the inputs of a group of a plan.
func (s *Sampler) size(p Plan, group string) int {
	count := 0
	for _, in := range s.Inputs {
		if in.Group == group || group == Rest && !slices.Contains(p.Groups, in.Group) {
			count++
		}
	}
	return count
}

// Screen reads the tally of a Morris plan.
func (s *Sampler) Screen(p Plan, t *Tally) (*Sensitivity, error) {
	design, err := sample.NewMorris(p.Rows, len(p.Groups), levels, sample.NewStream(p.Seed, -1, "morris"))
	if err != nil {
		return nil, err
	}
	out := &Sensitivity{Method: "morris", Runs: t.Runs, Failed: t.Failed}
	for i, y := range t.Outputs {
		mend(y)
		effects, err := design.Effects(y)
		if err != nil {
			return nil, err
		}
		x := Output{Name: SensitivityOutputs[i], Unit: units[i]}
		x.Mean, x.SD = moments(y)
		for j, e := range effects {
			// An effect is a rate over the whole range; half of it is what the step does.
			x.Effects = append(x.Effects, Effect{Group: p.Groups[j], Inputs: s.size(p, p.Groups[j]), Size: e.MuStar / 2, Spread: e.Sigma / 2})
		}
		slices.SortStableFunc(x.Effects, func(a, b Effect) int { return cmp.Compare(b.Size, a.Size) })
		out.Outputs = append(out.Outputs, x)
	}
	return out, nil
}

// resamples and level of the confidence intervals of indices.
const (
	resamples = 500
	level     = 0.9
)

// Apportion reads the tally of a Saltelli plan.
func (s *Sampler) Apportion(p Plan, t *Tally) (*Sensitivity, error) {
	design, err := sample.NewSaltelli(p.Rows, len(p.Groups), sample.NewStream(p.Seed, -1, "saltelli"))
	if err != nil {
		return nil, err
	}
	out := &Sensitivity{Method: "sobol", Runs: t.Runs, Failed: t.Failed}
	for i, y := range t.Outputs {
		mend(y)
		found, err := design.Indices(y, resamples, level, sample.NewStream(p.Seed, i, "bootstrap"))
		if err != nil {
			return nil, err
		}
		x := Output{Name: SensitivityOutputs[i], Unit: units[i], Mean: found.Mean, SD: fmath.Sqrt(found.Variance)}
		for j, g := range p.Groups {
			x.Effects = append(x.Effects, Effect{Group: g, Inputs: s.size(p, g), First: &found.First[j], Total: &found.Total[j]})
		}
		slices.SortStableFunc(x.Effects, func(a, b Effect) int { return cmp.Compare(b.Total.Value, a.Total.Value) })
		out.Outputs = append(out.Outputs, x)
	}
	return out, nil
}

// mend puts the mean of the others in the place of runs that could not be done.
func mend(y []float64) {
	sum, count := 0.0, 0
	for _, v := range y {
		if !math.IsNaN(v) {
			sum += v
			count++
		}
	}
	for i, v := range y {
		if math.IsNaN(v) {
			y[i] = sum / float64(max(count, 1))
		}
	}
}

func moments(y []float64) (mean, sd float64) {
	for _, v := range y {
		mean += v
	}
	mean /= float64(len(y))
	for _, v := range y {
		d := v - mean
		sd += float64(d * d)
	}
	return mean, fmath.Sqrt(sd / float64(len(y)))
}

// Leading lists the groups that a screening puts first for any output, at most some
// for each, and [Rest] for the others.
func (x *Sensitivity) Leading(each int) []string {
	var out []string
	all := 0
	for _, o := range x.Outputs {
		all = len(o.Effects)
		for _, e := range o.Effects[:min(each, len(o.Effects))] {
			if e.Size > 0 && !slices.Contains(out, e.Group) {
				out = append(out, e.Group)
			}
		}
	}
	slices.Sort(out)
	if len(out) < all {
		out = append(out, Rest)
	}
	return out
}

// Sentence says in words what an output depends on.
func (o Output) Sentence() string {
	if len(o.Effects) == 0 || o.SD == 0 {
		return fmt.Sprintf("The %s does not depend on any of the inputs.", o.Name)
	}
	first, text := o.Effects[0], ""
	if first.Total != nil {
		text = fmt.Sprintf("The %s depends most on %s: it makes %.0f %% of the variance, %.0f %% of it alone", o.Name, first.Group, 100*first.Total.Value, 100*max(first.First.Value, 0))
	} else {
		text = fmt.Sprintf("The %s depends most on %s: half of its range moves it by %.0f %% of its mean", o.Name, first.Group, 100*first.Size/math.Abs(o.Mean))
	}
	for i, e := range o.Effects[1:min(3, len(o.Effects))] {
		text += []string{"; then ", ", "}[i] + e.Group
		if e.Total != nil {
			text += fmt.Sprintf(" (%.0f %%)", 100*e.Total.Value)
		}
	}
	return text + "."
}
