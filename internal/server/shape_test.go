package server

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// shape is the form of an answer without its numbers: keys with the type of what
// they hold, of lists that of all their items together.
func shape(path string, v any, into map[string]bool) {
	switch x := v.(type) {
	case map[string]any:
		for k, v := range x {
			if path == ".document" || strings.HasSuffix(path, ".contents") || strings.HasSuffix(path, ".key") || strings.HasPrefix(path, ".events[]") && len(x) > 6 {
				into[path+" object"] = true // the keys are data
				return
			}
			shape(path+"."+k, v, into)
		}
	case []any:
		for _, v := range x {
			shape(path+"[]", v, into)
		}
	case nil:
	default:
		into[fmt.Sprintf("%s %s", path, strings.NewReplacer("float64", "number", "bool", "boolean").Replace(fmt.Sprintf("%T", v)))] = true
	}
}

// Every answer has what testdata/shapes.txt lists: whoever uses the API relies on
// it. What is new breaks no program and may be added to the list at leisure; what is
// gone does. To renew it: go test ./internal/server -run Shapes -update
func TestShapes(t *testing.T) {
	c := serve(t, config(t))
	var r Run
	c.want(202, "POST", "/api/v1/runs", map[string]any{"kind": "stress"}, &r)
	c.done(r.ID)
	var b strings.Builder
	for _, x := range []request{
		{"GET", "/api/v1/about", ""}, {"GET", "/api/v1/models", ""}, {"GET", "/api/v1/models/ree", ""}, {"GET", "/api/v1/models/ree/values?limit=500", ""},
		{"GET", "/api/v1/models/ree/sources", ""}, {"GET", "/api/v1/models/ree/flows", ""}, {"GET", "/api/v1/models/ree/heatmap", ""},
		{"GET", "/api/v1/scenarios", ""}, {"GET", "/api/v1/scenarios/us-stocks-first", ""}, {"POST", "/api/v1/scenarios/validate", `{"scenario":{"text":"name: x"}}`},
		{"POST", "/api/v1/simulate", "{}"}, {"POST", "/api/v1/explain", `{"end_use":"ev-traction","region":"EU"}`},
		{"POST", "/api/v1/compare", `{"a":{},"b":{"scenario":{"name":"magnets-only"}}}`},
		{"GET", "/api/v1/runs", ""}, {"GET", "/api/v1/runs/" + r.ID + "/result", ""}, {"GET", "/api/v1/scenarios/none", ""},
	} {
		_, text := c.ask(x.method, x.path, x.body)
		var v any
		if err := json.Unmarshal(text, &v); err != nil {
			t.Fatalf("%s %s: %v", x.method, x.path, err)
		}
		found := map[string]bool{}
		shape("", v, found)
		fmt.Fprintf(&b, "%s %s\n\t%s\n", x.method, strings.ReplaceAll(x.path, r.ID, "ID"), strings.Join(slices.Sorted(maps.Keys(found)), "\n\t"))
	}
	const file = "testdata/shapes.txt"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	fresh := strings.Split(b.String(), "\n")
	for _, line := range strings.Split(string(want), "\n") {
		if !slices.Contains(fresh, line) {
			t.Errorf("gone from the answers: %s", line)
		}
	}
}
