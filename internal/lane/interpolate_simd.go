//go:build goexperiment.simd && amd64

package lane

import "simd/archsimd"

// Interpolate is the value of each member's table at a place between its points, the
// first of which is at 0 and which are 1 apart; the last point is out of its reach.
// Points are loaded with those of the other members and picked in vectors: moved one by
// one they would have to be out of the way of the processor before a vector of them
// can be loaded.
func Interpolate(table []F, at F) F {
	lo, hi := at.lo.Floor(), at.hi.Floor()
	first := archsimd.LoadFloat64x4(&integers)
	var place [Width]uint64
	lo.Add(first).AsUint64x4().Store((*[4]uint64)(place[:4]))
	hi.Add(first).AsUint64x4().Store((*[4]uint64)(place[4:]))

	i, j, k, l := uint32(place[0]), uint32(place[1]), uint32(place[2]), uint32(place[3])
	low := diagonal(table[i].lo, table[j].lo, table[k].lo, table[l].lo)
	high := diagonal(table[i+1].lo, table[j+1].lo, table[k+1].lo, table[l+1].lo)
	y := low.Add(at.lo.Sub(lo).Mul(high.Sub(low)))

	i, j, k, l = uint32(place[4]), uint32(place[5]), uint32(place[6]), uint32(place[7])
	low = diagonal(table[i].hi, table[j].hi, table[k].hi, table[l].hi)
	high = diagonal(table[i+1].hi, table[j+1].hi, table[k+1].hi, table[l+1].hi)
	return F{y, low.Add(at.hi.Sub(hi).Mul(high.Sub(low)))}
}

// diagonal has the first number of a, the second of b, the third of c and the fourth of d.
func diagonal(a, b, c, d archsimd.Float64x4) archsimd.Float64x4 {
	ac, bd := a.Select128FromPair(0, 3, c), b.Select128FromPair(0, 3, d)
	return ac.SelectFromPairGrouped(0, 3, bd)
}

// integers are added to a float64 to leave the nearest integer in its last bits.
var integers = [4]float64{0x1p52, 0x1p52, 0x1p52, 0x1p52}
