package ensemble

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/gob"
	"fmt"

	"lodestone/internal/network"
)

// chunkSize is how many runs are handed out together. It is part of the result: sums
// are taken chunk by chunk. It is a multiple of the members that the engine runs at once.
const chunkSize = 48

// Chunks is how many chunks the runs of a plan make.
func (p Plan) Chunks() int { return (p.Runs + chunkSize - 1) / chunkSize }

// Runner does runs of a plan; each worker has its own.
type Runner struct {
	measures *Measures
	blocks   blocks
	pointer  *pointer
	draw     *draw
	u        []float64
	physics  bool
}

// NewRunner prepares a worker for a plan over the first scenario of a sampler.
func (s *Sampler) NewRunner(p Plan) (*Runner, error) {
	x, err := newPointer(p, s.Inputs)
	if err != nil {
		return nil, err
	}
	m := newMeasures(s.central[0], p.Follow)
	return &Runner{measures: m, blocks: blocks{measures: m}, pointer: x, draw: s.newDraw(), u: make([]float64, len(s.Inputs))}, nil
}

// pair is what a run draws, with what it is compared with.
type pair struct{ net, quiet *network.Network }

// Run does one run of the plan.
func (r *Runner) Run(run int) *Outcome {
	p, err := r.compile(run)
	if err != nil {
		return &Outcome{Failed: err.Error()}
	}
	return r.measures.observe(p)
}

// compile compiles what a run of the plan draws. The next draw goes over the numbers of
// the model, which nothing reads of a network that is compiled.
func (r *Runner) compile(run int) (pair, error) {
	r.pointer.point(run, r.u)
	r.draw.fill(r.u, r.pointer.plan.Seed, r.pointer.member(run))
	n, err := r.draw.compile(0)
	if err != nil {
		return pair{}, err
	}
	if r.physics {
		n = n.WithoutBehaviour()
	}
	return r.measures.pair(n), nil
}

// Chunk does the runs of a chunk and packs their outcomes.
func (r *Runner) Chunk(ctx context.Context, id int) ([]byte, error) {
	list, err := r.Outcomes(ctx, id)
	if err != nil {
		return nil, err
	}
	return pack(list)
}

// Outcomes does the runs of a chunk.
func (r *Runner) Outcomes(ctx context.Context, id int) ([]*Outcome, error) {
	first, last := id*chunkSize, min((id+1)*chunkSize, r.pointer.plan.Runs)
	pairs, list := make([]pair, last-first), make([]*Outcome, last-first)
	for i := range pairs {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		var err error
		if pairs[i], err = r.compile(first + i); err != nil {
			list[i] = &Outcome{Failed: err.Error()}
		}
	}
	return list, r.blocks.observeAll(ctx, pairs, list)
}

func pack(list []*Outcome) ([]byte, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	if err := gob.NewEncoder(w).Encode(list); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// unpack reads the outcomes of a chunk and checks that they are those of a plan.
func (m *Measures) unpack(p Plan, id int, data []byte) ([]*Outcome, error) {
	var list []*Outcome
	if err := gob.NewDecoder(flate.NewReader(bytes.NewReader(data))).Decode(&list); err != nil {
		return nil, fmt.Errorf("chunk %d cannot be read: %w", id, err)
	}
	if want := min((id+1)*chunkSize, p.Runs) - id*chunkSize; len(list) != want {
		return nil, fmt.Errorf("chunk %d holds %d runs, expected %d", id, len(list), want)
	}
	for _, o := range list {
		if o.Failed == "" && (len(o.Days) != len(m.Uses) || len(o.Values) != len(m.names)) {
			return nil, fmt.Errorf("chunk %d holds the outcomes of another model", id)
		}
	}
	return list, nil
}
