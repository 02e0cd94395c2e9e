package ensemble

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"lodestone/internal/model"
)

// Job is all that a worker needs to do the chunks of a plan.
type Job struct {
	Version  string // of the program
	Model    *model.Model
	Scenario *model.Scenario
	Physics  bool // every assumption about behaviour switched off
	Plan     Plan
}

// encode writes the job, and names it by the hash of what it says.
func (j *Job) encode() (data []byte, hash string, err error) {
	text, err := json.Marshal(j)
	if err != nil {
		return nil, "", fmt.Errorf("writing the job: %w", err)
	}
	sum := sha256.Sum256(text)
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.DefaultCompression)
	if err != nil {
		return nil, "", err
	}
	if _, err := w.Write(text); err != nil {
		return nil, "", err
	}
	if err := w.Close(); err != nil {
		return nil, "", err
	}
	return b.Bytes(), hex.EncodeToString(sum[:]), nil
}

// worker prepares to do chunks of the job.
func (j *Job) worker() (func() (*Runner, error), *Sampler, error) {
	s, err := New(j.Model, j.Scenario)
	if err != nil {
		return nil, nil, err
	}
	return func() (*Runner, error) {
		r, err := s.NewRunner(j.Plan)
		if r != nil {
			r.physics = j.Physics
		}
		return r, err
	}, s, nil
}

// Hash names the job by what it says.
func (j *Job) Hash() (string, error) {
	_, hash, err := j.encode()
	return hash, err
}
