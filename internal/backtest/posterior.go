package backtest

import (
	"slices"

	"lodestone/internal/model"
	"lodestone/internal/sample"
)

// SetsSchema names the JSON form of [Sets].
const SetsSchema = "lodestone/behaviour-sets/1"

// Sets are values of behaviour parameters that the record allows together, as many
// as were asked for and all of one weight.
type Sets struct {
	Schema       string         `json:"schema"`
	Parameters   []SetParameter `json:"parameters"`
	Values       [][]float64    `json:"values"` // by set and parameter
	Temperatures []float64      `json:"temperatures"`
	Accepted     float64        `json:"accepted_share_of_moves"`
	Replays      int            `json:"evaluations"`
	Targets      int            `json:"targets"`
}

// SetParameter is a parameter that the sets give, its range, and where the middle nine
// tenths of the sets lie in it.
type SetParameter struct {
	Parameter string  `json:"parameter"`
	Unit      string  `json:"unit"`
	Low       float64 `json:"low"`
	High      float64 `json:"high"`
	Fitted    float64 `json:"fitted"` // as in the data
	P05       float64 `json:"p05"`
	P50       float64 `json:"p50"`
	P95       float64 `json:"p95"`
	Source    string  `json:"source"`
	AsOf      string  `json:"as_of"`
}

// Sample draws sets of the named behaviour parameters: those that an ensemble would
// draw from their ranges one by one, weighed by how close they bring the replays to the
// targets marked for fitting, by [sample.Posterior]. What a target costs in [Run] is what
// it takes off the logarithm of the weight. Targets for validation are not looked at.
// The same call draws the same sets on any number of processors. Progress is told the
// power to which the targets have been let in, 0 to 1.
func Sample(replays []Replay, vary []string, sets int, seed uint64, progress func(done float64)) (*Sets, error) {
	f, err := newFitter(replays, vary)
	if err != nil {
		return nil, err
	}
	p := &sample.Posterior{Dimensions: len(f.varied), LogLikelihood: func(u []float64) float64 {
		sum := 0.0
		f.replay(f.drawn(u), func(s Score) { sum -= misfit(s) })
		return sum
	}}
	drawn, err := p.Draw(sets, seed, progress)
	if err != nil {
		return nil, err
	}
	out := &Sets{Schema: SetsSchema, Temperatures: drawn.Temperatures, Accepted: drawn.Accepted, Replays: drawn.Evaluations}
	for _, r := range f.replays {
		out.Targets += len(r.Targets)
	}
	for _, u := range drawn.Points {
		rows := f.drawn(u)
		values := make([]float64, len(f.varied))
		for k, i := range f.varied {
			values[k] = rows[i].Value.Value
		}
		out.Values = append(out.Values, values)
	}
	out.describe(f)
	return out, nil
}

// drawn returns the parameter rows with values that a point of the unit cube draws
// from their ranges.
func (f *fitter) drawn(u []float64) []model.Behaviour {
	rows := slices.Clone(f.rows)
	for k, i := range f.varied {
		q := &rows[i].Value
		q.Value = sample.OfRange(q.Low, q.Value, q.High).Quantile(u[k])
	}
	return rows
}

// describe says where the sets lie.
func (s *Sets) describe(f *fitter) {
	for k, i := range f.varied {
		var values []float64
		for _, v := range s.Values {
			values = append(values, v[k])
		}
		slices.Sort(values)
		row := f.rows[i]
		s.Parameters = append(s.Parameters, SetParameter{Parameter: row.Parameter, Unit: row.Value.Unit, Low: row.Value.Low, High: row.Value.High, Fitted: row.Value.Value,
			P05: sample.Percentile(values, 0.05), P50: sample.Percentile(values, 0.5), P95: sample.Percentile(values, 0.95),
			Source: row.Value.Source, AsOf: row.Value.AsOf.Format("2006")})
	}
}
