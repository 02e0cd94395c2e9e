package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// State is where a run stands.
type State string

// The states of a run. The first two hold a lease.
const (
	Queued      State = "queued"
	Running     State = "running"
	Done        State = "done"
	Failed      State = "failed"
	Cancelled   State = "cancelled"
	Interrupted State = "interrupted"
)

// Active reports whether somebody works on the run, or is going to.
func (s State) Active() bool { return s == Queued || s == Running }

// Run is one question that was asked.
type Run struct {
	ID       string // hash of the inputs
	Kind     string
	Title    string
	Inputs   []byte // JSON
	Scenario []byte // text as given; empty for a run without one
	State    State
	Progress float64
	Problem  string // why it failed
	Owner    string // who holds the lease

	Created, Started, Finished time.Time
}

const runColumns = "id, kind, title, inputs, scenario, state, progress, problem, owner, created, started, finished"

// scanner is a row.
type scanner interface{ Scan(into ...any) error }

func scanRun(row scanner, r *Run) error {
	var created, started, finished int64
	err := row.Scan(&r.ID, &r.Kind, &r.Title, &r.Inputs, &r.Scenario, &r.State, &r.Progress, &r.Problem, &r.Owner, &created, &started, &finished)
	r.Created, r.Started, r.Finished = moment(created), moment(started), moment(finished)
	return err
}

// Claim takes a run for an owner: it is kept as queued if it is new, or if it
// stands where it can be started again. It returns the run as it is kept now and
// whether the claim is the caller's: of several who ask the same, one gets it.
func (s *Store) Claim(ctx context.Context, r Run, owner string) (Run, bool, error) {
	scenario := r.Scenario
	if scenario == nil {
		scenario = []byte{}
	}
	var claimed bool
	var kept Run
	err := s.transact(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `INSERT INTO runs (id, kind, title, inputs, scenario, state, progress, problem, owner, renewed, created, started, finished)
			VALUES ($1, $2, $3, $4, $5, 'queued', 0, '', $6, `+s.sql.now+`, `+s.sql.now+`, 0, 0)
			ON CONFLICT (id) DO UPDATE SET state = 'queued', progress = 0, problem = '', owner = excluded.owner, renewed = excluded.renewed,
				created = excluded.created, started = 0, finished = 0
			WHERE runs.state IN ('failed', 'cancelled', 'interrupted')`,
			r.ID, r.Kind, r.Title, r.Inputs, scenario, owner)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		if err != nil {
			return err
		}
		claimed = n > 0
		return scanRun(tx.QueryRowContext(ctx, "SELECT "+runColumns+" FROM runs WHERE id = $1", r.ID), &kept)
	})
	return kept, claimed, wrap("keep the run", err)
}

// Start marks a claimed run as running. It reports false if the claim was lost.
func (s *Store) Start(ctx context.Context, id, owner string) (bool, error) {
	ok, err := s.changed(ctx, "UPDATE runs SET state = 'running', started = "+s.sql.now+", renewed = "+s.sql.now+" WHERE id = $1 AND owner = $2 AND state = 'queued'", id, owner)
	return ok, wrap("start the run", err)
}

// Renew renews the lease on a run and keeps its progress, 0 to 1. It reports false
// if the lease was lost.
func (s *Store) Renew(ctx context.Context, id, owner string, progress float64) (bool, error) {
	ok, err := s.changed(ctx, "UPDATE runs SET progress = $3, renewed = "+s.sql.now+" WHERE id = $1 AND owner = $2 AND state IN ('queued', 'running')", id, owner, progress)
	return ok, wrap("renew the run", err)
}

// Expire marks runs as interrupted whose lease was not renewed for some time. It
// returns how many.
func (s *Store) Expire(ctx context.Context, after time.Duration) (int, error) {
	done, err := s.db.ExecContext(ctx, "UPDATE runs SET state = 'interrupted', finished = "+s.sql.now+", problem = 'the program that worked on it ended' WHERE state IN ('queued', 'running') AND renewed < "+s.sql.now+" - $1", after.Milliseconds())
	if err != nil {
		return 0, wrap("find interrupted runs", err)
	}
	n, err := done.RowsAffected()
	return int(n), wrap("find interrupted runs", err)
}

// Finish keeps the result of a run. It reports false, and keeps nothing, if the
// lease was lost.
func (s *Store) Finish(ctx context.Context, id, owner string, result []byte) (bool, error) {
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	if _, err := zip.Write(result); err != nil {
		return false, wrap("pack the result", err)
	}
	if err := zip.Close(); err != nil {
		return false, wrap("pack the result", err)
	}
	kept := false
	err := s.transact(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, "UPDATE runs SET state = 'done', progress = 1, finished = "+s.sql.now+" WHERE id = $1 AND owner = $2 AND state = 'running'", id, owner)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return err
		}
		kept = true
		_, err = tx.ExecContext(ctx, "INSERT INTO results (run, body) VALUES ($1, $2) ON CONFLICT (run) DO UPDATE SET body = excluded.body", id, packed.Bytes())
		return err
	})
	return kept, wrap("keep the result", err)
}

// Stop ends a run without a result. It reports false if the lease was lost.
func (s *Store) Stop(ctx context.Context, id, owner string, state State, problem string) (bool, error) {
	ok, err := s.changed(ctx, "UPDATE runs SET state = $3, problem = $4, finished = "+s.sql.now+" WHERE id = $1 AND owner = $2 AND state IN ('queued', 'running')", id, owner, string(state), problem)
	return ok, wrap("end the run", err)
}

// Run returns a run, or [ErrNotFound].
func (s *Store) Run(ctx context.Context, id string) (Run, error) {
	var r Run
	err := scanRun(s.db.QueryRowContext(ctx, "SELECT "+runColumns+" FROM runs WHERE id = $1", id), &r)
	return r, wrap("read the run", err)
}

// Result returns the result of a finished run, or [ErrNotFound].
func (s *Store) Result(ctx context.Context, id string) ([]byte, error) {
	var packed []byte
	err := s.db.QueryRowContext(ctx, "SELECT body FROM results WHERE run = $1", id).Scan(&packed)
	if err != nil {
		return nil, wrap("read the result", err)
	}
	zip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, wrap("unpack the result", err)
	}
	body, err := io.ReadAll(zip)
	return body, wrap("unpack the result", err)
}

// RunQuery selects runs. Empty fields select all.
type RunQuery struct {
	Kind  string
	State State
	Limit int
}

// Runs lists runs, the newest first.
func (s *Store) Runs(ctx context.Context, q RunQuery) ([]Run, error) {
	var where []string
	var args []any
	for _, c := range []struct{ column, value string }{{"kind", q.Kind}, {"state", string(q.State)}} {
		if c.value != "" {
			args = append(args, c.value)
			where = append(where, fmt.Sprintf("%s = $%d", c.column, len(args)))
		}
	}
	text := "SELECT " + runColumns + " FROM runs"
	if len(where) > 0 {
		text += " WHERE " + strings.Join(where, " AND ")
	}
	args = append(args, q.Limit)
	rows, err := s.db.QueryContext(ctx, text+fmt.Sprintf(" ORDER BY created DESC, id LIMIT $%d", len(args)), args...)
	if err != nil {
		return nil, wrap("list the runs", err)
	}
	out, err := collect(rows, func(r *Run) error { return scanRun(rows, r) })
	return out, wrap("list the runs", err)
}

// ErrActive is returned for what cannot be done to a run that is worked on.
var ErrActive = errors.New("the run is not finished")

// DeleteRun forgets a run and its result. It returns [ErrNotFound], or [ErrActive]
// for a run that somebody works on.
func (s *Store) DeleteRun(ctx context.Context, id string) error {
	ok, err := s.changed(ctx, "DELETE FROM runs WHERE id = $1 AND state NOT IN ('queued', 'running')", id)
	if err != nil || ok {
		return wrap("delete the run", err)
	}
	if _, err := s.Run(ctx, id); err != nil {
		return err
	}
	return ErrActive
}

// Prune forgets all finished runs but some many, the oldest first.
func (s *Store) Prune(ctx context.Context, keep int) error {
	_, err := s.db.ExecContext(ctx, `DELETE FROM runs WHERE state NOT IN ('queued', 'running') AND id NOT IN (
		SELECT id FROM runs ORDER BY created DESC, id LIMIT $1)`, keep)
	return wrap("forget old runs", err)
}
