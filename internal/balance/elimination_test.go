package balance

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// What the factors give, multiplied again, is what was asked for.
func TestFactorSolves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, flows := rapid.IntRange(1, 30).Draw(t, "rows"), rapid.IntRange(1, 60).Draw(t, "flows")
		var r Rows
		for range rows {
			for range rapid.IntRange(0, 5).Draw(t, "terms") {
				r.Add(rapid.IntRange(0, flows-1).Draw(t, "flow"), rapid.Float64Range(0.2, 2).Draw(t, "coef"))
			}
			r.End()
		}
		variance, b, x := make([]float64, flows), make([]float64, rows), make([]float64, rows)
		for j := range variance {
			variance[j] = max(0, rapid.Float64Range(-1, 4).Draw(t, "variance"))
		}
		for i := range b {
			b[i] = rapid.Float64Range(-10, 10).Draw(t, "right")
		}
		f := NewElimination(&r, flows).newFactor()
		f.sum(r.Coef, variance)
		for k := range f.diag {
			f.diag[k] += 0.1
		}
		f.decompose()
		f.solve(b, x)
		pull := make([]float64, flows)
		for i := range rows {
			cols, coefs := r.terms(i)
			for k, c := range coefs {
				pull[cols[k]] += c * x[i] * variance[cols[k]]
			}
		}
		for i := range rows {
			got := 0.1 * x[i]
			cols, coefs := r.terms(i)
			for k, c := range coefs {
				got += c * pull[cols[k]]
			}
			if math.Abs(got-b[i]) > 1e-7 {
				t.Fatalf("balance %d: %g, want %g", i, got, b[i])
			}
		}
	})
}

// Markets in a row, each handing on to the next, are eliminated from an end: L has one
// entry for each link and no more.
func TestChainHasNoFill(t *testing.T) {
	const n = 70
	var r Rows
	for i := range n {
		r.Add(i, 1)
		r.Add(i+1, -1)
		r.End()
	}
	if e := NewElimination(&r, n+1); e.first[n] != n-1 {
		t.Errorf("%d entries, want %d", e.first[n], n-1)
	}
}

// Two balances with one flow between them say the same: the second keeps its multiplier.
func TestImpliedBalance(t *testing.T) {
	var r Rows
	r.Add(0, 1)
	r.End()
	r.Add(0, -1)
	r.End()
	f := NewElimination(&r, 1).newFactor()
	f.sum(r.Coef, []float64{3})
	f.decompose()
	x := make([]float64, 2)
	f.solve([]float64{6, -6}, x)
	if d := x[0] - x[1]; math.Abs(d-2) > 1e-15 {
		t.Errorf("the multipliers differ by %g, want 2", d)
	}
}
