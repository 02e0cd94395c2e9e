// Package sample draws inputs for ensembles of runs and says what the outputs
// owe to them: random streams, designs over the unit cube (Latin hypercube,
// scrambled Sobol sequence), distributions by their inverse functions, rank
// correlation between inputs, and the sensitivity measures of Sobol and Morris.
//
// A design is a list of points with coordinates strictly between 0 and 1; a
// [Dist] turns each coordinate into a value. So one uniform number makes one
// variate, and the same point under another distribution is the same scenario.
//
// Only integers, the four operations, square roots and the functions of
// internal/fmath are used, sums run in index order and products are rounded
// before they are added, so results have the same bits on every machine.
package sample

import "math/rand/v2"

// Stream is a sequence of random numbers, of which there is one for each seed,
// member of an ensemble and name of a purpose. Streams of different names are
// independent, so a new purpose does not change what the others draw.
type Stream struct{ pcg rand.PCG }

// NewStream returns the stream of a seed, member and name, at its beginning.
//
// The seed, the member, the length of the name and its bytes are absorbed one
// after the other by two lanes of SplitMix64 (Steele, Lea and Flood 2014, Fast
// splittable pseudorandom number generators) that differ in their starting
// words; the lanes seed the PCG-DXSM generator of math/rand/v2, whose output Go
// promises not to change.
func NewStream(seed uint64, member int, name string) *Stream {
	l := start(seed, member).absorb(uint64(len(name)))
	for i := range len(name) {
		l = l.absorb(uint64(name[i]))
	}
	return l.stream()
}

// lanes are the two lanes of a stream that is being named.
type lanes struct{ a, b uint64 }

// start absorbs what comes before the name. The starting words are the first digits of
// pi and of e.
func start(seed uint64, member int) lanes {
	return lanes{0x243f6a8885a308d3, 0xb7e151628aed2a6a}.absorb(seed).absorb(uint64(member))
}

func (l lanes) absorb(word uint64) lanes { return lanes{splitMix(l.a ^ word), splitMix(l.b ^ word)} }

func (l lanes) stream() *Stream {
	s := &Stream{}
	s.pcg.Seed(l.a, l.b)
	return s
}

// splitMix is one step of SplitMix64: the increment, then the mixing function.
func splitMix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Uint64 returns 64 random bits.
func (s *Stream) Uint64() uint64 { return s.pcg.Uint64() }

// Uniform returns a number strictly between 0 and 1.
func (s *Stream) Uniform() float64 { return open(s.Uint64()) }

// Draw returns a variate of d, from one uniform number.
func (s *Stream) Draw(d Dist) float64 { return d.Quantile(s.Uniform()) }

// Intn returns a whole number from 0 to n-1; n must be positive. The number is
// the integer part of n times a uniform one, whose bias is below n 2^-52: one
// number drawn for one used matters more here than exactness.
func (s *Stream) Intn(n int) int { return int(s.Uniform() * float64(n)) }

// Perm returns a permutation of 0 to n-1 (Fisher-Yates).
func (s *Stream) Perm(n int) []int {
	p := make([]int, n)
	for i := range p {
		j := s.Intn(i + 1)
		p[i] = p[j]
		p[j] = i
	}
	return p
}

// fractionBits is how many leading bits of a word become a fraction. With one
// bit less than the mantissa has, the middles of the 2^52 cells are exact and
// neither 0 nor 1 can occur.
const fractionBits = 52

// open returns the middle of the cell of the unit interval a word falls in.
func open(word uint64) float64 {
	return float64((float64(word>>(64-fractionBits)) + 0.5) * 0x1p-52)
}
