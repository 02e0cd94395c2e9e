package workbench

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"lodestone/internal/dataset"
	"lodestone/internal/nearest"
)

// Question is something to be computed, in words that can be kept.
type Question struct {
	Kind     string
	Scenario string          // a name; empty for the default of the dataset
	Text     []byte          // the scenario itself, instead of a name
	Seed     int64           // of random draws
	Options  json.RawMessage // of the kind; what is left out has its default
}

// Asked is a question that was understood.
type Asked struct {
	ID       string // hash of all that its answer depends on
	Kind     string
	Quick    bool // answered in a second or two
	Title    string
	Inputs   []byte // what the hash is of, as JSON
	Scenario []byte // text of the scenario; nil for a kind without one
	Run      func(ctx context.Context, progress Progress) (any, error)
}

// inputs is all that an answer depends on.
type inputs struct {
	Program  string          `json:"version"`
	Kind     string          `json:"kind"`
	Model    string          `json:"model_sha256"`
	Scenario string          `json:"scenario_sha256,omitempty"`
	Name     string          `json:"scenario,omitempty"`
	Seed     int64           `json:"seed"`
	Options  json.RawMessage `json:"options"`
}

// Kind is a kind of question.
type Kind struct {
	Name     string
	About    string
	Scenario Need // of a scenario
	Quick    bool // answered in a second or two
	Defaults any  // options, a struct

	// prepare reads options over the defaults and returns them in full, with what
	// answers the question. The scenario is known to the bench as [Given].
	prepare func(options []byte) (full any, run runner, err error)
}

// Need says whether a question is about a scenario.
type Need string

// The needs of a scenario.
const (
	none   Need = "none"
	maybe  Need = "maybe"
	needed Need = "needed"
)

type runner func(ctx context.Context, b *Bench, seed int64, progress Progress) (any, error)

// kind makes a kind of question from its options O.
func kind[O any](name, about string, scenario Need, quick bool, defaults O, check func(O) error, run func(ctx context.Context, b *Bench, o O, seed int64, progress Progress) (any, error)) Kind {
	usual, err := json.Marshal(defaults)
	if err != nil {
		panic(err) // the defaults are constants
	}
	return Kind{Name: name, About: about, Scenario: scenario, Quick: quick, Defaults: defaults, prepare: func(options []byte) (any, runner, error) {
		var o O // with lists of its own: those of the defaults must not be written to
		if err := json.Unmarshal(usual, &o); err != nil {
			return nil, nil, err
		}
		if len(options) > 0 {
			d := json.NewDecoder(bytes.NewReader(options))
			d.DisallowUnknownFields()
			if err := d.Decode(&o); err != nil {
				return nil, nil, fmt.Errorf("options of %s: %w", name, err)
			}
		}
		if err := check(o); err != nil {
			return nil, nil, fmt.Errorf("options of %s: %w", name, err)
		}
		return o, func(ctx context.Context, b *Bench, seed int64, progress Progress) (any, error) {
			return run(ctx, b, o, seed, progress)
		}, nil
	}}
}

// KindNames lists the kinds of question.
func KindNames() []string {
	var out []string
	for _, k := range Kinds {
		out = append(out, k.Name)
	}
	return out
}

// Ask reads a question. Its scenario is read and bound, so that an error is one of
// the question; what runs later works on the text as it is now.
func (b *Bench) Ask(q Question) (*Asked, error) {
	i := slices.Index(KindNames(), q.Kind)
	if i < 0 {
		return nil, fmt.Errorf("kind %q: %w%s", q.Kind, ErrUnknown, nearest.Hint(q.Kind, KindNames()))
	}
	k := Kinds[i]
	full, run, err := k.prepare(q.Options)
	if err != nil {
		return nil, err
	}
	a := &Asked{Kind: k.Name, Quick: k.Quick, Title: k.About}
	in := inputs{Program: Version(), Kind: k.Name, Model: b.Package.Hash, Seed: q.Seed}
	if in.Options, err = json.Marshal(full); err != nil {
		return nil, err
	}
	if k.Scenario == needed || k.Scenario == maybe && (q.Scenario != "" || q.Text != nil) {
		var file *dataset.ScenarioFile
		if b, file, err = b.understand(q); err != nil {
			return nil, err
		}
		a.Title, a.Scenario, in.Scenario, in.Name = file.Title, file.Text, file.Hash, file.Name
	}
	if a.Inputs, err = json.Marshal(in); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(a.Inputs)
	a.ID = hex.EncodeToString(sum[:])
	a.Run = func(ctx context.Context, progress Progress) (any, error) { return run(ctx, b, q.Seed, progress) }
	return a, nil
}

// understand finds the scenario of a question and returns a bench that knows its
// text as [Given].
func (b *Bench) understand(q Question) (*Bench, *dataset.ScenarioFile, error) {
	text := q.Text
	if text == nil {
		file, err := b.Scenario(q.Scenario)
		if err != nil {
			return nil, nil, err
		}
		text = file.Text
	}
	known := b.With(text)
	file, err := known.Scenario(Given)
	if err != nil {
		return nil, nil, err
	}
	return known, file, known.CheckScenario(file)
}

// Again is the question that inputs kept by [Bench.Ask] and a scenario ask.
func Again(kept, scenario []byte) (Question, error) {
	var in inputs
	if err := json.Unmarshal(kept, &in); err != nil {
		return Question{}, fmt.Errorf("cannot read what was asked: %w", err)
	}
	q := Question{Kind: in.Kind, Seed: in.Seed, Options: in.Options}
	if len(scenario) > 0 {
		q.Text = scenario
	}
	return q, nil
}

// Limits of a scenario that a server runs: memory grows with weeks, time with
// both.
const (
	MostWeeks  = 1300 // 25 years
	MostEvents = 300
)

// CheckScenario binds a scenario to its model and holds it against the limits of a
// server. All problems come back together.
func (b *Bench) CheckScenario(file *dataset.ScenarioFile) error {
	if file.Weeks > MostWeeks {
		return fmt.Errorf("weeks: %d; a server runs at most %d", file.Weeks, MostWeeks)
	}
	if n := len(file.EventDocuments()); n > MostEvents {
		return fmt.Errorf("events: %d; a server runs at most %d", n, MostEvents)
	}
	_, err := b.Compile(file)
	return err
}
