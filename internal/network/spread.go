package network

import "lodestone/internal/fmath"

// Spread says how many of a market's buyers have run out, given what is left
// of their stocks together.
//
// A market is many buyers whose stocks differ. Let the cover C of a buyer, as
// a multiple of the mean, follow the power distribution F(C) = (C/b)^k on
// [0, b], with b = (k+1)/k so that the mean is 1; its coefficient of variation
// v gives k = sqrt(1 + 1/v^2) - 1. When each buyer has lost G of its cover, the
// pool holds E[(C-G)+] and the share F(G) of the buyers has run out. Stopped is
// that share as a function of what the pool holds. With v = 0 all buyers are
// alike and none stops before the pool is empty.
type Spread struct{ table []float64 }

// SpreadPoints is the number of steps of a Spread's table.
const SpreadPoints = 256

// NewSpread tabulates the distribution with coefficient of variation v >= 0.
func NewSpread(v float64) Spread {
	s := Spread{table: make([]float64, SpreadPoints+1)}
	s.table[0] = 1
	if v < 1e-3 {
		return s
	}
	k := fmath.Sqrt(1+1/float64(v*v)) - 1
	b := (k + 1) / k
	for i, lost := SpreadPoints-1, 0.0; i > 0; i-- {
		lost, s.table[i] = lossFor(float64(i)/SpreadPoints, k, b, lost)
	}
	s.table[SpreadPoints] = 0
	return s
}

// lossFor finds the loss G that leaves the pool with the given share of its normal
// stock, E[(C-G)+] = (b-G) - b/(k+1) (1 - (G/b)^(k+1)), by Newton's method from a
// smaller loss, and the share F(G) that has run out then. What is held falls with G,
// ever more slowly, so the steps approach the answer from below.
func lossFor(left, k, b, smaller float64) (g, out float64) {
	g, out = smaller, fmath.Pow(smaller/b, k) // the slope is less one
	for range 60 {
		held := (b - g) - float64(b/(k+1)*(1-float64(out*(g/b))))
		step := (held - left) / (1 - out)
		if !(step > 1e-15*b) {
			break
		}
		g = min(g+step, b)
		out = fmath.Pow(g/b, k)
	}
	return g, out
}

// Stopped returns the share of buyers that have run out when the pool holds
// left times its normal stock. It is 0 from 1 upwards and 1 at 0.
func (s Spread) Stopped(left float64) float64 {
	if left >= 1 {
		return 0
	}
	if left <= 0 {
		return 1
	}
	at := float64(left * SpreadPoints)
	i := int(at)
	f := at - float64(i)
	if s.table[1] == 0 && i == 0 {
		return 0 // all buyers alike: a step, not a slope, at the empty pool
	}
	return s.table[i] + float64(f*(s.table[i+1]-s.table[i]))
}

// Points is the share that has run out when the pool holds 0, 1, 2 to SpreadPoints
// parts of its normal stock in SpreadPoints. It is not to be written to.
func (s Spread) Points() []float64 { return s.table }
