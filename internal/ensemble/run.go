package ensemble

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// Deliver takes the packed outcomes of a chunk. It may be called from several
// goroutines, in any order of chunks; a chunk that comes again is dropped.
type Deliver func(chunk int, data []byte) error

// Executor does the chunks of a job from one on and delivers each.
type Executor func(ctx context.Context, j *Job, from int, deliver Deliver) error

// Options say how a job is run.
type Options struct {
	Execute  Executor           // nil: goroutines of this process
	State    string             // file that a broken-off run leaves and the next takes up; empty for none
	Outputs  bool               // keep the outputs of every run, for sensitivity
	Spool    string             // file to which all outcomes are written in the order of runs; empty for none
	Progress func(done float64) // told how much is done, 0 to 1
}

// ErrStopped is wrapped by the error of a run that was broken off.
var ErrStopped = errors.New("broken off")

// saveEvery is how often a run that goes on saves its state.
const saveEvery = 20 * time.Second

// Run does the runs of a job and returns what they say. The outcomes are taken in
// the order of chunks, so the result is the same whoever does them. If ctx ends, the
// state is saved and the error wraps [ErrStopped]; the same call takes it up again.
func Run(ctx context.Context, j *Job, o Options) (*Tally, error) {
	c, err := newCollector(j, o)
	if err != nil {
		return nil, err
	}
	execute := o.Execute
	if execute == nil {
		execute = Local(runtime.GOMAXPROCS(0))
	}
	if c.tally.Chunks < j.Plan.Chunks() {
		err = execute(ctx, j, c.tally.Chunks, c.deliver)
	}
	return c.finish(ctx, err)
}

// collector takes outcomes in the order of chunks.
type collector struct {
	lock    sync.Mutex
	job     *Job
	hash    string
	options Options
	tally   *Tally
	early   map[int][]byte // chunks that came before their turn
	spool   *os.File
	spooled int64
	saved   time.Time
}

func newCollector(j *Job, o Options) (*collector, error) {
	_, hash, err := j.Encode()
	if err != nil {
		return nil, err
	}
	s, err := New(j.Model, j.Scenario)
	if err != nil {
		return nil, err
	}
	c := &collector{job: j, hash: hash, options: o, tally: newTally(newMeasures(s.central[0], j.Plan.Follow), o.Outputs), early: map[int][]byte{}, saved: time.Now()}
	if o.State != "" {
		if c.spooled, err = c.tally.load(o.State, hash); err != nil {
			return nil, err
		}
	}
	if o.Spool == "" {
		return c, nil
	}
	if c.spool, err = os.OpenFile(o.Spool, os.O_RDWR|os.O_CREATE, 0o644); err != nil {
		return nil, fmt.Errorf("keeping the outcomes: %w", err)
	}
	if info, err := c.spool.Stat(); err == nil && info.Size() < c.spooled {
		return nil, fmt.Errorf("%s is shorter than the state says; remove %s to begin again", o.Spool, o.State)
	}
	if err := c.spool.Truncate(c.spooled); err != nil {
		return nil, fmt.Errorf("keeping the outcomes: %w", err)
	}
	_, err = c.spool.Seek(0, io.SeekEnd)
	return c, err
}

// deliver implements [Deliver].
func (c *collector) deliver(chunk int, data []byte) error {
	c.lock.Lock()
	defer c.lock.Unlock()
	if chunk < c.tally.Chunks || c.early[chunk] != nil {
		return nil
	}
	c.early[chunk] = data
	for {
		next := c.tally.Chunks
		data, there := c.early[next]
		if !there {
			break
		}
		delete(c.early, next)
		if err := c.take(next, data); err != nil {
			return err
		}
	}
	if c.options.Progress != nil {
		c.options.Progress(float64(c.tally.Chunks+len(c.early)) / float64(c.job.Plan.Chunks()))
	}
	if c.options.State != "" && time.Since(c.saved) > saveEvery {
		c.saved = time.Now()
		return c.save()
	}
	return nil
}

func (c *collector) take(chunk int, data []byte) error {
	list, err := c.tally.Measures.unpack(c.job.Plan, chunk, data)
	if err != nil {
		return err
	}
	if c.spool != nil {
		if err := writeRecord(c.spool, data); err != nil {
			return fmt.Errorf("keeping the outcomes: %w", err)
		}
		c.spooled += recordSize(data)
	}
	return c.tally.add(list)
}

func (c *collector) save() error {
	if c.spool != nil {
		if err := c.spool.Sync(); err != nil {
			return fmt.Errorf("keeping the outcomes: %w", err)
		}
	}
	return c.tally.save(c.options.State, c.hash, c.spooled)
}

// finish saves the state of what is not finished and returns the tally of what is. A
// finished run keeps its state too, until whoever asked for it has what it needs.
func (c *collector) finish(ctx context.Context, failed error) (*Tally, error) {
	c.lock.Lock()
	defer c.lock.Unlock()
	var err error
	if c.options.State != "" {
		err = c.save()
	}
	if c.spool != nil {
		err = errors.Join(err, c.spool.Close())
	}
	switch {
	case c.tally.Chunks == c.job.Plan.Chunks():
		return c.tally, err
	case ctx.Err() != nil:
		return nil, errors.Join(fmt.Errorf("%w after %d of %d runs", ErrStopped, c.tally.Runs, c.job.Plan.Runs), err)
	case failed != nil:
		return nil, errors.Join(failed, err)
	}
	return nil, errors.Join(fmt.Errorf("%d of %d chunks were not done", c.job.Plan.Chunks()-c.tally.Chunks, c.job.Plan.Chunks()), err)
}

// Local does the chunks in goroutines of this process.
func Local(workers int) Executor {
	return func(ctx context.Context, j *Job, from int, deliver Deliver) error {
		ready, err := j.Prepare()
		if err != nil {
			return err
		}
		var next atomic.Int64
		next.Store(int64(from))
		group, ctx := errgroup.WithContext(ctx)
		for range max(1, workers) {
			group.Go(func() error {
				r, err := ready.Worker()
				if err != nil {
					return err
				}
				for ctx.Err() == nil {
					chunk := int(next.Add(1)) - 1
					if chunk >= j.Plan.Chunks() {
						return nil
					}
					data, err := r.Chunk(ctx, chunk)
					if err != nil {
						return err
					}
					if err := deliver(chunk, data); err != nil {
						return err
					}
				}
				return ctx.Err()
			})
		}
		return group.Wait()
	}
}
