package workbench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lodestone/internal/firm"
	"lodestone/internal/nearest"
	"lodestone/internal/result"
)

// CompanyPlan and CompanyAim are the types of package firm that callers pass on.
type (
	CompanyPlan = firm.Plan
	CompanyAim  = firm.Aim
)

// FirmSchema names the JSON form of [Firm].
const FirmSchema = "lodestone/firm/1"

// FirmOptions say under what a company's plan is reckoned.
type FirmOptions struct {
	Scenario string   // of the plan's own disruptions; empty for the first
	World    string   // a scenario of the world instead: what its run lets through
	Stage    string   // of the goods that stand for the company's parts in the world; empty for the last that lines make
	With     []string // options taken as bought
	Horizon  float64  // weeks looked ahead; 0 for those of the plan
}

// Firm is the answer to a company's plan.
type Firm struct {
	Schema      string            `json:"schema"`
	Provenance  result.Provenance `json:"provenance"`
	Under       string            `json:"under"`
	With        []string          `json:"with,omitempty"`
	Disruptions []firm.Disruption `json:"disruptions"`
	World       []WorldGoods      `json:"world,omitempty"` // inside the world: what stands for the parts
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

// ReadWorkbook reads a company's plan from the bytes of a workbook, as [ReadPlan]
// does.
func ReadWorkbook(in io.Reader) (*firm.Plan, []string, error) { return firm.ReadXLSX(in) }

// WriteTemplate writes an example of a plan as a workbook.
func WriteTemplate(out io.Writer) error { return firm.WriteXLSX(firm.Example(), out) }

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
func (b *Bench) Firm(ctx context.Context, plan *firm.Plan, o FirmOptions, progress Progress) (*Firm, error) {
	f, with, err := b.asked(ctx, plan, o, progress)
	if err != nil {
		return nil, err
	}
	f.Schema = FirmSchema
	f.Answer = firm.Solve(plan, f.Disruptions, with...)
	return f, nil
}

// FirmChoiceSchema names the JSON form of [FirmChoice].
const FirmChoiceSchema = "lodestone/firm-plan/1"

// FirmChoice is the cheapest set of a company's own options for an aim.
type FirmChoice struct {
	Schema      string            `json:"schema"`
	Provenance  result.Provenance `json:"provenance"`
	Under       string            `json:"under"`
	With        []string          `json:"with,omitempty"`
	Horizon     float64           `json:"horizon"` // weeks
	Disruptions []firm.Disruption `json:"disruptions"`
	Choice      *firm.Choice      `json:"choice"`
	Notes       []string          `json:"notes,omitempty"`
}

// FirmChoice finds the set of a plan's options that reaches an aim at the least cost,
// under the same disruptions as [Bench.Firm].
func (b *Bench) FirmChoice(ctx context.Context, plan *firm.Plan, aim firm.Aim, o FirmOptions, progress Progress) (*FirmChoice, error) {
	f, with, err := b.asked(ctx, plan, o, progress)
	if err != nil {
		return nil, err
	}
	if len(plan.Options) == len(with) {
		return nil, errors.New("the plan has no options to choose from; give some in the table options")
	}
	choice, err := firm.Choose(ctx, plan, f.Disruptions, aim, with...)
	if err != nil {
		return nil, err
	}
	return &FirmChoice{Schema: FirmChoiceSchema, Provenance: f.Provenance, Under: f.Under, With: f.With, Horizon: plan.Basis.Horizon,
		Disruptions: f.Disruptions, Choice: choice, Notes: f.Notes}, nil
}

// asked settles under what a plan is reckoned and what is taken as bought.
func (b *Bench) asked(ctx context.Context, plan *firm.Plan, o FirmOptions, progress Progress) (*Firm, []firm.Option, error) {
	const most = 1040 // weeks, as of the column
	if o.Horizon < 0 || o.Horizon > most {
		return nil, nil, fmt.Errorf("horizon of %g weeks: expected 0 to %d", o.Horizon, most)
	}
	if o.Horizon > 0 {
		plan.Basis.Horizon = o.Horizon
	}
	f := &Firm{Plan: plan, With: o.With, Provenance: result.Provenance{Program: "lodestone", Version: Version()}}
	with, err := bought(plan, o.With)
	if err != nil {
		return nil, nil, err
	}
	if o.World != "" {
		return f, with, b.inWorld(ctx, f, o, progress)
	}
	names := plan.Scenarios()
	if o.Scenario == "" && len(names) > 0 {
		o.Scenario = names[0]
	}
	if o.Scenario != "" && !slices.Contains(names, o.Scenario) {
		return nil, nil, fmt.Errorf("scenario %q of the plan: %w%s", o.Scenario, ErrUnknown, nearest.Hint(o.Scenario, names))
	}
	f.Under, f.Disruptions = o.Scenario, plan.Under(o.Scenario)
	return f, with, nil
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
