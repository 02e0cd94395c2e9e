package balance

import "math"

// factor is A V A' + D of one problem, in the order of elimination, and then L D L'.
type factor struct {
	*Elimination
	diag, above []float64 // the matrix
	d, l        []float64 // the factors
	row         []int32   // of the entries of L
	length      []int32   // of its columns so far
	x           []float64
	mark, path  []int32
}

func (e *Elimination) newFactor() *factor {
	n := len(e.order)
	return &factor{Elimination: e, diag: make([]float64, n), above: make([]float64, len(e.row)), d: make([]float64, n),
		l: make([]float64, e.first[n]), row: make([]int32, e.first[n]), length: make([]int32, n), x: make([]float64, n),
		mark: make([]int32, n), path: make([]int32, n)}
}

// sum sets the matrix without damping.
func (f *factor) sum(coef, variance []float64) {
	clear(f.diag)
	clear(f.above)
	for i := range f.products {
		p := &f.products[i]
		if v := float64(float64(coef[p.a]*coef[p.b]) * variance[p.flow]); p.entry >= 0 {
			f.above[p.entry] += v
		} else {
			f.diag[^p.entry] += v
		}
	}
}

// implied is the part of a diagonal entry that must be left when those before are
// eliminated: a balance with less follows from them, and its multiplier stays.
const implied = 1e-12

// decompose works out L row by row. The columns that a row has entries in are those on
// the way from its entries of the matrix up the tree.
func (f *factor) decompose() {
	clear(f.length)
	n := int32(len(f.order))
	for k := range n {
		top := n
		f.mark[k] = k
		for p := f.at[k]; p < f.at[k+1]; p++ {
			i, count := f.Elimination.row[p], int32(0)
			f.x[i] += f.above[p]
			for ; f.mark[i] != k; i = f.parent[i] {
				f.path[count] = i
				f.mark[i] = k
				count++
			}
			for count > 0 {
				top, count = top-1, count-1
				f.path[top] = f.path[count]
			}
		}
		f.d[k] = f.diag[k]
		for _, i := range f.path[top:] {
			f.eliminate(k, i)
		}
		if f.d[k] <= float64(implied*f.diag[k]) {
			f.d[k] = math.Inf(1)
		}
	}
}

// eliminate works out the entry of row k of L in column i, and what it takes from
// those after it.
func (f *factor) eliminate(k, i int32) {
	x, end := f.x[i], f.first[i]+f.length[i]
	f.x[i] = 0
	l := f.l[f.first[i]:end]
	rows := f.row[f.first[i]:end][:len(l)]
	for t, v := range l {
		f.x[rows[t]] -= float64(v * x)
	}
	entry := x / f.d[i]
	f.d[k] -= float64(entry * x)
	f.row[end], f.l[end] = k, entry
	f.length[i]++
}

// solve puts into x what the matrix takes to b; both are in the order of the balances.
func (f *factor) solve(b, x []float64) {
	for k, i := range f.order {
		f.x[k] = b[i]
	}
	for k := range f.order {
		for p := f.first[k]; p < f.first[k+1]; p++ {
			f.x[f.row[p]] -= float64(f.l[p] * f.x[k])
		}
	}
	for k := len(f.order) - 1; k >= 0; k-- {
		sum := f.x[k] / f.d[k]
		for p := f.first[k]; p < f.first[k+1]; p++ {
			sum -= float64(f.l[p] * f.x[f.row[p]])
		}
		f.x[k] = sum
	}
	for k, i := range f.order {
		x[i], f.x[k] = f.x[k], 0
	}
}
