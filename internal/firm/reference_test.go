package firm

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the tables in docs/firm.md")

// referenceMark is where the generated part of docs/firm.md begins.
const referenceMark = "<!-- What follows is written by go test ./internal/firm -run Reference -update -->\n"

// The tables in docs/firm.md are those of the schema. To write them anew:
// go test ./internal/firm -run Reference -update
func TestReferenceIsCurrent(t *testing.T) {
	const file = "../../docs/firm.md"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	written, _, found := strings.Cut(string(text), referenceMark)
	if !found {
		t.Fatalf("%s has no mark %q", file, referenceMark)
	}
	want := written + referenceMark + reference()
	if string(text) == want {
		return
	}
	if !*update {
		t.Fatal("docs/firm.md is stale; run: go test ./internal/firm -run Reference -update")
	}
	if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

func reference() string {
	var b strings.Builder
	for _, s := range schema {
		fmt.Fprintf(&b, "\n### %s\n\n%s", s.name, s.note)
		if s.required {
			b.WriteString(" The plan cannot do without it.")
		}
		b.WriteString("\n\n| column | unit | meaning | also read as |\n|---|---|---|---|\n")
		for i := range s.columns {
			c := &s.columns[i]
			name := "`" + c.name + "`"
			if c.contents != nil {
				name = "`" + contentPrefix + "X`"
			}
			if c.required {
				name += " *"
			}
			note := c.note
			if c.choices != nil {
				note += " One of: " + strings.Join(wordsOf(c.choices), ", ") + "."
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", name, c.unit, cellText(note), cellText(alsoRead(c)))
		}
	}
	b.WriteString("\n### Kinds of option\n\n| kind | needs | what it does |\n|---|---|---|\n")
	for _, k := range kinds {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", k.word, strings.ReplaceAll(k.needs, " ", ", "), cellText(k.note))
	}
	b.WriteString("\n### Contents by grade that come with the program\n\nWeight %; of a grade made by several processes the range over all of them is taken.\n\n" +
		"| class | process | contents | source | note |\n|---|---|---|---|---|\n")
	for _, g := range Grades() {
		var content []string
		for _, s := range sortedKeys(g.Content) {
			content = append(content, s+" "+g.Content[s].String())
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", g.Class, g.Process, strings.Join(content, ", "), cellText(g.Source), cellText(g.Note))
	}
	b.WriteString("\n### Weeks under way by mode\n\n| mode | weeks |\n|---|---|\n")
	for _, m := range modes {
		fmt.Fprintf(&b, "| %s | %s |\n", m.word, transits()[m.word])
	}
	return b.String()
}

func cellText(s string) string { return strings.ReplaceAll(s, "|", "\\|") }

// alsoRead are the other headings of a column, with their factors.
func alsoRead(c *column) string {
	var out []string
	for _, a := range strings.Split(c.aliases, "|") {
		name, factor, scaled := strings.Cut(a, "*")
		if scaled {
			v, _ := parsePlain(factor)
			name = fmt.Sprintf("%s (times %.4g)", name, v)
		}
		if name != "" {
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}
