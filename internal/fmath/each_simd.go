//go:build goexperiment.simd && amd64

package fmath

import (
	"math"
	"simd/archsimd"
)

// Four numbers at once, with the bits that Log and Exp give each: the same
// steps in the same order. What is looked up in a table is a row of a vector
// per number, turned into a vector per column.

type (
	vector  = archsimd.Float64x4
	pattern = archsimd.Uint64x4
)

// LogEach replaces every number by its logarithm, with the bits that [Log] gives.
func LogEach(x []float64) {
	if !archsimd.X86.AVX2() {
		for i, v := range x {
			x[i] = Log(v)
		}
		return
	}
	for ; len(x) >= 4; x = x[4:] {
		p := (*[4]float64)(x)
		Log4(archsimd.LoadFloat64x4(p)).Store(p)
	}
	archsimd.ClearAVXUpperBits()
	for i, v := range x {
		x[i] = Log(v)
	}
}

// ExpEach replaces every number by e to its power, with the bits that [Exp] gives.
func ExpEach(x []float64) {
	if !archsimd.X86.AVX2() {
		for i, v := range x {
			x[i] = Exp(v)
		}
		return
	}
	for ; len(x) >= 4; x = x[4:] {
		p := (*[4]float64)(x)
		Exp4(archsimd.LoadFloat64x4(p)).Store(p)
	}
	archsimd.ClearAVXUpperBits()
	for i, v := range x {
		x[i] = Exp(v)
	}
}

// Log4 is Log of four numbers.
func Log4(x vector) vector {
	normal := x.GreaterEqual(numbers(&leastNormals)).And(x.LessEqual(numbers(&largests)))
	if normal.ToBits() != 0b1111 {
		return one(x, Log)
	}
	bits := x.AsUint64x4()
	near := bits.Add(word(&halves)).AndNot(word(&belows))
	scale := near.AndNot(word(&mantissas)).Sub(word(&biases))
	inverse, hi, lo := logColumns(near)
	r := bits.Sub(scale).AsFloat64x4().Sub(near.Sub(scale).AsFloat64x4()).Mul(inverse)
	k := near.ShiftRight(word(&mantissaShifts)).Or(word(&integers)).AsFloat64x4().Sub(numbers(&biasedIntegers))
	return logSeries4(k, r, hi, lo)
}

// logSeries4 is logSeries.
func logSeries4(k, r, hi, lo vector) vector {
	r2 := r.Mul(r)
	inner := numbers(&minus4th).Add(r.Mul(numbers(&by5))).Add(r2.Mul(numbers(&minus6th).Add(r.Mul(numbers(&by7)))))
	rest := numbers(&minusHalf).Add(r.Mul(numbers(&by3))).Add(r2.Mul(inner))
	tail := r2.Mul(rest).Add(k.Mul(numbers(&ln2Los)).Add(lo))
	return k.Mul(numbers(&ln2His)).Add(hi).Add(r.Add(tail))
}

// Exp4 is Exp of four numbers.
func Exp4(x vector) vector {
	normal := x.Greater(numbers(&expLeast)).And(x.Less(numbers(&expMost)))
	if normal.ToBits() != 0b1111 {
		return one(x, Exp)
	}
	shifted := x.Mul(numbers(&steps)).Add(numbers(&toIntegers))
	n := shifted.Sub(numbers(&toIntegers))
	bits := shifted.AsUint64x4()
	base, lost := expColumns(bits)
	power := base.Add(bits.ShiftLeft(word(&belowShifts))).AsFloat64x4()
	r := x.Sub(n.Mul(numbers(&ln2StepHis))).Sub(n.Mul(numbers(&ln2StepLos)))
	return expSeries4(power, lost, r)
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

func numbers(p *[4]float64) vector { return archsimd.LoadFloat64x4(p) }
func word(p *[4]uint64) pattern    { return archsimd.LoadUint64x4(p) }

// logRows and expRows are the tables with rows as long as a vector.
var logRows, expRows = func() (logs, exps [tableSize][4]uint64) {
	for i, e := range logTable {
		logs[i] = [4]uint64{math.Float64bits(e.inverse), math.Float64bits(e.hi), math.Float64bits(e.lo)}
	}
	for i, e := range expTable {
		exps[i] = [4]uint64{e.bits, math.Float64bits(e.rest)}
	}
	return logs, exps
}()

// logColumns looks four rows up and turns them into the columns inverse, hi and lo.
func logColumns(at pattern) (inverse, hi, lo vector) {
	near0, near1, near2, near3 := at.GetLo().GetElem(0), at.GetLo().GetElem(1), at.GetHi().GetElem(0), at.GetHi().GetElem(1)
	a, b := word(&logRows[near0>>belowBits%tableSize]), word(&logRows[near1>>belowBits%tableSize])
	c, d := word(&logRows[near2>>belowBits%tableSize]), word(&logRows[near3>>belowBits%tableSize])
	ac, bd := a.Select128FromPair(0, 2, c), b.Select128FromPair(0, 2, d)
	inverse, hi = ac.InterleaveLoGrouped(bd).AsFloat64x4(), ac.InterleaveHiGrouped(bd).AsFloat64x4()
	lo = a.Select128FromPair(1, 3, c).InterleaveLoGrouped(b.Select128FromPair(1, 3, d)).AsFloat64x4()
	return inverse, hi, lo
}

// expColumns looks four rows up and turns them into the columns bits and rest.
func expColumns(v pattern) (bits pattern, rest vector) {
	at0, at1, at2, at3 := v.GetLo().GetElem(0), v.GetLo().GetElem(1), v.GetHi().GetElem(0), v.GetHi().GetElem(1)
	a, b := word(&expRows[at0%tableSize]), word(&expRows[at1%tableSize])
	c, d := word(&expRows[at2%tableSize]), word(&expRows[at3%tableSize])
	ac, bd := a.Select128FromPair(0, 2, c), b.Select128FromPair(0, 2, d)
	return ac.InterleaveLoGrouped(bd), ac.InterleaveHiGrouped(bd).AsFloat64x4()
}

// Constants, four times each: loaded from memory, as spreading one over a vector takes longer.
var (
	leastNormals = [4]float64{leastNormal, leastNormal, leastNormal, leastNormal}
	largests     = [4]float64{math.MaxFloat64, math.MaxFloat64, math.MaxFloat64, math.MaxFloat64}
	ln2His       = [4]float64{ln2Hi, ln2Hi, ln2Hi, ln2Hi}
	ln2Los       = [4]float64{ln2Lo, ln2Lo, ln2Lo, ln2Lo}
	minusHalf    = [4]float64{-1. / 2, -1. / 2, -1. / 2, -1. / 2}
	by3          = [4]float64{1. / 3, 1. / 3, 1. / 3, 1. / 3}
	minus4th     = [4]float64{-1. / 4, -1. / 4, -1. / 4, -1. / 4}
	by5          = [4]float64{1. / 5, 1. / 5, 1. / 5, 1. / 5}
	minus6th     = [4]float64{-1. / 6, -1. / 6, -1. / 6, -1. / 6}
	by7          = [4]float64{1. / 7, 1. / 7, 1. / 7, 1. / 7}

	expLeast   = [4]float64{-708, -708, -708, -708}
	expMost    = [4]float64{709, 709, 709, 709}
	steps      = [4]float64{stepsPer1, stepsPer1, stepsPer1, stepsPer1}
	toIntegers = [4]float64{toInteger, toInteger, toInteger, toInteger}
	ln2StepHis = [4]float64{ln2StepHi, ln2StepHi, ln2StepHi, ln2StepHi}
	ln2StepLos = [4]float64{ln2StepLo, ln2StepLo, ln2StepLo, ln2StepLo}
	half       = [4]float64{1. / 2, 1. / 2, 1. / 2, 1. / 2}
	by6        = [4]float64{1. / 6, 1. / 6, 1. / 6, 1. / 6}
	by24       = [4]float64{1. / 24, 1. / 24, 1. / 24, 1. / 24}
	by120      = [4]float64{1. / 120, 1. / 120, 1. / 120, 1. / 120}
)

// An integer below 2^52 in the last bits of 2^52 is a number that much greater.
var (
	integers       = [4]uint64{0x433 << mantissaBits, 0x433 << mantissaBits, 0x433 << mantissaBits, 0x433 << mantissaBits}
	biasedIntegers = [4]float64{0x1p52 + exponentBias, 0x1p52 + exponentBias, 0x1p52 + exponentBias, 0x1p52 + exponentBias}
)

// Bits of a float64.
var (
	halves         = [4]uint64{1 << (belowBits - 1), 1 << (belowBits - 1), 1 << (belowBits - 1), 1 << (belowBits - 1)}
	belows         = [4]uint64{1<<belowBits - 1, 1<<belowBits - 1, 1<<belowBits - 1, 1<<belowBits - 1}
	mantissas      = [4]uint64{1<<mantissaBits - 1, 1<<mantissaBits - 1, 1<<mantissaBits - 1, 1<<mantissaBits - 1}
	biases         = [4]uint64{exponentBias << mantissaBits, exponentBias << mantissaBits, exponentBias << mantissaBits, exponentBias << mantissaBits}
	mantissaShifts = [4]uint64{mantissaBits, mantissaBits, mantissaBits, mantissaBits}
	belowShifts    = [4]uint64{belowBits, belowBits, belowBits, belowBits}
)
