package sample

import (
	_ "embed"
	"errors"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"sync"
)

// LatinHypercube returns n points in d dimensions with one coordinate of each
// dimension in each of n equal intervals, at a random place in it (McKay,
// Beckman and Conover 1979, Technometrics 21, 239-245).
func LatinHypercube(n, d int, s *Stream) ([][]float64, error) {
	if n < 1 || d < 1 || n > 1<<20 {
		return nil, fmt.Errorf("a Latin hypercube of %d points in %d dimensions cannot be drawn", n, d)
	}
	points := grid(n, d)
	for j := range d {
		for i, k := range s.Perm(n) {
			// 32 bits of place, with the 20 of the interval, stay exact: no
			// rounding can push a coordinate into the next interval.
			place := float64((float64(s.Uint64()>>32) + 0.5) * 0x1p-32)
			points[i][j] = (float64(k) + place) / float64(n)
		}
	}
	return points, nil
}

// grid returns n slices of length d within one array.
func grid(n, d int) [][]float64 {
	all := make([]float64, n*d)
	rows := make([][]float64, n)
	for i := range rows {
		rows[i] = all[i*d : (i+1)*d : (i+1)*d]
	}
	return rows
}

//go:embed joekuo.txt
var joeKuo string

// MaxDimension is the most dimensions of a Sobol sequence: the first and the
// 254 whose direction numbers the package holds.
const MaxDimension = 255

// direction is the entry of one dimension of the table: the degree of a
// primitive polynomial, its inner coefficients as bits, and the first numbers.
type direction struct {
	degree int
	inner  uint64
	first  []uint64
}

// directions reads the table, which starts at the second dimension.
var directions = sync.OnceValues(func() ([]direction, error) {
	var table []direction
	for line := range strings.Lines(joeKuo) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		var v []uint64
		for _, field := range strings.Fields(line) {
			x, err := strconv.ParseUint(field, 10, 64)
			if err != nil {
				return nil, err
			}
			v = append(v, x)
		}
		if len(v) < 4 || v[0] != uint64(len(table)+2) || v[1] != uint64(len(v)-3) {
			return nil, fmt.Errorf("direction numbers: %q is out of order", line)
		}
		table = append(table, direction{degree: int(v[1]), inner: v[2], first: v[3:]})
	}
	if len(table) != MaxDimension-1 {
		return nil, errors.New("direction numbers: the table has the wrong length")
	}
	return table, nil
})

// words returns the direction numbers as binary fractions with the point before
// the highest bit (Joe and Kuo 2008, eq. 2 and 3).
func (e direction) words() []uint64 {
	v := make([]uint64, fractionBits)
	for k := range v {
		if k < e.degree {
			v[k] = e.first[k] << (63 - k)
			continue
		}
		v[k] = v[k-e.degree] ^ v[k-e.degree]>>e.degree
		for i := 1; i < e.degree; i++ {
			if e.inner>>(e.degree-1-i)&1 == 1 {
				v[k] ^= v[k-i]
			}
		}
	}
	return v
}

// Sobol is a Sobol sequence, up to 2^52 points long. Numbers of points that are
// powers of two are the balanced ones. It does not change and may be shared.
type Sobol struct {
	words     [][]uint64 // direction numbers of each dimension
	shift     []uint64
	scrambled bool
}

// NewSobol returns the Sobol sequence in d dimensions with the direction
// numbers of Joe and Kuo, scrambled by the stream, or as it is if that is nil.
//
// The scrambling is the random linear one of Matousek (1998, On the
// L2-discrepancy for anchored boxes, J. Complexity 14, 527-556): the digits of
// each dimension are multiplied by a random lower triangular matrix with ones
// on the diagonal, then a random number is added digit by digit. It keeps the
// balance of the sequence, makes each point uniform and, since no coordinate is
// 0 then, lets every distribution be inverted. The first dimensions of a
// sequence do not depend on how many follow.
func NewSobol(d int, s *Stream) (*Sobol, error) {
	table, err := directions()
	if err != nil {
		return nil, err
	}
	if d < 1 || d > MaxDimension {
		return nil, fmt.Errorf("a Sobol sequence has 1 to %d dimensions, not %d", MaxDimension, d)
	}
	q := &Sobol{words: make([][]uint64, d), shift: make([]uint64, d), scrambled: s != nil}
	for j := range d {
		if j == 0 {
			// The van der Corput sequence, which has no polynomial.
			q.words[j] = make([]uint64, fractionBits)
			for k := range q.words[j] {
				q.words[j][k] = 1 << (63 - k)
			}
		} else {
			q.words[j] = table[j-1].words()
		}
		if s != nil {
			q.words[j] = scramble(q.words[j], s)
			q.shift[j] = s.Uint64()
		}
	}
	return q, nil
}

// scramble multiplies the digits of each word by a random matrix over two
// elements, lower triangular with ones on the diagonal.
func scramble(words []uint64, s *Stream) []uint64 {
	out := make([]uint64, len(words))
	for r := range fractionBits {
		diagonal := uint64(1) << (63 - r)
		row := diagonal | s.Uint64()&^(diagonal<<1-1)
		for k, w := range words {
			out[k] |= uint64(bits.OnesCount64(row&w)&1) << (63 - r)
		}
	}
	return out
}

// Point puts point i of the sequence, counted from 0, in p, which may be shorter
// than the sequence has dimensions. The order is that of Gray codes (Antonov and
// Saleev 1979), in which other programs produce the points too.
func (q *Sobol) Point(i uint64, p []float64) {
	for j := range p {
		p[j] = q.at(i, j)
	}
}

// at returns coordinate j of point i.
func (q *Sobol) at(i uint64, j int) float64 {
	x := q.shift[j]
	for gray := i ^ i>>1; gray != 0; gray &= gray - 1 {
		x ^= q.words[j][bits.TrailingZeros64(gray)]
	}
	if q.scrambled {
		return open(x)
	}
	return float64(float64(x>>(64-fractionBits)) * 0x1p-52)
}

// Points returns the first n points.
func (q *Sobol) Points(n int) [][]float64 {
	points := grid(n, len(q.words))
	for i, p := range points {
		q.Point(uint64(i), p)
	}
	return points
}
