package sim

import "math"

// Where the sign of a number is as good as random, as it is of what differs from rest
// by rounding, a branch costs a processor more than both its sides. These choose
// without one.

// sign is 1 for a negative number and 0 for another, to be used as an index.
func sign(x float64) int { return int(math.Float64bits(x) >> 63) }

// positive is x where that is positive, else 0.
func positive(x float64) float64 {
	bits := math.Float64bits(x)
	return math.Float64frombits(bits &^ uint64(int64(bits)>>63))
}

// negative is x where that is negative, else 0.
func negative(x float64) float64 {
	bits := math.Float64bits(x)
	return math.Float64frombits(bits & uint64(int64(bits)>>63))
}
