package sample

import (
	"errors"
	"fmt"
	"math"
	"sort"

	"lodestone/internal/fmath"
)

// Copula makes independent coordinates of points correlated, by a Gaussian
// copula: each stays uniform, and any two have a given rank correlation.
type Copula struct{ root [][]float64 } // lower triangular

// ErrCorrelation is wrapped by the error of [NewCopula] when the correlations
// contradict each other.
var ErrCorrelation = errors.New("no inputs can be correlated so")

// leastPivot is the share of the variance of an input that those before it must
// leave open; with less it is a copy of them rather than an input.
const leastPivot = 1e-10

// NewCopula returns the copula for a symmetric matrix of rank (Spearman)
// correlations with ones on its diagonal. The correlation of the normals
// underneath is 2 sin(pi rho / 6) (Pearson 1907).
func NewCopula(rank [][]float64) (*Copula, error) {
	c := &Copula{root: grid(len(rank), len(rank))}
	for i, row := range rank {
		if len(row) != len(rank) {
			return nil, fmt.Errorf("the matrix of correlations has %d rows, but row %d has %d entries", len(rank), i, len(row))
		}
		for j, rho := range row {
			if !(math.Abs(rho) <= 1) || i == j && rho != 1 || j < i && rho != rank[j][i] {
				return nil, fmt.Errorf("entry %d, %d of the matrix of correlations: %v does not fit in one", i, j, rho)
			}
		}
		if err := c.extend(i, row); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// extend adds row i to the Cholesky factor.
func (c *Copula) extend(i int, rank []float64) error {
	own := 1.0
	for j := range i {
		sum := 2 * sine(math.Pi/6*rank[j])
		for k := range j {
			sum -= float64(c.root[i][k] * c.root[j][k])
		}
		c.root[i][j] = sum / c.root[j][j]
		own -= float64(c.root[i][j] * c.root[i][j])
	}
	if own < leastPivot {
		return fmt.Errorf("%w: input %d is fixed or contradicted by those before it", ErrCorrelation, i)
	}
	c.root[i][i] = fmath.Sqrt(own)
	return nil
}

// Apply replaces the coordinates of a point by correlated ones, one for each row
// of the matrix. Those of an input correlated with none before it stay as they
// are. Latin hypercubes keep only the intervals of such inputs.
func (c *Copula) Apply(p []float64) {
	z := make([]float64, len(c.root))
	for i := range z {
		z[i] = NormalQuantile(p[i])
	}
	for i, row := range c.root {
		if row[i] == 1 {
			continue
		}
		sum := 0.0
		for j := range i + 1 {
			sum += float64(row[j] * z[j])
		}
		p[i] = clamp(NormalCDF(sum), 0x1p-53, 1-0x1p-53)
	}
}

// RankCorrelation returns the rank correlation (Spearman) of two series of
// equal length, or 0 if either does not vary. Equal values share their ranks.
func RankCorrelation(x, y []float64) float64 {
	a, b := ranks(x), ranks(y)
	middle := float64(float64(len(x)-1) / 2)
	var xx, xy, yy float64
	for i := range a {
		u, v := a[i]-middle, b[i]-middle
		xx += float64(u * u)
		xy += float64(u * v)
		yy += float64(v * v)
	}
	if xx == 0 || yy == 0 {
		return 0
	}
	return xy / float64(fmath.Sqrt(xx)*fmath.Sqrt(yy))
}

// ranks returns the place of each value in the sorted series, counted from 0;
// equal values get the mean of their places.
func ranks(x []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return x[order[i]] < x[order[j]] })
	r := make([]float64, len(x))
	for from := 0; from < len(order); {
		to := from
		for to < len(order) && x[order[to]] == x[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			r[i] = float64(float64(from+to-1) / 2)
		}
		from = max(to, from+1)
	}
	return r
}

// Percentile returns the value below which a share p of a sorted series lies,
// with straight lines between the values (type 7 of Hyndman and Fan 1996).
func Percentile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	place := float64(clamp(p, 0, 1) * float64(len(sorted)-1))
	i := min(int(place), max(len(sorted)-2, 0))
	j := min(i+1, len(sorted)-1)
	return sorted[i] + float64((place-float64(i))*(sorted[j]-sorted[i]))
}
