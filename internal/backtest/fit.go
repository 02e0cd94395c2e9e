package backtest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
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

// FitSchema names the JSON form of [Fit].
const FitSchema = "lodestone/fit/1"

// Fit is the outcome of [Run].
type Fit struct {
	Schema     string   `json:"schema"`
	Parameters []Fitted `json:"parameters"`
	Before     float64  `json:"rms_log_error_before"`
	After      float64  `json:"rms_log_error_after"`
	Runs       int      `json:"evaluations"`
}

// penalty is the cost of a target that could not be computed: as much as one three
// half bands off.
const penalty = 5

// starts is from how many points the search sets out: the values as they are,
// and others drawn from the ranges.
const starts = 2

// Run finds the values of the named behaviour parameters, within their ranges,
// that bring the replays closest to the targets marked for fitting, by the
// evolution strategy CMA-ES (Hansen and Ostermeier, Evolutionary Computation 9,
// 2001) from several starts; the best counts. The cost of a target is
// sqrt(1 + z^2) - 1, z being its logarithmic error in standard deviations, of which
// its band counts as four: bands say how well the record is known, and a target that
// the model cannot reach does not outweigh the others (Charbonnier's smooth form of
// the absolute error, IEEE Transactions on Image Processing 6, 1997). A parameter
// costs the same for being off the middle of its range, which counts as two: what the
// record does not decide is left to what was known before. Targets for
// validation are not looked at. The same call gives the same values on any number of
// processors.
func Run(replays []Replay, vary []string, evaluations int, progress func(done float64)) (*Fit, error) {
	f, err := newFitter(replays, vary)
	if err != nil {
		return nil, err
	}
	f.progress = func(runs int64) {
		if progress != nil {
			progress(min(1, float64(runs)/float64(evaluations)))
		}
	}
	first := f.start()
	before := f.measure(first)
	found := make([]*optimize.Result, starts)
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range found {
		group.Go(func() (err error) {
			found[i], err = f.search(f.from(first, i), uint64(i), evaluations/starts)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	best := found[0]
	for _, r := range found[1:] {
		if r.F < best.F {
			best = r
		}
	}
	return f.outcome(best.X, before), nil
}

// firstStep is the standard deviation of the first generation, in the unbounded
// space: a good part of the range.
const firstStep = 0.7

// search evolves from a point.
func (f *fitter) search(from []float64, seed uint64, evaluations int) (*optimize.Result, error) {
	best, err := optimize.Minimize(optimize.Problem{Func: f.cost}, from,
		&optimize.Settings{FuncEvaluations: max(evaluations, 1), Converger: optimize.NeverTerminate{}},
		&optimize.CmaEsChol{InitStepSize: firstStep, Src: rand.NewPCG(seed, 1)})
	if best == nil {
		return nil, fmt.Errorf("fitting: %w", err)
	}
	return best, nil
}

// from is the i-th start: the first as given, the others drawn evenly from the
// ranges, the same ones every time.
func (f *fitter) from(first []float64, i int) []float64 {
	x := slices.Clone(first)
	if i == 0 {
		return x
	}
	r := rand.New(rand.NewPCG(uint64(i), 0))
	for k := range x {
		share := inside + (1-2*inside)*r.Float64()
		x[k] = math.Log(share / (1 - share))
	}
	return x
}

// fitter maps a point of the optimiser, unbounded, to parameters within their
// ranges, and measures it.
type fitter struct {
	replays  []Replay
	rows     []model.Behaviour // all parameters, as in the data
	varied   []int             // rows that vary
	runs     atomic.Int64
	progress func(runs int64)
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

// cost is the sum over targets and parameters, per target; see [Run].
func (f *fitter) cost(x []float64) float64 {
	sum, count := 0.0, 0
	f.each(x, func(s Score) {
		count++
		sum += misfit(s)
	})
	rows := f.at(x)
	for _, i := range f.varied {
		q := f.rows[i].Value
		sum += off((rows[i].Value.Value - (q.Low+q.High)/2) / ((q.High - q.Low) / judged))
	}
	return sum / float64(count)
}

// misfit is what it costs to be off a target.
func misfit(s Score) float64 {
	if s.Problem != "" {
		return penalty
	}
	return off(s.LogError / (math.Log(s.High/s.Low) / deviations))
}

// deviations is how many standard deviations a band of the record counts as, judged
// how many the range of a parameter does: ranges of behaviour are judgement.
const deviations, judged = 4, 2

// off is what it costs to be z standard deviations off.
func off(z float64) float64 { return math.Sqrt(1+z*z) - 1 }

// measure is the root mean square of the logarithmic errors at a point.
func (f *fitter) measure(x []float64) float64 {
	sum, count := 0.0, 0
	f.each(x, func(s Score) {
		if s.Problem == "" {
			sum += s.LogError * s.LogError
			count++
		}
	})
	return math.Sqrt(sum / float64(max(count, 1)))
}

// each replays the episodes with the parameters of a point.
func (f *fitter) each(x []float64, use func(Score)) {
	f.progress(f.runs.Add(1))
	f.replay(f.at(x), use)
}

// replay replays the episodes with some parameters.
func (f *fitter) replay(rows []model.Behaviour, use func(Score)) {
	for _, r := range f.replays {
		n, err := r.Net.Tuned(rows)
		if err != nil { // the rows are those it was compiled with, so this cannot be
			use(Score{Problem: err.Error()})
			continue
		}
		for _, s := range Evaluate(result.Observe(n, nil), r.Targets) {
			use(s)
		}
	}
}

func (f *fitter) outcome(x []float64, before float64) *Fit {
	fit := &Fit{Schema: FitSchema, Before: before, After: f.measure(x), Runs: int(f.runs.Load())}
	rows := f.at(x)
	for _, i := range f.varied {
		q := f.rows[i].Value
		fit.Parameters = append(fit.Parameters, Fitted{Parameter: rows[i].Parameter, Scope: rows[i].Scope, Unit: q.Unit,
			Low: q.Low, High: q.High, Before: q.Value, After: rows[i].Value.Value})
	}
	return fit
}
