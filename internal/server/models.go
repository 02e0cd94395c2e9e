package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"lodestone/internal/dataset"
	"lodestone/internal/risk"
	"lodestone/internal/workbench"
)

// ModelList lists the datasets of a server.
type ModelList struct {
	Schema string     `json:"schema"`
	Models []ModelRow `json:"models"`
}

// ModelRow is one dataset.
type ModelRow struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Version   string `json:"version"`
	Hash      string `json:"sha256"`
	Scenario  string `json:"default_scenario"`
	BaseYears []int  `json:"base_years" doc:"that scenarios start from"`
}

// ModelPath names a dataset in a path.
type ModelPath struct {
	ID string `path:"id" doc:"as in /models"`
}

// YearOf is a base year.
type YearOf struct {
	BaseYear int `query:"base_year" minimum:"0" maximum:"2200" doc:"by default that of the default scenario"`
}

func (s *Server) addModels() {
	huma.Register(s.api, get("/models", "list-models", "Datasets of this server"), func(context.Context, *struct{}) (*body[ModelList], error) {
		p := s.bench.Package
		row := ModelRow{p.Schema.Name, p.Schema.Title, p.Schema.Version, p.Hash, p.DefaultScenario(), p.BaseYears()}
		return answer(ModelList{"lodestone/models/1", []ModelRow{row}}), nil
	})
	huma.Register(s.api, get("/models/{id}", "get-model", "The chain of a base year, balanced", 404, 422), func(ctx context.Context, in *struct {
		ModelPath
		YearOf
	}) (*body[*workbench.ModelView], error) {
		return ofModel(ctx, s, in.ID, func() (*workbench.ModelView, error) { return s.bench.Model(in.BaseYear) })
	})
	huma.Register(s.api, get("/models/{id}/sources", "list-sources", "Where the numbers come from", 404), func(_ context.Context, in *struct{ ModelPath }) (*body[*workbench.SourceList], error) {
		return lookUp(s, in.ID, s.bench.Sources)
	})
	s.addValues()
	s.addDrawings()
	huma.Register(s.api, get("/risk", "get-risk", "Criticality indices of a base year", 422), func(ctx context.Context, in *struct{ YearOf }) (*body[*risk.Report], error) {
		r, err := quickly(ctx, s, func() (*risk.Report, error) { return s.bench.Risk(ctx, in.BaseYear) })
		return answer(r), unusable(err)
	})
}

func (s *Server) addValues() {
	huma.Register(s.api, get("/models/{id}/values", "list-values", "Numbers with unit, range, source and evidence", 404, 422), func(_ context.Context, in *struct {
		ModelPath
		Words    string `query:"q" maxLength:"200" doc:"words that must all occur in a row"`
		Table    string `query:"table" maxLength:"100"`
		Evidence string `query:"evidence" enum:"reported,estimated-by-source,derived,assumed"`
		Source   string `query:"source" maxLength:"100"`
		Offset   int    `query:"offset" minimum:"0" maximum:"1000000"`
		Limit    int    `query:"limit" minimum:"1" maximum:"5000" default:"200"`
	}) (*body[*workbench.ValuesView], error) {
		return lookUp(s, in.ID, func() *workbench.ValuesView {
			return s.bench.Values(dataset.ValueQuery{Words: in.Words, Table: in.Table, Evidence: in.Evidence, Source: in.Source}, in.Offset, in.Limit)
		})
	})
}

func (s *Server) addDrawings() {
	type request struct {
		ModelPath
		YearOf
		Element string `query:"element" maxLength:"50" doc:"by default all tracked, by mass"`
	}
	huma.Register(s.api, get("/models/{id}/flows", "get-flows", "From mine to product on one mass basis, losses drawn", 404, 422), func(ctx context.Context, in *request) (*body[*workbench.Flows], error) {
		return ofModel(ctx, s, in.ID, func() (*workbench.Flows, error) { return s.bench.Flows(in.BaseYear, in.Element) })
	})
	huma.Register(s.api, get("/models/{id}/heatmap", "get-heatmap", "What each region makes at each stage", 404, 422), func(ctx context.Context, in *request) (*body[*workbench.Heatmap], error) {
		return ofModel(ctx, s, in.ID, func() (*workbench.Heatmap, error) { return s.bench.Heatmap(in.BaseYear, in.Element) })
	})
}

// lookUp answers about a dataset named in the path what takes no time.
func lookUp[T any](s *Server, id string, do func() T) (*body[T], error) {
	if id != s.bench.Package.Schema.Name {
		return nil, newFailure(http.StatusNotFound, "there is no dataset "+id)
	}
	return answer(do()), nil
}

// ofModel answers about a dataset named in the path what takes a moment.
func ofModel[T any](ctx context.Context, s *Server, id string, do func() (T, error)) (*body[T], error) {
	if _, err := lookUp(s, id, func() bool { return true }); err != nil {
		return nil, err
	}
	v, err := quickly(ctx, s, do)
	return answer(v), unusable(err)
}
