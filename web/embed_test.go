package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// inputs are what the build depends on; vite.config.ts has the same list.
var inputs = []string{"src", "index.html", "package.json", "package-lock.json", "svelte.config.js", "tsconfig.json", "vite.config.ts"}

// The built page is that of the sources beside it.
func TestBuildIsOfTheseSources(t *testing.T) {
	recorded, err := Dist.ReadFile("dist/sources.sha256")
	if err != nil {
		t.Fatal(err)
	}
	if sum := sumSources(t, os.DirFS(".")); sum != strings.TrimSpace(string(recorded)) {
		t.Errorf("web/dist is stale: its sources have changed since it was built. Run: cd web && npm ci && npm run build")
	}
}

// sumSources hashes names, lengths and contents in the order of names.
func sumSources(t *testing.T, dir fs.FS) string {
	t.Helper()
	var names []string
	for _, in := range inputs {
		err := fs.WalkDir(dir, in, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				names = append(names, name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(names)
	sum := sha256.New()
	for _, name := range names {
		text, err := fs.ReadFile(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(sum, "%s\x00%d\x00", name, len(text))
		sum.Write(text)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// budget is the most that all the page may weigh, compressed, bytes.
const budget = 500_000

func TestBuildIsSmall(t *testing.T) {
	var all bytes.Buffer
	z, err := gzip.NewWriterLevel(&all, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	eachFile(t, func(_ string, text []byte) {
		if _, err := z.Write(text); err != nil {
			t.Fatal(err)
		}
	})
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if all.Len() > budget {
		t.Errorf("the page weighs %d bytes compressed, more than %d", all.Len(), budget)
	}
	t.Logf("%d bytes compressed of %d", all.Len(), budget)
}

// foreign finds what a browser would fetch from elsewhere.
var foreign = regexp.MustCompile(`(?:src|href)\s*=\s*["']?(?:https?:)?//|@import|url\(\s*["']?(?:https?:)?//`)

// The page is served under a policy that allows no inline script or style and
// no other host.
func TestBuildKeepsToThePolicy(t *testing.T) {
	inline := regexp.MustCompile(`(?s)<script>|<script [^>]*>[^<]|<style|\sstyle=|\son[a-z]+=`)
	eachFile(t, func(name string, text []byte) {
		switch path.Ext(name) {
		case ".html":
			if found := inline.Find(text); found != nil {
				t.Errorf("%s has %q inline", name, found)
			}
			fallthrough
		case ".css":
			if found := foreign.Find(text); found != nil {
				t.Errorf("%s fetches from elsewhere: %q", name, found)
			}
		}
	})
}

// The lock file names packages and their hashes, not where they came from.
func TestLockFileNamesNoHost(t *testing.T) {
	text, err := os.ReadFile("package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct{ Resolved, Integrity string }
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		t.Fatal(err)
	}
	for name, p := range lock.Packages {
		if p.Resolved != "" {
			t.Errorf("%s is resolved to %s", name, p.Resolved)
		}
		if name != "" && p.Integrity == "" {
			t.Errorf("%s has no hash", name)
		}
	}
}

func eachFile(t *testing.T, do func(name string, text []byte)) {
	t.Helper()
	err := fs.WalkDir(Dist, "dist", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := Dist.ReadFile(name)
		do(name, text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
