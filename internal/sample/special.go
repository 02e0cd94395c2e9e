package sample

import (
	"math"

	"lodestone/internal/fmath"
)

// The rational functions of Wichura's algorithm AS 241, PPND16 (Applied
// Statistics 37, 477-484, 1988): numerator and denominator, constant term first,
// for the middle, the tails and the far tails.
var (
	middleOver = [8]float64{3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
		4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3}
	middleUnder = [8]float64{1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
		2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3}
	tailOver = [8]float64{1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
		1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4}
	tailUnder = [8]float64{1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
		1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9}
	farOver = [8]float64{6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
		2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7}
	farUnder = [8]float64{1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
		7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15}
)

// NormalQuantile returns the value below which a share p of the standard normal
// distribution lies, good to about 1e-16 of its size (AS 241).
func NormalQuantile(p float64) float64 {
	switch {
	case p <= 0:
		return math.Inf(-1)
	case p >= 1:
		return math.Inf(1)
	}
	q := p - 0.5
	if math.Abs(q) <= 0.425 {
		r := 0.180625 - float64(q*q)
		return q * polynomial(&middleOver, r) / polynomial(&middleUnder, r)
	}
	r := fmath.Sqrt(-fmath.Log(min(p, 1-p)))
	var z float64
	if r <= 5 {
		z = polynomial(&tailOver, r-1.6) / polynomial(&tailUnder, r-1.6)
	} else {
		z = polynomial(&farOver, r-5) / polynomial(&farUnder, r-5)
	}
	return math.Copysign(z, q)
}

func polynomial(c *[8]float64, t float64) float64 {
	y := c[7]
	for i := 6; i >= 0; i-- {
		y = c[i] + float64(t*y)
	}
	return y
}

const (
	rootTwoPi = 2.50662827463100050241576528481104525
	// tailFrom is where the continued fraction of the tail takes over from the
	// series about zero.
	tailFrom = 2
	// tailTerms of the fraction leave an error below 1e-20 from tailFrom on.
	tailTerms = 80
)

// NormalCDF returns the share of the standard normal distribution below z, good
// to about 1e-14 of its size in the lower tail. It is the series of Marsaglia
// (2004, Evaluating the normal distribution, eq. 3) and, in the tails, the
// continued fraction of Laplace (Abramowitz and Stegun 26.2.14).
func NormalCDF(z float64) float64 {
	density := fmath.Exp(-float64(z*z)/2) / rootTwoPi
	if math.Abs(z) < tailFrom {
		sum, term := z, z
		for k := 3.0; ; k += 2 {
			term = term * float64(z*z) / k
			if sum+term == sum {
				return 0.5 + float64(density*sum)
			}
			sum += term
		}
	}
	x := math.Abs(z)
	f := x
	for k := tailTerms; k >= 1; k-- {
		f = x + float64(k)/f
	}
	if z < 0 {
		return density / f
	}
	return 1 - density/f
}

// betaQuantile inverts the beta distribution with shapes a and b, both at least
// one, by Newton's method kept within a shrinking bracket.
func betaQuantile(p, a, b float64) float64 {
	logB := logGamma(a) + logGamma(b) - logGamma(a+b)
	lo, hi, x := 0.0, 1.0, a/(a+b)
	for range 100 {
		miss := betaCDF(x, a, b, logB) - p
		if miss > 0 {
			hi = x
		} else {
			lo = x
		}
		next := x - miss/fmath.Exp(float64((a-1)*fmath.Log(x))+float64((b-1)*fmath.Log(1-x))-logB)
		if !(next > lo && next < hi) {
			next = lo + float64((hi-lo)/2)
		}
		if math.Abs(next-x) <= 1e-15 {
			return next
		}
		x = next
	}
	return x
}

// betaCDF is the regularised incomplete beta function, by the continued
// fraction DLMF 8.17.22 evaluated with the modified method of Lentz.
func betaCDF(x, a, b, logB float64) float64 {
	if x > (a+1)/(a+b+2) {
		return 1 - betaCDF(1-x, b, a, logB)
	}
	const tiny = 1e-300
	away := func(v float64) float64 {
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	f, c, d := 1.0, 1.0, 0.0
	for n := range 500 {
		m := float64(n / 2)
		term := 1.0
		switch {
		case n == 0:
		case n%2 == 0:
			term = m * (b - m) * x / float64((a+float64(2*m)-1)*(a+float64(2*m)))
		default:
			term = -(a + m) * (a + b + m) * x / float64((a+float64(2*m))*(a+float64(2*m)+1))
		}
		d = 1 / away(1+float64(term*d))
		c = away(1 + term/c)
		f = float64(f * float64(c*d))
		if n > 0 && math.Abs(float64(c*d)-1) < 1e-16 {
			break
		}
	}
	front := fmath.Exp(float64(a*fmath.Log(x)) + float64(b*fmath.Log(1-x)) - logB)
	return front * (f - 1) / a
}

// stirling has the coefficients of 1/x, 1/x^3, ... in DLMF 5.11.1.
var stirling = [8]float64{1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156, -3617.0 / 122400}

// logGamma is the logarithm of the gamma function for positive x: the series of
// Stirling (DLMF 5.11.1), with x first raised above 10 by the recurrence.
func logGamma(x float64) float64 {
	const halfLogTwoPi = 0.918938533204672741780329736405617640
	product := 1.0
	for ; x < 10; x++ {
		product *= x
	}
	series := polynomial(&stirling, 1/float64(x*x)) / x
	return float64((x-0.5)*fmath.Log(x)) - x + halfLogTwoPi + series - fmath.Log(product)
}

// sine returns the sine of a small angle, |x| below one, by its series.
func sine(x float64) float64 {
	sum, term := x, x
	for k := 2.0; ; k += 2 {
		term = -term * float64(x*x) / float64(k*(k+1))
		if sum+term == sum {
			return sum
		}
		sum += term
	}
}
