package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Scenario is one that a user saved.
type Scenario struct {
	Name  string
	Text  []byte
	Saved time.Time
}

// SaveScenario keeps a text under a name, over what was there. It reports false,
// and keeps nothing, if there are some many others already.
func (s *Store) SaveScenario(ctx context.Context, name string, text []byte, most int) (saved bool, err error) {
	err = s.transact(ctx, func(tx *sql.Tx) error {
		var others int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM scenarios WHERE name <> $1", name).Scan(&others); err != nil {
			return err
		}
		if others >= most {
			return nil
		}
		saved = true
		_, err := tx.ExecContext(ctx, `INSERT INTO scenarios (name, text, saved) VALUES ($1, $2, `+s.sql.now+`)
			ON CONFLICT (name) DO UPDATE SET text = excluded.text, saved = excluded.saved`, name, text)
		return err
	})
	return saved, wrap("save the scenario", err)
}

// Scenario returns a saved scenario, or [ErrNotFound].
func (s *Store) Scenario(ctx context.Context, name string) (Scenario, error) {
	x := Scenario{Name: name}
	var saved int64
	err := s.db.QueryRowContext(ctx, "SELECT text, saved FROM scenarios WHERE name = $1", name).Scan(&x.Text, &saved)
	x.Saved = moment(saved)
	return x, wrap("read the scenario", err)
}

// Scenarios lists the saved scenarios by name.
func (s *Store) Scenarios(ctx context.Context) ([]Scenario, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT name, text, saved FROM scenarios ORDER BY name")
	if err != nil {
		return nil, wrap("list the scenarios", err)
	}
	out, err := collect(rows, func(x *Scenario) error {
		var saved int64
		err := rows.Scan(&x.Name, &x.Text, &saved)
		x.Saved = moment(saved)
		return err
	})
	return out, wrap("list the scenarios", err)
}

// DeleteScenario forgets a saved scenario, or returns [ErrNotFound].
func (s *Store) DeleteScenario(ctx context.Context, name string) error {
	done, err := s.changed(ctx, "DELETE FROM scenarios WHERE name = $1", name)
	if err == nil && !done {
		err = sql.ErrNoRows
	}
	return wrap("delete the scenario", err)
}

// changed runs a statement and reports whether it changed a row.
func (s *Store) changed(ctx context.Context, statement string, args ...any) (bool, error) {
	done, err := s.db.ExecContext(ctx, statement, args...)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

// collect reads all rows.
func collect[T any](rows *sql.Rows, scan func(*T) error) ([]T, error) {
	var out []T
	for rows.Next() {
		var x T
		if err := scan(&x); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		out = append(out, x)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// wrap says what failed, in words of this package.
func wrap(what string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return ErrNotFound
	}
	return fmt.Errorf("cannot %s: %w", what, err)
}

// moment is a time from the clock of the database; zero where it has none.
func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
