package balance

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// term is a flow in a balance and its coefficient.
type term struct {
	flow int
	coef float64
}

func box(x0, sigma []float64, rows ...[]term) Problem {
	p := Problem{X0: x0, Sigma: sigma}
	for _, row := range rows {
		for _, t := range row {
			p.Rows.Add(t.flow, t.coef)
		}
		p.Rows.End()
	}
	for range x0 {
		p.Lo = append(p.Lo, 0)
		p.Hi = append(p.Hi, math.Inf(1))
	}
	return p
}

// Two reports of one flow, 100 and 110, with equal uncertainty meet half way;
// with unequal ones the change divides as the variances.
func TestTwoReportsOfOneFlow(t *testing.T) {
	for _, tc := range []struct{ s0, s1, want float64 }{
		{5, 5, 105}, {1, 3, 101}, {0, 3, 100},
	} {
		x, err := Solve(box([]float64{100, 110}, []float64{tc.s0, tc.s1}, []term{{0, 1}, {1, -1}}))
		if err != nil {
			t.Fatal(err)
		}
		for j := range x {
			if math.Abs(x[j]-tc.want) > 1e-9 {
				t.Errorf("sigma %g, %g: x[%d] = %g, want %g", tc.s0, tc.s1, j, x[j], tc.want)
			}
		}
	}
}

// The seven-flow network of Kuehn and Davidson type: a splitter, two branches
// and a joiner. Compared with the unbounded closed form x0 - VA'(AVA')^-1 A x0,
// here by hand for one balance x0 = x1 + x2.
func TestSplitter(t *testing.T) {
	x, err := Solve(box([]float64{100, 60, 50}, []float64{1, 2, 3}, []term{{0, 1}, {1, -1}, {2, -1}}))
	if err != nil {
		t.Fatal(err)
	}
	// Residual -10, total variance 1+4+9 = 14: each flow moves by 10*variance/14.
	want := []float64{100 + 10.0/14, 60 - 40.0/14, 50 - 90.0/14}
	for j := range want {
		if math.Abs(x[j]-want[j]) > 1e-9 {
			t.Errorf("x[%d] = %.12g, want %.12g", j, x[j], want[j])
		}
	}
}

func TestImpossibleBalanceIsNamed(t *testing.T) {
	p := box([]float64{100, 0}, []float64{1, 1}, []term{{0, 1}}, []term{{1, 1}})
	p.Lo[0] = 50
	_, err := Solve(p)
	var u *UnbalancedError
	if !errors.As(err, &u) || !errors.Is(err, ErrUnbalanced) {
		t.Fatalf("got %v, want an UnbalancedError", err)
	}
	if len(u.Rows) != 1 || u.Rows[0].Row != 0 {
		t.Errorf("rows %v, want row 0", u.Rows)
	}
}

// On random chains the solution balances, keeps its bounds, and no feasible
// direction along a cycle or chain improves it (checked by nudging).
func TestSolveIsOptimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := randomChain(t)
		x, err := Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		for i := range p.Rows.Len() {
			sum, size := 0.0, 1e-9
			cols, coefs := p.Rows.terms(i)
			for k, c := range coefs {
				sum += c * x[cols[k]]
				size += math.Abs(c * x[cols[k]])
			}
			if math.Abs(sum) > 1e-9*size {
				t.Fatalf("balance %d open by %g", i, sum)
			}
		}
		for j, v := range x {
			if v < p.Lo[j] || v > p.Hi[j] {
				t.Fatalf("flow %d = %g outside [%g, %g]", j, v, p.Lo[j], p.Hi[j])
			}
		}
		for _, scale := range []float64{0.999, 1.001} { // scaling all flows keeps every balance
			if cost(p, x, scale) < cost(p, x, 1)*(1-1e-9)-1e-12 {
				t.Fatalf("scaling by %g improves the fit", scale)
			}
		}
	})
}

// With capacities little above what is reported, and reports that do not agree, most
// flows end at a bound, all those of a balance at once among them. There is always a
// solution, for nothing may flow; it is found from any guess.
func TestTightCapacities(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		p := tightChain(r)
		guess := make([]float64, p.Rows.Len())
		for i := range guess {
			guess[i] = 6*r.Float64() - 3
		}
		x, _, err := SolveFrom(p, guess)
		if err != nil {
			t.Fatalf("chain %d: %v", seed, err)
		}
		for j, v := range x {
			if v < p.Lo[j] || v > p.Hi[j] {
				t.Fatalf("chain %d: flow %d = %g outside [%g, %g]", seed, j, v, p.Lo[j], p.Hi[j])
			}
		}
		if cost(p, x, 0.999) < cost(p, x, 1)*(1-1e-9)-1e-12 { // less of everything is allowed
			t.Fatalf("chain %d: less of everything fits better", seed)
		}
	}
}

// tightChain draws markets in a row, with side outlets and capacities.
func tightChain(r *rand.Rand) Problem {
	var p Problem
	markets := 1 + r.IntN(12)
	add := func() int {
		x := 50 + 150*r.Float64()
		p.X0, p.Sigma = append(p.X0, x), append(p.Sigma, x*(0.01+0.49*r.Float64()))
		p.Lo, p.Hi = append(p.Lo, 0), append(p.Hi, x*(1+0.05*r.Float64()))
		return len(p.X0) - 1
	}
	prev := add()
	for range markets {
		p.Rows.Add(prev, 1)
		prev = add()
		p.Rows.Add(prev, -(0.2 + 1.8*r.Float64()))
		if r.IntN(2) == 0 {
			p.Rows.Add(add(), -1)
		}
		p.Rows.End()
	}
	return p
}

func cost(p Problem, x []float64, scale float64) float64 {
	c := 0.0
	for j := range x {
		d := (scale*x[j] - p.X0[j]) / p.Sigma[j]
		c += d * d
	}
	return c
}

// randomChain draws markets in a row, each fed and emptied, with side outlets.
func randomChain(t *rapid.T) Problem {
	markets := rapid.IntRange(1, 12).Draw(t, "markets")
	var p Problem
	add := func(x0 float64) int {
		p.X0 = append(p.X0, x0)
		p.Sigma = append(p.Sigma, 0.01+x0*rapid.Float64Range(0.01, 0.5).Draw(t, "sigma"))
		p.Lo = append(p.Lo, 0)
		p.Hi = append(p.Hi, math.Inf(1))
		return len(p.X0) - 1
	}
	flow := rapid.Float64Range(0.1, 1e4)
	prev := add(flow.Draw(t, "source"))
	for range markets {
		p.Rows.Add(prev, 1)
		prev = add(flow.Draw(t, "onward"))
		p.Rows.Add(prev, -rapid.Float64Range(0.2, 2).Draw(t, "coef"))
		if rapid.Bool().Draw(t, "side") {
			p.Rows.Add(add(flow.Draw(t, "side flow")), -1)
		}
		p.Rows.End()
	}
	return p
}
