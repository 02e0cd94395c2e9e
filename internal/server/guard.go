package server

import (
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"
)

// policy allows the page its own files and nothing else: no script and no style
// that stands in a document.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// guard wraps all that a request must pass, from the outside in.
func (s *Server) guard(inner http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, http.StatusForbidden, "a page of another site may not change anything here")
	}))
	h := s.limit(bound(inner))
	h = s.doors.check(h)
	h = origin.Handler(h)
	h = s.checkHost(h)
	h = compress(h)
	h = headers(h)
	return s.observe(h)
}

// compress packs answers, but not streams, which must arrive piece by piece.
func compress(h http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.ExceptContentTypes([]string{"text/event-stream", "image/png", "font/woff2"}), gzhttp.CompressionLevel(3))
	if err != nil {
		panic(err) // the options are constants
	}
	return wrap(h)
}

// headers tell browsers to trust nothing from elsewhere.
func headers(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range map[string]string{
			"Content-Security-Policy":      policy,
			"X-Content-Type-Options":       "nosniff",
			"X-Frame-Options":              "DENY",
			"Referrer-Policy":              "no-referrer",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Permissions-Policy":           "camera=(), geolocation=(), microphone=()",
		} {
			w.Header().Set(name, value)
		}
		if strings.HasPrefix(r.URL.Path, "/api/") {
			w.Header().Set("Cache-Control", "no-store")
		}
		h.ServeHTTP(w, r)
	})
}

// checkHost refuses names that the server does not go by: a page of another site
// whose name is made to point here would send its own.
func (s *Server) checkHost(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		host = strings.ToLower(strings.Trim(host, "[]"))
		if len(s.Hosts) > 0 && !slices.Contains(s.Hosts, host) {
			refuse(w, http.StatusMisdirectedRequest, "this server does not go by that name")
			return
		}
		h.ServeHTTP(w, r)
	})
}

// observe counts and logs every request, and answers for a handler that panics.
func (s *Server) observe(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		seen := &watched{ResponseWriter: w}
		defer func() {
			if x := recover(); x != nil {
				if x == http.ErrAbortHandler { //nolint:errorlint // compared as the standard library does
					panic(x)
				}
				s.Log.Error("a request panicked", "method", r.Method, "path", r.URL.Path, "panic", x, "stack", string(debug.Stack()))
				if seen.status == 0 {
					refuse(seen, http.StatusInternalServerError, "internal error; the log of the server says more")
				}
			}
			took := time.Since(start)
			route := r.Pattern
			s.meters.request(r.Method, route, seen.status, took)
			s.Log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("method", r.Method), slog.String("path", r.URL.Path),
				slog.Int("status", seen.status), slog.Int64("bytes", seen.bytes), slog.Duration("took", took), slog.String("from", r.RemoteAddr))
		}()
		h.ServeHTTP(seen, r)
	})
}

// watched notes the status and size of an answer.
type watched struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader notes the status.
func (w *watched) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write notes the size.
func (w *watched) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets streams reach what they write to.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Flush sends what was written so far.
func (w *watched) Flush() { _ = http.NewResponseController(w.ResponseWriter).Flush() }
