package lp

import (
	"math"
	"slices"
)

// Conflict is why no values satisfy a problem.
//
// A linear program has a proof after Farkas: multiplied by Multiplier and added
// up, the rows cannot reach what the bounds of the columns allow. Margin is the
// distance between the two, computed here from the data, for multipliers of
// which the largest is 1; that it is above zero is the proof.
//
// Where only integrality makes the conflict there is no such proof. Short then
// gives the least changes of the rows, by their sum, that would let the problem
// be met, and Margin is 0. A whole column with no whole number between its
// bounds is named alone.
type Conflict struct {
	// Rows and Cols are the rows that take part and the columns whose bounds do.
	Rows, Cols []int
	Multiplier []float64 // one per row, or nil
	Short      []float64 // one per row, or nil
	Margin     float64
}

// conflict finds the cause of infeasibility: the dual ray of the program, or of
// its relaxation, or else the least violation. It returns nil if time runs out.
func (r *run) conflict(p *Problem, a Columns) (*Conflict, error) {
	for j, whole := range p.Integer {
		if whole && math.Floor(p.ColHi[j]) < math.Ceil(p.ColLo[j]) {
			return &Conflict{Cols: []int{j}}, nil
		}
	}
	s, err := r.highs(p.relaxed(), a, Options{Method: Simplex}, true)
	if err != nil {
		return nil, err
	}
	if c := s.Conflict; c != nil {
		c.prove(p, a)
		if c.Margin > 0 {
			return c, nil
		}
	}
	if s.Status == TimeLimit {
		return nil, nil
	}
	return r.elastic(p)
}

// relNoise is the size, within the sum it comes from, below which a
// coefficient of the combined row is rounding and not a coefficient.
const relNoise = 1e-9

// prove fills in the rest of a conflict from its multipliers.
func (c *Conflict) prove(p *Problem, a Columns) {
	y := c.Multiplier // may be nil
	largest := 0.0
	for _, v := range y {
		largest = max(largest, math.Abs(v))
	}
	if largest == 0 {
		return
	}
	var rowLo, rowHi, colLo, colHi float64
	for i := range y {
		if y[i] /= largest; math.Abs(y[i]) < relNoise {
			y[i] = 0
			continue
		}
		c.Rows = append(c.Rows, i)
		lo, hi := scaled(y[i], p.RowLo[i], p.RowHi[i])
		rowLo, rowHi = rowLo+lo, rowHi+hi
	}
	for j := range p.Cols() {
		g, size := a.dot(j, y)
		if math.Abs(g) <= relNoise*size {
			continue
		}
		c.Cols = append(c.Cols, j)
		lo, hi := scaled(g, p.ColLo[j], p.ColHi[j])
		colLo, colHi = colLo+lo, colHi+hi
	}
	c.Margin = max(rowLo-colHi, colLo-rowHi, 0)
	if math.IsNaN(c.Margin) {
		c.Margin = 0
	}
}

// scaled returns the range of k times a value between lo and hi.
func scaled(k, lo, hi float64) (float64, float64) {
	lo, hi = open(lo), open(hi)
	if k < 0 {
		lo, hi = hi, lo
	}
	return k * lo, k * hi
}

// open makes an infinity of a bound that HiGHS takes for one.
func open(v float64) float64 {
	if math.Abs(v) >= infinite {
		return math.Copysign(math.Inf(1), v)
	}
	return v
}

// dot returns column j times y, and the sum of the sizes of its terms.
func (c Columns) dot(j int, y []float64) (sum, size float64) {
	index, value := c.column(j)
	for k, i := range index {
		t := float64(value[k] * y[i])
		sum += t
		size += math.Abs(t)
	}
	return sum, size
}

// elastic finds the least changes of the rows that make a problem feasible, or
// nil where they do not help or the time runs out.
func (r *run) elastic(p *Problem) (*Conflict, error) {
	q := *p
	q.Maximise, q.Offset = false, 0
	q.Cost = make([]float64, p.Cols())
	// What is appended below must not end up in p.
	q.ColLo, q.ColHi = slices.Clone(p.ColLo), slices.Clone(p.ColHi)
	q.Integer, q.colName, q.entry = slices.Clone(p.Integer), slices.Clone(p.colName), slices.Clone(p.entry)
	inf := math.Inf(1)
	for i := range p.Rows() {
		q.AddCol(1, 0, inf, Term{i, 1})
		q.AddCol(1, 0, inf, Term{i, -1})
	}
	s, err := r.highs(&q, q.Columns(), Options{}, false)
	if err != nil {
		return nil, err
	}
	if s.Status != Optimal {
		return nil, nil
	}
	c := &Conflict{Short: make([]float64, p.Rows())}
	for i := range c.Short {
		up := p.Cols() + 2*i
		c.Short[i] = s.Primal[up] - s.Primal[up+1]
		if math.Abs(c.Short[i]) > relNoise {
			c.Rows = append(c.Rows, i)
		}
	}
	return c, nil
}
