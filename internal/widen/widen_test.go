package widen

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
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

// What the dialect has no word for is refused with file and line.
func TestRefuses(t *testing.T) {
	for _, c := range []struct{ file, from, to, want string }{
		{"expect.go", "if any(alarm[i] > 0 || alert[i] > 0 || threat[i] > 0) {", "if alarm[i] > 0 || alert[i] > 0 || threat[i] > 0 {",
			"members may differ in this condition"},
		{"stockpile.go", "for i := range n.Stockpiles {\n\t\tif order := st.Ordered[i]; order > 0 {", "for i, order := range st.Ordered {\n\t\tif order > 0 {",
			"of a member, go over indices only"},
	} {
		file, err := filepath.Abs("../sim/" + c.file)
		if err != nil {
			t.Fatal(err)
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		changed := bytes.Replace(src, []byte(c.from), []byte(c.to), 1)
		if bytes.Equal(src, changed) {
			t.Fatalf("%s does not say %q", c.file, c.from)
		}
		want := fmt.Sprintf("%s:%d: %s", c.file, 1+bytes.Count(src[:bytes.Index(src, []byte(c.from))], []byte("\n")), c.want)
		if _, err := generate("../..", map[string][]byte{file: changed}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", c.file, err, want)
		}
	}
}
