package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"lodestone/internal/workbench"
)

// mostUpload bounds a workbook; ten thousand parts take some 2 MB.
const mostUpload = 16 << 20

const firmPath = "/firm"

func (s *Server) addFirm() {
	type upload struct {
		RawBody huma.MultipartFormFiles[struct {
			File     huma.FormFile `form:"file" required:"true" doc:"the plan, .xlsx"`
			Scenario string        `form:"scenario" required:"false" doc:"a reference to a scenario of the world, as JSON; without it the plan's own disruptions"`
			Under    string        `form:"under" required:"false" doc:"which of the plan's own disruptions; by default the first"`
			With     []string      `form:"with" required:"false" doc:"options of the plan taken as bought"`
			Stage    string        `form:"stage" required:"false" doc:"with a scenario, the stage of goods that stand for the parts"`
		}]
	}
	op := post(firmPath, "reckon-plan", "A company's own parts: when each line stops, and what moves the day. Nothing is kept", 413)
	op.MaxBodyBytes, op.BodyReadTimeout = mostUpload, time.Minute
	huma.Register(s.api, op, func(ctx context.Context, in *upload) (*body[*workbench.Firm], error) {
		form := in.RawBody.Data()
		defer func() { _ = form.File.Close() }()
		x, err := quickly(ctx, s, func() (*workbench.Firm, error) {
			plan, notes, err := workbench.ReadWorkbook(form.File)
			if err != nil {
				return nil, err
			}
			o := workbench.FirmOptions{Scenario: form.Under, With: form.With, Stage: form.Stage}
			bench := s.bench
			if form.Scenario != "" {
				if bench, o.World, err = s.world(form.Scenario); err != nil {
					return nil, err
				}
			}
			x, err := bench.Firm(ctx, plan, o, nil)
			if err == nil {
				x.Notes = append(x.Notes, notes...)
			}
			return x, err
		})
		return answer(x), unusable(err)
	})
	s.addTemplate()
}

// world finds the scenario that a form names.
func (s *Server) world(ref string) (*workbench.Bench, string, error) {
	var r ScenarioRef
	if err := json.Unmarshal([]byte(ref), &r); err != nil {
		return nil, "", fmt.Errorf("scenario: expected JSON like {\"name\": \"...\"}: %w", err)
	}
	return s.inWorld(r)
}

// inWorld finds a scenario of the world and the name under which the bench knows it.
func (s *Server) inWorld(r ScenarioRef) (*workbench.Bench, string, error) {
	b, name, err := s.checked(r)
	if name == "" {
		name = s.bench.Package.DefaultScenario()
	}
	return b, name, err
}

func (s *Server) addTemplate() {
	const kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	type workbook struct {
		ContentType string `header:"Content-Type"`
		Disposition string `header:"Content-Disposition"`
		Body        []byte
	}
	op := get(firmPath+"/template", "get-template", "An example of a plan to fill in")
	op.Responses = map[string]*huma.Response{"200": {Description: "A workbook", Content: map[string]*huma.MediaType{kind: {Schema: &huma.Schema{Type: "string", Format: "binary"}}}}}
	huma.Register(s.api, op, func(context.Context, *struct{}) (*workbook, error) {
		var out bytes.Buffer
		if err := workbench.WriteTemplate(&out); err != nil {
			return nil, newFailure(http.StatusInternalServerError, err.Error())
		}
		return &workbook{kind, `attachment; filename="plan.xlsx"`, out.Bytes()}, nil
	})
}
