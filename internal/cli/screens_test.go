package cli

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the screens in the documents")

// screens are what documents show of the program: the command, how its output
// is cut for the page, and how the block in the document begins.
var screens = []struct {
	file, begins string
	args         []string
	cut          func(string) string
}{
	{"../../README.md", "China", []string{"stress"}, shorten},
	{"../../docs/validation.md", "quota", []string{"backtest"}, func(s string) string { return s }},
}

// The screens in the documents are what the program prints. To renew them:
// go test ./internal/cli -run Screens -update
func TestScreens(t *testing.T) {
	for _, s := range screens {
		text, err := os.ReadFile(s.file)
		if err != nil {
			t.Fatal(err)
		}
		var out, errs bytes.Buffer
		if code := Run(Env{Args: s.args, Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" }}); code != ExitDone {
			t.Fatalf("%v: exit code %d: %s", s.args, code, errs.String())
		}
		before, rest, ok1 := strings.Cut(string(text), "```\n"+s.begins)
		_, after, ok2 := strings.Cut(rest, "\n```")
		if !ok1 || !ok2 {
			t.Fatalf("%s has no screen that begins with %q", s.file, s.begins)
		}
		want := before + "```\n" + s.cut(out.String()) + "```" + after
		switch {
		case want == string(text):
		case !*update:
			t.Errorf("the screen in %s is stale; run: go test ./internal/cli -run Screens -update", s.file)
		default:
			if err := os.WriteFile(s.file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
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
