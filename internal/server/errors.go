package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"lodestone/internal/jobs"
	"lodestone/internal/store"
	"lodestone/internal/workbench"
)

// Failure is the body of every answer that is an error (RFC 9457).
type Failure struct {
	Title    string              `json:"title"`
	Status   int                 `json:"status"`
	Detail   string              `json:"detail"`
	Problems []workbench.Problem `json:"problems,omitempty" doc:"everything that is wrong with the input"`
}

// Error returns what went wrong.
func (f *Failure) Error() string { return f.Detail }

// GetStatus is the status of the answer.
func (f *Failure) GetStatus() int { return f.Status }

// ContentType names the format.
func (f *Failure) ContentType(string) string { return "application/problem+json" }

func init() { huma.NewError = newFailure } // the library has one for the program

// newFailure is called by the library for what it finds wrong with a request.
func newFailure(status int, message string, errs ...error) huma.StatusError {
	f := &Failure{Title: http.StatusText(status), Status: status, Detail: message}
	for _, err := range errs {
		var detail huma.ErrorDetailer
		if errors.As(err, &detail) {
			d := detail.ErrorDetail()
			f.Problems = append(f.Problems, workbench.Problem{Field: d.Location, Message: d.Message})
		} else if err != nil {
			f.Problems = append(f.Problems, workbench.Problem{Message: err.Error()})
		}
	}
	return f
}

// unusable turns an error about what was asked into an answer.
func unusable(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.Is(err, errBusy):
		return busy(err)
	}
	status := http.StatusUnprocessableEntity
	problems := workbench.ProblemsOf(err)
	detail := problems[0].Message
	if len(problems) > 1 {
		detail = fmt.Sprintf("%d problems", len(problems))
	}
	return &Failure{Title: http.StatusText(status), Status: status, Detail: detail, Problems: problems}
}

// missing turns an error about what a path names into an answer: 404 for a name
// that does not exist.
func missing(err error) error {
	if errors.Is(err, workbench.ErrUnknown) || errors.Is(err, store.ErrNotFound) {
		return newFailure(http.StatusNotFound, err.Error())
	}
	return unusable(err)
}

// kept turns an error of the catalogue or the queue into an answer.
func (s *Server) kept(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, store.ErrNotFound):
		return newFailure(http.StatusNotFound, "nothing is kept under this name")
	case errors.Is(err, store.ErrActive):
		return newFailure(http.StatusConflict, err.Error())
	case errors.Is(err, jobs.ErrFull), errors.Is(err, jobs.ErrClosed), ctx.Err() != nil:
		return busy(err)
	}
	s.Log.Error("the catalogue failed", "error", err)
	return newFailure(http.StatusInternalServerError, "the catalogue failed; the log of the server says more")
}

// busy asks to try again in a second.
func busy(err error) error {
	return huma.ErrorWithHeaders(newFailure(http.StatusServiceUnavailable, err.Error()), http.Header{"Retry-After": {"1"}})
}

// noRoute answers for paths of the API that do not exist.
func noRoute(w http.ResponseWriter, r *http.Request) {
	refuse(w, http.StatusNotFound, r.Method+" "+r.URL.Path+" is not part of the API; /api/v1/openapi.json describes it")
}

// refuse answers outside the library.
func refuse(w http.ResponseWriter, status int, why string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(newFailure(status, why)) // whoever asked may have gone
}

// schemaName names the types of the description: those of results by their package
// too, since they are many.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	path := t.PkgPath()
	pkg := path[strings.LastIndex(path, "/")+1:]
	if pkg == "" || pkg == "workbench" || pkg == "server" {
		return name
	}
	return pkg + "." + name
}
