package lp

import (
	"errors"
	"fmt"
	"math"
	"strconv"
)

// Problem is a linear or mixed-integer program:
//
//	minimise (or maximise)  Offset + sum_j Cost[j] x_j
//	subject to              RowLo <= A x <= RowHi,  ColLo <= x <= ColHi
//	                        x_j whole where Integer[j]
//
// A missing bound is an infinity; so is any bound of 1e20 or more. The zero
// value is an empty problem, filled with [Problem.AddRow], [Problem.AddCol] and
// [Problem.AddTerm] in any order. Bounds, costs and integrality may be changed
// in place between solves. Solving only reads the problem.
type Problem struct {
	Name     string
	Maximise bool
	Offset   float64

	Cost, ColLo, ColHi []float64
	Integer            []bool
	RowLo, RowHi       []float64

	colName, rowName []string
	entry            []entry
}

// entry is one coefficient as it was added. Columns sorts them.
type entry struct {
	row, col int32
	coef     float64
}

// Term is one coefficient of a row or a column: At is a column for
// [Problem.AddRow] and a row for [Problem.AddCol].
type Term struct {
	At   int
	Coef float64
}

// AddRow adds lo <= sum of terms <= hi and returns its index. The columns named
// by the terms may be added later.
func (p *Problem) AddRow(lo, hi float64, terms ...Term) int {
	i := len(p.RowLo)
	p.RowLo = append(p.RowLo, lo)
	p.RowHi = append(p.RowHi, hi)
	p.rowName = append(p.rowName, "")
	for _, t := range terms {
		p.AddTerm(i, t.At, t.Coef)
	}
	return i
}

// AddCol adds a continuous column with lo <= x <= hi and returns its index. The
// rows named by the terms may be added later.
func (p *Problem) AddCol(cost, lo, hi float64, terms ...Term) int {
	j := len(p.Cost)
	p.Cost = append(p.Cost, cost)
	p.ColLo = append(p.ColLo, lo)
	p.ColHi = append(p.ColHi, hi)
	p.Integer = append(p.Integer, false)
	p.colName = append(p.colName, "")
	for _, t := range terms {
		p.AddTerm(t.At, j, t.Coef)
	}
	return j
}

// AddInt is [Problem.AddCol] for a column that must be whole.
func (p *Problem) AddInt(cost, lo, hi float64, terms ...Term) int {
	j := p.AddCol(cost, lo, hi, terms...)
	p.Integer[j] = true
	return j
}

// AddTerm adds coef times column col to a row. Terms at one place add up.
func (p *Problem) AddTerm(row, col int, coef float64) {
	p.entry = append(p.entry, entry{int32(row), int32(col), coef})
}

// NameRow and NameCol give names, for files and messages.
func (p *Problem) NameRow(i int, name string) { p.rowName[i] = name }

// NameCol names column j.
func (p *Problem) NameCol(j int, name string) { p.colName[j] = name }

// RowName returns the name of row i, or R and its number if it has none.
func (p *Problem) RowName(i int) string { return nameOr(p.rowName[i], "R", i) }

// ColName returns the name of column j, or C and its number if it has none.
func (p *Problem) ColName(j int) string { return nameOr(p.colName[j], "C", j) }

func nameOr(name, prefix string, i int) string {
	if name != "" {
		return name
	}
	return prefix + strconv.Itoa(i)
}

// Rows and Cols return the size of the problem.
func (p *Problem) Rows() int { return len(p.RowLo) }

// Cols returns the number of columns.
func (p *Problem) Cols() int { return len(p.Cost) }

// MIP tells whether any column must be whole.
func (p *Problem) MIP() bool {
	for _, whole := range p.Integer {
		if whole {
			return true
		}
	}
	return false
}

// Fixed returns a copy in which every whole column is fixed at its value in x,
// rounded, and all columns are continuous. Solving it gives a mixed-integer
// solution the duals it does not have by itself.
func (p *Problem) Fixed(x []float64) *Problem {
	q := p.relaxed()
	for j, whole := range p.Integer {
		if whole {
			v := math.Round(x[j])
			q.ColLo[j], q.ColHi[j] = v, v
		}
	}
	return q
}

// relaxed returns a copy without integrality. The copy shares names and
// coefficients with p.
func (p *Problem) relaxed() *Problem {
	q := *p
	q.Integer = make([]bool, p.Cols())
	q.ColLo = append([]float64(nil), p.ColLo...)
	q.ColHi = append([]float64(nil), p.ColHi...)
	q.entry = p.entry[:len(p.entry):len(p.entry)]
	return &q
}

// Columns is the coefficient matrix by compressed sparse columns: those of
// column j are Index[Start[j]:Start[j+1]], by rising row, with their Value.
type Columns struct {
	Start, Index []int32
	Value        []float64
}

// Columns returns the matrix, with terms at one place added up in the order they
// were given. The problem must be valid; see [Problem.Validate].
func (p *Problem) Columns() Columns {
	byRow := sortEntries(p.entry, p.Rows(), func(e entry) int32 { return e.row })
	byCol := sortEntries(byRow, p.Cols(), func(e entry) int32 { return e.col })
	c := Columns{Start: make([]int32, 1, p.Cols()+1)}
	k := 0
	for j := range p.Cols() {
		for last := int32(-1); k < len(byCol) && int(byCol[k].col) == j; k++ {
			if e := byCol[k]; e.row == last {
				c.Value[len(c.Value)-1] += e.coef
			} else {
				c.Index, c.Value = append(c.Index, e.row), append(c.Value, e.coef)
				last = e.row
			}
		}
		c.Start = append(c.Start, int32(len(c.Index)))
	}
	return c
}

// sortEntries is a counting sort, which keeps the order of equals.
func sortEntries(in []entry, n int, key func(entry) int32) []entry {
	next := make([]int, n+1)
	for _, e := range in {
		next[key(e)+1]++
	}
	for i := range n {
		next[i+1] += next[i]
	}
	out := make([]entry, len(in))
	for _, e := range in {
		out[next[key(e)]] = e
		next[key(e)]++
	}
	return out
}

// column returns the rows and coefficients of column j.
func (c Columns) column(j int) ([]int32, []float64) {
	a, b := c.Start[j], c.Start[j+1]
	return c.Index[a:b], c.Value[a:b]
}

// infinite is the size from which HiGHS takes a bound as missing.
const infinite = 1e20

// ErrInvalid is wrapped by the errors of [Problem.Validate].
var ErrInvalid = errors.New("the problem is not well formed")

// Validate tells what is wrong with the problem, if anything. Crossed bounds
// count as wrong here and not as infeasible, because they are plain mistakes
// with a plain name. [Solve] calls it.
func (p *Problem) Validate() error {
	n, m := p.Cols(), p.Rows()
	if len(p.ColLo) != n || len(p.ColHi) != n || len(p.Integer) != n || len(p.colName) != n ||
		len(p.RowHi) != m || len(p.rowName) != m {
		return fmt.Errorf("%w: slices differ in length", ErrInvalid)
	}
	if !finite(p.Offset) {
		return fmt.Errorf("%w: offset %g", ErrInvalid, p.Offset)
	}
	for j := range n {
		if !finite(p.Cost[j]) {
			return fmt.Errorf("%w: column %s costs %g", ErrInvalid, p.ColName(j), p.Cost[j])
		}
		if badBounds(p.ColLo[j], p.ColHi[j]) {
			return fmt.Errorf("%w: column %s lies between %g and %g", ErrInvalid, p.ColName(j), p.ColLo[j], p.ColHi[j])
		}
	}
	for i := range m {
		if badBounds(p.RowLo[i], p.RowHi[i]) {
			return fmt.Errorf("%w: row %s lies between %g and %g", ErrInvalid, p.RowName(i), p.RowLo[i], p.RowHi[i])
		}
	}
	for _, e := range p.entry {
		if e.row < 0 || int(e.row) >= m || e.col < 0 || int(e.col) >= n {
			return fmt.Errorf("%w: a term at row %d, column %d of %d by %d", ErrInvalid, e.row, e.col, m, n)
		}
		if !finite(e.coef) {
			return fmt.Errorf("%w: row %s, column %s: coefficient %g", ErrInvalid,
				p.RowName(int(e.row)), p.ColName(int(e.col)), e.coef)
		}
	}
	return nil
}

// finite also rules out numbers HiGHS would take as infinite.
func finite(v float64) bool { return math.Abs(v) < infinite }

// badBounds is also true of NaN.
func badBounds(lo, hi float64) bool { return !(lo <= hi && lo < infinite && hi > -infinite) }
