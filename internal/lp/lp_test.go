package lp

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var inf = math.Inf(1)

// solve solves a problem that must give the status, and checks what it can.
func solve(t testing.TB, p *Problem, o Options, want Status) *Solution {
	t.Helper()
	s, err := Solve(context.Background(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	if s.Status != want {
		t.Fatalf("%v, want %v", s.Status, want)
	}
	if want == Optimal && !s.Check.OK(1e-6) {
		t.Fatalf("check fails: %+v", s.Check)
	}
	return s
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*(1+math.Abs(b)) }

func wantFloats(t *testing.T, what string, got []float64, want ...float64) {
	t.Helper()
	if !slices.EqualFunc(got, want, near) {
		t.Errorf("%s %v, want %v", what, got, want)
	}
}

// The Wyndor Glass problem of Hillier and Lieberman: 36 at (2, 6), with an hour
// worth nothing in plant 1, 1.5 in plant 2 and 1 in plant 3.
func wyndor() *Problem {
	p := &Problem{Name: "wyndor", Maximise: true}
	doors, windows := p.AddCol(3, 0, inf), p.AddCol(5, 0, inf)
	p.AddRow(-inf, 4, Term{doors, 1})
	p.AddRow(-inf, 12, Term{windows, 2})
	p.AddRow(-inf, 18, Term{doors, 3}, Term{windows, 2})
	return p
}

func TestWyndor(t *testing.T) {
	for _, m := range []Method{Choose, Simplex, IPM} {
		s := solve(t, wyndor(), Options{Method: m}, Optimal)
		wantFloats(t, "primal", s.Primal, 2, 6)
		wantFloats(t, "activity", s.Activity, 2, 12, 18)
		wantFloats(t, "row duals", s.RowDual, 0, 1.5, 1)
		wantFloats(t, "reduced costs", s.Reduced, 0, 0)
		wantFloats(t, "objective, bound, gap", []float64{s.Objective, s.Bound, s.Gap}, 36, 36, 0)
		if s.Basis == nil || !slices.Equal(s.Basis.Col, []Place{Basic, Basic}) {
			t.Errorf("method %d: basis %v", m, s.Basis)
		}
	}
	s := solve(t, wyndor(), Options{Method: IPM, NoCrossover: true}, Optimal)
	if math.Abs(s.Objective-36) > 1e-5 {
		t.Errorf("without crossover: %g", s.Objective)
	}
	if s := solve(t, readFile(t, "adlittle"), Options{Method: IPM, NoCrossover: true}, Optimal); s.Basis != nil {
		t.Error("a basis without crossover")
	}
}

// Duals are the change of the objective for a unit more of a bound, whatever the
// sense, and a reduced cost belongs to the bound that holds its column.
func TestDualSigns(t *testing.T) {
	for _, sense := range []float64{1, -1} {
		// At minimum x = 1 at its lower bound, y = 4 to reach 5.
		p := &Problem{Maximise: sense < 0, Offset: 10}
		x, y := p.AddCol(3*sense, 1, 4), p.AddCol(2*sense, 0, 9)
		p.AddRow(5, inf, Term{x, 1}, Term{y, 1})
		s := solve(t, p, Options{}, Optimal)
		wantFloats(t, "primal", s.Primal, 1, 4)
		wantFloats(t, "objective", []float64{s.Objective}, 10+11*sense)
		wantFloats(t, "row dual", s.RowDual, 2*sense)
		wantFloats(t, "reduced", s.Reduced, sense, 0)
	}
}

func TestEqualityRangeAndFree(t *testing.T) {
	p := &Problem{}
	x, y := p.AddCol(1, -inf, inf), p.AddCol(1, -inf, inf)
	p.AddRow(-3, 8, Term{x, 1}, Term{y, 1})
	p.AddRow(1, 1, Term{x, 1}, Term{y, -1})
	s := solve(t, p, Options{}, Optimal)
	wantFloats(t, "primal", s.Primal, -1, -2)
}

func TestEmpty(t *testing.T) {
	solve(t, &Problem{}, Options{}, Optimal)
	p := &Problem{Offset: 7}
	p.AddCol(2, 3, 5)
	wantFloats(t, "objective without rows", []float64{solve(t, p, Options{}, Optimal).Objective}, 13)
	p = &Problem{}
	p.AddRow(1, 2)
	s := solve(t, p, Options{}, Infeasible)
	if s.Conflict == nil || !slices.Equal(s.Conflict.Rows, []int{0}) || s.Conflict.Margin <= 0 {
		t.Errorf("a row of nothing that must be one: %+v", s.Conflict)
	}
}

// Terms at one place add up, in whatever order rows and columns come.
func TestTermsAddUp(t *testing.T) {
	p := &Problem{}
	row := p.AddRow(12, inf, Term{0, 1})
	p.AddCol(1, 0, inf, Term{row, 2})
	p.AddTerm(row, 0, 3)
	c := p.Columns()
	if !slices.Equal(c.Start, []int32{0, 1}) || !slices.Equal(c.Value, []float64{6}) {
		t.Errorf("columns %+v", c)
	}
	wantFloats(t, "primal", solve(t, p, Options{}, Optimal).Primal, 2)
}

// Two suppliers of at most 10 each cannot meet 25; the third row is a bystander.
func TestInfeasible(t *testing.T) {
	p := &Problem{}
	a, b, c := p.AddCol(1, 0, 10), p.AddCol(1, 0, 10), p.AddCol(1, 0, 10)
	p.AddRow(-inf, 3, Term{c, 1}, Term{a, -1})
	p.AddRow(25, inf, Term{a, 1}, Term{b, 1})
	s := solve(t, p, Options{}, Infeasible)
	k := s.Conflict
	if k == nil || !slices.Equal(k.Rows, []int{1}) || !slices.Equal(k.Cols, []int{0, 1}) || !near(k.Margin, 5) {
		t.Fatalf("conflict %+v", k)
	}
	if s := solve(t, p, Options{NoConflict: true}, Infeasible); s.Conflict != nil {
		t.Error("a conflict that was not asked for")
	}
}

// A chain of equalities needs all of its rows for the contradiction.
func TestInfeasibleChain(t *testing.T) {
	p := &Problem{}
	const n = 50
	for range n {
		p.AddCol(0, -inf, inf)
	}
	for j := range n {
		p.AddRow(1, 1, Term{(j + 1) % n, 1}, Term{j, -1})
	}
	k := solve(t, p, Options{}, Infeasible).Conflict
	if k == nil || len(k.Rows) != n || len(k.Cols) != 0 || !near(k.Margin, n) {
		t.Fatalf("conflict %+v", k)
	}
}

// An odd sum of even numbers: the relaxation is feasible, so the conflict can
// only say what would have to give.
func TestInfeasibleWhole(t *testing.T) {
	p := &Problem{}
	a, b := p.AddInt(1, 0, 10), p.AddInt(1, 0, 10)
	p.AddRow(7, 7, Term{a, 2}, Term{b, 2})
	k := solve(t, p, Options{}, Infeasible).Conflict
	if k == nil || !slices.Equal(k.Rows, []int{0}) || math.Abs(math.Abs(k.Short[0])-1) > 1e-6 || k.Margin != 0 {
		t.Fatalf("conflict %+v", k)
	}
	p = &Problem{}
	p.AddRow(0, inf, Term{0, 1}, Term{1, 1})
	p.AddInt(1, 0, 1)
	p.AddInt(1, 0.2, 0.8)
	if k := solve(t, p, Options{}, Infeasible).Conflict; k == nil || !slices.Equal(k.Cols, []int{1}) {
		t.Fatalf("conflict %+v", k)
	}
}

func TestUnbounded(t *testing.T) {
	p := &Problem{Maximise: true}
	x, y := p.AddCol(1, 0, inf), p.AddCol(0, 0, inf)
	p.AddRow(-inf, 3, Term{x, 1}, Term{y, -1})
	s := solve(t, p, Options{}, Unbounded)
	if len(s.Ray) != 2 || !(s.Ray[0] > 0) || s.Ray[0] > s.Ray[1] {
		t.Errorf("ray %v", s.Ray)
	}
	p.Integer[x] = true
	if s := solve(t, p, Options{}, Unbounded); len(s.Ray) != 2 {
		t.Errorf("ray %v", s.Ray)
	}
}

// A 0-1 knapsack, compared with dynamic programming.
func TestKnapsack(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	p := &Problem{Maximise: true}
	const room = 500
	p.AddRow(-inf, room)
	best := make([]float64, room+1)
	for range 40 {
		weight, value := 10+rnd.IntN(60), float64(10+rnd.IntN(90))
		p.AddInt(value, 0, 1, Term{0, float64(weight)})
		for w := room; w >= weight; w-- {
			best[w] = max(best[w], best[w-weight]+value)
		}
	}
	s := solve(t, p, Options{Gap: 1e-9}, Optimal)
	wantFloats(t, "objective, bound", []float64{s.Objective, s.Bound}, best[room], best[room])
	if s.RowDual != nil || s.Reduced != nil || s.Basis != nil {
		t.Error("duals for a mixed-integer program")
	}
	// The fixed problem gives the same objective, with duals.
	f := solve(t, p.Fixed(s.Primal), Options{}, Optimal)
	wantFloats(t, "objective when fixed", []float64{f.Objective}, best[room])
	if f.RowDual == nil || !p.MIP() {
		t.Error("no duals, or the problem was changed")
	}
	// The optimum as a start is accepted.
	wantFloats(t, "objective from the optimum", []float64{solve(t, p, Options{Gap: 1e-9, Start: s.Primal}, Optimal).Objective}, best[room])
}

func TestWarmStart(t *testing.T) {
	p := transport(40, 60, 3)
	cold := solve(t, p, Options{Method: Simplex}, Optimal)
	again := solve(t, p, Options{Basis: cold.Basis}, Optimal)
	if again.Simplex != 0 || !near(again.Objective, cold.Objective) {
		t.Errorf("from the optimal basis: %d iterations to %g, want 0 to %g", again.Simplex, again.Objective, cold.Objective)
	}
	for j := range p.Cost {
		p.Cost[j] *= 1 + 0.02*float64(j%7)/7
	}
	warm := solve(t, p, Options{Basis: cold.Basis}, Optimal)
	cold = solve(t, p, Options{Method: Simplex}, Optimal)
	if !near(warm.Objective, cold.Objective) {
		t.Errorf("warm %g, cold %g", warm.Objective, cold.Objective)
	}
	if warm.Simplex*2 > cold.Simplex {
		t.Errorf("%d iterations warm, %d cold", warm.Simplex, cold.Simplex)
	}
	solve(t, p, Options{Start: cold.Primal}, Optimal)
	if _, err := Solve(context.Background(), p, Options{Basis: &Basis{}}); err == nil {
		t.Error("a basis of the wrong size is accepted")
	}
}

// transport is a random transport problem, feasible by construction.
func transport(from, to int, seed uint64) *Problem {
	rnd := rand.New(rand.NewPCG(seed, 1))
	p := &Problem{}
	need := 0.0
	for range to {
		d := 10 + 90*rnd.Float64()
		p.AddRow(d, d)
		need += d
	}
	for range from {
		supply := 1.2 * need / float64(from)
		p.AddRow(-inf, supply)
	}
	for j := range to {
		for i := range from {
			p.AddCol(1+9*rnd.Float64(), 0, inf, Term{j, 1}, Term{to + i, 1})
		}
	}
	return p
}

// Many solves at once and in turn give the same bits: instances are reused, and
// nothing of one problem is left for the next.
func TestSameResultConcurrently(t *testing.T) {
	p := transport(20, 30, 5)
	want := solve(t, p, Options{}, Optimal)
	var wg sync.WaitGroup
	for k := range 8 {
		wg.Go(func() {
			if k%2 == 1 {
				if _, err := Solve(context.Background(), wyndor(), Options{}); err != nil {
					t.Error(err)
				}
			}
			s, err := Solve(context.Background(), p, Options{})
			if err != nil {
				t.Error(err)
			} else if !slices.Equal(s.Primal, want.Primal) || !slices.Equal(s.RowDual, want.RowDual) {
				t.Error("results differ")
			}
		})
	}
	wg.Wait()
}

// hard is a market split problem: eight equalities over 70 binaries, which
// branch and cut does not finish in a test's time.
func hard() *Problem {
	rnd := rand.New(rand.NewPCG(7, 7))
	p := &Problem{}
	for range 70 {
		p.AddInt(0, 0, 1)
	}
	for range 8 {
		i, sum := p.AddRow(0, 0), 0
		for j := range 70 {
			d := rnd.IntN(100)
			p.AddTerm(i, j, float64(d))
			sum += d
		}
		p.RowLo[i], p.RowHi[i] = float64(sum/2), float64(sum/2)
	}
	return p
}

// slow is a dense covering problem, which takes simplex some seconds.
func slow() *Problem {
	rnd := rand.New(rand.NewPCG(3, 3))
	const n = 1100
	p := &Problem{}
	for range n {
		p.AddCol(1+rnd.Float64(), 0, inf)
	}
	for range n {
		i := p.AddRow(1, inf)
		for j := range n {
			p.AddTerm(i, j, rnd.Float64())
		}
	}
	return p
}

func TestCancel(t *testing.T) {
	for name, p := range map[string]*Problem{"linear": slow(), "whole": hard()} {
		solve(t, wyndor(), Options{}, Optimal) // compile, so as not to time that
		cause := errors.New("enough")
		ctx, cancel := context.WithCancelCause(context.Background())
		var at time.Time
		time.AfterFunc(400*time.Millisecond, func() { at = time.Now(); cancel(cause) })
		_, err := Solve(ctx, p, Options{Method: Simplex})
		if !errors.Is(err, cause) {
			t.Fatalf("%s: error %v", name, err)
		}
		if late := time.Since(at); late > 2*time.Second {
			t.Errorf("%s: cancelled %v late", name, late)
		} else {
			t.Logf("%s: ended %v after the call", name, late)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Solve(ctx, wyndor(), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before: %v", err)
	}
	solve(t, wyndor(), Options{}, Optimal)
}

func TestTimeLimit(t *testing.T) {
	begin := time.Now()
	s := solve(t, hard(), Options{TimeLimit: 500 * time.Millisecond}, TimeLimit)
	if d := time.Since(begin); d > 5*time.Second {
		t.Errorf("took %v", d)
	}
	if s.Primal != nil && !s.Check.OK(1e-6) {
		t.Errorf("a solution given does not hold: %+v", s.Check)
	}
	s = solve(t, slow(), Options{Method: Simplex, TimeLimit: 300 * time.Millisecond}, TimeLimit)
	if s.RowDual != nil || s.Basis != nil {
		t.Error("duals of an unfinished problem")
	}
}

func TestValidate(t *testing.T) {
	for name, spoil := range map[string]func(*Problem){
		"crossed bounds":   func(p *Problem) { p.ColLo[0], p.ColHi[0] = 2, 1 },
		"crossed row":      func(p *Problem) { p.RowLo[0] = 5 },
		"cost not finite":  func(p *Problem) { p.Cost[1] = inf },
		"NaN bound":        func(p *Problem) { p.RowHi[1] = math.NaN() },
		"NaN coefficient":  func(p *Problem) { p.AddTerm(0, 0, math.NaN()) },
		"no such row":      func(p *Problem) { p.AddTerm(3, 0, 1) },
		"no such column":   func(p *Problem) { p.AddTerm(0, -1, 1) },
		"lengths":          func(p *Problem) { p.Cost = p.Cost[:1] },
		"lower infinity":   func(p *Problem) { p.ColLo[0] = inf },
		"infinite offset":  func(p *Problem) { p.Offset = inf },
		"infinite by size": func(p *Problem) { p.AddTerm(0, 0, 1e20) },
	} {
		p := wyndor()
		spoil(p)
		if _, err := Solve(context.Background(), p, Options{}); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The check sees what is wrong, whoever made it.
func TestCheckSees(t *testing.T) {
	p := wyndor()
	good := solve(t, p, Options{}, Optimal)
	for name, spoil := range map[string]func(*Solution){
		"primal":    func(s *Solution) { s.Primal[0] += 1e-4 },
		"activity":  func(s *Solution) { s.Activity[1] += 1e-4 },
		"dual":      func(s *Solution) { s.RowDual[1] += 1e-4 },
		"sign":      func(s *Solution) { s.RowDual[0], s.Reduced[0] = -1e-3, 1e-3 },
		"slack row": func(s *Solution) { s.RowDual[0], s.Reduced[0] = 1e-3, -1e-3 },
		"objective": func(s *Solution) { s.Objective += 1e-2 },
		"NaN":       func(s *Solution) { s.Primal[1] = math.NaN() },
	} {
		s := *good
		s.Primal, s.Activity = slices.Clone(good.Primal), slices.Clone(good.Activity)
		s.RowDual, s.Reduced = slices.Clone(good.RowDual), slices.Clone(good.Reduced)
		spoil(&s)
		if c := check(p, p.Columns(), &s); c.OK(1e-6) {
			t.Errorf("%s: %+v", name, c)
		}
	}
}

// randomProblem draws small problems with whole data, of all outcomes.
func randomProblem(t *rapid.T, whole bool) *Problem {
	p := &Problem{Maximise: rapid.Bool().Draw(t, "max")}
	small := rapid.IntRange(-4, 4)
	bounds := func(what string) (float64, float64) {
		a, b := float64(small.Draw(t, what+" lo")), float64(small.Draw(t, what+" hi"))
		switch rapid.IntRange(0, 4).Draw(t, what) {
		case 0:
			return min(a, b), inf
		case 1:
			return -inf, max(a, b)
		case 2:
			return a, a
		}
		return min(a, b), max(a, b)
	}
	for range rapid.IntRange(1, 6).Draw(t, "cols") {
		lo, hi := bounds("col")
		j := p.AddCol(float64(small.Draw(t, "cost")), lo, hi)
		p.Integer[j] = whole && rapid.Bool().Draw(t, "whole")
	}
	for range rapid.IntRange(0, 6).Draw(t, "rows") {
		lo, hi := bounds("row")
		i := p.AddRow(lo, hi)
		for j := range p.Cols() {
			if v := small.Draw(t, "coef"); v != 0 {
				p.AddTerm(i, j, float64(v))
			}
		}
	}
	return p
}

// Every answer comes with its own proof: optimal by duality, infeasible by
// Farkas, unbounded by a ray.
func TestEveryAnswerProved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := randomProblem(t, false)
		m := rapid.SampledFrom([]Method{Choose, Simplex, IPM}).Draw(t, "method")
		s, err := Solve(context.Background(), p, Options{Method: m})
		if err != nil {
			t.Fatal(err)
		}
		switch s.Status {
		case Optimal:
			if !s.Check.OK(1e-6) {
				t.Fatalf("check %+v", s.Check)
			}
		case Infeasible:
			if s.Conflict == nil || !(s.Conflict.Margin > 1e-6) {
				t.Fatalf("conflict %+v", s.Conflict)
			}
		case Unbounded:
			checkRay(t, p, s.Ray)
		default:
			t.Fatalf("status %v", s.Status)
		}
	})
}

func checkRay(t *rapid.T, p *Problem, ray []float64) {
	if len(ray) != p.Cols() {
		t.Fatalf("ray %v", ray)
	}
	act, gain := make([]float64, p.Rows()), 0.0
	inside := func(v, lo, hi float64) {
		if lo > -inf && v < -1e-7 || hi < inf && v > 1e-7 {
			t.Fatalf("ray %v leaves a bound", ray)
		}
	}
	for _, e := range p.entry {
		act[e.row] += e.coef * ray[e.col]
	}
	for j, v := range ray {
		gain += v * p.Cost[j]
		inside(v, p.ColLo[j], p.ColHi[j])
	}
	for i, v := range act {
		inside(v, p.RowLo[i], p.RowHi[i])
	}
	if p.Maximise {
		gain = -gain
	}
	if gain > -1e-9 {
		t.Fatalf("ray %v gains nothing", ray)
	}
}

// A whole solution holds, and is no better than its bound or the relaxation.
func TestWholeAnswersHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := randomProblem(t, true)
		s, err := Solve(context.Background(), p, Options{Gap: 1e-9})
		if err != nil {
			t.Fatal(err)
		}
		if s.Status != Optimal {
			return
		}
		if !s.Check.OK(1e-6) {
			t.Fatalf("check %+v", s.Check)
		}
		r, err := Solve(context.Background(), p.relaxed(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		sense := 1.0
		if p.Maximise {
			sense = -1
		}
		// HiGHS lets rows and columns of a whole problem go wrong by 1e-6.
		const tol = 5e-5
		if r.Status == Optimal && sense*(s.Objective-r.Objective) < -tol || sense*(s.Objective-s.Bound) < -tol {
			t.Fatalf("whole %g, bound %g, relaxed %g", s.Objective, s.Bound, r.Objective)
		}
	})
}

// netlib gives the optimal values of the collection's own index.
var netlib = []struct {
	name       string
	rows, cols int // rows without the objective
	terms      int // with those of the objective
	optimum    float64
}{
	{"afiro", 27, 32, 88, -4.6475314286e+02},
	{"adlittle", 56, 97, 465, 2.2549496316e+05},
	{"share2b", 96, 79, 730, -4.1573224074e+02},
}

func readFile(t testing.TB, name string) *Problem {
	t.Helper()
	f, err := os.Open("testdata/" + name + ".mps")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := ReadMPS(f)
	if err != nil {
		t.Fatal(name, err)
	}
	return p
}

func TestNetlib(t *testing.T) {
	for _, n := range netlib {
		p := readFile(t, n.name)
		terms := len(p.Columns().Index)
		for _, c := range p.Cost {
			if c != 0 {
				terms++
			}
		}
		if p.Rows() != n.rows || p.Cols() != n.cols || terms != n.terms {
			t.Errorf("%s: %d rows, %d columns, %d terms", n.name, p.Rows(), p.Cols(), terms)
		}
		for _, m := range []Method{Simplex, IPM} {
			s := solve(t, p, Options{Method: m}, Optimal)
			if math.Abs(s.Objective-n.optimum) > 1e-9*math.Abs(n.optimum) {
				t.Errorf("%s: %.11g, want %.11g", n.name, s.Objective, n.optimum)
			}
		}
	}
}

// Where the cache directory cannot be made, HiGHS is compiled without.
func TestNoCache(t *testing.T) {
	file := t.TempDir() + "/file"
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if diskCache(file+"/sub") != nil || diskCache("") != nil {
		t.Error("a cache in no directory")
	}
	if diskCache(t.TempDir()) == nil {
		t.Error("no cache in a good directory")
	}
}

// The slice stands in for mapped memory on other systems.
func TestSliceMemory(t *testing.T) {
	m := &sliceMemory{}
	copy(m.Reallocate(8), "lodestar")
	if got := string(m.Reallocate(1 << 20)[:8]); got != "lodestar" {
		t.Errorf("after growing: %q", got)
	}
	m.Free()
}

func BenchmarkTransport(b *testing.B) {
	for _, m := range []Method{Simplex, IPM} {
		b.Run("method"+strconv.Itoa(int(m)), func(b *testing.B) {
			p := transport(100, 150, 1)
			for b.Loop() {
				solve(b, p, Options{Method: m}, Optimal)
			}
		})
	}
}
