package lane

import (
	"unsafe"

	"lodestone/internal/fmath"
)

// In memory an F is Width float64, one after the other, in either build.

// At is the number of one member, to read or write.
func At(p *F, lane int) *float64 { return &(*[Width]float64)(unsafe.Pointer(p))[lane] }

// Of is the number of one member.
func Of(x F, lane int) float64 { return *At(&x, lane) }

// Put sets the number of one member to what it is in another F. It is moved as an
// integer: a float64 that passes through a vector register would have to wait there
// for what was done to the register before.
func Put(to, from *F, lane int) {
	(*[Width]uint64)(unsafe.Pointer(to))[lane] = (*[Width]uint64)(unsafe.Pointer(from))[lane]
}

// Set sets the number of all members. It takes no vector instruction, so it may be
// called where the machine may have none.
func Set(p *F, x float64) {
	for l := range Width {
		*At(p, l) = x
	}
}

// Fill sets every number of x to v.
func Fill(x []F, v F) {
	for i := range x {
		x[i] = v
	}
}

// LogEach replaces every number by its logarithm, with the bits of fmath.Log.
func LogEach(x []F) { fmath.LogEach(numbers(x)) }

// ExpEach replaces every number by e to its power, with the bits of fmath.Exp.
func ExpEach(x []F) { fmath.ExpEach(numbers(x)) }

// numbers is the same memory, member by member.
func numbers(x []F) []float64 {
	return unsafe.Slice((*float64)(unsafe.Pointer(unsafe.SliceData(x))), Width*len(x))
}
