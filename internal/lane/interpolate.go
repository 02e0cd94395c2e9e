//go:build !(goexperiment.simd && amd64)

package lane

// Interpolate is the value of each member's table at a place between its points, the
// first of which is at 0 and which are 1 apart; the last point is out of its reach.
func Interpolate(table []F, at F) F {
	var y F
	for l := range Width {
		x := Of(at, l)
		i := int(x)
		low := Of(table[i], l)
		*At(&y, l) = low + float64((x-float64(i))*(Of(table[i+1], l)-low))
	}
	return y
}
