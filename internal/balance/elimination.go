package balance

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// Elimination is the order in which the balances of a problem are solved for their
// multipliers, and what else of the work depends only on which flows are in which
// balances: problems that differ in their numbers share one. It does not change.
//
// The matrix A V A' has an entry for every two balances that share a flow. It is
// factored into L D L' (Davis 2005, Algorithm 849: A concise sparse Cholesky
// factorization package, ACM TOMS 31). The balance that shares flows with the fewest
// others goes first (Tinney and Walker 1967), which leaves L about as sparse as the
// chain: trade and plants join a market to few others.
type Elimination struct {
	order    []int32 // the balances, as they are eliminated
	products []product
	at, row  []int32 // entries above the diagonal: those of column k from at[k] to at[k+1]
	parent   []int32 // of each column, the next that it changes; -1 if none
	first    []int32 // column k of L stands from first[k] to first[k+1]
}

// product is what two terms of a flow add to the matrix, per unit of its variance: to
// the entry above the diagonal, or to the diagonal of column ^entry.
type product struct{ flow, a, b, entry int32 }

// NewElimination orders the balances of some flows.
func NewElimination(r *Rows, flows int) *Elimination {
	terms := termsByFlow(r, flows)
	e := &Elimination{order: leastFirst(r.Len(), terms)}
	place := make([]int32, len(e.order))
	for k, i := range e.order {
		place[i] = int32(k)
	}
	e.addEntries(terms, place)
	e.addTree()
	return e
}

// rowTerm is a term of a flow: its balance and its index among all terms.
type rowTerm struct{ row, term int32 }

func termsByFlow(r *Rows, flows int) [][]rowTerm {
	terms := make([][]rowTerm, flows)
	for i := range r.Len() {
		for k := r.At[i]; k < r.At[i+1]; k++ {
			terms[r.Col[k]] = append(terms[r.Col[k]], rowTerm{int32(i), k})
		}
	}
	return terms
}

// leastFirst orders balances so that each, when it goes, has the fewest neighbours
// that a balance has then. Those left behind become neighbours of each other.
func leastFirst(rows int, terms [][]rowTerm) []int32 {
	words := (rows + 63) / 64
	all := make([]uint64, rows*words)
	near := func(i int) []uint64 { return all[i*words : (i+1)*words] }
	for _, flow := range terms {
		for _, a := range flow {
			for _, b := range flow {
				near(int(a.row))[b.row/64] |= 1 << (b.row % 64)
			}
		}
	}
	degree := make([]int, rows)
	for i := range degree {
		degree[i] = ones(near(i))
	}
	order := make([]int32, 0, rows)
	for range rows {
		least := -1
		for i, d := range degree {
			if d >= 0 && (least < 0 || d < degree[least]) {
				least = i
			}
		}
		order, degree[least] = append(order, int32(least)), -1
		mine := near(least)
		for i := range rows {
			if mine[i/64]>>(i%64)&1 == 0 || degree[i] < 0 {
				continue
			}
			theirs := near(i)
			for w := range theirs {
				theirs[w] |= mine[w]
			}
			theirs[least/64] &^= 1 << (least % 64)
			degree[i] = ones(theirs)
		}
	}
	return order
}

func ones(set []uint64) int {
	count := 0
	for _, w := range set {
		count += bits.OnesCount64(w)
	}
	return count
}

// addEntries lists the entries above the diagonal and what they are summed up from.
func (e *Elimination) addEntries(terms [][]rowTerm, place []int32) {
	type entry struct{ col, row int32 }
	seen := map[entry]int32{}
	var entries []entry
	for _, flow := range terms {
		for _, a := range flow {
			for _, b := range flow {
				at := entry{place[b.row], place[a.row]}
				if _, there := seen[at]; !there && at.row < at.col {
					seen[at] = 0
					entries = append(entries, at)
				}
			}
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Or(cmp.Compare(a.col, b.col), cmp.Compare(a.row, b.row)) })
	e.at = make([]int32, len(place)+1)
	for k, at := range entries {
		seen[at] = int32(k)
		e.row = append(e.row, at.row)
		e.at[at.col+1]++
	}
	for k := range place {
		e.at[k+1] += e.at[k]
	}
	for j, flow := range terms {
		for _, a := range flow {
			for _, b := range flow {
				switch at := (entry{place[b.row], place[a.row]}); {
				case at.row < at.col:
					e.products = append(e.products, product{int32(j), a.term, b.term, seen[at]})
				case at.row == at.col:
					e.products = append(e.products, product{int32(j), a.term, b.term, ^at.col})
				}
			}
		}
	}
}

// addTree finds which column each changes next, and how long the columns of L are.
func (e *Elimination) addTree() {
	n := len(e.order)
	e.parent = make([]int32, n)
	mark, length := make([]int32, n), make([]int32, n)
	for k := range int32(n) {
		e.parent[k], mark[k] = -1, k
		for _, i := range e.row[e.at[k]:e.at[k+1]] {
			for ; mark[i] != k; i = e.parent[i] {
				if e.parent[i] < 0 {
					e.parent[i] = k
				}
				length[i]++
				mark[i] = k
			}
		}
	}
	e.first = make([]int32, n+1)
	for k := range n {
		e.first[k+1] = e.first[k] + length[k]
	}
}

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
