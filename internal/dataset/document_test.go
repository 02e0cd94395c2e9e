package dataset

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"io/fs"
	"lodestone/data"
)

// A document that is written out and read again says the same.
func TestDocuments(t *testing.T) {
	files, err := fs.Sub(data.FS, "ree")
	if err != nil {
		t.Fatal(err)
	}
	p, err := Open(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range p.ScenarioNames() {
		f, err := p.Scenario(name)
		if err != nil {
			t.Fatal(err)
		}
		document, err := json.Marshal(f.Document())
		if err != nil {
			t.Fatal(err)
		}
		text, err := DocumentText(document)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ReadScenario("again", text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if !reflect.DeepEqual(f.Document(), again.Document()) {
			t.Errorf("%s: got\n%s\nfrom\n%s", name, text, f.Text)
		}
		// JSON alone is a scenario as well.
		if direct, err := ReadScenario("direct", document); err != nil || !reflect.DeepEqual(f.Document(), direct.Document()) {
			t.Errorf("%s as JSON: %v", name, err)
		}
	}
}

func TestBadDocuments(t *testing.T) {
	for _, bad := range []string{"", "{", "name: x", `{"a":}`, "\xff"} {
		if _, err := DocumentText([]byte(bad)); err == nil || !strings.Contains(err.Error(), "JSON") {
			t.Errorf("%q: got %v", bad, err)
		}
	}
}
