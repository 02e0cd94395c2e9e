package server

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
)

var update = flag.Bool("update", false, "rewrite the list of routes in docs/api.md")

// operations lists what the description describes, in the order of paths.
func operations(s *Server) []*huma.Operation {
	var out []*huma.Operation
	for _, p := range s.OpenAPI().Paths {
		for _, op := range []*huma.Operation{p.Get, p.Post, p.Put, p.Delete, p.Patch} {
			if op != nil {
				out = append(out, op)
			}
		}
	}
	slices.SortFunc(out, func(a, b *huma.Operation) int {
		return strings.Compare(a.Path+" "+a.Method, b.Path+" "+b.Method)
	})
	return out
}

// docs/api.md lists the routes as they are described. To renew it:
// go test ./internal/server -run Routes -update
func TestRoutesInDocs(t *testing.T) {
	const file, mark = "../../docs/api.md", "-update -->\n"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, _, found := strings.Cut(string(text), mark)
	if !found {
		t.Fatalf("%s has no place for the routes", file)
	}
	var b strings.Builder
	b.WriteString(before + mark + "\n| route | |\n|---|---|\n")
	for _, op := range operations(serve(t, config(t)).s) {
		fmt.Fprintf(&b, "| %s %s | %s |\n", op.Method, strings.TrimPrefix(op.Path, "/api/v1"), op.Summary)
	}
	switch {
	case b.String() == string(text):
	case *update:
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Error("the routes in docs/api.md are stale; run: go test ./internal/server -run Routes -update")
	}
}

// Every path that the server routes is described, and the reverse: what is
// described is answered by the API and not by the fallback.
func TestRoutesAreDescribed(t *testing.T) {
	c := serve(t, config(t))
	for _, op := range operations(c.s) {
		path := op.Path
		for _, p := range []string{"{id}", "{name}"} {
			path = strings.ReplaceAll(path, p, "x")
		}
		r, err := http.NewRequest(op.Method, c.base+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, text := c.send(r); strings.Contains(string(text), "is not part of the API") {
			t.Errorf("%s %s is described but not routed", op.Method, op.Path)
		}
		if op.Summary == "" || op.OperationID == "" {
			t.Errorf("%s %s does not say what it is for", op.Method, op.Path)
		}
	}
	described := map[string]bool{}
	for _, op := range operations(c.s) {
		described[op.Method+" "+op.Path] = true
	}
	beside := []string{"GET /healthz", "GET /readyz", "GET /metrics", "GET /api/v1/openapi.json", "GET /api/v1/openapi.yaml",
		"GET /api/v1/openapi-3.0.json", "GET /api/v1/openapi-3.0.yaml", "/api/", "/"}
	for _, route := range c.s.routes {
		if !described[route] && !slices.Contains(beside, route) {
			t.Errorf("%s is routed but not described", route)
		}
	}
	if len(c.s.routes) < len(described) {
		t.Errorf("%d routes, %d described", len(c.s.routes), len(described))
	}
}
