package lane

import "testing"

// BenchmarkDone is what plain code takes after vectors, with Done between them and without.
func BenchmarkDone(b *testing.B) {
	needed(b)
	defer Done()
	x, plain := make([]F, 64), make([]float64, 64)
	Fill(x, All(1.5))
	for _, c := range []struct {
		name    string
		between func()
	}{{"none", func() {}}, {"Done", Done}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				relax(x)
				c.between()
				average(plain)
			}
		})
	}
	b.Run("without the plain code", func(b *testing.B) {
		for b.Loop() {
			relax(x)
		}
	})
}

func relax(x []F) {
	half := All(0.5)
	for i := range x {
		x[i] = x[i].Mul(half).Add(half)
	}
}

func average(x []float64) {
	mean := 1.0
	for i, v := range x {
		mean += (v - mean) / 8
		x[i] = float64(mean*0.5) + 0.5
	}
}
