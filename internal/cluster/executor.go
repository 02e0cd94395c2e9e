package cluster

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"lodestone/internal/ensemble"
)

const (
	// ahead is how many chunks of a run are in the queue at most. It bounds what
	// waits on the server and, since results come back in some order, here.
	ahead = 256

	// quiet is how long nothing may come before the queue is looked over for chunks
	// that were lost.
	quiet = 2 * ackWait
)

// Executor returns an executor that has the workers of a cluster do the chunks.
func Executor(nc *nats.Conn, replicas int) ensemble.Executor {
	return func(ctx context.Context, j *ensemble.Job, from int, deliver ensemble.Deliver) error {
		r, err := newRun(ctx, nc, replicas, j)
		if err != nil {
			return err
		}
		return r.do(ctx, from, deliver)
	}
}

// run is one job on its way through a cluster. It is named by its job, so that a run
// that is taken up again finds the results that came while nobody waited for them.
type run struct {
	store   *store
	task    task
	chunks  int
	next    int          // chunk that goes into the queue next
	waiting map[int]bool // in the queue or with a worker
}

func newRun(ctx context.Context, nc *nats.Conn, replicas int, j *ensemble.Job) (*run, error) {
	s, err := open(ctx, nc, replicas)
	if err != nil {
		return nil, err
	}
	ready, err := j.Prepare()
	if err != nil {
		return nil, err
	}
	proof, err := ready.Proof()
	if err != nil {
		return nil, err
	}
	data, hash, err := j.Encode()
	if err != nil {
		return nil, err
	}
	if _, err := s.jobs.GetInfo(ctx, hash); errors.Is(err, jetstream.ErrObjectNotFound) {
		if _, err := s.jobs.PutBytes(ctx, hash, data); err != nil {
			return nil, fmt.Errorf("sending the job: %w", err)
		}
	} else if err != nil {
		return nil, fmt.Errorf("sending the job: %w", err)
	}
	return &run{store: s, chunks: j.Plan.Chunks(), waiting: map[int]bool{},
		task: task{Run: hash[:16], Job: hash, Version: j.Version, Proof: proof}}, nil
}

// do keeps the queue filled and delivers what comes back until all is done.
func (r *run) do(ctx context.Context, from int, deliver ensemble.Deliver) error {
	watch, err := r.store.results.Watch(ctx, r.task.Run+".*", jetstream.IgnoreDeletes())
	if err != nil {
		return fmt.Errorf("waiting for results: %w", err)
	}
	defer func() { _ = watch.Stop() }() // the connection may be gone
	r.next = from
	done := map[int]bool{}
	heard := time.NewTicker(quiet)
	defer heard.Stop()
	for from+len(done) < r.chunks {
		if err := r.fill(ctx); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-heard.C:
			if err := r.lookOver(ctx); err != nil {
				return err
			}
		case entry := <-watch.Updates():
			if entry == nil {
				continue // all that was there when the watch began has come
			}
			heard.Reset(quiet)
			chunk, data, err := r.take(ctx, entry)
			if err != nil {
				return err
			}
			if err := deliver(chunk, data); err != nil {
				return err
			}
			delete(r.waiting, chunk)
			if chunk >= from {
				done[chunk] = true
			}
		}
	}
	return nil
}

// fill puts chunks into the queue as far as there is room.
func (r *run) fill(ctx context.Context) error {
	for ; r.next < r.chunks && len(r.waiting) < ahead; r.next++ {
		if err := r.push(ctx, r.next); err != nil {
			return err
		}
		r.waiting[r.next] = true
	}
	return nil
}

func (r *run) push(ctx context.Context, chunk int) error {
	t := r.task
	t.Chunk = chunk
	if err := insist(ctx, func() error { return r.store.push(ctx, t) }); err != nil {
		return fmt.Errorf("queueing chunk %d: %w", chunk, err)
	}
	return nil
}

// lookOver puts chunks that are waited for and are nowhere back into the queue.
func (r *run) lookOver(ctx context.Context) error {
	var queued map[int]bool
	if err := insist(ctx, func() (err error) {
		queued, err = r.store.queued(ctx, r.task.Run)
		return err
	}); err != nil {
		return fmt.Errorf("looking over the queue: %w", err)
	}
	for chunk := range r.next {
		if !r.waiting[chunk] || queued[chunk] {
			continue
		}
		if _, err := r.store.results.Get(ctx, resultKey(r.task.Run, chunk)); err == nil {
			continue // it is on its way
		}
		if err := r.push(ctx, chunk); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) take(ctx context.Context, entry jetstream.KeyValueEntry) (chunk int, data []byte, err error) {
	text := entry.Key()[strings.LastIndexByte(entry.Key(), '.')+1:]
	if chunk, err = strconv.Atoi(text); err != nil || chunk < 0 || chunk >= r.chunks {
		return 0, nil, fmt.Errorf("a result of no chunk of the run: %q", entry.Key())
	}
	err = insist(ctx, func() (err error) {
		data, err = r.store.get(ctx, entry)
		return err
	})
	return chunk, data, err
}

// stubborn is how long a server that is away is waited for.
const stubborn = 2 * time.Minute

// insist tries again what fails while the server is away.
func insist(ctx context.Context, try func() error) error {
	for began := time.Now(); ; {
		err := try()
		if err == nil || ctx.Err() != nil || errors.Is(err, errFailed) || time.Since(began) > stubborn {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(retry):
		}
	}
}
