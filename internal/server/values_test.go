package server

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lodestone/internal/workbench"
)

// toy is a server on a small made-up chain of another metal: the tables of
// testdata/toy under the schema of the built-in chain.
func toy(t *testing.T) *client {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/toy")); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../../data/ree/datapackage.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	schema["name"], schema["title"], schema["version"], schema["lodestone:scenario"] = "toy", "Gallium, made up", "1", "cut"
	if text, err = json.Marshal(schema); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "datapackage.json"), text, 0o644); err != nil {
		t.Fatal(err)
	}
	newBehaviours(t, filepath.Join(dir, "behaviours.csv"))
	conf := config(t)
	if conf.Bench, err = workbench.Open(dir); err != nil {
		t.Fatal(err)
	}
	return serve(t, conf)
}

// newBehaviours adds the parameters of behaviour that the program has learnt to want
// since the table was written, as the built-in chain has them.
func newBehaviours(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all, err := os.Open("../../data/ree/behaviours.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = all.Close() }()
	rows, err := csv.NewReader(all).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	source := slices.Index(rows[0], "source")
	var b strings.Builder
	b.Write(text)
	w := csv.NewWriter(&b)
	for _, row := range rows[1:] {
		if row[1] == "*" && !strings.Contains(b.String(), "\n"+row[0]+",") {
			row[source] = "usgs"
			_ = w.Write(row) // to memory
			w.Flush()
		}
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// moving are the keys whose values follow the program and the schema of the built-in
// chain, not what is tested here.
var moving = []string{"version", "model_sha256", "sha256", "scenario_sha256", "event_keys", "event_kinds", "tables", "numbers"}

// still is an answer without what moves, in one form.
func still(v any) any {
	switch x := v.(type) {
	case map[string]any:
		for _, k := range moving {
			delete(x, k)
		}
		for k := range x {
			x[k] = still(x[k])
		}
	case []any:
		for i := range x {
			x[i] = still(x[i])
		}
	}
	return v
}

// Every answer about the data of the made-up chain has the values of
// testdata/values.json. What runs give is held by the tests of the engine, and their
// form by [TestShapes]. To
// renew them, after looking at what changed: go test ./internal/server -run Values -update
func TestValues(t *testing.T) {
	c := toy(t)
	got := map[string]any{}
	for _, x := range []request{
		{"GET", "/models", ""}, {"GET", "/models/toy", ""}, {"GET", "/models/toy/values?q=wafer", ""}, {"GET", "/models/toy/sources", ""},
		{"GET", "/models/toy/flows?element=Ga", ""}, {"GET", "/models/toy/heatmap", ""}, {"GET", "/risk", ""}, {"GET", "/scenarios", ""}, {"GET", "/scenarios/cut", ""},
		{"POST", "/scenarios/validate", `{"scenario":{"text":"name: x"}}`}, {"POST", "/simulate", `{"scenario":{"name":"cutt"}}`},
		{"RUN", "cover", `{"region":"EU","cut":["CN"]}`},
		{"RUN", "stockpile", `{"region":"EU","cut":["CN"],"years":1,"industry":true}`},
	} {
		text := c.reply(x)
		var v any
		if err := json.Unmarshal(text, &v); err != nil {
			t.Fatalf("%s %s: %v: %.300s", x.method, x.path, err, text)
		}
		got[strings.TrimSpace(x.method+" "+x.path+" "+x.body)] = still(v)
	}
	const file = "testdata/values.json"
	fresh, err := json.MarshalIndent(got, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, append(fresh, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]any
	if err := json.Unmarshal(kept, &want); err != nil {
		t.Fatal(err)
	}
	for question, w := range want {
		a, errA := json.MarshalIndent(w, "", " ")
		b, errB := json.MarshalIndent(got[question], "", " ")
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if string(a) != string(b) {
			t.Errorf("%s: another answer: %s", question, firstDifference(string(a), string(b)))
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d answers, %d are kept", len(got), len(want))
	}
}

// reply answers a request, or gives the result of a run of a kind.
func (c *client) reply(x request) []byte {
	c.t.Helper()
	if x.method != "RUN" {
		_, text := c.ask(x.method, "/api/v1"+x.path, x.body)
		return text
	}
	var r Run
	c.want(202, "POST", "/api/v1/runs", `{"kind":"`+x.path+`","options":`+x.body+`}`, &r)
	if end := c.done(r.ID); end.Problem != "" {
		c.t.Fatalf("%s: %s", x.path, end.Problem)
	}
	_, text := c.ask("GET", "/api/v1/runs/"+r.ID+"/result", nil)
	return text
}

// firstDifference says where two texts part.
func firstDifference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "line " + strings.TrimSpace(a[i]) + " is now " + strings.TrimSpace(b[i])
		}
	}
	return "one is longer"
}
