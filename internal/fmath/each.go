//go:build !(goexperiment.simd && amd64)

package fmath

// LogEach replaces every number by its logarithm, with the bits that [Log] gives.
// Where one need not wait for the other a processor works at several at a time.
func LogEach(x []float64) {
	for i, v := range x {
		if !logNormal(v) {
			x[i] = logEdge(v)
			continue
		}
		k, r, c := logReduce(v)
		x[i] = logSeries(k, r, c)
	}
}

// ExpEach replaces every number by e to its power, with the bits that [Exp] gives.
func ExpEach(x []float64) {
	for i, v := range x {
		if !expNormal(v) {
			x[i] = expEdge(v)
			continue
		}
		x[i] = expSeries(expReduce(v))
	}
}
