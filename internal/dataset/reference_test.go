package dataset_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"strings"
	"testing"

	"lodestone/data"
	"lodestone/internal/dataset"
)

var update = flag.Bool("update", false, "rewrite the generated part of docs/data.md")

// The reference in docs/data.md is that of the schema. To renew it:
// go test ./internal/dataset -run Reference -update
func TestReferenceIsCurrent(t *testing.T) {
	const file = "../../docs/data.md"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Sub(data.FS, "ree")
	if err != nil {
		t.Fatal(err)
	}
	p, err := dataset.Open(files)
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := p.Schema.Reference(&want); err != nil {
		t.Fatal(err)
	}
	written, _, found := strings.Cut(string(text), dataset.ReferenceMark)
	if !found {
		t.Fatalf("%s has no mark %q", file, dataset.ReferenceMark)
	}
	if got := strings.TrimPrefix(string(text), written); got == want.String() {
		return
	}
	if !*update {
		t.Fatal("docs/data.md is stale; run: go test ./internal/dataset -run Reference -update")
	}
	if err := os.WriteFile(file, []byte(written+want.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
