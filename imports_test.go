package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"os"
)

// policy says which packages of the module each package may import, beside
// itself. The order is the path of the data: a package knows those above it.
// Change it only on purpose, in a commit of its own.
var policy = []struct{ pkg, may string }{
	{"data", ""},
	{"web", ""},
	{"internal/fmath", ""},
	{"internal/lane", "internal/fmath"},
	{"internal/nearest", ""},
	{"internal/unit", ""},
	{"internal/balance", ""},
	{"internal/lp", ""},
	{"internal/store", ""},
	{"internal/jobs", "internal/store"},
	{"internal/sample", "internal/fmath"},
	{"internal/firm", "internal/lp internal/nearest internal/unit"},
	{"internal/model", ""},
	{"internal/dataset", "internal/model internal/unit internal/nearest"},
	{"internal/exchange", "internal/nearest"},
	{"internal/network", "internal/model internal/balance internal/fmath"},
	{"internal/synthetic", "internal/model internal/network"},
	{"internal/sim", "internal/model internal/network internal/fmath"},
	{"internal/widen", ""}, // reads the sources of internal/sim and internal/network
	{"internal/sim/wide", "internal/model internal/network internal/sim internal/fmath internal/lane"},
	{"internal/sim/simtest", "internal/model internal/network internal/sim"},
	{"internal/result", "internal/model internal/network internal/sim"},
	{"internal/backtest", "internal/model internal/network internal/result internal/sample"},
	{"internal/explain", "internal/model internal/network internal/sim"},
	{"internal/sweep", "internal/model internal/network internal/sim"},
	{"internal/survive", "internal/lp internal/model internal/network"},
	{"internal/provenance", "internal/model internal/network internal/result"},
	{"internal/stockpile", "internal/model internal/network internal/provenance"},
	{"internal/indices", "internal/fmath"},
	{"internal/risk", "internal/indices internal/model internal/network internal/provenance internal/result"},
	{"internal/ensemble", "internal/fmath internal/model internal/nearest internal/network internal/result internal/sample internal/sim internal/sim/wide"},
	{"internal/cluster", "internal/ensemble internal/model"},
	{"internal/plan", "internal/ensemble internal/lp internal/model internal/nearest internal/network internal/result internal/sim"},
	{"internal/workbench", "data internal/backtest internal/cluster internal/dataset internal/ensemble internal/exchange internal/explain internal/firm internal/model internal/nearest internal/network internal/plan internal/provenance internal/result internal/risk internal/stockpile internal/survive internal/sweep"},
	{"internal/report", "internal/backtest internal/ensemble internal/explain internal/firm internal/model internal/plan internal/provenance internal/result internal/risk internal/stockpile internal/sweep internal/workbench"},
	{"internal/server", "internal/dataset internal/explain internal/jobs internal/report internal/risk internal/store internal/workbench"},
	{"internal/cli", "internal/server internal/store internal/backtest internal/dataset internal/ensemble internal/explain internal/firm internal/nearest internal/network internal/sweep internal/report internal/result internal/risk internal/stockpile internal/workbench web"},
	{"internal/browser", "internal/server internal/store internal/workbench web"},
	{".", "internal/cli"},
	{"benchmarks", "internal/ensemble internal/network internal/sim internal/sim/wide internal/synthetic internal/workbench"},
}

// testsMay import these besides; they are for tests only.
var testsMay = []string{"data", "internal/dataset", "internal/sim", "internal/sim/simtest", "internal/synthetic"}

func TestImportPolicy(t *testing.T) {
	allowed := map[string][]string{}
	for _, p := range policy {
		allowed[p.pkg] = strings.Fields(p.may)
	}
	seen := map[string]bool{}
	err := fs.WalkDir(os.DirFS("."), ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(file, ".go") {
			return err
		}
		pkg := path.Dir(file)
		seen[pkg] = true
		may, listed := allowed[pkg]
		if !listed {
			t.Errorf("%s: package %s is not in the import policy", file, pkg)
			return nil
		}
		if strings.HasSuffix(file, "_test.go") {
			may = append(slices.Clone(may), testsMay...)
		}
		checkImports(t, file, pkg, may)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range policy {
		if !seen[p.pkg] {
			t.Errorf("package %s is in the import policy but does not exist", p.pkg)
		}
	}
}

// checkImports parses a file rather than asking the go command, whose answers
// the test cache would keep.
func checkImports(t *testing.T, file, pkg string, may []string) {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	for _, spec := range f.Imports {
		name, ours := strings.CutPrefix(strings.Trim(spec.Path.Value, `"`), "lodestone/")
		if ours && name != pkg && !slices.Contains(may, name) {
			t.Errorf("%s: %s may not import %s", file, pkg, name)
		}
	}
}

// Every package says in its comment what it is.
func TestPackageComments(t *testing.T) {
	for _, p := range policy {
		found := false
		files, err := fs.Glob(os.DirFS(p.pkg), "*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			f, err := parser.ParseFile(token.NewFileSet(), path.Join(p.pkg, file), nil, parser.PackageClauseOnly|parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			found = found || f.Doc != nil
		}
		if !found {
			t.Errorf("package %s has no package comment", p.pkg)
		}
	}
}
