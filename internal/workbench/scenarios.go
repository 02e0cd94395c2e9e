package workbench

import (
	"errors"
	"time"

	"lodestone/internal/dataset"
	"lodestone/internal/firm"
)

// Schemas of scenarios as results.
const (
	ScenariosSchema    = "lodestone/scenarios/1"
	ScenarioViewSchema = "lodestone/scenario-view/1"
)

// ScenarioRow is one scenario of a list.
type ScenarioRow struct {
	Name     string `json:"name"`
	Title    string `json:"title"`
	BaseYear int    `json:"base_year"`
	Start    string `json:"start"`
	Weeks    int    `json:"weeks"`
	Saved    bool   `json:"saved,omitempty" doc:"the user's own"`
}

// ScenarioList is a list of scenarios.
type ScenarioList struct {
	Schema    string        `json:"schema"`
	Scenarios []ScenarioRow `json:"scenarios"`
}

// RowOf describes a scenario for a list.
func RowOf(f *dataset.ScenarioFile) ScenarioRow {
	return ScenarioRow{Name: f.Name, Title: f.Title, BaseYear: f.BaseYear, Start: f.Start.Format(time.DateOnly), Weeks: f.Weeks}
}

// Scenarios lists the scenarios of the dataset.
func (b *Bench) Scenarios() (*ScenarioList, error) {
	list := &ScenarioList{Schema: ScenariosSchema}
	for _, name := range b.Package.ScenarioNames() {
		f, err := b.Package.Scenario(name)
		if err != nil {
			return nil, err
		}
		list.Scenarios = append(list.Scenarios, RowOf(f))
	}
	return list, nil
}

// ScenarioView is a scenario for a program that edits it.
type ScenarioView struct {
	Schema string `json:"schema"`
	ScenarioRow
	Description string   `json:"description"`
	Extends     []string `json:"extends"`
	Baseline    string   `json:"baseline"`
	Assumptions []string `json:"assumptions"`
	Hash        string   `json:"sha256"`
	Text        string   `json:"text" doc:"as written"`
	Document    any      `json:"document" doc:"the text as JSON; every scalar is a text"`
	Events      []any    `json:"events" doc:"all in force, those of the scenarios it extends first"`
}

// ViewScenario shows a scenario as written.
func (b *Bench) ViewScenario(name string) (*ScenarioView, error) {
	f, err := b.Scenario(name)
	if err != nil {
		return nil, err
	}
	return &ScenarioView{Schema: ScenarioViewSchema, ScenarioRow: RowOf(f), Description: f.Description, Extends: some(f.Extends), Baseline: f.Baseline,
		Assumptions: some(f.Assumptions), Hash: f.Hash, Text: string(f.Text), Document: f.Document(), Events: f.EventDocuments()}, nil
}

// Validation says whether a scenario can be run, and every reason why not.
type Validation struct {
	Valid    bool      `json:"valid"`
	Problems []Problem `json:"problems"`
	Name     string    `json:"name,omitempty"`
	Title    string    `json:"title,omitempty"`
	Weeks    int       `json:"weeks,omitempty"`
	Text     string    `json:"text" doc:"what lines and columns are of"`
}

// Validate reads and binds the scenario of a bench made by [Bench.With].
func (b *Bench) Validate(text []byte) *Validation {
	v := &Validation{Problems: []Problem{}, Text: string(text)}
	known := b.With(text)
	f, err := known.Scenario(Given)
	if err == nil {
		v.Name, v.Title, v.Weeks = f.Name, f.Title, f.Weeks
		err = known.CheckScenario(f)
	}
	v.Valid = err == nil
	v.Problems = append(v.Problems, ProblemsOf(err)...)
	return v
}

// Problem is one thing wrong with an input, and where.
type Problem struct {
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty" doc:"from 1"`
	Column  int    `json:"column,omitempty" doc:"from 1"`
	Field   string `json:"field,omitempty" doc:"key, column or cell"`
	Value   string `json:"value,omitempty"`
	Message string `json:"message"`
}

// ProblemsOf lists what an error says is wrong.
func ProblemsOf(err error) []Problem {
	var inData dataset.Problems
	var inPlan firm.Problems
	var out []Problem
	switch {
	case err == nil:
	case errors.As(err, &inData):
		for _, p := range inData {
			out = append(out, Problem{p.File, p.Line, p.Column, p.Field, p.Value, p.Message})
		}
	case errors.As(err, &inPlan):
		for _, p := range inPlan {
			out = append(out, problemOfPlan(p))
		}
	default:
		out = []Problem{{Message: err.Error()}}
	}
	return out
}

func problemOfPlan(p firm.Problem) Problem {
	x := Problem{File: p.Where, Field: p.Field, Value: p.Value, Message: p.Expected}
	if p.Hint != "" {
		x.Message += "; " + p.Hint
	}
	return x
}
