// Package workbench holds the use cases that the command line, the API and the
// page share: open a dataset, list scenarios, run one against its baseline.
// None of its callers holds logic of its own.
package workbench

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"
	"sync"

	"golang.org/x/sync/errgroup"

	"lodestone/data"
	"lodestone/internal/dataset"
	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/result"
)

// Bench is an open dataset.
type Bench struct {
	Package *dataset.Package

	// Own finds scenarios beside those of the dataset by name. Where it is nil,
	// a name that ends in .yaml is that of a file.
	Own Finder

	chains *chains // compiled before; nil to compile each time
}

// ErrUnknown is wrapped by errors about names that do not exist.
var ErrUnknown = errors.New("unknown name")

// Open reads the dataset in a folder, or the built-in one if dir is empty. All
// problems found in it come back together as [dataset.Problems].
func Open(dir string) (*Bench, error) {
	files, err := source(dir)
	if err != nil {
		return nil, err
	}
	p, err := dataset.Open(files)
	if err != nil {
		return nil, err
	}
	return &Bench{Package: p, chains: newChains()}, nil
}

func source(dir string) (fs.FS, error) {
	if dir == "" {
		return fs.Sub(data.FS, "ree")
	}
	if _, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("cannot read the model folder: %w", err)
	}
	return os.DirFS(dir), nil
}

// Compile loads the model for a scenario's base year and compiles both.
func (b *Bench) Compile(file *dataset.ScenarioFile) (*network.Network, error) {
	return b.chains.compile(b.Package, file)
}

// Progress is told how much of a task is done, 0 to 1. It may be called from
// several goroutines.
type Progress func(done float64)

// Options change how a scenario is run.
type Options struct {
	Physics bool // every assumption about behaviour switched off
}

// behaviour says the same in the word of the command line and of results.
func (o Options) behaviour() string {
	if o.Physics {
		return "none"
	}
	return "full"
}

// Stress runs a scenario and its baseline side by side and compares them.
// It gives up when the context ends.
func (b *Bench) Stress(ctx context.Context, name string, o Options, progress Progress) (*result.Stress, error) {
	file, err := b.Scenario(name)
	if err != nil {
		return nil, err
	}
	n, err := b.Compile(file)
	if err != nil {
		return nil, err
	}
	if o.Physics {
		n = n.WithoutBehaviour()
	}
	base, run, err := observeBoth(ctx, n, progress)
	if err != nil {
		return nil, err
	}
	return result.NewStress(base, run, b.provenance(n.Model, n.Scenario)), nil
}

// observeBoth runs the baseline and the scenario in a goroutine each; they
// share nothing but the network, which neither writes.
func observeBoth(ctx context.Context, n *network.Network, progress Progress) (base, run *result.Record, err error) {
	group, ctx := errgroup.WithContext(ctx)
	var lock sync.Mutex
	done := 0
	tick := func(int) {
		if progress == nil {
			return
		}
		lock.Lock()
		defer lock.Unlock()
		done++
		progress(float64(done) / float64(2*n.Weeks))
	}
	group.Go(func() (err error) { base, err = result.ObserveUntil(ctx, n.Baseline(), tick); return err })
	group.Go(func() (err error) { run, err = result.ObserveUntil(ctx, n, tick); return err })
	return base, run, group.Wait()
}

func (b *Bench) provenance(m *model.Model, s *model.Scenario) result.Provenance {
	return result.Provenance{Program: "lodestone", Version: Version(), Model: m.Name, ModelHash: m.Hash,
		Scenario: s.Name, ScenarioHash: s.Hash, BaseYear: m.BaseYear}
}

// release is the version of the program; CHANGELOG.md says what is in it.
const release = "0.1.0"

// Version returns the release and, where the build knows it, the revision.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return release
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return release + "+" + s.Value[:12]
		}
	}
	return release
}

// Checked is the result of checking a dataset: what is in it, and what
// balancing each base year changed.
type Checked struct {
	Summary dataset.Summary
	Years   []Year
}

// Year is the balance of one base year.
type Year struct {
	BaseYear int
	Changes  []network.Change
	Markets  int
	Lines    int
	Routes   int
	Uses     int
}

// Check loads everything a dataset offers: every scenario is bound, every base
// year they use is balanced. All problems come back joined.
func (b *Bench) Check() (*Checked, error) {
	c := &Checked{Summary: b.Package.Summary()}
	var problems []error
	seen := map[int]bool{}
	for _, name := range b.Package.ScenarioNames() {
		file, err := b.Scenario(name)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		n, err := b.Compile(file)
		if err != nil {
			problems = append(problems, fmt.Errorf("scenario %s: %w", name, err))
			continue
		}
		if !seen[file.BaseYear] {
			seen[file.BaseYear] = true
			c.Years = append(c.Years, Year{BaseYear: file.BaseYear, Changes: n.Changes, Markets: len(n.Markets),
				Lines: len(n.Lines), Routes: len(n.Routes), Uses: len(n.Uses)})
		}
	}
	return c, errors.Join(problems...)
}
