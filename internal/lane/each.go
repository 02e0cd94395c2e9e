package lane

import (
	"unsafe"

	"lodestone/internal/fmath"
)

// LogEach replaces every number by its logarithm, with the bits of fmath.Log.
func LogEach(x []F) { fmath.LogEach(numbers(x)) }

// ExpEach replaces every number by e to its power, with the bits of fmath.Exp.
func ExpEach(x []F) { fmath.ExpEach(numbers(x)) }

// numbers is the same memory, member by member.
func numbers(x []F) []float64 {
	return unsafe.Slice((*float64)(unsafe.Pointer(unsafe.SliceData(x))), Width*len(x))
}
