package cli

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the screen in README.md")

// The screen in README.md is what the program prints, shortened. To renew it:
// go test ./internal/cli -run Readme -update
func TestReadmeScreen(t *testing.T) {
	const file = "../../README.md"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := Run(Env{Args: []string{"stress"}, Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" }}); code != ExitDone {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	before, rest, ok1 := strings.Cut(string(text), "```\nChina")
	_, after, ok2 := strings.Cut(rest, "\n```")
	if !ok1 || !ok2 {
		t.Fatal("README.md has no screen")
	}
	want := before + "```\n" + shorten(out.String()) + "```" + after
	if want == string(text) {
		return
	}
	if !*update {
		t.Fatal("the screen in README.md is stale; run: go test ./internal/cli -run Readme -update")
	}
	if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// shorten keeps the title, the headline, and the first rows of the first
// tables, in lines that fit a page.
func shorten(out string) string {
	const width, rows, tables = 118, 4, 3
	var b strings.Builder
	paragraphs := strings.Split(out, "\n\n")
	first := strings.Split(paragraphs[0], "\n")
	lines := append([]string{first[0], first[len(first)-1], ""}, strings.Split(paragraphs[1], "\n")...)
	for _, p := range paragraphs[2 : 2+tables] {
		all := strings.Split(p, "\n")
		lines = append(append(append(lines, ""), all[:2+rows]...), "  ...")
	}
	for _, line := range lines {
		if r := []rune(line); len(r) > width {
			line = string(r[:width-3]) + "..."
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}
