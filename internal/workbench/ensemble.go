package workbench

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"lodestone/internal/ensemble"
	"lodestone/internal/result"
)

// EnsembleOptions say how an ensemble is run.
type EnsembleOptions struct {
	Members     int
	Seed        int64
	Design      ensemble.Kind
	Sensitivity string       // morris, sobol or empty
	Before      time.Time    // for which the chance of a line-down is given; zero for a usual date
	Physics     bool         // every assumption about behaviour switched off
	Parquet     string       // file for the outcomes of all members; empty for none
	State       string       // file that a broken-off run leaves; empty for one in the user's cache
	Follow      []MarketName // markets whose stock and cover are followed week by week
	Execute     ensemble.Executor
}

// What a sensitivity analysis is sized by.
const (
	trajectories = 10 // of a screening
	leading      = 8  // groups of each output that get indices of their own
	fewestRows   = 32 // of a design for indices
	mostMembers  = 10_000_000
)

// Ensemble runs a scenario under many draws of what is uncertain; see package
// ensemble. Broken off, it leaves its state, and the same call takes it up.
func (b *Bench) Ensemble(ctx context.Context, name string, o EnsembleOptions, stage func(label string) Progress) (*ensemble.Summary, error) {
	if o.Members < 1 || o.Members > mostMembers {
		return nil, fmt.Errorf("an ensemble of %d members: expected 1 to %d", o.Members, mostMembers)
	}
	e, err := b.newEnsemble(name, o)
	if err != nil {
		return nil, err
	}
	e.stage = stage
	plan := ensemble.Spread(o.Design, uint64(o.Seed), o.Members)
	for _, f := range o.Follow {
		plan.Follow = append(plan.Follow, ensemble.Stock(f))
	}
	t, err := e.run(ctx, plan, "running members", false, o.Parquet != "")
	if err != nil {
		return nil, err
	}
	s := t.Summarise(o.Before)
	s.Provenance, s.Design, s.Inputs = e.provenance, o.Design, len(e.sampler.Inputs)
	if o.Sensitivity != "" && len(e.sampler.Inputs) > 0 {
		if s.Sensitivity, err = e.sensitivity(ctx, o); err != nil {
			return nil, err
		}
	}
	if o.Parquet != "" {
		if err := e.writeParquet(plan); err != nil {
			return nil, err
		}
	}
	return s, e.forget()
}

// ensembleRun is one use of Ensemble: its job, and the states it leaves.
type ensembleRun struct {
	job        ensemble.Job
	sampler    *ensemble.Sampler
	options    EnsembleOptions
	provenance result.Provenance
	stage      func(label string) Progress
	left       []string // files to remove at the end
}

func (b *Bench) newEnsemble(name string, o EnsembleOptions) (*ensembleRun, error) {
	m, s, err := b.bound(name)
	if err != nil {
		return nil, err
	}
	e := &ensembleRun{job: ensemble.Job{Version: Version(), Model: m, Scenario: s, Physics: o.Physics}, options: o}
	e.provenance = b.provenance(m, s)
	e.provenance.Seed, e.provenance.Behaviour = o.Seed, "full"
	if o.Physics {
		e.provenance.Behaviour = "none"
	}
	e.sampler, err = ensemble.New(m, s)
	return e, err
}

// run does the runs of a plan, keeping a state until forget.
func (e *ensembleRun) run(ctx context.Context, p ensemble.Plan, label string, outputs, keep bool) (*ensemble.Tally, error) {
	j := e.job
	j.Plan = p
	o := ensemble.Options{Execute: e.options.Execute, Outputs: outputs}
	var err error
	if o.State, err = e.state(&j); err != nil {
		return nil, err
	}
	if keep {
		o.Spool = e.options.spool()
		if o.State != "" {
			o.State += "-kept"
		}
		e.left = append(e.left, o.Spool)
	}
	if o.State != "" {
		e.left = append(e.left, o.State)
	}
	if e.stage != nil {
		o.Progress = e.stage(label)
	}
	return ensemble.Run(ctx, &j, o)
}

// spool is where the outcomes of members wait to be written as Parquet.
func (o *EnsembleOptions) spool() string { return o.Parquet + ".part" }

// writeParquet writes what every member did.
func (e *ensembleRun) writeParquet(plan ensemble.Plan) error {
	f, err := os.Create(e.options.Parquet)
	if err != nil {
		return fmt.Errorf("writing the members: %w", err)
	}
	p := e.provenance
	err = e.sampler.WriteParquet(f, plan, e.options.spool(), map[string]string{"version": p.Version, "model": p.Model, "model_sha256": p.ModelHash,
		"scenario": p.Scenario, "scenario_sha256": p.ScenarioHash, "seed": strconv.FormatInt(p.Seed, 10), "design": string(plan.Kind)})
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("writing the members: %w", err)
	}
	return nil
}

// state names the file in which a job keeps its state: what the user named, or one
// in the user's cache named by the hash of the job; none where there is no cache.
func (e *ensembleRun) state(j *ensemble.Job) (string, error) {
	if e.options.State != "" {
		return e.options.State + map[ensemble.Kind]string{ensemble.Morris: ".screening", ensemble.Saltelli: ".indices"}[j.Plan.Kind], nil
	}
	hash, err := j.Hash()
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err == nil {
		cache = filepath.Join(cache, "lodestone")
		err = os.MkdirAll(cache, 0o755)
	}
	if err != nil {
		return "", nil // without a cache nothing is taken up again
	}
	return filepath.Join(cache, "ensemble-"+hash[:16]+".state"), nil
}

// forget removes the states of a run that is complete.
func (e *ensembleRun) forget() error {
	var all []error
	for _, file := range e.left {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			all = append(all, err)
		}
	}
	return errors.Join(all...)
}

// sensitivity screens all groups of inputs and, for indices, takes the leading ones
// apart from the rest.
func (e *ensembleRun) sensitivity(ctx context.Context, o EnsembleOptions) (*ensemble.Sensitivity, error) {
	p := ensemble.MorrisPlan(uint64(o.Seed), trajectories, e.sampler.Groups())
	t, err := e.run(ctx, p, "screening inputs", true, false)
	if err != nil {
		return nil, err
	}
	screening, err := e.sampler.Screen(p, t)
	if err != nil || o.Sensitivity == "morris" {
		return screening, err
	}
	groups := screening.Leading(leading)
	rows := fewestRows
	for 2*rows*(len(groups)+2) <= o.Members {
		rows *= 2
	}
	p = ensemble.SaltelliPlan(uint64(o.Seed), rows, groups)
	if t, err = e.run(ctx, p, "apportioning variance", true, false); err != nil {
		return nil, err
	}
	return e.sampler.Apportion(p, t)
}
