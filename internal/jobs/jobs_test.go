package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"lodestone/internal/store"
)

func catalogue(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func options(owner string) Options {
	return Options{Owner: owner, Workers: []int{1, 1}, Waiting: 1, Timeout: 5 * time.Second, Lease: 400 * time.Millisecond, Keep: 100, Log: slog.New(slog.DiscardHandler)}
}

// queue is a queue that is closed with the test.
func queue(t *testing.T, s *store.Store, o Options) *Queue {
	t.Helper()
	q := New(s, o)
	t.Cleanup(q.Close)
	return q
}

func run(id string) store.Run {
	return store.Run{ID: id, Kind: "test", Title: id, Inputs: []byte("{}")}
}

// submit asks for a run and fails the test on an error.
func submit(t *testing.T, q *Queue, id string, lane int, task Task) (store.Run, bool) {
	t.Helper()
	r, started, err := q.Submit(t.Context(), run(id), lane, task)
	if err != nil {
		t.Fatal(err)
	}
	return r, started
}

// ended waits for a run to end.
func ended(t *testing.T, q *Queue, id string) store.Run {
	t.Helper()
	var last store.Run
	ctx, done := context.WithTimeout(t.Context(), 10*time.Second)
	defer done()
	if err := q.Watch(ctx, id, 10*time.Millisecond, func(r store.Run) bool { last = r; return true }); err != nil {
		t.Fatalf("%s is %s: %v", id, last.State, err)
	}
	return last
}

// blocked is a task that tells when it started and goes on until it is let go or
// stopped.
func blocked() (task Task, started, let chan struct{}) {
	started, let = make(chan struct{}), make(chan struct{})
	return func(ctx context.Context, progress func(float64)) ([]byte, error) {
		close(started)
		progress(0.5)
		select {
		case <-let:
			return []byte("let go"), nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}, started, let
}

func answer(text string) Task {
	return func(context.Context, func(float64)) ([]byte, error) { return []byte(text), nil }
}

// A question is computed once; its answer is kept.
func TestOnce(t *testing.T) {
	s := catalogue(t)
	q := queue(t, s, options("a"))
	var computed atomic.Int32
	count := func(context.Context, func(float64)) ([]byte, error) {
		computed.Add(1)
		return []byte("42"), nil
	}
	if _, started := submit(t, q, "q", 0, count); !started {
		t.Error("the first call did not start it")
	}
	if r := ended(t, q, "q"); r.State != store.Done || r.Progress != 1 {
		t.Errorf("got %+v", r)
	}
	if _, started := submit(t, q, "q", 0, count); started {
		t.Error("the second call started it again")
	}
	if text, err := s.Result(t.Context(), "q"); err != nil || string(text) != "42" {
		t.Errorf("got %s, %v", text, err)
	}
	if computed.Load() != 1 {
		t.Errorf("computed %d times", computed.Load())
	}
}

// What goes wrong ends a run, not the program, and it can be asked for again.
func TestFailures(t *testing.T) {
	o := options("a")
	o.Timeout = 50 * time.Millisecond
	q := queue(t, catalogue(t), o)
	for id, task := range map[string]Task{
		"error":   func(context.Context, func(float64)) ([]byte, error) { return nil, errors.New("no such thing") },
		"panic":   func(context.Context, func(float64)) ([]byte, error) { panic("a fault") },
		"timeout": func(ctx context.Context, _ func(float64)) ([]byte, error) { <-ctx.Done(); return nil, ctx.Err() },
		"slow": func(context.Context, func(float64)) ([]byte, error) {
			time.Sleep(100 * time.Millisecond)
			return nil, nil
		},
	} {
		for {
			if _, _, err := q.Submit(t.Context(), run(id), 0, task); err == nil {
				break
			}
			time.Sleep(10 * time.Millisecond) // until there is room
		}
	}
	for id, want := range map[string]string{"error": "no such thing", "panic": "internal error; the log of the server says more", "timeout": "it took longer than 50ms", "slow": "it took longer than 50ms"} {
		if r := ended(t, q, id); r.State != store.Failed || r.Problem != want {
			t.Errorf("%s: %+v", id, r)
		}
	}
	if _, started := submit(t, q, "error", 0, answer("better")); !started {
		t.Error("not started again")
	}
	if r := ended(t, q, "error"); r.State != store.Done {
		t.Errorf("got %+v", r)
	}
}

// A run can be cancelled while it is worked on and while it waits; lanes do not
// wait for each other; more than may wait are refused.
func TestLanesAndCancel(t *testing.T) {
	q := queue(t, catalogue(t), options("a"))
	task, started, _ := blocked()
	submit(t, q, "long", 1, task)
	<-started
	if r, err := q.Get(t.Context(), "long"); err != nil || r.State != store.Running || r.Progress != 0.5 {
		t.Errorf("got %+v, %v", r, err)
	}
	submit(t, q, "waits", 1, answer("never"))
	if _, _, err := q.Submit(t.Context(), run("too many"), 1, answer("")); !errors.Is(err, ErrFull) {
		t.Errorf("got %v", err)
	}
	submit(t, q, "quick", 0, answer("at once"))
	if r := ended(t, q, "quick"); r.State != store.Done {
		t.Errorf("got %+v", r)
	}
	if !q.Cancel("waits") || !q.Cancel("long") || q.Cancel("nothing") {
		t.Error("expected the two that are here to be cancelled")
	}
	for _, id := range []string{"long", "waits"} {
		if r := ended(t, q, id); r.State != store.Cancelled {
			t.Errorf("%s: %+v", id, r)
		}
	}
}

// A queue that is closed marks what it did not finish; another takes it up.
func TestClose(t *testing.T) {
	s := catalogue(t)
	q := New(s, options("a"))
	task, started, _ := blocked()
	submit(t, q, "running", 0, task)
	<-started
	submit(t, q, "waiting", 0, answer(""))
	q.Close()
	for _, id := range []string{"running", "waiting"} {
		if r, err := s.Run(t.Context(), id); err != nil || r.State != store.Interrupted {
			t.Errorf("%s: %+v, %v", id, r, err)
		}
	}
	if _, _, err := q.Submit(t.Context(), run("late"), 0, answer("")); !errors.Is(err, ErrClosed) {
		t.Errorf("got %v", err)
	}
	other := queue(t, s, options("b"))
	submit(t, other, "running", 0, answer("now"))
	if r := ended(t, other, "running"); r.State != store.Done || r.Owner != "b" {
		t.Errorf("got %+v", r)
	}
}

// Two servers on one catalogue: a run of one is not started by the other, which
// can follow it; when the one is gone without a word, the other marks its run.
func TestTwoServers(t *testing.T) {
	s := catalogue(t)
	a, b := queue(t, s, options("a")), queue(t, s, options("b"))
	task, started, let := blocked()
	submit(t, a, "q", 0, task)
	<-started
	if r, again := submit(t, b, "q", 0, answer("wrong")); again || r.State != store.Running {
		t.Errorf("started again: %+v", r)
	}
	if b.Cancel("q") {
		t.Error("cancelled at the wrong server")
	}
	time.Sleep(time.Second) // longer than a lease: it is renewed
	close(let)
	if r := ended(t, b, "q"); r.State != store.Done {
		t.Errorf("got %+v", r)
	}
	if _, ok, err := s.Claim(t.Context(), run("dead"), "a server that was killed"); !ok || err != nil {
		t.Fatal(err)
	}
	if r := ended(t, b, "dead"); r.State != store.Interrupted {
		t.Errorf("got %+v", r)
	}
}

// Only some many finished runs are kept.
func TestKeep(t *testing.T) {
	s := catalogue(t)
	o := options("a")
	o.Keep = 3
	q := queue(t, s, o)
	for i := range 6 {
		id := fmt.Sprint("q", i)
		submit(t, q, id, 0, answer(id))
		ended(t, q, id)
		time.Sleep(2 * time.Millisecond) // for the order
	}
	for range 100 {
		if list, err := s.Runs(t.Context(), store.RunQuery{Limit: 10}); err != nil {
			t.Fatal(err)
		} else if len(list) == 3 && list[0].ID == "q5" {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Error("old runs were not forgotten")
}
