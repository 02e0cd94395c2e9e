package server

import (
	"strings"
	"testing"

	"lodestone/internal/workbench"
)

// Every view of the dataset answers, and agrees with the others.
func TestModelViews(t *testing.T) {
	c := serve(t, config(t))
	var models ModelList
	c.want(200, "GET", "/api/v1/models", nil, &models)
	path := "/api/v1/models/" + models.Models[0].ID
	var m workbench.ModelView
	c.want(200, "GET", path, nil, &m)
	if len(m.Regions) == 0 || len(m.Facilities) == 0 || len(m.Markets) == 0 || m.Hash != models.Models[0].Hash {
		t.Errorf("got %+v", m)
	}
	for _, r := range m.Regions {
		if r.Kind == "bloc" && len(r.M49) < 2 {
			t.Errorf("bloc %s has countries %v", r.ID, r.M49)
		}
	}
	var v workbench.ValuesView
	c.want(200, "GET", path+"/values?limit=3&offset=1&evidence=reported", nil, &v)
	if len(v.Values) != 3 || v.Total < 4 || v.Values[0].Evidence != "reported" || v.Values[0].Unit == "" {
		t.Errorf("got %+v", v)
	}
	c.want(200, "GET", path+"/values?q=no+such+words+anywhere", nil, &v)
	if v.Total != 0 || len(v.Values) != 0 {
		t.Errorf("got %+v", v)
	}
	var h workbench.Heatmap
	c.want(200, "GET", path+"/heatmap", nil, &h)
	shares := map[string]float64{}
	for _, x := range h.Cells {
		shares[string(x.Stage)] += x.Share
	}
	for stage, sum := range shares {
		if sum < 0.999999 || sum > 1.000001 {
			t.Errorf("shares of stage %s sum to %g", stage, sum)
		}
	}
	var f workbench.Flows
	c.want(200, "GET", path+"/flows?element="+m.Elements[0].ID, nil, &f)
	if len(f.Links) == 0 {
		t.Error("no flows")
	}
	for _, path := range []string{path + "x", path + "/flows?element=Unobtainium", path + "?base_year=x"} {
		if got, _ := c.ask("GET", path, nil); got != 404 && got != 422 {
			t.Errorf("%s: status %d", path, got)
		}
	}
}

// A question is worked on once; its answer is what the command line prints.
func TestRuns(t *testing.T) {
	c := serve(t, config(t))
	var r Run
	c.want(202, "POST", "/api/v1/runs", map[string]any{"kind": "stress", "seed": 7}, &r)
	if end := c.done(r.ID); end.Status != "done" || end.Progress != 1 {
		t.Fatalf("got %+v", end)
	}
	_, text := c.ask("GET", "/api/v1/runs/"+r.ID+"/result", nil)
	if !strings.Contains(string(text), `"schema": "lodestone/stress/1"`) || !strings.Contains(string(text), `"seed": 7`) {
		t.Errorf("got %.300s", text)
	}
	c.want(200, "POST", "/api/v1/runs", map[string]any{"kind": "stress", "seed": 7}, &r)
	var list RunList
	c.want(200, "GET", "/api/v1/runs?kind=stress", nil, &list)
	if len(list.Runs) != 1 {
		t.Errorf("%d runs, want 1", len(list.Runs))
	}
	c.want(204, "DELETE", "/api/v1/runs/"+r.ID, nil, nil)
	c.want(404, "GET", "/api/v1/runs/"+r.ID, nil, nil)
}
