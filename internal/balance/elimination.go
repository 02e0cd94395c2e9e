package balance

import (
	"cmp"
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
