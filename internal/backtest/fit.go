package backtest

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/optimize"

	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/result"
)

// Replay is a compiled episode with the targets it is held against.
type Replay struct {
	Net     *network.Network
	Targets []model.Target
}

// Fitted is what fitting did to one parameter.
type Fitted struct {
	Parameter string  `json:"parameter"`
	Scope     string  `json:"scope"`
	Unit      string  `json:"unit"`
	Low       float64 `json:"low"`
	High      float64 `json:"high"`
	Before    float64 `json:"before"`
	After     float64 `json:"after"`
}

// Fit is the outcome of [Run].
type Fit struct {
	Parameters []Fitted `json:"parameters"`
	Before     float64  `json:"rms_log_error_before"`
	After      float64  `json:"rms_log_error_after"`
	Runs       int      `json:"evaluations"`
}

// penalty is the squared error of a target that could not be computed, a
// factor of about seven.
const penalty = 4

// Run finds the values of the named behaviour parameters, within their ranges,
// that bring the replays closest to the targets marked for fitting: least mean
// square of the logarithmic errors, by the simplex method of Nelder and Mead
// (Computer Journal 7, 1965). Targets for validation are not looked at.
func Run(replays []Replay, vary []string, evaluations int, progress func(done float64)) (*Fit, error) {
	f, err := newFitter(replays, vary)
	if err != nil {
		return nil, err
	}
	f.progress = func() {
		if progress != nil {
			progress(min(1, float64(f.runs)/float64(evaluations)))
		}
	}
	start := f.start()
	before := f.cost(start)
	best, err := optimize.Minimize(optimize.Problem{Func: f.cost}, start,
		&optimize.Settings{FuncEvaluations: evaluations, Converger: optimize.NeverTerminate{}}, &optimize.NelderMead{})
	if best == nil {
		return nil, fmt.Errorf("fitting: %w", err)
	}
	return f.outcome(best.X, before, best.F), nil
}

// fitter maps a point of the optimiser, unbounded, to parameters within their
// ranges, and measures it.
type fitter struct {
	replays  []Replay
	rows     []model.Behaviour // all parameters, as in the data
	varied   []int             // rows that vary
	runs     int
	progress func()
}

func newFitter(replays []Replay, vary []string) (*fitter, error) {
	f := &fitter{}
	for _, r := range replays {
		var fit []model.Target
		for _, t := range r.Targets {
			if t.Fitted {
				fit = append(fit, t)
			}
		}
		if fit != nil {
			f.replays = append(f.replays, Replay{r.Net, fit})
		}
	}
	if f.replays == nil {
		return nil, fmt.Errorf("the record has no target to fit on")
	}
	f.rows = f.replays[0].Net.Model.Behaviour
	for i, row := range f.rows {
		if slices.Contains(vary, row.Parameter) && row.Scope == "*" && row.Value.Ranged() {
			f.varied = append(f.varied, i)
		}
	}
	if len(f.varied) == 0 {
		return nil, fmt.Errorf("none of %v is a parameter with a range", vary)
	}
	return f, nil
}

// inside keeps start values off the ends of their range, where the mapping is
// flat.
const inside = 0.05

func (f *fitter) start() []float64 {
	x := make([]float64, len(f.varied))
	for k, i := range f.varied {
		q := f.rows[i].Value
		share := min(max((q.Value-q.Low)/(q.High-q.Low), inside), 1-inside)
		x[k] = math.Log(share / (1 - share))
	}
	return x
}

// at returns the parameter rows for a point.
func (f *fitter) at(x []float64) []model.Behaviour {
	rows := slices.Clone(f.rows)
	for k, i := range f.varied {
		q := rows[i].Value
		rows[i].Value.Value = q.Low + (q.High-q.Low)/(1+math.Exp(-x[k]))
	}
	return rows
}

// cost is the mean squared logarithmic error over all targets.
func (f *fitter) cost(x []float64) float64 {
	f.runs++
	f.progress()
	rows := f.at(x)
	sum, count := 0.0, 0
	for _, r := range f.replays {
		n, err := r.Net.Tuned(rows)
		if err != nil {
			return math.Inf(1)
		}
		for _, s := range Evaluate(result.Observe(n, nil), r.Targets) {
			count++
			if s.Problem != "" {
				sum += penalty
			} else {
				sum += s.LogError * s.LogError
			}
		}
	}
	return sum / float64(count)
}

func (f *fitter) outcome(x []float64, before, after float64) *Fit {
	fit := &Fit{Before: math.Sqrt(before), After: math.Sqrt(after), Runs: f.runs}
	rows := f.at(x)
	for _, i := range f.varied {
		q := f.rows[i].Value
		fit.Parameters = append(fit.Parameters, Fitted{Parameter: rows[i].Parameter, Scope: rows[i].Scope, Unit: q.Unit,
			Low: q.Low, High: q.High, Before: q.Value, After: rows[i].Value.Value})
	}
	return fit
}
