// Package jobs works on the runs of a catalogue, some at a time.
//
// [New] starts the workers. [Queue.Submit] asks for a run: one that is done or
// under way, here or at another server on the same catalogue, is not started
// again. [Queue.Watch] follows it, [Queue.Cancel] stops it, [Queue.Close] stops
// everything and marks what was not finished as interrupted. While it is worked
// on, a run's lease in the catalogue is renewed; if this program is killed the
// lease runs out and whoever looks next marks the run.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"lodestone/internal/store"
)

// ErrFull says that as many runs wait as may.
var ErrFull = errors.New("too many runs are waiting; try again later")

// ErrClosed says that the queue takes no more runs.
var ErrClosed = errors.New("the server is stopping")

// Task computes the result of a run. It should stop early when the context ends,
// and may tell how much is done, 0 to 1, from several goroutines.
type Task func(ctx context.Context, progress func(done float64)) ([]byte, error)

// Options bound what a queue does.
type Options struct {
	Owner   string        // tells this queue from others on the same catalogue
	Workers []int         // by lane: runs worked on at a time
	Waiting int           // runs that may wait in each lane besides
	Timeout time.Duration // of one run
	Lease   time.Duration // after which a run that nobody renewed is interrupted
	Keep    int           // finished runs kept in the catalogue
	Log     *slog.Logger
	Ended   func(kind string, state store.State, took time.Duration) // told of every run; may be nil
}

// Queue works on runs, in lanes that do not wait for each other.
type Queue struct {
	Options
	catalogue *store.Store
	work      []chan *job // by lane
	stop      context.CancelFunc
	group     sync.WaitGroup

	lock   sync.Mutex
	jobs   map[string]*job
	closed bool
}

// job is a run that waits or is worked on here.
type job struct {
	run    store.Run
	lane   int
	task   Task
	ctx    context.Context
	cancel context.CancelCauseFunc
	ended  chan struct{}

	lock     sync.Mutex
	progress float64
}

// Why a job is stopped.
var (
	errCancelled = errors.New("cancelled")
	errLost      = errors.New("the lease was lost")
)

// New starts a queue on a catalogue.
func New(catalogue *store.Store, o Options) *Queue {
	ctx, stop := context.WithCancel(context.Background())
	q := &Queue{Options: o, catalogue: catalogue, stop: stop, jobs: map[string]*job{}}
	for _, workers := range o.Workers {
		lane := make(chan *job, workers+o.Waiting)
		q.work = append(q.work, lane)
		for range workers {
			q.group.Go(func() { q.worker(ctx, lane) })
		}
	}
	q.group.Go(func() { q.keepLeases(ctx) })
	return q
}

// Submit asks for a run, in a lane. It returns the run as it stands, and whether it was
// started by this call. It errs with [ErrFull] or [ErrClosed] if it would have to
// be started and cannot.
func (q *Queue) Submit(ctx context.Context, r store.Run, lane int, task Task) (store.Run, bool, error) {
	if kept, err := q.Get(ctx, r.ID); err == nil && (kept.State.Active() || kept.State == store.Done) {
		return kept, false, nil
	}
	j := &job{task: task, lane: lane, ended: make(chan struct{})}
	if err := q.reserve(r.ID, j); err != nil {
		if errors.Is(err, errHere) {
			return r, false, nil
		}
		return r, false, err
	}
	kept, claimed, err := q.catalogue.Claim(ctx, r, q.Owner)
	if err != nil || !claimed {
		q.forget(r.ID)
		return kept, false, err
	}
	q.lock.Lock()
	j.run = kept
	q.lock.Unlock()
	q.work[lane] <- j // there is room: it was reserved
	return kept, true, nil
}

// errHere says that the run is already worked on here.
var errHere = errors.New("worked on here")

// reserve makes room for a job.
func (q *Queue) reserve(id string, j *job) error {
	q.lock.Lock()
	defer q.lock.Unlock()
	switch {
	case q.closed:
		return ErrClosed
	case q.jobs[id] != nil:
		return errHere
	case q.inLane(j.lane) >= q.Workers[j.lane]+q.Waiting:
		return ErrFull
	}
	j.ctx, j.cancel = context.WithCancelCause(context.Background())
	q.jobs[id] = j
	return nil
}

func (q *Queue) inLane(lane int) int {
	count := 0
	for _, j := range q.jobs {
		if j.lane == lane {
			count++
		}
	}
	return count
}

func (q *Queue) forget(id string) {
	q.lock.Lock()
	defer q.lock.Unlock()
	delete(q.jobs, id)
}

func (q *Queue) find(id string) *job {
	q.lock.Lock()
	defer q.lock.Unlock()
	return q.jobs[id]
}

// Active counts the runs that wait or are worked on here.
func (q *Queue) Active() int {
	q.lock.Lock()
	defer q.lock.Unlock()
	return len(q.jobs)
}

// Get returns a run as it stands, or [store.ErrNotFound].
func (q *Queue) Get(ctx context.Context, id string) (store.Run, error) {
	r, err := q.catalogue.Run(ctx, id)
	if j := q.find(id); err == nil && j != nil && r.State == store.Running {
		j.lock.Lock()
		defer j.lock.Unlock()
		r.Progress = max(r.Progress, j.progress)
	}
	return r, err
}

// Cancel stops a run. One that is not worked on here is left alone and false
// returned.
func (q *Queue) Cancel(id string) bool {
	j := q.find(id)
	if j == nil {
		return false
	}
	j.cancel(errCancelled)
	return true
}

// Watch tells of a run, now and whenever some time has passed, until it has
// ended, the context ends, or tell reports false.
func (q *Queue) Watch(ctx context.Context, id string, every time.Duration, tell func(store.Run) bool) error {
	for {
		j := q.find(id)
		r, err := q.Get(ctx, id)
		if err != nil {
			return err
		}
		if !tell(r) || !r.State.Active() {
			return nil
		}
		var ended chan struct{} // nil, which never ends, for runs of others
		if j != nil {
			ended = j.ended
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ended:
		case <-time.After(every):
		}
	}
}

// Close stops all work. What was not finished is marked as interrupted.
func (q *Queue) Close() {
	q.lock.Lock()
	q.closed = true
	q.lock.Unlock()
	q.stop()
	q.group.Wait()
	for _, work := range q.work {
		for len(work) > 0 {
			q.end(<-work, nil, ErrClosed)
		}
	}
}

func (q *Queue) worker(ctx context.Context, work <-chan *job) {
	for {
		select {
		case <-ctx.Done():
			return
		case j := <-work:
			q.do(ctx, j)
		}
	}
}

// do works on one job.
func (q *Queue) do(stop context.Context, j *job) {
	defer context.AfterFunc(stop, func() { j.cancel(ErrClosed) })()
	if j.ctx.Err() != nil { // cancelled while it waited
		q.end(j, nil, context.Cause(j.ctx))
		return
	}
	ok, err := q.catalogue.Start(j.ctx, j.run.ID, q.Owner)
	if err == nil && !ok {
		err = errLost
	}
	if cause := context.Cause(j.ctx); cause != nil {
		err = cause
	}
	if err != nil {
		q.end(j, nil, err)
		return
	}
	ctx, done := context.WithTimeoutCause(j.ctx, q.Timeout, fmt.Errorf("it took longer than %v", q.Timeout))
	defer done()
	result, err := j.compute(ctx, q.Log)
	if cause := context.Cause(ctx); cause != nil { // whatever came of it
		err = cause
	}
	q.end(j, result, err)
}

// compute runs the task; a panic of it is an error.
func (j *job) compute(ctx context.Context, log *slog.Logger) (result []byte, err error) {
	defer func() {
		if x := recover(); x != nil {
			log.Error("a run panicked", "run", j.run.ID, "kind", j.run.Kind, "panic", x, "stack", string(debug.Stack()))
			err = errors.New("internal error; the log of the server says more")
		}
	}()
	return j.task(ctx, func(done float64) {
		j.lock.Lock()
		defer j.lock.Unlock()
		j.progress = max(j.progress, min(done, 1))
	})
}

// ending bounds the time to note the end of a run.
const ending = 10 * time.Second

// end notes what became of a job, even while the queue is closed.
func (q *Queue) end(j *job, result []byte, cause error) {
	ctx, done := context.WithTimeout(context.Background(), ending)
	defer done()
	state, kept, err := store.Done, false, error(nil)
	switch {
	case cause == nil:
		kept, err = q.catalogue.Finish(ctx, j.run.ID, q.Owner, result)
	case errors.Is(cause, errCancelled):
		state = store.Cancelled
		kept, err = q.catalogue.Stop(ctx, j.run.ID, q.Owner, state, "")
	case errors.Is(cause, ErrClosed):
		state = store.Interrupted
		kept, err = q.catalogue.Stop(ctx, j.run.ID, q.Owner, state, "the server stopped")
	default:
		state = store.Failed
		kept, err = q.catalogue.Stop(ctx, j.run.ID, q.Owner, state, cause.Error())
	}
	q.forget(j.run.ID)
	j.cancel(cause)
	close(j.ended)
	took := time.Since(j.run.Created)
	q.Log.Info("run ended", "run", j.run.ID, "kind", j.run.Kind, "state", string(state), "kept", kept, "cause", cause, "error", err, "took", took)
	if q.Ended != nil {
		q.Ended(j.run.Kind, state, took)
	}
}

// keepLeases renews the leases of what waits or is worked on here, marks the runs
// of others that were killed, and forgets the oldest.
func (q *Queue) keepLeases(ctx context.Context) {
	tick := time.NewTicker(q.Lease / 4)
	defer tick.Stop()
	for {
		q.renew(ctx)
		n, err := q.catalogue.Expire(ctx, q.Lease)
		if err == nil {
			err = q.catalogue.Prune(ctx, q.Keep)
		}
		switch {
		case err != nil && ctx.Err() == nil:
			q.Log.Warn("cannot look after the runs", "error", err)
		case n > 0:
			q.Log.Info("runs were interrupted", "runs", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (q *Queue) renew(ctx context.Context) {
	q.lock.Lock()
	all := make([]*job, 0, len(q.jobs))
	for _, j := range q.jobs {
		if j.run.ID != "" { // claimed
			all = append(all, j)
		}
	}
	q.lock.Unlock()
	for _, j := range all {
		j.lock.Lock()
		progress := j.progress
		j.lock.Unlock()
		if ok, err := q.catalogue.Renew(ctx, j.run.ID, q.Owner, progress); err == nil && !ok {
			j.cancel(errLost)
		}
	}
}
