// Package fmath has the few elementary functions the engine needs, written so
// that they give the same bits on every machine. The standard library's Exp has
// assembly on some processors, and compilers on others fuse a multiplication
// and an addition into one rounding; here every product is rounded by an
// explicit conversion before it is added to.
//
// The algorithms are those of FreeBSD's msun (e_exp.c, e_log.c), whose
// polynomials are good to less than one unit in the last place.
package fmath

import "math"

const (
	ln2Hi = 6.93147180369123816490e-01
	ln2Lo = 1.90821492927058770002e-10
	log2e = 1.44269504088896338700e+00
)

// Sqrt returns the square root of x, which IEEE 754 rounds correctly everywhere.
func Sqrt(x float64) float64 { return math.Sqrt(x) }

// Log returns the natural logarithm of x; x must be positive and finite.
func Log(x float64) float64 {
	f1, ki := split(x)
	if f1 < math.Sqrt2/2 {
		f1 *= 2
		ki--
	}
	f := f1 - 1
	k := float64(ki)
	s := f / (2 + f)
	s2 := float64(s * s)
	s4 := float64(s2 * s2)
	t1 := float64(s2 * horner(s4, 6.666666666666735130e-01, 2.857142874366239149e-01, 1.818357216161805012e-01, 1.479819860511658591e-01))
	t2 := float64(s4 * horner(s4, 3.999999999940941908e-01, 2.222219843214978396e-01, 1.531383769920937332e-01, 0))
	r := t1 + t2
	half := float64(0.5 * float64(f*f))
	return float64(k*ln2Hi) - ((half - (float64(s*(half+r)) + float64(k*ln2Lo))) - f)
}

// Exp returns e to the x; results beyond the range of float64 become +Inf or 0.
func Exp(x float64) float64 {
	switch {
	case x > 709.7:
		return math.Inf(1)
	case x < -745.1:
		return 0
	}
	k := math.Floor(float64(log2e*x) + 0.5)
	hi := x - float64(k*ln2Hi)
	lo := float64(k * ln2Lo)
	r := hi - lo
	t := float64(r * r)
	c := r - float64(t*(1.66666666666666657415e-01+float64(t*horner(t,
		-2.77777777770155933842e-03, 6.61375632143793436117e-05, -1.65339022054652515390e-06, 4.13813679705723846039e-08))))
	y := 1 - ((lo - float64(r*c)/(2-c)) - hi)
	return scale(y, int(k))
}

// The layout of a float64.
const (
	mantissaBits = 52
	exponentBias = 1023
	exponentMask = 0x7ff
	leastNormal  = 0x1p-1022
)

// split is math.Frexp without its care for numbers this package never meets.
func split(x float64) (fraction float64, exponent int) {
	if x < leastNormal {
		return math.Frexp(x)
	}
	bits := math.Float64bits(x)
	exponent = int(bits>>mantissaBits)&exponentMask - (exponentBias - 1)
	bits = bits&^(exponentMask<<mantissaBits) | (exponentBias-1)<<mantissaBits
	return math.Float64frombits(bits), exponent
}

// scale is math.Ldexp, quick where the result is a normal number.
func scale(y float64, k int) float64 {
	if k < -1000 || k > 1000 {
		return math.Ldexp(y, k)
	}
	return y * math.Float64frombits(uint64(k+exponentBias)<<mantissaBits)
}

// Pow returns x to the y for positive x; 0 for others. The exponents that
// elasticities usually have are done by multiplication.
func Pow(x, y float64) float64 {
	switch {
	case y == 0:
		return 1
	case x <= 0:
		return 0
	case y == 1:
		return x
	case y == -1:
		return 1 / x
	case y == 2:
		return x * x
	case y == -2:
		return 1 / float64(x*x)
	}
	return Exp(float64(y * Log(x)))
}

// horner evaluates a + b t + c t^2 + d t^3.
func horner(t, a, b, c, d float64) float64 {
	return a + float64(t*(b+float64(t*(c+float64(t*d)))))
}
