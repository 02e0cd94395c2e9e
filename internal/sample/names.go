package sample

import (
	"cmp"
	"slices"
)

// Names are purposes whose streams are wanted together, and of each its first number
// only. Names of one length that begin alike are absorbed together as far as they do,
// which is about half of the work.
type Names struct {
	names  []string
	order  []int // by length, then by letter
	shared []int // in that order: how many letters a name shares with the one before, -1 if its length is another
	most   int   // letters of the longest
}

// NewNames prepares a list of names, in the order of which numbers will be asked for.
func NewNames(names []string) *Names {
	n := &Names{names: names, order: make([]int, len(names)), shared: make([]int, len(names))}
	for i := range n.order {
		n.order[i] = i
	}
	slices.SortFunc(n.order, func(i, j int) int {
		return cmp.Or(cmp.Compare(len(names[i]), len(names[j])), cmp.Compare(names[i], names[j]), cmp.Compare(i, j))
	})
	before := ""
	for k, i := range n.order {
		name := names[i]
		switch n.most = max(n.most, len(name)); {
		case k == 0 || len(before) != len(name):
			n.shared[k] = -1
		default:
			n.shared[k] = common(before, name)
		}
		before = name
	}
	return n
}

// common is how many letters two names of one length begin with alike.
func common(a, b string) int {
	k := 0
	for k < len(a) && a[k] == b[k] {
		k++
	}
	return k
}

// first puts the first number of the stream of each name into words.
func (n *Names) first(seed uint64, member int, words []uint64) {
	begun := start(seed, member)
	after := make([]lanes, n.most+1) // by the letters absorbed
	for k, i := range n.order {
		name, from := n.names[i], n.shared[k]
		if from < 0 {
			from, after[0] = 0, begun.absorb(uint64(len(name)))
		}
		l := after[from]
		for ; from < len(name); from++ {
			l = l.absorb(uint64(name[from]))
			after[from+1] = l
		}
		words[i] = l.stream().Uint64()
	}
}

// Uniforms puts the first number of the stream of each name, as [Stream.Uniform] gives
// it, into u.
func (n *Names) Uniforms(seed uint64, member int, u []float64) {
	words := make([]uint64, len(n.names))
	n.first(seed, member, words)
	for i, w := range words {
		u[i] = open(w)
	}
}
