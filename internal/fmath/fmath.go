// Package fmath has the few elementary functions the engine needs, written so
// that they give the same bits on every machine. The standard library's Exp has
// assembly on some processors, and compilers on others fuse a multiplication
// and an addition into one rounding; here every product is rounded by an
// explicit conversion before it is added to.
//
// Exp and Log look the larger part of the result up in a table of 128 entries
// and add a short Taylor polynomial for the rest (Tang, P. T. P. (1989, 1990),
// Table-driven implementation of the exponential and of the logarithm function
// in IEEE floating-point arithmetic, ACM TOMS 15(2) and 16(4)). That takes
// about half the time of a polynomial that has to do everything, and no
// division. Exp is good to 0.6 units in the last place, Log to 1, near 1 to 2;
// a test holds both against 200-bit arithmetic.
package fmath

import "math"

// The layout of a float64.
const (
	mantissaBits = 52
	exponentBias = 1023
	leastNormal  = 0x1p-1022
)

// The tables have one entry for each value of the first tableBits bits.
const (
	tableBits = 7
	tableSize = 1 << tableBits
	belowBits = mantissaBits - tableBits // bits of a mantissa that the tables do not look at
)

// ln 2 in two parts, of which the first has so few bits that its product with
// an exponent is exact; and the same divided by the size of the table.
const (
	ln2Hi     = 0x1.62e42fefa38p-1
	ln2Lo     = 0x1.ef35793c7673p-45
	ln2StepHi = 0x1.62e42fefap-8
	ln2StepLo = 0x1.cf79abc9e3b39p-47
	stepsPer1 = tableSize / math.Ln2
	toInteger = 0x1.8p52 // added to a float64, it leaves the nearest integer in the last bits
)

// Sqrt returns the square root of x, which IEEE 754 rounds correctly everywhere.
func Sqrt(x float64) float64 { return math.Sqrt(x) }

// Log returns the natural logarithm of x. With c the number nearest to x of
// those with tableBits+1 significant bits, log x = log c + log(1 + (x-c)/c).
// Near 1, c is 1 and nothing cancels.
func Log(x float64) float64 {
	if !logNormal(x) {
		return logEdge(x)
	}
	k, r, c := logReduce(x)
	return logSeries(k, r, c)
}

// LogEach replaces every number by its logarithm, with the bits that [Log] gives.
// Where one need not wait for the other a processor works at several at a time.
func LogEach(x []float64) {
	x = x[logFours(x):]
	for i, v := range x {
		if !logNormal(v) {
			x[i] = logEdge(v)
			continue
		}
		k, r, c := logReduce(v)
		x[i] = logSeries(k, r, c)
	}
}

func logNormal(x float64) bool { return x >= leastNormal && x <= math.MaxFloat64 }

// logEntry is what logTable knows of a c: 1/c, and log c in two parts.
type logEntry struct{ inverse, hi, lo float64 }

// logReduce splits x into the power of 2 and the c of its table entry, and r = (x-c)/c.
func logReduce(x float64) (k, r float64, c *logEntry) {
	bits := math.Float64bits(x)
	near := (bits + 1<<(belowBits-1)) &^ (1<<belowBits - 1)
	exponent := near>>mantissaBits - exponentBias
	scale := exponent << mantissaBits
	c = &logTable[near>>belowBits%tableSize]
	r = float64((math.Float64frombits(bits-scale) - math.Float64frombits(near-scale)) * c.inverse)
	return float64(int64(exponent)), r, c
}

// logSeries adds up k ln 2 + log c + log(1+r).
func logSeries(k, r float64, c *logEntry) float64 {
	r2 := float64(r * r)
	rest := (-1./2 + float64(r*(1./3))) + float64(r2*((-1./4+float64(r*(1./5)))+float64(r2*(-1./6+float64(r*(1./7))))))
	return (float64(k*ln2Hi) + c.hi) + (r + (float64(r2*rest) + (float64(k*ln2Lo) + c.lo)))
}

// logEdge is Log of what is not a positive normal number.
func logEdge(x float64) float64 {
	switch {
	case x > 0 && x < leastNormal:
		return Log(x*0x1p52) - 52*math.Ln2
	case x == 0:
		return math.Inf(-1)
	case x > 0:
		return x
	}
	return math.NaN()
}

// Exp returns e to the x; results beyond the range of float64 become +Inf or 0.
// With n the integer nearest to x tableSize / ln 2, e^x = 2^(n/tableSize) e^r:
// the first factor is looked up, its exponent added, r is small.
func Exp(x float64) float64 {
	if !expNormal(x) {
		return expEdge(x)
	}
	return expSeries(expReduce(x))
}

// ExpEach replaces every number by e to its power, with the bits that [Exp] gives.
func ExpEach(x []float64) {
	x = x[expFours(x):]
	for i, v := range x {
		if !expNormal(v) {
			x[i] = expEdge(v)
			continue
		}
		x[i] = expSeries(expReduce(v))
	}
}

func expNormal(x float64) bool { return x > -708 && x < 709 }

// expReduce splits e^x into a power of 2 that the table has, what its rounding lost, and r.
func expReduce(x float64) (power, lost, r float64) {
	shifted := float64(x*stepsPer1) + toInteger
	n := shifted - toInteger
	bits := math.Float64bits(shifted)
	step := &expTable[bits%tableSize]
	return math.Float64frombits(step.bits + bits<<belowBits), step.rest, x - float64(n*ln2StepHi) - float64(n*ln2StepLo)
}

// expSeries is the power times e^r.
func expSeries(power, lost, r float64) float64 {
	r2 := float64(r * r)
	rest := (lost + r) + (float64(r2*(1./2+float64(r*(1./6)))) + float64(float64(r2*r2)*(1./24+float64(r*(1./120)))))
	return power + float64(power*rest)
}

// expEdge is Exp where the result is no normal number or close to it.
func expEdge(x float64) float64 {
	switch {
	case x > 709.8:
		return math.Inf(1)
	case x < -745.2:
		return 0
	case x > 0:
		return Exp(x-64*math.Ln2) * 0x1p64
	case x <= 0:
		return Exp(x+64*math.Ln2) * 0x1p-64
	}
	return x
}

// Pow2 returns x to the y and x to the z, as Pow does, with one logarithm for both.
func Pow2(x, y, z float64) (xy, xz float64) {
	if x <= 0 || easy(y) || easy(z) {
		return Pow(x, y), Pow(x, z)
	}
	log := Log(x)
	return Exp(float64(y * log)), Exp(float64(z * log))
}

// easy reports whether Pow multiplies for this exponent.
func easy(y float64) bool { return y == 0 || y == 1 || y == -1 || y == 2 || y == -2 }

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
