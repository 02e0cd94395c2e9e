package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"lodestone/internal/dataset"
	"lodestone/internal/workbench"
)

// ScenarioRef is a scenario in a request: by name, as text, or as a document.
// Without any of them it is the default of the dataset.
type ScenarioRef struct {
	Name     string          `json:"name,omitempty" maxLength:"100"`
	Text     string          `json:"text,omitempty" maxLength:"1048576" doc:"YAML, as in a scenario file"`
	Document json.RawMessage `json:"document,omitempty" doc:"the same keys as JSON"`
}

// resolve returns a bench that knows the scenario, under which name, and its text;
// nil for a scenario that was named.
func (s *Server) resolve(r ScenarioRef) (*workbench.Bench, string, []byte, error) {
	text, err := r.text()
	if err != nil || text == nil {
		return s.bench, r.Name, nil, err
	}
	return s.bench.With(text), workbench.Given, text, nil
}

// text is what the reference itself says; nil if it only names a scenario.
func (r ScenarioRef) text() ([]byte, error) {
	switch {
	case r.Text != "":
		return []byte(r.Text), nil
	case len(r.Document) > 0 && string(r.Document) != "null":
		return dataset.DocumentText(r.Document)
	}
	return nil, nil
}

// checked resolves a scenario and holds it against the limits of a server.
func (s *Server) checked(r ScenarioRef) (*workbench.Bench, string, error) {
	b, name, _, err := s.resolve(r)
	if err != nil {
		return nil, "", err
	}
	file, err := b.Scenario(name)
	if err != nil {
		return nil, "", err
	}
	return b, name, b.CheckScenario(file)
}

// NamePath names a scenario in a path.
type NamePath struct {
	Name string `path:"name" pattern:"^[a-z0-9][a-z0-9-]{0,63}$" doc:"lower case, digits, hyphens"`
}

func (s *Server) addScenarios() {
	huma.Register(s.api, get("/scenarios", "list-scenarios", "Scenarios of the dataset and the user's own"), s.listScenarios)
	huma.Register(s.api, get("/scenarios/{name}", "get-scenario", "A scenario as text, as a document, and its events", 404, 422), func(ctx context.Context, in *NamePath) (*body[*workbench.ScenarioView], error) {
		v, err := quickly(ctx, s, func() (*workbench.ScenarioView, error) { return s.bench.ViewScenario(in.Name) })
		if err != nil {
			return nil, missing(err)
		}
		_, v.Saved, err = s.saved(in.Name)
		return answer(v), s.kept(ctx, err)
	})
	huma.Register(s.api, post("/scenarios/validate", "validate-scenario", "Everything that is wrong with a scenario, with places"), func(ctx context.Context, in *struct {
		Body struct {
			Scenario ScenarioRef `json:"scenario"`
		}
	}) (*body[*workbench.Validation], error) {
		v, err := quickly(ctx, s, func() (*workbench.Validation, error) { return s.validate(in.Body.Scenario) })
		return answer(v), unusable(err)
	})
	s.addSaving()
}

func (s *Server) validate(r ScenarioRef) (*workbench.Validation, error) {
	text, err := r.text()
	if err != nil {
		return &workbench.Validation{Problems: workbench.ProblemsOf(err)}, nil
	}
	if text == nil {
		file, err := s.bench.Scenario(r.Name)
		if err != nil {
			return &workbench.Validation{Problems: workbench.ProblemsOf(err)}, nil
		}
		text = file.Text
	}
	return s.bench.Validate(text), nil
}

func (s *Server) listScenarios(ctx context.Context, _ *struct{}) (*body[*workbench.ScenarioList], error) {
	list, err := s.bench.Scenarios()
	if err != nil {
		return nil, unusable(err)
	}
	own, err := s.Catalogue.Scenarios(ctx)
	if err != nil {
		return nil, s.kept(ctx, err)
	}
	for _, x := range own {
		row := workbench.ScenarioRow{Name: x.Name, Title: x.Name, Saved: true}
		if f, err := dataset.ReadScenario(x.Name, x.Text); err == nil { // it was valid when it was saved
			row = workbench.RowOf(f)
			row.Name, row.Saved = x.Name, true
		}
		list.Scenarios = append(list.Scenarios, row)
	}
	return answer(list), nil
}

func (s *Server) addSaving() {
	op := post("/scenarios/{name}", "save-scenario", "Save a scenario of the user's own", 409)
	op.Method = http.MethodPut
	huma.Register(s.api, op, func(ctx context.Context, in *struct {
		NamePath
		Body struct {
			Text     string          `json:"text,omitempty" maxLength:"1048576"`
			Document json.RawMessage `json:"document,omitempty"`
		}
	}) (*body[*workbench.Validation], error) {
		return s.save(ctx, in.Name, ScenarioRef{Text: in.Body.Text, Document: in.Body.Document})
	})
	op = get("/scenarios/{name}", "delete-scenario", "Forget a scenario of the user's own", 403, 404)
	op.Method = http.MethodDelete
	huma.Register(s.api, op, func(ctx context.Context, in *NamePath) (*struct{}, error) {
		return nil, s.kept(ctx, s.Catalogue.DeleteScenario(ctx, in.Name))
	})
}

// save keeps a scenario that is valid under a name that is free or the user's own.
func (s *Server) save(ctx context.Context, name string, r ScenarioRef) (*body[*workbench.Validation], error) {
	if s.bench.BuiltIn(name) {
		return nil, newFailure(http.StatusConflict, fmt.Sprintf("%q is a scenario of the dataset; save yours under another name", name))
	}
	text, err := r.text()
	if err == nil && text == nil {
		err = fmt.Errorf("text or document is needed")
	}
	if err != nil {
		return nil, unusable(err)
	}
	v, err := quickly(ctx, s, func() (*workbench.Validation, error) { return s.bench.Validate(text), nil })
	if err != nil {
		return nil, unusable(err)
	}
	if !v.Valid {
		f := &Failure{Title: http.StatusText(http.StatusUnprocessableEntity), Status: http.StatusUnprocessableEntity, Detail: "the scenario cannot be run", Problems: v.Problems}
		return nil, f
	}
	saved, err := s.Catalogue.SaveScenario(ctx, name, text, s.Limits.Saved)
	if err == nil && !saved {
		return nil, newFailure(http.StatusConflict, fmt.Sprintf("%d scenarios are saved already; delete one first", s.Limits.Saved))
	}
	return answer(v), s.kept(ctx, err)
}
