package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// errBusy says that as much is asked as can be answered.
var errBusy = errors.New("the server is busy; try again later")

// gate lets some many in at a time, and some many more wait.
type gate struct {
	in, waiting chan struct{}
}

func newGate(most, patience int) *gate {
	return &gate{in: make(chan struct{}, most), waiting: make(chan struct{}, most+patience)}
}

// enter waits for a place. Who got in must call leave.
func (g *gate) enter(ctx context.Context) (leave func(), err error) {
	select {
	case g.waiting <- struct{}{}:
	default:
		return nil, errBusy
	}
	select {
	case g.in <- struct{}{}:
		return func() { <-g.in; <-g.waiting }, nil
	case <-ctx.Done():
		<-g.waiting
		return nil, ctx.Err()
	}
}

// mostOf is the largest body of a request to a path.
func mostOf(path string) int64 {
	if path == "/api/v1"+firmPath || path == "/api/v1"+plansPath {
		return mostUpload
	}
	return mostBody
}

// bound refuses bodies that are too large, before or while they are read.
func bound(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most := mostOf(r.URL.Path)
		if r.ContentLength > most {
			refuse(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("the request has %d bytes; expected at most %d", r.ContentLength, most))
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		h.ServeHTTP(w, r)
	})
}

// limit refuses requests beyond those that can be answered at a time.
func (s *Server) limit(h http.Handler) http.Handler {
	all := newGate(s.Limits.Requests, 0)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		leave, err := all.enter(r.Context())
		if err != nil {
			w.Header().Set("Retry-After", "1")
			refuse(w, http.StatusServiceUnavailable, err.Error())
			return
		}
		defer leave()
		h.ServeHTTP(w, r)
	})
}

// quickly runs something that takes a moment of a processor when there is one.
func quickly[T any](ctx context.Context, s *Server, do func() (T, error)) (T, error) {
	leave, err := s.quick.enter(ctx)
	if err != nil {
		var none T
		return none, err
	}
	defer leave()
	return do()
}
