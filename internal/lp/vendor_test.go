package lp

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// version returns the words after a key of highs/VERSION.
func version(t *testing.T, key string) string {
	t.Helper()
	text, err := os.ReadFile("highs/VERSION")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, key); ok {
			return strings.TrimSpace(rest)
		}
	}
	t.Fatalf("no %s in highs/VERSION", key)
	return ""
}

func sum(b []byte) string { return fmt.Sprintf("%x", sha256.Sum256(b)) }

func TestVendoredFile(t *testing.T) {
	if got := sum(highsWasm); got != version(t, "file-sha256") {
		t.Errorf("highs.wasm has sum %s", got)
	}
}

// TestRefetch fetches the package from npm and compares. It runs only on
// request, because tests should not need a network.
func TestRefetch(t *testing.T) {
	if os.Getenv("LODESTONE_REFETCH") == "" {
		t.Skip("set LODESTONE_REFETCH=1 to fetch the npm package and compare")
	}
	dir := t.TempDir()
	pkg := strings.ReplaceAll(version(t, "package"), " ", "@")
	fetch := exec.Command("npm", "pack", "--ignore-scripts", "--pack-destination", dir, pkg)
	fetch.Dir = dir
	if out, err := fetch.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", fetch, err, out)
	}
	found, err := filepath.Glob(dir + "/*.tgz")
	if err != nil || len(found) != 1 {
		t.Fatalf("fetched %v, %v", found, err)
	}
	archive, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	if got := sum(archive); got != version(t, "archive-sha256") {
		t.Errorf("the archive has sum %s", got)
	}
	files := unpack(t, archive)
	if !bytes.Equal(files["package/build/highs.wasm"], highsWasm) {
		t.Error("highs.wasm differs from the package")
	}
	if licence, err := os.ReadFile("highs/LICENSE"); err != nil || !bytes.Equal(files["package/LICENSE"], licence) {
		t.Errorf("LICENSE differs from the package (%v)", err)
	}
	script := string(files["package/build/highs.js"])
	for name, short := range exports {
		pattern := `Module\["_` + name + `"\]=wasmExports\["` + regexp.QuoteMeta(short) + `"\]`
		if !regexp.MustCompile(pattern).MatchString(script) {
			t.Errorf("%s is not %q in highs.js", name, short)
		}
	}
}

func unpack(t *testing.T, archive []byte) map[string][]byte {
	z, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for r := tar.NewReader(z); ; {
		head, err := r.Next()
		if err == io.EOF {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		if files[head.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
}
