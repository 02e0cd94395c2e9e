package server

import (
	"testing"

	"lodestone/internal/store"
	"lodestone/internal/workbench"
)

// A run of any kind that a killed server left behind is marked, and taken up again
// from what was asked.
func TestTakenUpAgain(t *testing.T) {
	c := toy(t)
	left := map[string]string{} // id by kind
	for kind, options := range map[string]string{"stress": "{}", "explain": `{"end_use":"chips","region":"EU"}`, "resilience": "{}", "sweep": `{"horizon":52}`,
		"ensemble": `{"members":10}`, "risk": "{}", "backtest": "{}", "stockpile": `{"region":"EU","cut":["CN"]}`, "cover": `{"region":"EU","cut":["CN"]}`} {
		q := workbench.Question{Kind: kind, Options: []byte(options), Seed: 1}
		asked, err := c.s.bench.Ask(q)
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		r := store.Run{ID: asked.ID, Kind: kind, Title: asked.Title, Inputs: asked.Inputs, Scenario: asked.Scenario}
		if _, ok, err := c.s.Catalogue.Claim(t.Context(), r, "a server that was killed"); !ok || err != nil {
			t.Fatal(ok, err)
		}
		left[kind] = asked.ID
	}
	for kind, id := range left {
		if end := c.done(id); end.Status != store.Interrupted {
			t.Errorf("%s: left behind it is %s", kind, end.Status)
		}
		var again Run
		c.want(202, "POST", "/api/v1/runs/"+id+"/restart", map[string]any{}, &again)
		if end := c.done(id); again.ID != id || end.Status != store.Done {
			t.Errorf("%s: taken up again it is %s: %s", kind, end.Status, end.Problem)
		}
	}
}
