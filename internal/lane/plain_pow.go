//go:build !(goexperiment.simd && amd64)

package lane

import (
	"math"
	"unsafe"

	"lodestone/internal/fmath"
)

// Pow2 is fmath.Pow2: x to the y and x to the z, with one logarithm for both.
func Pow2(x, y, z F) (xy, xz F) {
	xy.a, xz.a = fmath.Pow2(x.a, y.a, z.a)
	xy.b, xz.b = fmath.Pow2(x.b, y.b, z.b)
	xy.c, xz.c = fmath.Pow2(x.c, y.c, z.c)
	xy.d, xz.d = fmath.Pow2(x.d, y.d, z.d)
	return xy, xz
}

// BySign is the second of a table for a member whose number is negative, else the
// first. No branch: the sign of what differs from rest by rounding is as good as random.
func BySign(x F, table *[2]F) F {
	numbers := (*[2 * Width]float64)(unsafe.Pointer(table))
	return F{numbers[sign(x.a)*Width], numbers[sign(x.b)*Width+1], numbers[sign(x.c)*Width+2], numbers[sign(x.d)*Width+3]}
}

func sign(x float64) uint64 { return math.Float64bits(x) >> 63 }
