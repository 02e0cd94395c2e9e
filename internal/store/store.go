package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
	_ "modernc.org/sqlite"             // driver "sqlite"
)

// ErrNotFound says that nothing is kept under a name.
var ErrNotFound = errors.New("not found")

// Store is an open catalogue. Its methods may be called at the same time.
type Store struct {
	db  *sql.DB
	sql dialect
}

// dialect is in what the two databases differ.
type dialect struct {
	driver string
	blob   string // type of a column of bytes
	now    string // the clock of the database, milliseconds since 1970
}

var (
	sqlite   = dialect{"sqlite", "BLOB", "CAST(unixepoch('subsec') * 1000 AS BIGINT)"}
	postgres = dialect{"pgx", "BYTEA", "(extract(epoch from clock_timestamp()) * 1000)::bigint"}
)

// Open opens a catalogue and makes its tables where they are missing. Where is a
// URL postgres://..., or the path of a file, made with its folder if it does not
// exist.
func Open(ctx context.Context, where string) (*Store, error) {
	s := &Store{sql: sqlite}
	source := where
	if IsServer(where) {
		s.sql = postgres
	} else {
		if err := os.MkdirAll(filepath.Dir(where), 0o700); err != nil {
			return nil, fmt.Errorf("cannot make the folder of the database: %w", err)
		}
		// A write-ahead log survives the death of the program; with full syncs
		// also that of the machine. Writers wait for each other.
		source = "file:" + (&url.URL{Path: filepath.ToSlash(where)}).EscapedPath() + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_txlock=immediate"
	}
	var err error
	if s.db, err = sql.Open(s.sql.driver, source); err != nil {
		return nil, fmt.Errorf("cannot open the database: %w", err)
	}
	s.db.SetMaxOpenConns(connections)
	s.db.SetMaxIdleConns(connections)
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("cannot open the database: %w", err), s.db.Close())
	}
	return s, nil
}

// connections bounds the connections to the database.
const connections = 8

// IsServer tells the URL of a database server from the path of a file.
func IsServer(where string) bool {
	return strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://")
}

// Close closes the catalogue.
func (s *Store) Close() error { return s.db.Close() }

// Ready reports whether the database answers.
func (s *Store) Ready(ctx context.Context) error { return s.db.PingContext(ctx) }

// version counts the layouts of the tables. A catalogue of a later program is
// not touched.
const version = 1

// migrate makes the tables, once, whoever else opens the catalogue now.
func (s *Store) migrate(ctx context.Context) error {
	return s.transact(ctx, func(tx *sql.Tx) error {
		if s.sql == postgres { // two servers may start together
			if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(7236421)"); err != nil {
				return err
			}
		}
		for _, statement := range s.tables() {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		var found int
		err := tx.QueryRowContext(ctx, "SELECT version FROM layout").Scan(&found)
		if errors.Is(err, sql.ErrNoRows) {
			_, err = tx.ExecContext(ctx, "INSERT INTO layout (version) VALUES ($1)", version)
			return err
		}
		if err == nil && found != version {
			return fmt.Errorf("it has layout %d; this program knows %d", found, version)
		}
		return err
	})
}

func (s *Store) tables() []string {
	return []string{
		"CREATE TABLE IF NOT EXISTS layout (version INTEGER NOT NULL)",
		`CREATE TABLE IF NOT EXISTS scenarios (
			name TEXT PRIMARY KEY,
			text ` + s.sql.blob + ` NOT NULL,
			saved BIGINT NOT NULL)`,
		`CREATE TABLE IF NOT EXISTS runs (
			id TEXT PRIMARY KEY,
			kind TEXT NOT NULL,
			title TEXT NOT NULL,
			inputs ` + s.sql.blob + ` NOT NULL,
			scenario ` + s.sql.blob + ` NOT NULL,
			state TEXT NOT NULL,
			progress DOUBLE PRECISION NOT NULL,
			problem TEXT NOT NULL,
			owner TEXT NOT NULL,
			renewed BIGINT NOT NULL,
			created BIGINT NOT NULL,
			started BIGINT NOT NULL,
			finished BIGINT NOT NULL)`,
		"CREATE INDEX IF NOT EXISTS runs_by_time ON runs (created)",
		"CREATE INDEX IF NOT EXISTS runs_by_state ON runs (state)",
		`CREATE TABLE IF NOT EXISTS results (
			run TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
			body ` + s.sql.blob + ` NOT NULL)`,
		`CREATE TABLE IF NOT EXISTS plans (
			id TEXT PRIMARY KEY,
			name TEXT NOT NULL,
			body ` + s.sql.blob + ` NOT NULL,
			saved BIGINT NOT NULL)`,
	}
}

// transact runs statements together: all of them count, or none.
func (s *Store) transact(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
