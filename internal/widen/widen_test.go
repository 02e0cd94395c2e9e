package widen

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the files that are generated from internal/sim")

// The files that begin with z are those that internal/widen writes.
func TestGenerated(t *testing.T) {
	const at = "../sim/wide/"
	want, err := Generate("../..")
	if err != nil {
		t.Fatal(err)
	}
	have, err := filepath.Glob(at + "z*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range have {
		name := filepath.Base(file)
		if want[name] != nil {
			continue
		}
		t.Errorf("%s is no longer generated", name)
		if *update {
			os.Remove(file)
		}
	}
	for name, src := range want {
		old, _ := os.ReadFile(at + name)
		if bytes.Equal(old, src) {
			continue
		}
		if !*update {
			t.Errorf("%s is stale: go test ./internal/widen -run Generated -update", name)
		} else if err := os.WriteFile(at+name, src, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
