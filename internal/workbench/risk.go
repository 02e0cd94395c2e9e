package workbench

import (
	"context"
	"fmt"
	"slices"
	"time"

	"lodestone/internal/model"
	"lodestone/internal/nearest"
	"lodestone/internal/provenance"
	"lodestone/internal/result"
	"lodestone/internal/risk"
)

// Resilience measures how the ways out of a shortage answer a scenario; see
// [risk.Resilience].
func (b *Bench) Resilience(ctx context.Context, scenario string, progress Progress) ([]risk.Mechanism, error) {
	s, err := b.Stress(ctx, scenario, Options{}, progress)
	if err != nil {
		return nil, err
	}
	return risk.Resilience(ctx, s)
}

// Risk computes the indices of a base year; 0 means that of the default scenario.
// Dependence is traced to the origins named, or to the region that leads most stages.
func (b *Bench) Risk(ctx context.Context, year int, origins ...string) (*risk.Report, error) {
	n, err := b.calm(year, 1)
	if err != nil {
		return nil, err
	}
	at, err := resolve("region", origins, len(n.Model.Regions), func(i int) string { return n.Model.Regions[i].ID })
	if err != nil {
		return nil, err
	}
	r, err := risk.New(ctx, n, at)
	if err != nil {
		return nil, err
	}
	r.Crises, err = b.crises(ctx, n.Model.Answers)
	return r, err
}

// crises replays every scenario that indicators were published of, up to the day to
// which the market's answer was looked at.
func (b *Bench) crises(ctx context.Context, published []model.Answer) ([]risk.Crisis, error) {
	var out []risk.Crisis
	for len(published) > 0 {
		first := published[0]
		same := func(a model.Answer) bool { return a.Scenario == first.Scenario && a.Until.Equal(first.Until) }
		s, err := b.stressUntil(ctx, first.Scenario, first.Until)
		if err != nil {
			return nil, fmt.Errorf("resilience.csv: %w", err)
		}
		c, err := risk.NewCrisis(s, slices.DeleteFunc(slices.Clone(published), func(a model.Answer) bool { return !same(a) }))
		if err != nil {
			return nil, fmt.Errorf("replay %s: %w", first.Scenario, err)
		}
		out = append(out, *c)
		published = slices.DeleteFunc(slices.Clone(published), same)
	}
	return out, nil
}

// stressUntil runs a scenario and its baseline up to a day.
func (b *Bench) stressUntil(ctx context.Context, name string, day time.Time) (*result.Stress, error) {
	file, err := b.Scenario(name)
	if err != nil {
		return nil, err
	}
	n, err := b.Compile(file)
	if err != nil {
		return nil, err
	}
	s := *n.Scenario
	s.Weeks = min(s.Weeks, max(1, s.WeekOf(day)))
	n = n.For(&s)
	base, run, err := observeBoth(ctx, n, nil)
	if err != nil {
		return nil, err
	}
	return result.NewStress(base, run, b.provenance(n.Model, n.Scenario)), nil
}

// TraceOptions name goods in a region.
type TraceOptions struct {
	Commodity, Region string
	Element           string // of what is in them; all together if empty
	By                string // country, owner or facility
	BaseYear          int    // 0 for that of the default scenario
}

// Traced is where what is in some goods was worked, stage by stage.
type Traced struct {
	Schema    string            `json:"schema"`
	Model     string            `json:"model"`
	Hash      string            `json:"model_sha256"`
	BaseYear  int               `json:"base_year"`
	Commodity string            `json:"commodity"`
	Region    string            `json:"region"`
	Element   string            `json:"element"`
	By        string            `json:"by"`
	Links     []provenance.Link `json:"links"`
}

// TraceSchema names the JSON form of [Traced].
const TraceSchema = "lodestone/trace/1"

// TraceKinds are what material can be traced to.
var TraceKinds = []string{"country", "owner", "facility"}

// Trace follows what is in the goods of a market back through every stage; see
// [provenance.Passage].
func (b *Bench) Trace(o TraceOptions) (*Traced, error) {
	by := slices.Index(TraceKinds, o.By)
	if by < 0 {
		return nil, fmt.Errorf("cannot trace by %q: expected one of %v", o.By, TraceKinds)
	}
	n, err := b.calm(o.BaseYear, 1)
	if err != nil {
		return nil, err
	}
	m := n.Model
	commodity, err := resolve("commodity", []string{o.Commodity}, len(m.Commodities), func(i int) string { return m.Commodities[i].ID })
	if err != nil {
		return nil, err
	}
	region, err := resolve("region", []string{o.Region}, len(m.Regions), func(i int) string { return m.Regions[i].ID })
	if err != nil {
		return nil, err
	}
	element := provenance.All
	if o.Element != "" {
		e, err := resolve("element", []string{o.Element}, len(m.Elements), func(i int) string { return m.Elements[i].ID })
		if err != nil {
			return nil, err
		}
		element = e[0]
	}
	market := n.MarketOf(commodity[0], region[0])
	if market < 0 {
		return nil, fmt.Errorf("there is no %s in %s in the base year", o.Commodity, o.Region)
	}
	t := &Traced{Schema: TraceSchema, Model: m.Name, Hash: m.Hash, BaseYear: m.BaseYear, Commodity: o.Commodity, Region: o.Region, Element: o.Element, By: o.By}
	t.Links, err = provenance.Passage(provenance.Base(n), element, market, []provenance.By{provenance.Region, provenance.Owner, provenance.Facility}[by])
	return t, err
}

// RuleOptions is a content rule in the user's names.
type RuleOptions struct {
	Origins, Elements, Stages []string
	Regions                   []string // whose goods are judged; all if empty
	AtLeast                   float64
	ByValue                   bool
	BaseYear                  int // 0 for that of the default scenario
}

// Ruled is which goods a content rule covers, and what a ban leaves.
type Ruled struct {
	Schema   string         `json:"schema"`
	Model    string         `json:"model"`
	Hash     string         `json:"model_sha256"`
	BaseYear int            `json:"base_year"`
	Origins  []string       `json:"origins"`
	Stages   []string       `json:"stages,omitempty"`   // any if empty
	Elements []string       `json:"elements,omitempty"` // all if empty
	AtLeast  float64        `json:"at_least_share"`
	ByValue  bool           `json:"by_value"`
	Goods    []risk.RuleRow `json:"goods"`
}

// RuleSchema names the JSON form of [Ruled].
const RuleSchema = "lodestone/rule/1"

// Rule applies a content rule and a ban on the same origin; see [risk.Rule].
func (b *Bench) Rule(o RuleOptions) (*Ruled, error) {
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
	where, err := resolve("region", o.Regions, len(m.Regions), func(i int) string { return m.Regions[i].ID })
	if err != nil {
		return nil, err
	}
	rows, err := risk.Rule(n, r)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(x risk.RuleRow) bool { return len(where) > 0 && !slices.Contains(o.Regions, x.Region) })
	return &Ruled{Schema: RuleSchema, Model: m.Name, Hash: m.Hash, BaseYear: m.BaseYear, Origins: o.Origins, Stages: o.Stages, Elements: o.Elements,
		AtLeast: o.AtLeast, ByValue: o.ByValue, Goods: rows}, nil
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
