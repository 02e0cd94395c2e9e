//go:build goexperiment.simd && amd64

package fmath

import "simd/archsimd"

// Four numbers at once, with the bits that Log and Exp give each: the same
// steps in the same order. What is looked up in a table is a row of a vector
// per number, turned into a vector per column.

type (
	vector  = archsimd.Float64x4
	pattern = archsimd.Uint64x4
)

// logFours is LogEach of as many numbers as vectors hold; it returns how many that are.
func logFours(x []float64) int {
	fours := whole(x)
	for i := 0; i < fours; i += 4 {
		p := (*[4]float64)(x[i:])
		v := numbers(p)
		if !logNormal4(v) {
			one(v, Log).Store(p)
			continue
		}
		logSeries4(logReduce4(v)).Store(p)
	}
	archsimd.ClearAVXUpperBits()
	return fours
}

// expFours is ExpEach of as many numbers as vectors hold; it returns how many that are.
func expFours(x []float64) int {
	fours := whole(x)
	for i := 0; i < fours; i += 4 {
		p := (*[4]float64)(x[i:])
		v := numbers(p)
		if !expNormal4(v) {
			one(v, Exp).Store(p)
			continue
		}
		expSeries4(expReduce4(v)).Store(p)
	}
	archsimd.ClearAVXUpperBits()
	return fours
}

// whole is how many numbers fill whole vectors: none on a machine that has no such vectors.
func whole(x []float64) int {
	if !archsimd.X86.AVX2() {
		return 0
	}
	return len(x) &^ 3
}

// Log8 is Log of eight numbers.
func Log8(x, y vector) (logX, logY vector) {
	if !logNormal4(x) || !logNormal4(y) {
		return one(x, Log), one(y, Log)
	}
	return logSeries4(logReduce4(x)), logSeries4(logReduce4(y))
}

// logNormal4 is logNormal of all four: the bits of the least normal number added
// to theirs leave those of normal numbers above its double, and make infinity,
// the greatest, a negative integer.
func logNormal4(x vector) bool {
	return x.AsInt64x4().Add(integer(&leastNormals)).Greater(integer(&belowTwice)).ToBits() == 0b1111
}

// logReduce4 is logReduce, near what is nearest to x of what the table has.
func logReduce4(x vector) (near pattern, r, hi, lo vector) {
	bits := x.AsUint64x4()
	near = bits.Add(word(&halves)).AndNot(word(&belows))
	inverse, hi, lo := logColumns(near)
	scale := near.AndNot(word(&mantissas)).Sub(word(&biases))
	return near, bits.Sub(scale).AsFloat64x4().Sub(near.Sub(scale).AsFloat64x4()).Mul(inverse), hi, lo
}

// logSeries4 is logSeries.
func logSeries4(near pattern, r, hi, lo vector) vector {
	k := near.ShiftRight(word(&mantissaShifts)).Or(word(&integers)).AsFloat64x4().Sub(numbers(&biasedIntegers))
	r2 := r.Mul(r)
	inner := numbers(&minus4th).Add(r.Mul(numbers(&by5))).Add(r2.Mul(numbers(&minus6th).Add(r.Mul(numbers(&by7)))))
	rest := numbers(&minusHalf).Add(r.Mul(numbers(&by3))).Add(r2.Mul(inner))
	tail := r2.Mul(rest).Add(k.Mul(numbers(&ln2Los)).Add(lo))
	return k.Mul(numbers(&ln2His)).Add(hi).Add(r.Add(tail))
}

// Exp8 is Exp of eight numbers.
func Exp8(x, y vector) (expX, expY vector) {
	if !expNormal4(x) || !expNormal4(y) {
		return one(x, Exp), one(y, Exp)
	}
	return expSeries4(expReduce4(x)), expSeries4(expReduce4(y))
}

// expNormal4 is expNormal of all four.
func expNormal4(x vector) bool {
	return x.Greater(numbers(&expLeast)).And(x.Less(numbers(&expMost))).ToBits() == 0b1111
}

// expReduce4 is expReduce.
func expReduce4(x vector) (power, lost, r vector) {
	shifted := x.Mul(numbers(&steps)).Add(numbers(&toIntegers))
	n := shifted.Sub(numbers(&toIntegers))
	bits := shifted.AsUint64x4()
	base, lost := expColumns(bits)
	power = base.Add(bits.ShiftLeft(word(&belowShifts))).AsFloat64x4()
	return power, lost, x.Sub(n.Mul(numbers(&ln2StepHis))).Sub(n.Mul(numbers(&ln2StepLos)))
}

// expSeries4 is expSeries.
func expSeries4(power, lost, r vector) vector {
	r2 := r.Mul(r)
	second := r2.Mul(numbers(&half).Add(r.Mul(numbers(&by6))))
	fourth := r2.Mul(r2).Mul(numbers(&by24).Add(r.Mul(numbers(&by120))))
	rest := lost.Add(r).Add(second.Add(fourth))
	return power.Add(power.Mul(rest))
}

// one takes the numbers one by one.
func one(x vector, f func(float64) float64) vector {
	var list [4]float64
	x.Store(&list)
	archsimd.ClearAVXUpperBits()
	for i, v := range list {
		list[i] = f(v)
	}
	return archsimd.LoadFloat64x4(&list)
}

func numbers(p *[4]float64) vector         { return archsimd.LoadFloat64x4(p) }
func integer(p *[4]int64) archsimd.Int64x4 { return archsimd.LoadInt64x4(p) }
func word(p *[4]uint64) pattern            { return archsimd.LoadUint64x4(p) }
