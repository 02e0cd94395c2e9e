package server

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"lodestone/internal/workbench"
)

// CompareSide is one of two scenarios to compare: given, or that of a run.
type CompareSide struct {
	Scenario  ScenarioRef `json:"scenario,omitempty"`
	Behaviour string      `json:"behaviour,omitempty" enum:"full,none"`
	Run       string      `json:"run,omitempty" pattern:"^[0-9a-f]{64}$" doc:"id of a run with a scenario, instead"`
}

func (s *Server) addCompare() {
	huma.Register(s.api, post("/compare", "compare", "Two scenarios side by side: inputs, results, the first week that differs", 404), func(ctx context.Context, in *struct {
		Body struct {
			A CompareSide `json:"a"`
			B CompareSide `json:"b"`
		}
	}) (*body[*workbench.Comparison], error) {
		for _, side := range []*CompareSide{&in.Body.A, &in.Body.B} {
			if side.Run == "" {
				continue
			}
			r, err := s.Catalogue.Run(ctx, side.Run)
			if err != nil {
				return nil, s.kept(ctx, err)
			}
			side.Scenario = ScenarioRef{Text: string(r.Scenario)}
		}
		x, err := quickly(ctx, s, func() (*workbench.Comparison, error) { return s.compare(ctx, in.Body.A, in.Body.B) })
		return answer(x), unusable(err)
	})
}

func (s *Server) compare(ctx context.Context, a, b CompareSide) (*workbench.Comparison, error) {
	var sides [2]workbench.Compared
	for i, side := range []CompareSide{a, b} {
		bench, name, err := s.checked(side.Scenario)
		if err != nil {
			return nil, err
		}
		sides[i] = workbench.Compared{Bench: bench, Scenario: name, Options: workbench.Options{Physics: side.Behaviour == "none"}}
	}
	return workbench.Compare(ctx, sides[0], sides[1])
}
