package workbench

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"lodestone/internal/dataset"
	"lodestone/internal/model"
	"lodestone/internal/nearest"
)

// Scenario finds a scenario by name, the dataset's default if the name is empty,
// or reads it from a file if the name ends in .yaml or .yml. An unknown name
// suggests the nearest ones.
func (b *Bench) Scenario(name string) (*dataset.ScenarioFile, error) {
	if name == "" {
		name = b.Package.DefaultScenario()
	}
	return b.scenario(name, nil)
}

// scenario reads a scenario and those it extends or is compared with; below are the names on the
// way to it, so that none extends itself.
func (b *Bench) scenario(name string, below []string) (*dataset.ScenarioFile, error) {
	if slices.Contains(below, name) {
		return nil, fmt.Errorf("scenario %q extends itself or is its own baseline", name)
	}
	if len(below) == deepest {
		return nil, fmt.Errorf("scenario %q is reached through %d others; expected fewer", name, deepest)
	}
	f, err := b.read(name)
	if err != nil {
		return f, err
	}
	below = append(slices.Clone(below), name)
	for _, name := range slices.Backward(f.Extends) {
		parent, err := b.scenario(name, below)
		if err != nil {
			return nil, fmt.Errorf("extends: %w", err)
		}
		if err := f.Inherit(parent); err != nil {
			return nil, err
		}
	}
	if f.Baseline != "" {
		baseline, err := b.scenario(f.Baseline, below)
		if err != nil {
			return nil, fmt.Errorf("baseline: %w", err)
		}
		return f, f.Compare(baseline)
	}
	return f, nil
}

// deepest is how many scenarios may extend each other in a row.
const deepest = 20

// Finder returns the text of a scenario, and false if it knows none of that name.
type Finder func(name string) (text []byte, found bool, err error)

// Given is the name under which [Bench.With] knows a scenario.
const Given = "(scenario)"

// With returns the same bench with one more scenario, known as [Given] and read
// from a text. No name in it is taken for that of a file.
func (b *Bench) With(text []byte) *Bench {
	other, own := *b, b.Own
	other.Own = func(name string) ([]byte, bool, error) {
		if name == Given {
			return text, true, nil
		}
		if own == nil {
			return nil, false, nil
		}
		return own(name)
	}
	return &other
}

// given reports whether the bench was made by [Bench.With].
func (b *Bench) given() bool {
	if b.Own == nil {
		return false
	}
	_, found, err := b.Own(Given)
	return found && err == nil
}

// read reads one scenario, from a file, from the dataset, or from the user's own.
func (b *Bench) read(name string) (*dataset.ScenarioFile, error) {
	if b.Own != nil {
		text, found, err := b.Own(name)
		if err != nil {
			return nil, fmt.Errorf("cannot read the scenario: %w", err)
		}
		if found {
			return dataset.ReadScenario(name, text)
		}
	} else if ext := filepath.Ext(name); ext == ".yaml" || ext == ".yml" {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("cannot read the scenario: %w", err)
		}
		return dataset.ReadScenario(name, text)
	}
	names := b.Package.ScenarioNames()
	if !slices.Contains(names, name) {
		return nil, fmt.Errorf("scenario %q: %w%s", name, ErrUnknown, nearest.Hint(name, names))
	}
	return b.Package.Scenario(name)
}

// bound finds a scenario as [Bench.Scenario] does and binds it to the model of its
// base year, which is the caller's own.
func (b *Bench) bound(name string) (*model.Model, *model.Scenario, error) {
	file, err := b.Scenario(name)
	if err != nil {
		return nil, nil, err
	}
	m, err := b.Package.Model(file.BaseYear)
	if err != nil {
		return nil, nil, err
	}
	s, err := file.Bind(m)
	return m, s, err
}

// BuiltIn reports whether a scenario of the dataset has a name.
func (b *Bench) BuiltIn(name string) bool { return slices.Contains(b.Package.ScenarioNames(), name) }
