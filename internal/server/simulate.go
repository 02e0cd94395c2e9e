package server

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"lodestone/internal/explain"
	"lodestone/internal/workbench"
)

func (s *Server) addSimulate() {
	huma.Register(s.api, post("/simulate", "simulate", "A scenario run for charts, in the time of a blink; not kept"), func(ctx context.Context, in *struct {
		Body struct {
			Scenario  ScenarioRef            `json:"scenario,omitempty"`
			Behaviour string                 `json:"behaviour,omitempty" enum:"full,none"`
			Focus     []workbench.MarketName `json:"focus,omitempty" maxItems:"24" doc:"markets to follow week by week; by default what the first line-downs lacked"`
			Markets   int                    `json:"markets,omitempty" default:"6" minimum:"1" maximum:"24" doc:"without focus, how many to follow"`
		}
	}) (*body[*workbench.Simulation], error) {
		x, err := quickly(ctx, s, func() (*workbench.Simulation, error) {
			b, name, err := s.checked(in.Body.Scenario)
			if err != nil {
				return nil, err
			}
			return b.Simulate(ctx, name, workbench.Options{Physics: in.Body.Behaviour == "none"}, in.Body.Focus, in.Body.Markets)
		})
		return answer(x), unusable(err)
	})
	huma.Register(s.api, post("/explain", "explain", "Why an end use went short"), func(ctx context.Context, in *struct {
		Body struct {
			Scenario ScenarioRef `json:"scenario,omitempty"`
			EndUse   string      `json:"end_use" maxLength:"100"`
			Region   string      `json:"region" maxLength:"100"`
			Week     int         `json:"week,omitempty" default:"-1" minimum:"-1" maximum:"2600" doc:"from 0; -1 for that of the line-down"`
		}
	}) (*body[*explain.Explanation], error) {
		x, err := quickly(ctx, s, func() (*explain.Explanation, error) {
			b, name, err := s.checked(in.Body.Scenario)
			if err != nil {
				return nil, err
			}
			return b.Explain(ctx, name, in.Body.EndUse, in.Body.Region, in.Body.Week)
		})
		return answer(x), unusable(err)
	})
}
