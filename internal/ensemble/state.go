package ensemble

import (
	"encoding/gob"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// saved is a tally on its way to and from a file.
type saved struct {
	Job      string // hash of what is run
	Chunks   int
	Runs     int
	Failed   int
	Failure  string
	First    Days
	Uses     []Days
	Regions  []Days
	Sketches [][]byte
	Sums     []float64
	Outputs  [][]float64
	Spooled  int64 // bytes of the spool that belong to these chunks
}

// save writes the tally, in one piece or not at all.
func (t *Tally) save(path, job string, spooled int64) error {
	s := saved{Job: job, Chunks: t.Chunks, Runs: t.Runs, Failed: t.Failed, Failure: t.Failure, First: t.First, Uses: t.Uses,
		Regions: t.Regions, Sums: t.sums, Outputs: t.Outputs, Spooled: spooled}
	for _, k := range t.sketches {
		var b []byte
		k.Encode(&b, true)
		s.Sketches = append(s.Sketches, b)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("saving the state: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("saving the state: %w", err)
	}
	err = errors.Join(gob.NewEncoder(f).Encode(&s), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("saving the state: %w", errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}

// load takes up the tally that save wrote for the same job. It reports how much of
// the spool belongs to it. Without a file, or with one of another job, it leaves the
// tally empty.
func (t *Tally) load(path, job string) (spooled int64, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("reading the state: %w", err)
	}
	defer f.Close()
	var s saved
	if err := gob.NewDecoder(f).Decode(&s); err != nil {
		return 0, fmt.Errorf("the state in %s cannot be read; remove it to begin again: %w", path, err)
	}
	if s.Job != job {
		return 0, fmt.Errorf("%s holds the state of another run; name another file or remove it", path)
	}
	if len(s.Sketches) != len(t.sketches) || len(s.Uses) != len(t.Uses) || len(s.Regions) != len(t.Regions) || len(s.Sums) != len(t.sums) {
		return 0, fmt.Errorf("the state in %s does not fit the run; remove it to begin again", path)
	}
	for i, b := range s.Sketches {
		if t.sketches[i], err = readSketch(b); err != nil {
			return 0, fmt.Errorf("the state in %s cannot be read; remove it to begin again: %w", path, err)
		}
	}
	t.Chunks, t.Runs, t.Failed, t.Failure, t.First, t.Uses, t.Regions = s.Chunks, s.Runs, s.Failed, s.Failure, s.First, s.Uses, s.Regions
	t.sums = s.Sums
	if t.Outputs != nil && s.Outputs != nil {
		t.Outputs = s.Outputs
	}
	return s.Spooled, nil
}
