package sample

import (
	"fmt"
	"slices"

	"lodestone/internal/fmath"
)

// Saltelli is the design for the indices of Sobol: for each of n rows, points A
// and B of independent coordinates, and for each input the point A with that
// input taken from B (Saltelli et al. 2010, Computer Physics Communications
// 181, 259-270). Inputs must be independent: correlated ones have no such
// indices.
type Saltelli struct {
	rows, inputs int
	base         *Sobol // the coordinates of A, then those of B
}

// NewSaltelli returns the design of n rows for d inputs, on a scrambled Sobol
// sequence of 2 d dimensions. A power of two is best for n.
func NewSaltelli(n, d int, s *Stream) (*Saltelli, error) {
	if n < 2 {
		return nil, fmt.Errorf("a Saltelli design needs at least 2 rows, not %d", n)
	}
	base, err := NewSobol(2*d, s)
	if err != nil {
		return nil, fmt.Errorf("a Saltelli design has two dimensions for each of %d inputs: %w", d, err)
	}
	return &Saltelli{rows: n, inputs: d, base: base}, nil
}

// Runs returns how many points the design has, n (d + 2).
func (x *Saltelli) Runs() int { return x.rows * (x.inputs + 2) }

// Point puts the point of a run in p. Runs go by row, and within a row A, B and
// the exchanged points in the order of the inputs.
func (x *Saltelli) Point(run int, p []float64) {
	row, kind := run/(x.inputs+2), run%(x.inputs+2)
	for j := range x.inputs {
		column := j
		if kind == 1 || kind == j+2 {
			column += x.inputs
		}
		p[j] = x.base.at(uint64(row), column)
	}
}

// Index is an estimate with the ends of its confidence interval.
type Index struct{ Value, Low, High float64 }

// SobolIndices say what share of the variance of an output each input makes
// alone (First) and with all its interactions (Total).
type SobolIndices struct {
	Mean, Variance float64
	First, Total   []Index
}

// Indices estimates the indices from the outputs of all runs: the first-order
// ones by Saltelli et al. (2010), table 2 (b), the total ones by Jansen (1999),
// table 2 (f). The output is centred first, which the estimators permit and
// which makes them steadier. An output that does not vary has only zeros.
//
// The intervals are percentiles, with the given level such as 0.95, of that many
// bootstrap resamples of the rows (Archer, Saltelli and Sobol 1997, J. Stat.
// Comput. Simul. 58, 99-120). Since rows of a Sobol sequence are more even than
// random ones, they are on the wide side. Without resamples they are the value.
func (x *Saltelli) Indices(y []float64, resamples int, level float64, s *Stream) (SobolIndices, error) {
	if err := checkOutputs(y, x.Runs()); err != nil {
		return SobolIndices{}, err
	}
	weight := make([]float64, x.rows)
	for i := range weight {
		weight[i] = 1
	}
	out := SobolIndices{First: make([]Index, x.inputs), Total: make([]Index, x.inputs)}
	first, total := make([]float64, x.inputs), make([]float64, x.inputs)
	out.Mean, out.Variance = x.estimate(y, weight, first, total)
	for j := range x.inputs {
		out.First[j] = Index{first[j], first[j], first[j]}
		out.Total[j] = Index{total[j], total[j], total[j]}
	}
	if resamples < 1 {
		return out, nil
	}
	firsts, totals := grid(x.inputs, resamples), grid(x.inputs, resamples)
	for b := range resamples {
		clear(weight)
		for range x.rows {
			weight[s.Intn(x.rows)]++
		}
		x.estimate(y, weight, first, total)
		for j := range x.inputs {
			firsts[j][b], totals[j][b] = first[j], total[j]
		}
	}
	for j := range x.inputs {
		out.First[j].Low, out.First[j].High = interval(firsts[j], level)
		out.Total[j].Low, out.Total[j].High = interval(totals[j], level)
	}
	return out, nil
}

// estimate computes the indices with each row counted weight times, and returns
// the mean and the variance of the outputs of A and B.
func (x *Saltelli) estimate(y, weight, first, total []float64) (mean, variance float64) {
	width := x.inputs + 2
	twice := float64(2 * x.rows)
	for i, w := range weight {
		mean += float64(w * (y[i*width] + y[i*width+1]))
	}
	mean /= twice
	clear(first)
	clear(total)
	for i, w := range weight {
		if w == 0 {
			continue
		}
		row := y[i*width : (i+1)*width]
		a, b := row[0]-mean, row[1]-mean
		variance += float64(w * (float64(a*a) + float64(b*b)))
		for j, mixed := range row[2:] {
			change := mixed - row[0]
			first[j] += float64(w * float64(b*change))
			total[j] += float64(w * float64(change*change))
		}
	}
	variance /= twice
	for j := range first {
		if variance == 0 {
			first[j], total[j] = 0, 0
			continue
		}
		first[j] /= float64(float64(x.rows) * variance)
		total[j] /= float64(twice * variance)
	}
	return mean, variance
}

// interval sorts the values and returns the ends of the middle share of them.
func interval(values []float64, level float64) (low, high float64) {
	slices.Sort(values)
	return Percentile(values, (1-level)/2), Percentile(values, (1+level)/2)
}

// checkOutputs returns an error unless there is one finite output for each run.
func checkOutputs(y []float64, runs int) error {
	if len(y) != runs {
		return fmt.Errorf("the design has %d runs, but there are %d outputs", runs, len(y))
	}
	for i, v := range y {
		if !finite(v) {
			return fmt.Errorf("the output of run %d is %v", i, v)
		}
	}
	return nil
}

// Morris is the screening design of elementary effects: trajectories on which
// the inputs change one at a time, each by half of its range (Morris 1991,
// Technometrics 33, 161-174).
type Morris struct {
	inputs int
	points [][]float64
	steps  []step // how each run differs from the one before; none for the first
}

// step is the change of one input, up or down by half of the unit interval.
type step struct {
	input int
	size  float64
}

// NewMorris returns a design of r trajectories for d inputs on an even number of
// levels, of which 4 are usual. The levels are the middles of as many equal
// parts of the unit interval, where Morris has its ends among them, since most
// distributions have no value there; his change of p / (2 (p - 1)) becomes 1/2.
func NewMorris(r, d, levels int, s *Stream) (*Morris, error) {
	if r < 2 || d < 1 || levels < 2 || levels%2 != 0 {
		return nil, fmt.Errorf("no Morris design has %d trajectories, %d inputs and %d levels", r, d, levels)
	}
	x := &Morris{inputs: d, points: grid(r*(d+1), d), steps: make([]step, r*(d+1))}
	level := make([]int, d)
	for t := range r {
		for j := range level {
			level[j] = s.Intn(levels)
		}
		run := t * (d + 1)
		place(x.points[run], level, levels)
		for k, j := range s.Perm(d) {
			// Half of the levels away there is always exactly one level.
			from := level[j]
			level[j] = (from + levels/2) % levels
			place(x.points[run+1+k], level, levels)
			x.steps[run+1+k] = step{j, 0.5}
			if level[j] < from {
				x.steps[run+1+k].size = -0.5
			}
		}
	}
	return x, nil
}

// place puts the middles of the levels in p.
func place(p []float64, level []int, levels int) {
	for j := range p {
		p[j] = (float64(level[j]) + 0.5) / float64(levels)
	}
}

// Runs returns how many points the design has, r (d + 1).
func (x *Morris) Runs() int { return len(x.points) }

// Point puts the point of a run in p.
func (x *Morris) Point(run int, p []float64) { copy(p, x.points[run]) }

// Effect sums up the elementary effects of an input, in units of the output for
// the whole range of the input: their mean, the mean of their absolute values
// (Campolongo, Cariboni and Saltelli 2007, Environ. Model. Softw. 22,
// 1509-1518), and their standard deviation, which is zero for an input that acts
// evenly and on its own.
type Effect struct{ Mu, MuStar, Sigma float64 }

// Effects computes the effects from the outputs of all runs.
func (x *Morris) Effects(y []float64) ([]Effect, error) {
	if err := checkOutputs(y, x.Runs()); err != nil {
		return nil, err
	}
	e := make([]Effect, x.inputs)
	r := float64(x.Runs() / (x.inputs + 1))
	for run, st := range x.steps {
		if st.size == 0 {
			continue
		}
		effect := (y[run] - y[run-1]) / st.size
		e[st.input].Mu += effect / r
		e[st.input].MuStar += max(effect, -effect) / r
	}
	for run, st := range x.steps {
		if st.size == 0 {
			continue
		}
		off := (y[run]-y[run-1])/st.size - e[st.input].Mu
		e[st.input].Sigma += float64(off*off) / (r - 1)
	}
	for j := range e {
		e[j].Sigma = fmath.Sqrt(e[j].Sigma)
	}
	return e, nil
}
