package server

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"lodestone/internal/workbench"
)

// keep uploads a workbook that is to be kept.
func (c *client) keep(file []byte) (int, KeptPlan) {
	c.t.Helper()
	body, kind := upload(c.t, file)
	r, err := http.NewRequestWithContext(c.t.Context(), "POST", c.base+"/api/v1/firm/plans", body)
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	status, text := c.send(r)
	var kept KeptPlan
	if status == 200 {
		if err := json.Unmarshal(text, &kept); err != nil {
			c.t.Fatal(err)
		}
	}
	return status, kept
}

// A workbook that is kept answers like one that is sent along, and no longer once it
// is forgotten.
func TestKeptPlan(t *testing.T) {
	c := serve(t, config(t))
	if status, _ := c.keep([]byte("not a workbook")); status != 422 {
		t.Errorf("what is no workbook: status %d", status)
	}
	file := template(t)
	_, kept := c.keep(file)
	if got := printable("a\x00\xff\nb" + strings.Repeat("é", 300)); !strings.HasPrefix(got, "abé") || len([]rune(got)) != 200 {
		t.Errorf("a name is kept as %q", got)
	}
	path := "/api/v1/firm/plans/" + kept.ID
	if _, again := c.keep(file); again.ID != kept.ID || len(kept.ID) != 64 || kept.Bytes != len(file) {
		t.Errorf("kept as %+v and %+v", kept, again)
	}
	_, got := c.ask("POST", path+"/answer", map[string]any{})
	if want := reckon(t, c.s, file).Body; string(got) != want.String() {
		t.Errorf("a kept workbook answers %.300s, one sent along %.300s", got, want)
	}
	var choice workbench.FirmChoice
	c.want(200, "POST", path+"/choice", map[string]any{"lost_weeks": 1}, &choice)
	if x := choice.Choice; len(x.Buys) == 0 || !x.Reached || x.Reckoned.LostWeeks > 1.0001 || x.Reckoned.LostWeeks >= x.Nothing.LostWeeks || len(x.Frontier) < 2 {
		t.Errorf("got %+v", choice.Choice)
	}
	c.want(422, "POST", path+"/answer", map[string]any{"with": []string{"no such option"}}, nil)
	c.want(422, "POST", path+"/choice", map[string]any{"lost_weeks": -1}, nil)
	_, text := c.ask("POST", path+"/answer", `{"scenario":{"name":"total-cutoff"}}`)
	if !strings.Contains(string(text), `"least_let_pass"`) {
		t.Errorf("no goods of the world stand for its parts: %.300s", text)
	}
	c.want(204, "DELETE", path, nil, nil)
	c.want(404, "POST", path+"/answer", map[string]any{}, nil)
	c.want(404, "GET", path, nil, nil)
}

// Questions about public stocks and about goals are runs like others.
func TestStockKinds(t *testing.T) {
	c := serve(t, config(t))
	var kinds []struct {
		Name    string
		Options struct{ Properties map[string]any }
	}
	c.want(200, "GET", "/api/v1/kinds", nil, &kinds)
	for _, k := range kinds {
		if len(k.Options.Properties) == 0 && k.Name != "resilience" && k.Name != "backtest" {
			t.Errorf("the options of %s are not described", k.Name)
		}
	}
	for _, x := range []struct{ kind, options, schema string }{
		{"stockpile", `{"region":"US","cut":["CN"],"budget":1e8}`, workbench.RequirementSchema},
		{"cover", `{"region":"JP","cut":["CN"],"days":[30]}`, workbench.CoverSchema},
		{"seek", `{"vary":"mofcom-18.approval","until":"demand met in EU above 60%","from":0,"to":100,"members":2}`, ""},
	} {
		var r Run
		status, text := c.ask("POST", "/api/v1/runs", `{"kind":"`+x.kind+`","options":`+x.options+`}`)
		if x.schema == "" { // which numbers can be varied is the data's affair
			if status != 202 && status != 422 {
				t.Errorf("%s: status %d: %s", x.kind, status, text)
			}
			continue
		}
		if err := json.Unmarshal(text, &r); err != nil || status != 202 {
			t.Fatalf("%s: status %d: %s", x.kind, status, text)
		}
		if end := c.done(r.ID); end.Status != "done" {
			t.Errorf("%s: %+v", x.kind, end)
		}
		if _, text := c.ask("GET", "/api/v1/runs/"+r.ID+"/result", nil); !strings.Contains(string(text), `"schema": "`+x.schema+`"`) {
			t.Errorf("%s: %.200s", x.kind, text)
		}
	}
	for _, x := range []string{`{"kind":"stockpile","options":{"region":"US"}}`, `{"kind":"cover","options":{"region":"US","cut":["CN"],"from":"soon"}}`, `{"kind":"seek","options":{}}`} {
		c.want(422, "POST", "/api/v1/runs", x, nil)
	}
}
