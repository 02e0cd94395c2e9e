package store

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// both runs a test on a file and, where there is one, on a database server.
func both(t *testing.T, test func(t *testing.T, s *Store)) {
	t.Run("sqlite", func(t *testing.T) {
		test(t, opened(t, filepath.Join(t.TempDir(), "a folder", "100% what?.db")))
	})
	t.Run("postgres", func(t *testing.T) { test(t, opened(t, postgresDatabase(t))) })
}

func opened(t *testing.T, where string) *Store {
	t.Helper()
	s, err := Open(t.Context(), where)
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

// must fails the test on an error and returns the value.
func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestScenarios(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		if _, err := s.Scenario(ctx, "mine"); !errors.Is(err, ErrNotFound) {
			t.Errorf("before it was saved: %v", err)
		}
		for _, text := range []string{"first", "second \x00 \xff"} { // any bytes
			if !must[bool](t)(s.SaveScenario(ctx, "mine", []byte(text), 1)) {
				t.Error("not saved")
			}
			got := must[Scenario](t)(s.Scenario(ctx, "mine"))
			if string(got.Text) != text || time.Since(got.Saved).Abs() > time.Minute {
				t.Errorf("got %+v", got)
			}
		}
		if must[bool](t)(s.SaveScenario(ctx, "other", nil, 1)) {
			t.Error("saved one more than allowed")
		}
		if !must[bool](t)(s.SaveScenario(ctx, "ours", []byte{}, 2)) {
			t.Error("not saved")
		}
		if list := must[[]Scenario](t)(s.Scenarios(ctx)); len(list) != 2 || list[0].Name != "mine" {
			t.Errorf("got %+v", list)
		}
		if err := s.DeleteScenario(ctx, "mine"); err != nil {
			t.Error(err)
		}
		if err := s.DeleteScenario(ctx, "mine"); !errors.Is(err, ErrNotFound) {
			t.Errorf("deleted twice: %v", err)
		}
	})
}

func question(id string) Run {
	return Run{ID: id, Kind: "stress", Title: "A question", Inputs: []byte(`{"kind":"stress"}`), Scenario: []byte("text")}
}

// A run is claimed once, worked on by its owner alone, and found again when done.
func TestRun(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		claim := func(owner string) bool {
			_, ok, err := s.Claim(ctx, question("q"), owner)
			return must[bool](t)(ok, err)
		}
		if !claim("a") || claim("b") {
			t.Fatal("expected the first claim alone to hold")
		}
		if must[bool](t)(s.Start(ctx, "q", "b")) || !must[bool](t)(s.Start(ctx, "q", "a")) {
			t.Fatal("expected the owner alone to start it")
		}
		if must[bool](t)(s.Renew(ctx, "q", "b", 0.9)) || !must[bool](t)(s.Renew(ctx, "q", "a", 0.5)) {
			t.Fatal("expected the owner alone to renew it")
		}
		if r := must[Run](t)(s.Run(ctx, "q")); r.Progress != 0.5 || r.State != Running || r.Owner != "a" || r.Started.IsZero() || !r.Finished.IsZero() {
			t.Errorf("got %+v", r)
		}
		if err := s.DeleteRun(ctx, "q"); !errors.Is(err, ErrActive) {
			t.Errorf("deleted while it runs: %v", err)
		}
		if must[bool](t)(s.Finish(ctx, "q", "b", []byte("wrong"))) || !must[bool](t)(s.Finish(ctx, "q", "a", []byte("right"))) {
			t.Fatal("expected the owner alone to finish it")
		}
		if got := must[[]byte](t)(s.Result(ctx, "q")); string(got) != "right" {
			t.Errorf("result %q", got)
		}
		r, again, err := s.Claim(ctx, question("q"), "b")
		if err != nil || again || r.State != Done || string(r.Scenario) != "text" || string(r.Inputs) != `{"kind":"stress"}` {
			t.Errorf("asked again: %+v %v %v", r, again, err)
		}
		if err := s.DeleteRun(ctx, "q"); err != nil {
			t.Error(err)
		}
		if _, err := s.Result(ctx, "q"); !errors.Is(err, ErrNotFound) {
			t.Errorf("the result of a deleted run: %v", err)
		}
		if err := s.DeleteRun(ctx, "q"); !errors.Is(err, ErrNotFound) {
			t.Errorf("deleted twice: %v", err)
		}
	})
}

// A lease that is not renewed runs out: the run is interrupted, its owner can do
// nothing with it any more, and anybody can claim it again.
func TestLease(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		for _, id := range []string{"kept", "lost", "over"} {
			if _, ok, err := s.Claim(ctx, question(id), "a"); !must[bool](t)(ok, err) || !must[bool](t)(s.Start(ctx, id, "a")) {
				t.Fatal("not started")
			}
		}
		must[bool](t)(s.Finish(ctx, "over", "a", nil))
		// All were last heard of two hours ago: no clock of the test's own.
		const lease = time.Hour
		if _, err := s.db.ExecContext(ctx, "UPDATE runs SET renewed = renewed - $1", (2 * lease).Milliseconds()); err != nil {
			t.Fatal(err)
		}
		must[bool](t)(s.Renew(ctx, "kept", "a", 0))
		if n := must[int](t)(s.Expire(ctx, lease)); n != 1 {
			t.Errorf("%d runs expired, want 1", n)
		}
		for id, want := range map[string]State{"kept": Running, "lost": Interrupted, "over": Done} {
			if r := must[Run](t)(s.Run(ctx, id)); r.State != want {
				t.Errorf("%s is %s, want %s", id, r.State, want)
			}
		}
		if must[bool](t)(s.Renew(ctx, "lost", "a", 1)) || must[bool](t)(s.Finish(ctx, "lost", "a", nil)) || must[bool](t)(s.Stop(ctx, "lost", "a", Failed, "")) {
			t.Error("the owner of a lost lease changed the run")
		}
		if r, ok, err := s.Claim(ctx, question("lost"), "b"); err != nil || !ok || r.State != Queued || r.Problem != "" {
			t.Errorf("claimed again: %+v %v %v", r, ok, err)
		}
	})
}

func TestStopAndList(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		for _, id := range []string{"a", "b", "c"} {
			if _, ok, err := s.Claim(ctx, question(id), "me"); !must[bool](t)(ok, err) {
				t.Fatal("not claimed")
			}
			time.Sleep(3 * time.Millisecond)
		}
		must[bool](t)(s.Stop(ctx, "b", "me", Cancelled, "by hand"))
		ids := func(q RunQuery) (out string) {
			for _, r := range must[[]Run](t)(s.Runs(ctx, q)) {
				out += r.ID
			}
			return out
		}
		for want, q := range map[string]RunQuery{"cba": {Limit: 9}, "cb": {Limit: 2}, "b": {State: Cancelled, Limit: 9}, "": {Kind: "sweep", Limit: 9}, "ca": {Kind: "stress", State: Queued, Limit: 9}} {
			if got := ids(q); got != want {
				t.Errorf("%+v: %q, want %q", q, got, want)
			}
		}
		if _, err := s.Run(ctx, "b' OR '1'='1"); !errors.Is(err, ErrNotFound) {
			t.Errorf("a name with quotes: %v", err)
		}
	})
}

// Of many who ask the same at once, one gets the work.
func TestClaimsRace(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		var group sync.WaitGroup
		var lock sync.Mutex
		won := 0
		for i := range 20 {
			group.Go(func() {
				_, ok, err := s.Claim(context.Background(), question("one"), string(rune('a'+i)))
				lock.Lock()
				defer lock.Unlock()
				if err != nil {
					t.Error(err)
				}
				if ok {
					won++
				}
			})
		}
		group.Wait()
		if won != 1 {
			t.Errorf("%d claims won, want 1", won)
		}
	})
}

// A catalogue that is opened again has all that was in it.
func TestReopen(t *testing.T) {
	where := filepath.Join(t.TempDir(), "catalogue.db")
	for i := range 2 {
		s, err := Open(t.Context(), where)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			must[bool](t)(s.SaveScenario(t.Context(), "mine", []byte("text"), 1))
		} else if _, err := s.Scenario(t.Context(), "mine"); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestBadDatabase(t *testing.T) {
	for _, where := range []string{t.TempDir(), "postgres://nobody@127.0.0.1:1/none?connect_timeout=1", "postgres://["} {
		if s, err := Open(t.Context(), where); err == nil {
			t.Errorf("%s was opened: %v", where, s.Close())
		}
	}
}
