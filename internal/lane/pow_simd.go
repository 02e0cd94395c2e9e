//go:build goexperiment.simd && amd64

package lane

import "simd/archsimd"

// Pow is fmath.Pow. Its easy exponents are only looked at where some member has one.
func Pow(x, y F) F {
	one, two, none := constant(&ones), constant(&twos), F{}
	size := Abs(y)
	flat, square, nought := size.Equal(one), size.Equal(two), y.Equal(none)
	nothing := x.LessEqual(none)
	easy := flat.Or(square).Or(nought).Or(nothing)
	if !Any(easy) {
		return Exp(y.Mul(Log(x)))
	}
	var power F
	if !Every(easy) {
		power = Exp(Choose(easy, none, y.Mul(Log(Choose(easy, one, x)))))
	}
	base := Choose(square, x.Mul(x), x)
	base = Choose(y.Less(none), one.Div(base), base)
	power = Choose(flat.Or(square), base, power)
	return Choose(nought, one, Choose(nothing, none, power))
}

var (
	ones = [4]float64{1, 1, 1, 1}
	twos = [4]float64{2, 2, 2, 2}
)

func constant(p *[4]float64) F {
	v := archsimd.LoadFloat64x4(p)
	return F{v, v}
}
