package sample

import "math/bits"

// Columns are the columns of a Latin hypercube, of which any point can be asked for
// without drawing the others: coordinate i of a column lies in the interval that a
// permutation keyed by its name gives it, at a place of its own. So a column depends on
// the seed, the number of points and its name, and on no other column.
type Columns struct {
	seed    uint64
	size    int
	half    int // bits of each half of a block of the permutations
	names   *Names
	columns []roundKeys
}

// roundKeys are the keys of the permutation of a column.
type roundKeys [rounds]uint64

// rounds of the Feistel network; four make a pseudorandom permutation of a
// pseudorandom function (Luby and Rackoff 1988, SIAM J. Computing 17, 373-386).
const rounds = 4

// NewColumns returns the columns of a seed and names for a number of points, at least 1.
func NewColumns(seed uint64, size int, names *Names) *Columns {
	c := &Columns{seed: seed, size: size, half: (bits.Len(uint(size-1)) + 1) / 2, names: names, columns: make([]roundKeys, len(names.names))}
	for k, name := range names.names {
		s := NewStream(seed, -1, name) // no member has this number
		for i := range c.columns[k] {
			c.columns[k][i] = s.Uint64()
		}
	}
	return c
}

// Point puts point i into p, with one coordinate strictly between 0 and 1 for each
// column. Points beyond the last are plain random numbers.
func (c *Columns) Point(i int, p []float64) {
	if i < 0 || i >= c.size {
		c.names.Uniforms(c.seed, i, p)
		return
	}
	places := make([]uint64, len(c.columns))
	c.names.first(c.seed, i, places)
	for k := range c.columns {
		// 32 bits of place keep the sum exact, as in LatinHypercube.
		within := float64((float64(places[k]>>32) + 0.5) * 0x1p-32)
		p[k] = (float64(c.permute(&c.columns[k], i)) + within) / float64(c.size)
	}
}

// permute returns where the permutation of 0 to size-1 puts i. Blocks are of the
// next even number of bits; what falls outside walks on until it is within, at
// most four steps on average.
func (c *Columns) permute(keys *roundKeys, i int) int {
	if c.size < 2 {
		return 0
	}
	mask := uint64(1)<<c.half - 1
	for x := uint64(i); ; {
		left, right := x>>c.half, x&mask
		for _, key := range keys {
			left, right = right, left^(splitMix(right^key)&mask)
		}
		if x = left<<c.half | right; x < uint64(c.size) {
			return int(x)
		}
	}
}
