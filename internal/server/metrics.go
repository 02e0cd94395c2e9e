package server

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"lodestone/internal/jobs"
	"lodestone/internal/store"
)

// meters count what a server does.
type meters struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	runs     *prometheus.CounterVec
	runTime  *prometheus.HistogramVec
}

func newMeters() *meters {
	m := &meters{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "lodestone_requests_total", Help: "Requests answered."}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "lodestone_request_seconds", Help: "Time to answer a request.",
			Buckets: prometheus.ExponentialBuckets(0.001, 2, 14)}, []string{"route"}),
		runs: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "lodestone_runs_total", Help: "Runs that ended, by kind and state."}, []string{"kind", "state"}),
		runTime: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "lodestone_run_seconds", Help: "Time from asking for a run to its end.",
			Buckets: prometheus.ExponentialBuckets(0.01, 3, 12)}, []string{"kind"}),
	}
	m.registry.MustRegister(m.requests, m.seconds, m.runs, m.runTime, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// watch adds how many runs a queue has.
func (m *meters) watch(q *jobs.Queue) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "lodestone_runs_active", Help: "Runs that wait or are worked on."},
		func() float64 { return float64(q.Active()) }))
}

func (m *meters) request(method, route string, status int, took time.Duration) {
	if route == "" { // refused before it was routed
		route = "none"
	}
	switch method {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodHead:
	default: // anybody can make up methods
		method = "other"
	}
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

func (m *meters) runEnded(kind string, state store.State, took time.Duration) {
	m.runs.WithLabelValues(kind, string(state)).Inc()
	m.runTime.WithLabelValues(kind).Observe(took.Seconds())
}

func (m *meters) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
