package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"lodestone/data"
	"lodestone/internal/dataset"
	"lodestone/internal/ensemble"
)

func job(t *testing.T, runs int) *ensemble.Job {
	t.Helper()
	files, err := fs.Sub(data.FS, "ree")
	if err != nil {
		t.Fatal(err)
	}
	p, err := dataset.Open(files)
	if err != nil {
		t.Fatal(err)
	}
	f, err := p.Scenario("china-licences-2025")
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.Model(f.BaseYear)
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.Bind(m)
	if err != nil {
		t.Fatal(err)
	}
	s.Weeks = 20
	return &ensemble.Job{Version: "v1", Model: m, Scenario: s, Plan: ensemble.Spread(ensemble.Latin, 3, runs)}
}

func connect(t *testing.T) *nats.Conn {
	t.Helper()
	e, err := Start("", 0)
	if err != nil {
		t.Fatal(err)
	}
	nc, err := Connect(e.Access(), t.Name())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		nc.Close()
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return nc
}

// work runs workers until the test ends.
func work(t *testing.T, nc *nats.Conn, parallel int, version string, done func(string, int)) <-chan error {
	ctx, stop := context.WithCancel(context.Background())
	out := make(chan error, 1)
	go func() { out <- Work(ctx, nc, 0, parallel, version, done) }()
	t.Cleanup(stop)
	return out
}

func said(t *testing.T, j *ensemble.Job, execute ensemble.Executor) string {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	defer stop()
	tally, err := ensemble.Run(ctx, j, ensemble.Options{Execute: execute})
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(tally.Summarise(time.Time{}))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Over NATS a run says what it says in this process, and leaves nothing behind. So it
// does if a chunk is lost, one is done twice, and one is with a worker that died.
func TestSaysTheSame(t *testing.T) {
	j := job(t, 100)
	want := said(t, j, ensemble.Local(2))
	nc := connect(t)
	ctx := context.Background()
	r, err := newRun(ctx, nc, 0, j)
	if err != nil {
		t.Fatal(err)
	}
	// A worker takes chunk 0 and dies.
	queue, err := r.store.stream.CreateOrUpdateConsumer(ctx, workers())
	if err != nil {
		t.Fatal(err)
	}
	if err := r.push(ctx, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := queue.Next(); err != nil {
		t.Fatal(err)
	}
	// Chunk 1 has been done by somebody before.
	ready, err := j.Prepare()
	if err != nil {
		t.Fatal(err)
	}
	runner, err := ready.Worker()
	if err != nil {
		t.Fatal(err)
	}
	one, err := runner.Chunk(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := r.store.put(ctx, r.task.Run, 1, inline, one); err != nil {
			t.Fatal(err)
		}
	}
	var count atomic.Int32
	began := time.Now()
	work(t, nc, 2, "v1", func(string, int) { count.Add(1) })
	if got := said(t, j, Executor(nc, 0)); got != want {
		t.Error("over NATS the run says something else")
	}
	t.Logf("%d chunks done in %v", count.Load(), time.Since(began))
	if left, err := r.store.results.Keys(ctx); !errors.Is(err, jetstream.ErrNoKeysFound) {
		t.Errorf("results are left: %v, %v", left, err)
	}
}

// A chunk whose message was lost is queued again; a chunk that is in the queue is not
// queued twice.
func TestLostChunks(t *testing.T) {
	nc := connect(t)
	ctx := context.Background()
	r, err := newRun(ctx, nc, 0, job(t, 75))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.fill(ctx); err != nil {
		t.Fatal(err)
	}
	if err := r.push(ctx, 2); err != nil {
		t.Errorf("a chunk that is in the queue: %v", err)
	}
	if err := r.store.stream.Purge(ctx, jetstream.WithPurgeSubject(subject(r.task.Run, 1))); err != nil {
		t.Fatal(err)
	}
	queued, err := r.store.queued(ctx, r.task.Run)
	if err != nil || len(queued) != 2 || queued[1] {
		t.Fatalf("queued %v: %v", queued, err)
	}
	if err := r.lookOver(ctx); err != nil {
		t.Fatal(err)
	}
	if queued, err = r.store.queued(ctx, r.task.Run); err != nil || len(queued) != 3 {
		t.Errorf("queued %v: %v", queued, err)
	}
	if info, err := r.store.stream.Info(ctx); err != nil || info.State.Msgs != 3 {
		t.Errorf("%d messages: %v", info.State.Msgs, err)
	}
}

// Workers refuse what they would compute otherwise.
func TestRefusals(t *testing.T) {
	nc := connect(t)
	ctx := context.Background()
	r, err := newRun(ctx, nc, 0, job(t, 25))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ version, proof, want string }{
		{"v0", r.task.Proof, "the run needs version v0, this worker is v1"},
		{"v1", "other numbers", "computes other numbers"},
	} {
		r.task.Version, r.task.Proof = c.version, c.proof
		if err := r.store.stream.Purge(ctx); err != nil {
			t.Fatal(err)
		}
		if err := r.push(ctx, 0); err != nil {
			t.Fatal(err)
		}
		select {
		case err := <-work(t, nc, 1, "v1", nil):
			if !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("refused with %v", err)
			}
		case <-time.After(30 * time.Second):
			t.Errorf("version %s is not refused", c.version)
		}
		if queued, err := r.store.queued(ctx, r.task.Run); err != nil || !queued[0] {
			t.Errorf("the chunk is gone: %v", err)
		}
	}
}

// A result too large for a message goes through the object store, and a chunk that
// cannot be done ends the run with the reason.
func TestResults(t *testing.T) {
	nc := connect(t)
	ctx := context.Background()
	s, err := open(ctx, nc, 0)
	if err != nil {
		t.Fatal(err)
	}
	s.limit = 10
	long := []byte("longer than ten bytes")
	if err := s.put(ctx, "r", 1, inline, long); err != nil {
		t.Fatal(err)
	}
	entry, err := s.results.Get(ctx, resultKey("r", 1))
	if err != nil || entry.Value()[0] != object {
		t.Fatalf("%v, %v", entry, err)
	}
	if data, err := s.get(ctx, entry); err != nil || string(data) != string(long) {
		t.Errorf("%q, %v", data, err)
	}
	if _, err := s.jobs.GetInfo(ctx, resultKey("r", 1)); !errors.Is(err, jetstream.ErrObjectNotFound) {
		t.Errorf("the object is left: %v", err)
	}
	if err := s.put(ctx, "r", 2, failed, []byte("no")); err != nil {
		t.Fatal(err)
	}
	if entry, err = s.results.Get(ctx, resultKey("r", 2)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.get(ctx, entry); !errors.Is(err, errFailed) {
		t.Errorf("%v", err)
	}
}

func TestCannotConnect(t *testing.T) {
	for _, a := range []Access{{URL: "nats://127.0.0.1:1"}, {URL: "nats://127.0.0.1:1", NKey: "no-such-file"}, {URL: "://"}} {
		if _, err := Connect(a, "test"); err == nil {
			t.Errorf("%+v connects", a)
		}
	}
}
