// Package backtest holds replays of history against the record.
//
// A target is a measure of a run over a window of dates, relative to another
// window or to the base year, with the observed value and a band. [Evaluate]
// computes the measure on a record of the replay and scores it: the error is
// the logarithm of simulated over observed, so that twice and half count the
// same. Nothing here knows an episode, a country or a metal; targets are rows
// of record.csv.
package backtest

import (
	"fmt"
	"math"
	"time"

	"lodestone/internal/model"
	"lodestone/internal/result"
)

// Score is one target with what the replay gave.
type Score struct {
	ID        string  `json:"id"`
	Episode   string  `json:"episode"`
	Scenario  string  `json:"scenario"`
	Role      string  `json:"role"` // fit or validate
	What      string  `json:"what"`
	Observed  float64 `json:"observed"`
	Low       float64 `json:"low"`
	High      float64 `json:"high"`
	Simulated float64 `json:"simulated"`
	LogError  float64 `json:"log_error"` // ln(simulated / observed)
	InBand    bool    `json:"in_band"`
	Problem   string  `json:"problem,omitempty"` // why it could not be computed
	Range     *Range  `json:"range,omitempty"`   // over an ensemble, where one was run
}

// Total sums scores of one role.
type Total struct {
	Role    string  `json:"role"`
	Targets int     `json:"targets"`
	InBand  int     `json:"in_band"`
	RMS     float64 `json:"rms_log_error"` // root mean square of the errors that could be computed
}

// Evaluate scores the targets of one scenario on its record.
func Evaluate(r *result.Record, targets []model.Target) []Score {
	scores := make([]Score, 0, len(targets))
	for _, t := range targets {
		s := Score{ID: t.ID, Episode: t.Episode, Scenario: t.Scenario, Role: "validate", What: t.Observed.Note,
			Observed: t.Observed.Value, Low: t.Observed.Low, High: t.Observed.High}
		if t.Fitted {
			s.Role = "fit"
		}
		v, err := simulate(r, t)
		if err != nil {
			s.Problem = err.Error()
		} else {
			s.Simulated = v
			s.LogError = math.Log(math.Max(v, tiniest) / s.Observed)
			s.InBand = v >= s.Low && v <= s.High
		}
		scores = append(scores, s)
	}
	return scores
}

// tiniest bounds the error of a flow that the replay stops altogether.
const tiniest = 1e-3

// Totals sums the scores by role, fitted first.
func Totals(scores []Score) []Total {
	var out []Total
	for _, role := range []string{"fit", "validate"} {
		t := Total{Role: role}
		sum, count := 0.0, 0
		for _, s := range scores {
			if s.Role != role {
				continue
			}
			t.Targets++
			if s.InBand {
				t.InBand++
			}
			if s.Problem == "" {
				sum += s.LogError * s.LogError
				count++
			}
		}
		if count > 0 {
			t.RMS = math.Sqrt(sum / float64(count))
		}
		out = append(out, t)
	}
	return out
}

// simulate computes the measure of a target, relative to its reference window.
func simulate(r *result.Record, t model.Target) (float64, error) {
	measure, ok := measures[t.Measure]
	if !ok {
		return 0, fmt.Errorf("unknown measure %q", t.Measure)
	}
	w0, w1, err := window(r, t.At, t.Until)
	if err != nil {
		return 0, err
	}
	at, err := measure(r, t, w0, w1)
	if err != nil {
		return 0, err
	}
	scale, err := scaleOf(r, t)
	if err != nil {
		return 0, err
	}
	return at / scale, nil
}

// scaleOf is what a target is relative to: its reference, or 1 for a measure that
// is a ratio already.
func scaleOf(r *result.Record, t model.Target) (float64, error) {
	if t.Measure == "gap" {
		return 1, nil
	}
	against, err := Reference(r, t)
	if err == nil && against <= 0 {
		err = fmt.Errorf("nothing to compare with: the reference is %g", against)
	}
	return against, err
}

// Reference is the measure of a target in the window it is relative to, in the
// unit of the measure: USD/t of prices, t a week of flows.
func Reference(r *result.Record, t model.Target) (float64, error) {
	measure, ok := measures[t.Measure]
	if !ok {
		return 0, fmt.Errorf("unknown measure %q", t.Measure)
	}
	w0, w1 := 0, 1 // the first week, in which no event has acted, stands for the base year
	if !t.Against.IsZero() {
		var err error
		if w0, w1, err = window(r, t.Against, t.AgainstUntil); err != nil {
			return 0, err
		}
	}
	return measure(r, t, w0, w1)
}

// Trace is a target with what the replay gave for it over time: the measure in
// every month of the run, relative to the reference of the target.
type Trace struct {
	Score
	At, Until time.Time // the window of the target
	Dates     []time.Time
	Values    []float64
}

// month is the length of the windows of a trace, weeks.
const month = 4

// Follow traces the targets of one scenario that have a path: all but those that
// cannot be computed.
func Follow(r *result.Record, targets []model.Target) []Trace {
	var out []Trace
	for i, s := range Evaluate(r, targets) {
		t := targets[i]
		scale, err := scaleOf(r, t)
		if s.Problem != "" || err != nil {
			continue
		}
		trace := Trace{Score: s, At: t.At, Until: t.Until}
		for w := 0; w+month <= r.Net.Weeks; w += month {
			if v, err := measures[t.Measure](r, t, w, w+month); err == nil {
				trace.Dates = append(trace.Dates, r.Net.Scenario.Date(w))
				trace.Values = append(trace.Values, v/scale)
			}
		}
		out = append(out, trace)
	}
	return out
}

// window returns the weeks that begin from one date up to another.
func window(r *result.Record, from, until time.Time) (w0, w1 int, err error) {
	s := r.Net.Scenario
	for w := range r.Net.Weeks {
		switch d := s.Date(w); {
		case d.Before(from):
			w0 = w + 1
		case d.Before(until):
			w1 = w + 1
		}
	}
	if w1 <= w0 {
		return 0, 0, fmt.Errorf("the replay does not cover %s to %s", from.Format(time.DateOnly), until.Format(time.DateOnly))
	}
	return w0, w1, nil
}
