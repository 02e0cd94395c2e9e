//wide:none

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

// choose is a where cond holds, else b.
func choose(cond bool, a, b float64) float64 {
	if cond {
		return a
	}
	return b
}

// any guards what need not be reckoned where cond does not hold, and would change
// nothing there.
func any(cond bool) bool { return cond }

// known is a condition on what the network knows of the base year, and so the same
// in every run of a chain: a price that is known or not, a flow there is or is not.
func known(cond bool) bool { return cond }

func fill(v []float64, x float64) {
	for i := range v {
		v[i] = x
	}
}
