package server

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode"

	"github.com/danielgtaylor/huma/v2"

	"lodestone/internal/workbench"
)

// plansPath is where companies' workbooks are kept, by the hash of their content, so
// that a link can show what was reckoned of one.
const plansPath = firmPath + "/plans"

// KeptPlan is a workbook that is kept here.
type KeptPlan struct {
	ID    string   `json:"id" doc:"hash of its content"`
	Name  string   `json:"name" doc:"of the file"`
	Bytes int      `json:"bytes"`
	Notes []string `json:"notes" doc:"what was made of doubtful cells"`
}

// PlanPath names a workbook in a path.
type PlanPath struct {
	ID string `path:"id" pattern:"^[0-9a-f]{64}$" doc:"hash of its content"`
}

// PlanQuestion says under what a workbook is reckoned.
type PlanQuestion struct {
	Scenario *ScenarioRef `json:"scenario,omitempty" doc:"of the world; without it the plan's own disruptions"`
	Under    string       `json:"under,omitempty" maxLength:"200" doc:"which of the plan's own disruptions; by default the first"`
	With     []string     `json:"with,omitempty" maxItems:"100" doc:"options of the plan taken as bought"`
	Stage    string       `json:"stage,omitempty" maxLength:"50" doc:"with a scenario, the stage of goods that stand for the parts"`
}

func (s *Server) addPlans() {
	s.addPlanKeeping()
	huma.Register(s.api, post(plansPath+"/{id}/answer", "answer-plan", "A kept workbook: when each line stops, and what moves the day", 404), func(ctx context.Context, in *struct {
		PlanPath
		Body PlanQuestion
	}) (*body[*workbench.Firm], error) {
		return ofPlan(ctx, s, in.ID, in.Body, func(b *workbench.Bench, p *workbench.CompanyPlan, o workbench.FirmOptions, notes []string) (*workbench.Firm, error) {
			x, err := b.Firm(ctx, p, o, nil)
			if err == nil {
				x.Notes = append(x.Notes, notes...)
			}
			return x, err
		})
	})
	huma.Register(s.api, post(plansPath+"/{id}/choice", "choose-options", "A kept workbook: the cheapest set of its options for an aim", 404), func(ctx context.Context, in *struct {
		PlanPath
		Body struct {
			PlanQuestion
			LostWeeks float64 `json:"lost_weeks,omitempty" minimum:"0" maximum:"1000000" doc:"line-weeks that may be lost over the horizon"`
			Budget    float64 `json:"budget,omitempty" minimum:"0" doc:"most cash to spend, 0 for no limit; with it as few line-weeks as possible are lost"`
		}
	}) (*body[*workbench.FirmChoice], error) {
		aim := workbench.CompanyAim{LostWeeks: in.Body.LostWeeks, Budget: in.Body.Budget}
		return ofPlan(ctx, s, in.ID, in.Body.PlanQuestion, func(b *workbench.Bench, p *workbench.CompanyPlan, o workbench.FirmOptions, notes []string) (*workbench.FirmChoice, error) {
			x, err := b.FirmChoice(ctx, p, aim, o, nil)
			if err == nil {
				x.Notes = append(x.Notes, notes...)
			}
			return x, err
		})
	})
}

func (s *Server) addPlanKeeping() {
	type upload struct {
		RawBody huma.MultipartFormFiles[struct {
			File huma.FormFile `form:"file" required:"true" doc:"the plan, .xlsx"`
		}]
	}
	op := post(plansPath, "keep-plan", "Keep a company's workbook, so that a link can name it", 413)
	op.MaxBodyBytes, op.BodyReadTimeout = mostUpload, time.Minute
	huma.Register(s.api, op, func(ctx context.Context, in *upload) (*body[KeptPlan], error) {
		file := in.RawBody.Data().File
		defer func() { _ = file.Close() }()
		text, err := io.ReadAll(io.LimitReader(file, mostUpload))
		if err != nil {
			return nil, unusable(err)
		}
		notes, err := quickly(ctx, s, func() ([]string, error) { // what cannot be read is not kept
			_, notes, err := workbench.ReadWorkbook(bytes.NewReader(text))
			return notes, err
		})
		if err != nil {
			return nil, unusable(err)
		}
		name := printable(file.Filename)
		id, err := s.Catalogue.SavePlan(ctx, name, text, s.Limits.Plans)
		return answer(KeptPlan{id, name, len(text), append([]string{}, notes...)}), s.kept(ctx, err)
	})
	huma.Register(s.api, get(plansPath+"/{id}", "get-plan", "A kept workbook, by name and size", 404, 422), func(ctx context.Context, in *PlanPath) (*body[KeptPlan], error) {
		x, err := s.Catalogue.Plan(ctx, in.ID)
		return answer(KeptPlan{in.ID, x.Name, len(x.Body), []string{}}), s.kept(ctx, err)
	})
	op = get(plansPath+"/{id}", "delete-plan", "Forget a workbook", 403, 404, 422)
	op.Method = http.MethodDelete
	huma.Register(s.api, op, func(ctx context.Context, in *PlanPath) (*struct{}, error) {
		return nil, s.kept(ctx, s.Catalogue.DeletePlan(ctx, in.ID))
	})
}

// printable is a name of a file as it may be kept and shown.
func printable(name string) string {
	const longest = 200
	name = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, strings.ToValidUTF8(name, ""))
	if runes := []rune(name); len(runes) > longest {
		name = string(runes[:longest])
	}
	return name
}

// ofPlan answers about a kept workbook.
func ofPlan[T any](ctx context.Context, s *Server, id string, q PlanQuestion, do func(*workbench.Bench, *workbench.CompanyPlan, workbench.FirmOptions, []string) (T, error)) (*body[T], error) {
	kept, err := s.Catalogue.Plan(ctx, id)
	if err != nil {
		return nil, s.kept(ctx, err)
	}
	x, err := quickly(ctx, s, func() (x T, err error) {
		plan, notes, err := workbench.ReadWorkbook(bytes.NewReader(kept.Body))
		if err != nil {
			return x, err
		}
		o, bench := workbench.FirmOptions{Scenario: q.Under, With: q.With, Stage: q.Stage}, s.bench
		if q.Scenario != nil {
			if bench, o.World, err = s.inWorld(*q.Scenario); err != nil {
				return x, err
			}
		}
		return do(bench, plan, o, notes)
	})
	return answer(x), unusable(err)
}
