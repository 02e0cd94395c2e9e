//go:build goexperiment.simd && amd64

package fmath

import "math"

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
	var near [4]uint64
	at.Store(&near)
	a, b := word(&logRows[near[0]>>belowBits%tableSize]), word(&logRows[near[1]>>belowBits%tableSize])
	c, d := word(&logRows[near[2]>>belowBits%tableSize]), word(&logRows[near[3]>>belowBits%tableSize])
	ac, bd := a.Select128FromPair(0, 2, c), b.Select128FromPair(0, 2, d)
	inverse, hi = ac.InterleaveLoGrouped(bd).AsFloat64x4(), ac.InterleaveHiGrouped(bd).AsFloat64x4()
	lo = a.Select128FromPair(1, 3, c).InterleaveLoGrouped(b.Select128FromPair(1, 3, d)).AsFloat64x4()
	return inverse, hi, lo
}

// expColumns looks four rows up and turns them into the columns bits and rest.
func expColumns(v pattern) (bits pattern, rest vector) {
	var at [4]uint64
	v.Store(&at)
	a, b := word(&expRows[at[0]%tableSize]), word(&expRows[at[1]%tableSize])
	c, d := word(&expRows[at[2]%tableSize]), word(&expRows[at[3]%tableSize])
	ac, bd := a.Select128FromPair(0, 2, c), b.Select128FromPair(0, 2, d)
	return ac.InterleaveLoGrouped(bd), ac.InterleaveHiGrouped(bd).AsFloat64x4()
}

func four[T any](x T) [4]T { return [4]T{x, x, x, x} }

// Constants, four times each: loaded from memory, as spreading one over a vector takes longer.
var (
	ln2His    = four[float64](ln2Hi)
	ln2Los    = four[float64](ln2Lo)
	minusHalf = four[float64](-1. / 2)
	by3       = four[float64](1. / 3)
	minus4th  = four[float64](-1. / 4)
	by5       = four[float64](1. / 5)
	minus6th  = four[float64](-1. / 6)
	by7       = four[float64](1. / 7)

	expLeast   = four[float64](-708)
	expMost    = four[float64](709)
	steps      = four[float64](stepsPer1)
	toIntegers = four[float64](toInteger)
	ln2StepHis = four[float64](ln2StepHi)
	ln2StepLos = four[float64](ln2StepLo)
	half       = four[float64](1. / 2)
	by6        = four[float64](1. / 6)
	by24       = four[float64](1. / 24)
	by120      = four[float64](1. / 120)
)

// An integer below 2^52 in the last bits of 2^52 is a number that much greater.
var (
	integers       = four[uint64](0x433 << mantissaBits)
	biasedIntegers = four[float64](0x1p52 + exponentBias)
)

// Bits of a float64.
var (
	leastNormals   = four[int64](1 << mantissaBits)
	belowTwice     = four[int64](2<<mantissaBits - 1)
	halves         = four[uint64](1 << (belowBits - 1))
	belows         = four[uint64](1<<belowBits - 1)
	mantissas      = four[uint64](1<<mantissaBits - 1)
	biases         = four[uint64](exponentBias << mantissaBits)
	mantissaShifts = four[uint64](mantissaBits)
	belowShifts    = four[uint64](belowBits)
)
