package sample

import "math/bits"

// Column is one column of a Latin hypercube, of which any place can be asked for
// without drawing the others: coordinate i lies in the interval that a permutation
// keyed by the name gives it, at a place of its own. So a column depends on the
// seed, the number of points and its name, and on no other column.
type Column struct {
	seed uint64
	size int
	name string
	half int // bits of each half of a block of the permutation
	keys [rounds]uint64
}

// rounds of the Feistel network; four make a pseudorandom permutation of a
// pseudorandom function (Luby and Rackoff 1988, SIAM J. Computing 17, 373-386).
const rounds = 4

// NewColumn returns the column of a seed and name for a number of points, at least 1.
func NewColumn(seed uint64, size int, name string) *Column {
	c := &Column{seed: seed, size: size, name: name, half: (bits.Len(uint(size-1)) + 1) / 2}
	s := NewStream(seed, -1, name) // no member has this number
	for i := range c.keys {
		c.keys[i] = s.Uint64()
	}
	return c
}

// At returns coordinate i, strictly between 0 and 1. Beyond the last of the points
// coordinates are plain random numbers.
func (c *Column) At(i int) float64 {
	place := NewStream(c.seed, i, c.name).Uint64()
	if i < 0 || i >= c.size {
		return open(place)
	}
	// 32 bits of place keep the sum exact, as in LatinHypercube.
	within := float64((float64(place>>32) + 0.5) * 0x1p-32)
	return (float64(c.permute(i)) + within) / float64(c.size)
}

// permute returns where the permutation of 0 to size-1 puts i. Blocks are of the
// next even number of bits; what falls outside walks on until it is within, at
// most four steps on average.
func (c *Column) permute(i int) int {
	if c.size < 2 {
		return 0
	}
	mask := uint64(1)<<c.half - 1
	for x := uint64(i); ; {
		left, right := x>>c.half, x&mask
		for _, key := range c.keys {
			left, right = right, left^(splitMix(right^key)&mask)
		}
		if x = left<<c.half | right; x < uint64(c.size) {
			return int(x)
		}
	}
}
