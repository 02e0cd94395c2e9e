package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"time"
)

// Plan is a company's workbook that a user left here, addressed by its content.
type Plan struct {
	ID    string // SHA-256 of the body, as hex
	Name  string // of the file
	Body  []byte
	Saved time.Time
}

// SavePlan keeps a workbook and returns its id. Those kept longest ago are forgotten
// where there are more than some many.
func (s *Store) SavePlan(ctx context.Context, name string, body []byte, most int) (string, error) {
	sum := sha256.Sum256(body)
	id := hex.EncodeToString(sum[:])
	err := s.transact(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO plans (id, name, body, saved) VALUES ($1, $2, $3, `+s.sql.now+`)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, saved = excluded.saved`, id, name, body); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM plans WHERE id <> $1 AND id NOT IN (SELECT id FROM plans ORDER BY saved DESC, id LIMIT $2)", id, most)
		return err
	})
	return id, wrap("keep the workbook", err)
}

// Plan returns a workbook, or [ErrNotFound].
func (s *Store) Plan(ctx context.Context, id string) (Plan, error) {
	x := Plan{ID: id}
	var saved int64
	err := s.db.QueryRowContext(ctx, "SELECT name, body, saved FROM plans WHERE id = $1", id).Scan(&x.Name, &x.Body, &saved)
	x.Saved = moment(saved)
	return x, wrap("read the workbook", err)
}

// DeletePlan forgets a workbook, or returns [ErrNotFound].
func (s *Store) DeletePlan(ctx context.Context, id string) error {
	done, err := s.changed(ctx, "DELETE FROM plans WHERE id = $1", id)
	if err == nil && !done {
		err = sql.ErrNoRows
	}
	return wrap("delete the workbook", err)
}
