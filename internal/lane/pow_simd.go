//go:build goexperiment.simd && amd64

package lane

import "simd/archsimd"

// Pow is fmath.Pow. Its easy exponents are only looked at where some member has one.
func Pow(x, y F) F {
	one, two, none := constant(&ones), constant(&twos), F{}
	size := Abs(y)
	flat, square, nought := size.Equal(one), size.Equal(two), y.Equal(none)
	nothing := x.LessEqual(none)
	simple := flat.Or(square).Or(nought).Or(nothing)
	if !Any(simple) {
		return Exp(y.Mul(Log(x)))
	}
	var power F
	if !Every(simple) {
		power = Exp(Choose(simple, none, y.Mul(Log(Choose(simple, one, x)))))
	}
	base := Choose(square, x.Mul(x), x)
	base = Choose(y.Less(none), one.Div(base), base)
	power = Choose(flat.Or(square), base, power)
	return Choose(nought, one, Choose(nothing, none, power))
}

// Pow2 is fmath.Pow2: x to the y and x to the z, with one logarithm for both.
func Pow2(x, y, z F) (xy, xz F) {
	if Any(easy(y)) || Any(easy(z)) || Any(x.LessEqual(F{})) {
		return Pow(x, y), Pow(x, z)
	}
	log := Log(x)
	return Exp(y.Mul(log)), Exp(z.Mul(log))
}

// easy tells where Pow multiplies for an exponent.
func easy(y F) Mask {
	size := Abs(y)
	return size.Equal(constant(&ones)).Or(size.Equal(constant(&twos))).Or(y.Equal(F{}))
}

// BySign is the second of a table for a member whose number is negative, else the first.
func BySign(x F, table *[2]F) F { return Choose(x.Less(F{}), table[1], table[0]) }

var (
	ones = [4]float64{1, 1, 1, 1}
	twos = [4]float64{2, 2, 2, 2}
)

func constant(p *[4]float64) F {
	v := archsimd.LoadFloat64x4(p)
	return F{v, v}
}
