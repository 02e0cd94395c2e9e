package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"runtime"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"lodestone/internal/jobs"
	"lodestone/internal/store"
	"lodestone/internal/workbench"
)

// Config is what a server is made of.
type Config struct {
	Bench     *workbench.Bench
	Catalogue *store.Store
	Page      fs.FS // the built page; nil for the API alone
	Auth      Auth
	Hosts     []string // names it is reached by; empty for any
	Owner     string   // tells this server from others on the same catalogue
	Log       *slog.Logger
	Limits    Limits
}

// Limits bound what requests may take.
type Limits struct {
	Requests int           // answered at a time
	Streams  int           // of progress, at a time
	Quick    int           // simulations and the like, at a time
	Patience int           // simulations and the like that may wait
	Long     int           // long runs at a time; each uses all processors
	Waiting  int           // runs that may wait
	RunTime  time.Duration // of one run
	Lease    time.Duration // of a run, renewed while it is worked on
	Keep     int           // finished runs kept
	Saved    int           // scenarios a user may save
	Plans    int           // workbooks kept; then those kept longest ago are forgotten
}

// DefaultLimits suit a small machine.
func DefaultLimits() Limits {
	cpus := runtime.GOMAXPROCS(0)
	return Limits{Requests: 512, Streams: 128, Quick: cpus, Patience: 128, Long: 1, Waiting: 64,
		RunTime: 30 * time.Minute, Lease: 6 * time.Second, Keep: 2000, Saved: 500, Plans: 100}
}

// Server answers requests about one dataset.
type Server struct {
	Config
	bench   *workbench.Bench // with the saved scenarios
	queue   *jobs.Queue
	api     huma.API
	handler http.Handler
	routes  []string // patterns, as the router knows them
	meters  *meters
	quick   *gate
	streams *gate
	doors   *doors
}

// The lanes of the queue.
const (
	quickLane = iota
	longLane
)

// New puts a server together and starts its workers. [Server.Close] ends them.
func New(c Config) (*Server, error) {
	s := &Server{Config: c, meters: newMeters(), quick: newGate(c.Limits.Quick, c.Limits.Patience), streams: newGate(c.Limits.Streams, 0)}
	var err error
	if s.doors, err = newDoors(c.Auth); err != nil {
		return nil, err
	}
	bench := *c.Bench
	bench.Own = s.saved
	s.bench = &bench
	s.queue = jobs.New(c.Catalogue, jobs.Options{Owner: c.Owner, Workers: []int{c.Limits.Quick, c.Limits.Long}, Waiting: c.Limits.Waiting,
		Timeout: c.Limits.RunTime, Lease: c.Limits.Lease, Keep: c.Limits.Keep, Log: c.Log, Ended: s.meters.runEnded})
	s.meters.watch(s.queue)
	mux := &router{ServeMux: http.NewServeMux()}
	s.api = humago.New(mux, apiConfig())
	s.register()
	mux.HandleFunc("GET /healthz", s.healthy)
	mux.HandleFunc("GET /readyz", s.ready)
	mux.HandleFunc("GET /metrics", s.meters.handler().ServeHTTP)
	mux.HandleFunc("/api/", noRoute)
	s.addLogin(mux)
	if c.Page != nil {
		mux.HandleFunc("/", page(c.Page).ServeHTTP)
	}
	s.routes = mux.routes
	s.handler = s.guard(mux)
	return s, nil
}

// router remembers what is routed.
type router struct {
	*http.ServeMux
	routes []string
}

// HandleFunc routes a pattern.
func (r *router) HandleFunc(pattern string, handler func(http.ResponseWriter, *http.Request)) {
	r.routes = append(r.routes, pattern)
	r.ServeMux.HandleFunc(pattern, handler)
}

// Handler answers all requests.
func (s *Server) Handler() http.Handler { return s.handler }

// Close ends the runs; those not finished are marked as interrupted.
func (s *Server) Close() { s.queue.Close() }

// OpenAPI is the description of the API.
func (s *Server) OpenAPI() *huma.OpenAPI { return s.api.OpenAPI() }

// register puts every route in place.
func (s *Server) register() {
	for _, add := range []func(){s.addAbout, s.addModels, s.addScenarios, s.addSimulate, s.addRuns, s.addCompare, s.addFirm, s.addPlans} {
		add()
	}
}

// apiConfig is the description's frame. There is no page of documentation, which
// would load scripts from elsewhere.
func apiConfig() huma.Config {
	c := huma.DefaultConfig("Lodestone", workbench.Version())
	c.Info.Description = "Stress-tests the chain from ore to magnets to products. Errors are application/problem+json."
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "/api/v1/openapi", "", ""
	c.CreateHooks = nil // no $schema in answers: they are those of the command line
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"bearer": {Type: "http", Scheme: "bearer", Description: "Needed when the server does not listen on this machine alone"}}
	return c
}

// healthy says that the program runs.
func (s *Server) healthy(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") }

// ready says that the catalogue answers.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	ctx, done := context.WithTimeout(r.Context(), time.Second)
	defer done()
	if err := s.Catalogue.Ready(ctx); err != nil {
		s.Log.Warn("not ready", "error", err)
		say(w, http.StatusServiceUnavailable, "the database does not answer")
		return
	}
	say(w, http.StatusOK, "ready")
}

func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = fmt.Fprintln(w, text) // whoever asked may have gone
}

// saved finds a scenario that a user saved.
func (s *Server) saved(name string) ([]byte, bool, error) {
	ctx, done := context.WithTimeout(context.Background(), 5*time.Second)
	defer done()
	x, err := s.Catalogue.Scenario(ctx, name)
	if errors.Is(err, store.ErrNotFound) {
		return nil, false, nil
	}
	return x.Text, err == nil, err
}
