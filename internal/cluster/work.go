package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"lodestone/internal/ensemble"
)

// ErrRefused is wrapped by the error of a worker that must not do what it is asked
// for, since it would compute other numbers.
var ErrRefused = errors.New("refused")

// Work takes chunks from the queue of a cluster and does them, some at a time, until
// ctx ends. The version is that of this program: it refuses the chunks of another,
// and those that it computes otherwise. Each chunk done is told of.
func Work(ctx context.Context, nc *nats.Conn, replicas, parallel int, version string, done func(run string, chunk int)) error {
	s, err := open(ctx, nc, replicas)
	if err != nil {
		return err
	}
	queue, err := s.stream.CreateOrUpdateConsumer(ctx, workers())
	if err != nil {
		return fmt.Errorf("joining the workers: %w", err)
	}
	w := &worker{store: s, version: version, jobs: map[string]*ready{}, done: done}
	group, ctx := errgroup.WithContext(ctx)
	for range max(1, parallel) {
		group.Go(func() error { return w.loop(ctx, queue) })
	}
	if err := group.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// workers is the one consumer of the queue, which all workers share.
func workers() jetstream.ConsumerConfig {
	return jetstream.ConsumerConfig{Durable: consumer, AckPolicy: jetstream.AckExplicitPolicy, AckWait: ackWait,
		MaxDeliver: -1, MaxAckPending: -1, FilterSubject: subjects + ".>"}
}

// worker is one process that does chunks.
type worker struct {
	store   *store
	version string
	done    func(run string, chunk int)
	lock    sync.Mutex
	jobs    map[string]*ready // by hash
}

// ready is a job this worker has prepared for; idle are runners nobody uses.
type ready struct {
	prepared *ensemble.Prepared
	idle     []*ensemble.Runner
}

const (
	// fetchWait is how long one request for a chunk stays open.
	fetchWait = 5 * time.Second
	// retry is how long a worker waits after something went wrong on the way.
	retry = time.Second
	// fewJobs is how many jobs a worker keeps ready.
	fewJobs = 4
)

// loop does chunks one after the other.
func (w *worker) loop(ctx context.Context, queue jetstream.Consumer) error {
	for ctx.Err() == nil {
		err, refused := w.take(ctx, queue)
		if refused != nil {
			return refused
		}
		if err != nil && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, nats.ErrTimeout) && !errors.Is(err, jetstream.ErrNoMessages) {
			// The server may be away for a while, and come back.
			select {
			case <-ctx.Done():
			case <-time.After(retry):
			}
		}
	}
	return ctx.Err()
}

// take waits for a chunk, but no longer than the worker is wanted, and does it. A
// chunk that this worker may not do is an error of its own.
func (w *worker) take(ctx context.Context, queue jetstream.Consumer) (err, refused error) {
	wait, stop := context.WithTimeout(ctx, fetchWait)
	defer stop()
	batch, err := queue.Fetch(1, jetstream.FetchContext(wait))
	if err != nil {
		return err, nil
	}
	for msg := range batch.Messages() {
		if err := w.handle(ctx, msg); err != nil {
			return nil, err
		}
	}
	return batch.Error(), nil
}

// handle does one chunk. A chunk that it cannot finish goes back to the queue.
func (w *worker) handle(ctx context.Context, msg jetstream.Msg) error {
	var t task
	if err := json.Unmarshal(msg.Data(), &t); err != nil {
		return msg.TermWithReason("is no chunk of an ensemble")
	}
	stop := keepAlive(ctx, msg)
	kind, data, err := w.do(ctx, t)
	stop()
	if err == nil {
		err = w.store.put(ctx, t.Run, t.Chunk, kind, data)
	}
	if err != nil {
		// If the word does not get through, the queue waits in vain and gives it out again.
		_ = msg.NakWithDelay(retry)
		if errors.Is(err, ErrRefused) {
			return err
		}
		return nil
	}
	if err := msg.DoubleAck(ctx); err == nil && w.done != nil {
		w.done(t.Run, t.Chunk)
	}
	return nil
}

// keepAlive tells the queue that the chunk is being worked on, until stopped.
func keepAlive(ctx context.Context, msg jetstream.Msg) (stop func()) {
	ctx, stop = context.WithCancel(ctx)
	go func() {
		tick := time.NewTicker(heartbeat)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				_ = msg.InProgress() // one missed beat does not matter
			}
		}
	}()
	return stop
}

// do computes a chunk. What would fail on every machine is a result too; an error is
// of this machine or of the way.
func (w *worker) do(ctx context.Context, t task) (kind byte, data []byte, err error) {
	if t.Version != w.version {
		return 0, nil, fmt.Errorf("%w: the run needs version %s, this worker is %s", ErrRefused, t.Version, w.version)
	}
	r, back, err := w.runner(ctx, t)
	if err != nil {
		return 0, nil, err
	}
	defer func() {
		if fault := recover(); fault != nil {
			kind, data, err = failed, fmt.Appendf(nil, "internal error in chunk %d: %v", t.Chunk, fault), nil
			return
		}
		back()
	}()
	data, err = r.Chunk(ctx, t.Chunk)
	return inline, data, err
}

// runner finds an idle runner for the job of a task, or makes one. Back returns it.
func (w *worker) runner(ctx context.Context, t task) (r *ensemble.Runner, back func(), err error) {
	w.lock.Lock()
	defer w.lock.Unlock()
	job := w.jobs[t.Job]
	if job == nil {
		if job, err = w.fetch(ctx, t); err != nil {
			return nil, nil, err
		}
		if len(w.jobs) >= fewJobs {
			clear(w.jobs) // most of their runs are over
		}
		w.jobs[t.Job] = job
	}
	if last := len(job.idle) - 1; last >= 0 {
		r, job.idle = job.idle[last], job.idle[:last]
	} else if r, err = job.prepared.Worker(); err != nil {
		return nil, nil, err
	}
	return r, func() {
		w.lock.Lock()
		defer w.lock.Unlock()
		job.idle = append(job.idle, r)
	}, nil
}

// fetch gets a job from the cluster and proves that this program computes it as the
// one that wants it does.
func (w *worker) fetch(ctx context.Context, t task) (*ready, error) {
	data, err := w.store.jobs.GetBytes(ctx, t.Job)
	if err != nil {
		return nil, fmt.Errorf("fetching the job: %w", err)
	}
	j, err := ensemble.DecodeJob(data, t.Job)
	if err != nil {
		return nil, err
	}
	prepared, err := j.Prepare()
	if err != nil {
		return nil, err
	}
	proof, err := prepared.Proof()
	if err != nil {
		return nil, err
	}
	if proof != t.Proof {
		return nil, fmt.Errorf("%w: this worker computes other numbers than the program that wants the run, though both say they are %s", ErrRefused, w.version)
	}
	return &ready{prepared: prepared}, nil
}
