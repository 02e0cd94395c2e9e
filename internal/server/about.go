package server

import (
	"context"
	"errors"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"lodestone/internal/workbench"
)

// About is what the page needs to know first.
type About struct {
	Version  string `json:"version"`
	Model    string `json:"model" doc:"id of the dataset"`
	Auth     string `json:"auth" enum:"none,token,oidc"`
	SignedIn bool   `json:"signed_in"`
}

// KindView is a kind of run.
type KindView struct {
	Name     string         `json:"name"`
	About    string         `json:"about"`
	Scenario workbench.Need `json:"scenario" enum:"none,maybe,needed"`
	Quick    bool           `json:"quick" doc:"answered in a second or two"`
	Defaults any            `json:"defaults" doc:"its options"`
	Options  *huma.Schema   `json:"options" doc:"JSON Schema of its options"`
}

// body is an answer of JSON.
type body[T any] struct{ Body T }

func answer[T any](v T) *body[T] { return &body[T]{v} }

// get describes a route that changes nothing.
func get(path, id, about string, more ...int) huma.Operation {
	return huma.Operation{OperationID: id, Method: http.MethodGet, Path: "/api/v1" + path, Summary: about, Errors: append([]int{401, 503}, more...)}
}

// post describes a route with a body.
func post(path, id, about string, more ...int) huma.Operation {
	op := get(path, id, about, append([]int{403, 422}, more...)...)
	op.Method = http.MethodPost
	op.MaxBodyBytes = mostBody
	return op
}

// mostBody bounds a request: a scenario of the largest size as JSON.
const mostBody = 3 << 20

func (s *Server) addAbout() {
	type request struct {
		Cookie        string `cookie:"lodestone"`
		Authorization string `header:"Authorization"`
	}
	huma.Register(s.api, get("/about", "about", "Version, dataset, and whether a token is needed"), func(ctx context.Context, in *request) (*body[About], error) {
		r := &http.Request{Header: http.Header{"Authorization": {in.Authorization}}}
		if in.Cookie != "" {
			r.AddCookie(&http.Cookie{Name: cookieName, Value: in.Cookie})
		}
		return answer(About{workbench.Version(), s.bench.Package.Schema.Name, s.Auth.mode(), s.doors.knows(r.WithContext(ctx))}), nil
	})
	kinds := kindViews()
	huma.Register(s.api, get("/kinds", "list-kinds", "Kinds of run, with the defaults of their options"), func(context.Context, *struct{}) (*body[[]KindView], error) {
		return answer(kinds), nil
	})
	s.addSession()
}

// kindViews describes the kinds of run and what each may be asked.
func kindViews() []KindView {
	registry := huma.NewMapRegistry("", schemaName)
	var out []KindView
	for _, k := range workbench.Kinds {
		options := huma.SchemaFromType(registry, reflect.TypeOf(k.Defaults))
		options.Required = nil // what is left out has its default
		out = append(out, KindView{k.Name, k.About, k.Scenario, k.Quick, k.Defaults, options})
	}
	return out
}

func (s *Server) addSession() {
	type request struct {
		Proto string `header:"X-Forwarded-Proto"`
		Body  struct {
			Token string `json:"token" maxLength:"8192"`
		}
	}
	type response struct {
		SetCookie http.Cookie `header:"Set-Cookie"`
	}
	op := post("/session", "sign-in", "Take a cookie for a token, for a browser", 401)
	op.DefaultStatus = http.StatusNoContent
	huma.Register(s.api, op, func(ctx context.Context, in *request) (*response, error) {
		cookie, err := s.doors.session(ctx, in.Body.Token)
		if errors.Is(err, errBusy) {
			return nil, busy(err)
		}
		if err != nil {
			return nil, newFailure(http.StatusUnauthorized, err.Error())
		}
		cookie.Secure = in.Proto == "https"
		return &response{cookie}, nil
	})
	op = get("/session", "sign-out", "Give the cookie back")
	op.Method = http.MethodDelete
	huma.Register(s.api, op, func(_ context.Context, in *struct {
		Cookie string `cookie:"lodestone"`
	}) (*response, error) {
		s.doors.forget(in.Cookie)
		return &response{http.Cookie{Name: cookieName, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteStrictMode}}, nil
	})
}
