package server

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/sse"

	"lodestone/internal/report"
	"lodestone/internal/store"
	"lodestone/internal/workbench"
)

// Run is a run as it stands.
type Run struct {
	ID       string          `json:"id" doc:"hash of its inputs"`
	Kind     string          `json:"kind"`
	Title    string          `json:"title"`
	Status   store.State     `json:"status" enum:"queued,running,done,failed,cancelled,interrupted"`
	Progress float64         `json:"progress" minimum:"0" maximum:"1"`
	Problem  string          `json:"error,omitempty"`
	Created  *time.Time      `json:"created,omitempty"`
	Started  *time.Time      `json:"started,omitempty"`
	Finished *time.Time      `json:"finished,omitempty"`
	Inputs   json.RawMessage `json:"inputs" doc:"all that its result depends on"`
}

// RunList lists runs, the newest first.
type RunList struct {
	Runs []Run `json:"runs"`
}

// RunEnd is the last event of a stream.
type RunEnd struct{ Run }

func runOf(r store.Run) Run {
	when := func(t time.Time) *time.Time {
		if t.IsZero() {
			return nil
		}
		return &t
	}
	return Run{r.ID, r.Kind, r.Title, r.State, r.Progress, r.Problem, when(r.Created), when(r.Started), when(r.Finished), r.Inputs}
}

// RunPath names a run in a path.
type RunPath struct {
	ID string `path:"id" pattern:"^[0-9a-f]{64}$"`
}

func (s *Server) addRuns() {
	type ask struct {
		Body struct {
			Kind     string          `json:"kind" maxLength:"50" doc:"as in /kinds"`
			Scenario ScenarioRef     `json:"scenario,omitempty"`
			Seed     int64           `json:"seed,omitempty" default:"1"`
			Options  json.RawMessage `json:"options,omitempty" doc:"of the kind; what is left out has its default"`
		}
	}
	op := post("/runs", "start-run", "Ask for a run; the same question is answered from the catalogue")
	op.DefaultStatus = http.StatusAccepted
	huma.Register(s.api, op, func(ctx context.Context, in *ask) (*runAnswer, error) {
		text, err := in.Body.Scenario.text()
		if err != nil {
			return nil, unusable(err)
		}
		return s.start(ctx, workbench.Question{Kind: in.Body.Kind, Scenario: in.Body.Scenario.Name, Text: text, Seed: in.Body.Seed, Options: in.Body.Options})
	})
	huma.Register(s.api, get("/runs", "list-runs", "Runs, the newest first", 422), s.listRuns)
	huma.Register(s.api, get("/runs/{id}", "get-run", "A run as it stands", 404, 422), func(ctx context.Context, in *RunPath) (*body[Run], error) {
		r, err := s.queue.Get(ctx, in.ID)
		return answer(runOf(r)), s.kept(ctx, err)
	})
	s.addResults()
	s.addProgress()
	s.addStopping()
}

// runAnswer is a run that was asked for: 202 if it was started, 200 if it was
// there.
type runAnswer struct {
	Status int
	Body   Run
}

// start asks for a run.
func (s *Server) start(ctx context.Context, q workbench.Question) (*runAnswer, error) {
	asked, err := quickly(ctx, s, func() (*workbench.Asked, error) { return s.bench.Ask(q) })
	if err != nil {
		return nil, unusable(err)
	}
	lane := longLane
	if asked.Quick {
		lane = quickLane
	}
	r := store.Run{ID: asked.ID, Kind: asked.Kind, Title: asked.Title, Inputs: asked.Inputs, Scenario: asked.Scenario}
	r, started, err := s.queue.Submit(ctx, r, lane, func(ctx context.Context, progress func(float64)) ([]byte, error) {
		x, err := asked.Run(ctx, progress)
		if err != nil {
			return nil, err
		}
		var out bytes.Buffer
		err = report.JSON(&out, x)
		return out.Bytes(), err
	})
	if err != nil {
		return nil, s.kept(ctx, err)
	}
	if started {
		return &runAnswer{http.StatusAccepted, runOf(r)}, nil
	}
	return &runAnswer{http.StatusOK, runOf(r)}, nil
}

func (s *Server) listRuns(ctx context.Context, in *struct {
	Kind   string      `query:"kind" maxLength:"50"`
	Status store.State `query:"status" enum:"queued,running,done,failed,cancelled,interrupted"`
	Limit  int         `query:"limit" minimum:"1" maximum:"500" default:"50"`
}) (*body[RunList], error) {
	rows, err := s.Catalogue.Runs(ctx, store.RunQuery{Kind: in.Kind, State: in.Status, Limit: in.Limit})
	list := RunList{Runs: []Run{}}
	for _, r := range rows {
		list.Runs = append(list.Runs, runOf(r))
	}
	return answer(list), s.kept(ctx, err)
}

func (s *Server) addResults() {
	type result struct {
		ContentType string `header:"Content-Type"`
		Body        []byte `contentType:"application/json"`
	}
	op := get("/runs/{id}/result", "get-result", "The result, as the command line prints it with --format json", 404, 409, 422)
	op.Responses = map[string]*huma.Response{"200": {Description: "The schema is named in the result", Content: map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{Type: "object"}}}}}
	huma.Register(s.api, op, func(ctx context.Context, in *RunPath) (*result, error) {
		r, err := s.Catalogue.Run(ctx, in.ID)
		if err != nil {
			return nil, s.kept(ctx, err)
		}
		if r.State != store.Done {
			return nil, newFailure(http.StatusConflict, "the run is "+string(r.State))
		}
		text, err := s.Catalogue.Result(ctx, in.ID)
		return &result{"application/json", text}, s.kept(ctx, err)
	})
	type scenario struct {
		Text string `json:"text" doc:"empty for a run without one"`
	}
	huma.Register(s.api, get("/runs/{id}/scenario", "get-run-scenario", "The scenario that was run", 404, 422), func(ctx context.Context, in *RunPath) (*body[scenario], error) {
		r, err := s.Catalogue.Run(ctx, in.ID)
		return answer(scenario{string(r.Scenario)}), s.kept(ctx, err)
	})
}

// How often progress is told: at most, and at least so that nobody between takes
// the stream for dead.
const (
	tellEvery = 250 * time.Millisecond
	tellAfter = 10 * time.Second
)

func (s *Server) addProgress() {
	op := get("/runs/{id}/events", "follow-run", "Progress as server-sent events, until the run has ended", 404, 422)
	sse.Register(s.api, op, map[string]any{"progress": Run{}, "end": RunEnd{}}, func(ctx context.Context, in *RunPath, send sse.Sender) {
		leave, err := s.streams.enter(ctx)
		if err != nil {
			_ = send.Data(RunEnd{Run{ID: in.ID, Status: "", Problem: err.Error(), Inputs: json.RawMessage("null")}}) // the stream ends either way
			return
		}
		defer leave()
		var told Run
		var at time.Time
		_ = s.queue.Watch(ctx, in.ID, tellEvery, func(r store.Run) bool { // whoever asked may have gone
			now := runOf(r)
			if !r.State.Active() {
				return send.Data(RunEnd{now}) == nil
			}
			if now.Status == told.Status && now.Progress == told.Progress && time.Since(at) < tellAfter {
				return true
			}
			told, at = now, time.Now()
			return send.Data(now) == nil
		})
	})
}

func (s *Server) addStopping() {
	op := post("/runs/{id}/cancel", "cancel-run", "Stop a run", 404, 409)
	huma.Register(s.api, op, func(ctx context.Context, in *RunPath) (*body[Run], error) {
		if !s.queue.Cancel(in.ID) {
			r, err := s.Catalogue.Run(ctx, in.ID)
			if err == nil && r.State.Active() {
				return nil, newFailure(http.StatusConflict, "another server works on the run")
			}
			return answer(runOf(r)), s.kept(ctx, err)
		}
		r, err := s.queue.Get(ctx, in.ID)
		return answer(runOf(r)), s.kept(ctx, err)
	})
	op = post("/runs/{id}/restart", "restart-run", "Work again on a run that was interrupted, cancelled or failed", 404)
	op.DefaultStatus = http.StatusAccepted
	huma.Register(s.api, op, func(ctx context.Context, in *RunPath) (*runAnswer, error) {
		r, err := s.Catalogue.Run(ctx, in.ID)
		if err != nil {
			return nil, s.kept(ctx, err)
		}
		q, err := workbench.Again(r.Inputs, r.Scenario)
		if err != nil {
			return nil, unusable(err)
		}
		return s.start(ctx, q)
	})
	op = get("/runs/{id}", "delete-run", "Forget a run and its result", 403, 404, 409, 422)
	op.Method = http.MethodDelete
	huma.Register(s.api, op, func(ctx context.Context, in *RunPath) (*struct{}, error) {
		return nil, s.kept(ctx, s.Catalogue.DeleteRun(ctx, in.ID))
	})
}
