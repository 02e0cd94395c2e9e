package workbench

import (
	"bytes"
	"encoding/json"
	"testing"
)

// What a bench answers from chains it keeps is what it answers afresh, byte for
// byte, whatever was asked before.
func TestKeptChains(t *testing.T) {
	kept := open(t)
	const longest = 160 // weeks; enough of them are
	for _, name := range kept.Package.ScenarioNames() {
		file, err := kept.Scenario(name)
		if err != nil {
			t.Fatal(err)
		}
		if file.Weeks > longest {
			continue
		}
		for _, physics := range []bool{false, true} {
			got, err := kept.stressFast(t.Context(), file, Options{Physics: physics})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			fresh := &Bench{Package: kept.Package}
			want, err := fresh.Stress(t.Context(), name, Options{Physics: physics}, nil)
			if err != nil {
				t.Fatal(err)
			}
			want.Provenance.Behaviour = got.Provenance.Behaviour
			a, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			b, err := json.Marshal(want)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(a, b) {
				t.Errorf("%s, behaviour %s: another answer from kept chains", name, got.Provenance.Behaviour)
			}
		}
	}
}

// BenchmarkSimulate is a change of a slider: a new scenario on a chain that is
// kept, over three years, to JSON.
func BenchmarkSimulate(b *testing.B) {
	bench, err := Open("")
	if err != nil {
		b.Fatal(err)
	}
	text := sliders(b, bench)
	for i := 0; b.Loop(); i++ {
		known := bench.With(text[i%len(text)])
		x, err := known.Simulate(b.Context(), Given, Options{}, nil, 1)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := json.Marshal(x); err != nil {
			b.Fatal(err)
		}
	}
}

// sliders are versions of the default scenario, over 156 weeks, each another day
// of the same event.
func sliders(b *testing.B, bench *Bench) [][]byte {
	b.Helper()
	file, err := bench.Scenario("")
	if err != nil {
		b.Fatal(err)
	}
	text := bytes.Replace(file.Text, []byte("weeks: 104"), []byte("weeks: 156"), 1)
	var out [][]byte
	for _, day := range []string{"2025-04-14", "2025-04-21", "2025-04-28"} {
		out = append(out, bytes.ReplaceAll(text, []byte("2025-04-14"), []byte(day)))
	}
	return out
}
