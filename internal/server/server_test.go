package server

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"lodestone/internal/store"
	"lodestone/internal/workbench"
)

// placeholder stands for the built page.
var placeholder = fstest.MapFS{
	"index.html":        {Data: []byte("<!doctype html><title>Lodestone</title>")},
	"assets/app-123.js": {Data: []byte("export {}")},
}

// config is a server on the built-in dataset and an empty catalogue.
func config(t testing.TB) Config {
	t.Helper()
	bench, err := workbench.Open("")
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := catalogue.Close(); err != nil {
			t.Error(err)
		}
	})
	l := DefaultLimits()
	l.Lease = time.Second
	return Config{Bench: bench, Catalogue: catalogue, Page: placeholder, Owner: "test", Log: slog.New(slog.DiscardHandler), Limits: l}
}

// client asks a server.
type client struct {
	t    testing.TB
	s    *Server
	base string
	http *http.Client
}

func serve(t testing.TB, c Config) *client {
	t.Helper()
	s, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(s.Handler())
	t.Cleanup(func() { s.Close(); web.Close() })
	return &client{t, s, web.URL, web.Client()}
}

// ask sends a request and returns status and body. A body that is no text is sent
// as JSON.
func (c *client) ask(method, path string, body any) (int, []byte) {
	c.t.Helper()
	var in io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		in = strings.NewReader(b)
	default:
		text, err := json.Marshal(b)
		if err != nil {
			c.t.Fatal(err)
		}
		in = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, in)
	if err != nil {
		c.t.Fatal(err)
	}
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	return c.send(r)
}

func (c *client) send(r *http.Request) (int, []byte) {
	c.t.Helper()
	answer, err := c.http.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer.StatusCode, text
}

// want asks, fails the test unless the status is as wanted, and reads the answer.
func (c *client) want(status int, method, path string, body, into any) {
	c.t.Helper()
	got, text := c.ask(method, path, body)
	if got != status {
		c.t.Fatalf("%s %s: status %d, want %d: %.400s", method, path, got, status, text)
	}
	if into != nil {
		if err := json.Unmarshal(text, into); err != nil {
			c.t.Fatalf("%s %s: %v: %.400s", method, path, err, text)
		}
	}
}

// done follows a run to its end.
func (c *client) done(id string) Run {
	c.t.Helper()
	for range 600 {
		var r Run
		c.want(200, "GET", "/api/v1/runs/"+id, nil, &r)
		if !r.Status.Active() {
			return r
		}
		time.Sleep(20 * time.Millisecond)
	}
	c.t.Fatalf("run %s does not end", id)
	return Run{}
}
