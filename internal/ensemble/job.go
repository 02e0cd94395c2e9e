package ensemble

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

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

// Encode writes the job, packed, and names it by the hash of what it says.
func (j *Job) Encode() (data []byte, hash string, err error) {
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

// DecodeJob reads what Encode wrote, and checks that it is what its hash says.
func DecodeJob(data []byte, hash string) (*Job, error) {
	text, err := io.ReadAll(flate.NewReader(bytes.NewReader(data)))
	if err != nil {
		return nil, fmt.Errorf("reading the job: %w", err)
	}
	if sum := sha256.Sum256(text); hex.EncodeToString(sum[:]) != hash {
		return nil, fmt.Errorf("the job is not what its hash %.12s says", hash)
	}
	var j Job
	if err := json.Unmarshal(text, &j); err != nil {
		return nil, fmt.Errorf("reading the job: %w", err)
	}
	return &j, nil
}

// Prepare compiles what all runs of the job share.
func (j *Job) Prepare() (*Prepared, error) {
	s, err := New(j.Model, j.Scenario)
	if err != nil {
		return nil, err
	}
	return &Prepared{j, s}, nil
}

// Prepared is a job ready to be run by any number of workers.
type Prepared struct {
	job     *Job
	sampler *Sampler
}

// Worker returns a runner of the job; each goroutine needs its own.
func (p *Prepared) Worker() (*Runner, error) {
	r, err := p.sampler.NewRunner(p.job.Plan)
	if err != nil {
		return nil, err
	}
	r.physics = p.job.Physics
	return r, nil
}

// Proof is the hash of the outcome of the first run: two programs that agree on it
// compute the same numbers.
func (p *Prepared) Proof() (string, error) {
	r, err := p.Worker()
	if err != nil {
		return "", err
	}
	h := sha256.New()
	o := r.Run(0)
	for _, v := range []any{o.Days, o.Values, []byte(o.Failed)} {
		if err := binary.Write(h, binary.LittleEndian, v); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Hash names the job by what it says.
func (j *Job) Hash() (string, error) {
	_, hash, err := j.Encode()
	return hash, err
}
