package sample

import (
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mathext"
	"pgregory.net/rapid"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s = %v, want %v within %v", what, got, want, tolerance)
	}
}

// random returns independent points, to compare designs with.
func random(n, d int, s *Stream) [][]float64 {
	points := grid(n, d)
	for _, p := range points {
		for j := range p {
			p[j] = s.Uniform()
		}
	}
	return points
}

// Streams differ by each part of their key, are uniform and uncorrelated.
func TestStreams(t *testing.T) {
	seen := map[uint64]string{}
	for _, k := range []struct {
		seed   uint64
		member int
		name   string
	}{{0, 0, ""}, {1, 0, ""}, {0, 1, ""}, {1, 1, ""}, {0, -1, ""}, {0, 0, "a"}, {0, 0, "b"}, {0, 0, "ab"}, {0, 0, "\x00"}, {'a', 0, ""}} {
		key := fmt.Sprint(k)
		first := NewStream(k.seed, k.member, k.name).Uint64()
		if first != NewStream(k.seed, k.member, k.name).Uint64() {
			t.Errorf("%s is not repeated", key)
		}
		if other, ok := seen[first]; ok {
			t.Errorf("%s and %s begin alike", key, other)
		}
		seen[first] = key
	}
	// The first numbers of successive members are as good as random.
	const n = 100000
	var sum, square, lag, last float64
	var cell [16]int
	for m := range n {
		u := NewStream(7, m, "demand").Uniform()
		if !(u > 0 && u < 1) {
			t.Fatalf("%v is outside the open unit interval", u)
		}
		sum += u
		square += u * u
		lag += (u - 0.5) * (last - 0.5)
		last = u
		cell[int(u*16)]++
	}
	near(t, "mean", sum/n, 0.5, 4*math.Sqrt(1.0/12/n))
	near(t, "mean square", square/n, 1.0/3, 4*math.Sqrt(4.0/45/n))
	near(t, "lagged covariance", lag/n, 0, 4/12.0/math.Sqrt(n))
	chi := 0.0
	for _, c := range cell {
		chi += (float64(c) - n/16) * (float64(c) - n/16) / (n / 16)
	}
	if chi > 37.7 { // one in a thousand at 15 degrees of freedom
		t.Errorf("chi square = %v", chi)
	}
}

func TestOpen(t *testing.T) {
	if lo, hi := open(0), open(math.MaxUint64); lo != 0x1p-53 || hi != 1-0x1p-53 {
		t.Errorf("ends are %v and %v", lo, hi)
	}
}

// The quantile functions invert the distribution functions, which are known.
func TestQuantiles(t *testing.T) {
	cut := TruncatedNormal{Mean: 1, SD: 2, Lo: 0, Hi: 4}
	phi := func(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }
	pert := PERT{Lo: 10, Mode: 12, Hi: 20}
	for _, c := range []struct {
		d   Dist
		cdf func(x float64) float64
	}{
		{Uniform{-2, 6}, func(x float64) float64 { return (x + 2) / 8 }},
		{LogUniform{0.1, 10}, func(x float64) float64 { return math.Log10(x)/2 + 0.5 }},
		{Triangular{0, 1, 4}, func(x float64) float64 {
			if x < 1 {
				return x * x / 4
			}
			return 1 - (4-x)*(4-x)/12
		}},
		{Triangular{0, 0, 2}, func(x float64) float64 { return 1 - (2-x)*(2-x)/4 }},
		{Triangular{0, 2, 2}, func(x float64) float64 { return x * x / 4 }},
		{pert, func(x float64) float64 { return mathext.RegIncBeta(1.8, 4.2, (x-10)/10) }},
		{PERT{0, 0, 1}, func(x float64) float64 { return 1 - math.Pow(1-x, 5) }},
		{Normal{3, 2}, func(x float64) float64 { return phi((x - 3) / 2) }},
		{cut, func(x float64) float64 { return (phi((x-1)/2) - phi(-0.5)) / (phi(1.5) - phi(-0.5)) }},
		{TruncatedNormal{0, 1, 6, math.Inf(1)}, func(x float64) float64 { return 1 - phi(-x)/phi(-6) }},
		{TruncatedNormal{0, 1, math.Inf(-1), math.Inf(1)}, phi},
		{LogNormal{5, 2}, func(x float64) float64 { return phi(math.Log2(x / 5)) }},
		{Exponential{3}, func(x float64) float64 { return -math.Expm1(-x / 3) }},
	} {
		if err := c.d.Check(); err != nil {
			t.Error(err)
		}
		for _, p := range []float64{0x1p-53, 1e-9, 0.01, 0.1, 0.25, 0.4999, 0.5, 0.7, 0.9, 0.999, 1 - 1e-9, 1 - 0x1p-53} {
			near(t, fmt.Sprintf("%T%v at %v", c.d, c.d, p), c.cdf(c.d.Quantile(p)), p, 2e-14)
		}
	}
	if got := (Constant{4}).Quantile(0.3); got != 4 {
		t.Errorf("constant = %v", got)
	}
}

func TestCheck(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, d := range []Dist{
		Uniform{1, 0}, Uniform{0, inf}, LogUniform{0, 1}, LogUniform{2, 1}, Triangular{0, 3, 2}, PERT{0, -1, 2},
		Normal{0, -1}, Normal{nan, 1}, TruncatedNormal{0, 1, 2, 2}, TruncatedNormal{0, 1, 50, 60}, TruncatedNormal{0, 0, 1, 2},
		TruncatedNormal{0, 1, nan, 2}, LogNormal{0, 2}, LogNormal{1, 0.5}, Exponential{-1}, Constant{nan},
	} {
		if d.Check() == nil {
			t.Errorf("%T%v passes", d, d)
		}
	}
	for _, d := range []Dist{Uniform{1, 1}, LogUniform{2, 2}, Triangular{1, 1, 1}, PERT{1, 1, 1}, Normal{1, 0}, LogNormal{1, 1}, Constant{1}} {
		if err := d.Check(); err != nil {
			t.Error(err)
		}
		near(t, fmt.Sprintf("%T", d), d.Quantile(0.3), d.Quantile(0.9), 1e-15)
	}
}

func TestSpecialFunctions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z := rapid.Float64Range(-37, 8).Draw(t, "z")
		want := math.Erfc(-z/math.Sqrt2) / 2
		if got := NormalCDF(z); math.Abs(got-want) > 3e-14*want*max(1, z*z/50) {
			t.Errorf("NormalCDF(%v) = %v, want %v", z, got, want)
		}
		p := rapid.Float64Range(1e-6, 1-1e-6).Draw(t, "p")
		if got, want := NormalQuantile(p), math.Sqrt2*math.Erfinv(2*p-1); math.Abs(got-want) > 1e-9 {
			t.Errorf("NormalQuantile(%v) = %v, want %v", p, got, want)
		}
		x := rapid.Float64Range(0.1, 30).Draw(t, "x")
		if want, _ := math.Lgamma(x); math.Abs(logGamma(x)-want) > 1e-13*max(1, want) {
			t.Errorf("logGamma(%v) = %v, want %v", x, logGamma(x), want)
		}
		s := rapid.Float64Range(-1, 1).Draw(t, "s")
		if math.Abs(sine(s)-math.Sin(s)) > 1e-15 {
			t.Errorf("sine(%v) = %v", s, sine(s))
		}
	})
	// Table 26.5 of Abramowitz and Stegun, and beyond it.
	near(t, "quantile", NormalQuantile(0.975), 1.959963984540054, 1e-15)
	near(t, "far quantile", NormalQuantile(1e-300), -37.0471, 1e-4)
	near(t, "middle", NormalQuantile(0.5), 0, 0)
}

// The most dimensions a test goes through where all are too slow.
const someDimensions = 40

func TestLatinHypercube(t *testing.T) {
	for _, n := range []int{1, 7, 100} {
		points, err := LatinHypercube(n, someDimensions, NewStream(3, n, "lhs"))
		if err != nil {
			t.Fatal(err)
		}
		for j := range someDimensions {
			taken := make([]bool, n)
			for _, p := range points {
				k := int(p[j] * float64(n))
				if taken[k] {
					t.Fatalf("n %d, dimension %d: interval %d has two points", n, j, k)
				}
				taken[k] = true
			}
		}
	}
	for _, c := range [][2]int{{0, 1}, {1, 0}, {1<<20 + 1, 1}} {
		if _, err := LatinHypercube(c[0], c[1], NewStream(1, 0, "")); err == nil {
			t.Errorf("%v passes", c)
		}
	}
}

// A pair of dimensions of a hypercube is uncorrelated, on average.
func TestLatinHypercubeIsRandom(t *testing.T) {
	const n, d = 50, 60
	points, err := LatinHypercube(n, d, NewStream(8, 0, "lhs"))
	if err != nil {
		t.Fatal(err)
	}
	sum, square := 0.0, 0.0
	for j := 1; j < d; j++ {
		r := RankCorrelation(column(points, j-1), column(points, j))
		sum += r
		square += r * r
	}
	near(t, "mean correlation", sum/(d-1), 0, 4/math.Sqrt(n*d))
	near(t, "mean square correlation", square/(d-1)*n, 1, 0.8)
}

func column(points [][]float64, j int) []float64 {
	x := make([]float64, len(points))
	for i, p := range points {
		x[i] = p[j]
	}
	return x
}

// The first points as published with the direction numbers (program sobol.cc of
// Joe and Kuo, whose order is the same).
func TestSobolFirstPoints(t *testing.T) {
	q, err := NewSobol(5, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]float64{
		{0, 0, 0, 0, 0},
		{0.5, 0.5, 0.5, 0.5, 0.5},
		{0.75, 0.25, 0.25, 0.25, 0.75},
		{0.25, 0.75, 0.75, 0.75, 0.25},
		{0.375, 0.375, 0.625, 0.875, 0.375},
		{0.875, 0.875, 0.125, 0.375, 0.875},
		{0.625, 0.125, 0.875, 0.625, 0.625},
		{0.125, 0.625, 0.375, 0.125, 0.125},
		{0.1875, 0.3125, 0.9375, 0.4375, 0.5625},
		{0.6875, 0.8125, 0.4375, 0.9375, 0.0625},
	}
	for i, p := range q.Points(len(want)) {
		if !slices.Equal(p, want[i]) {
			t.Errorf("point %d is %v, want %v", i, p, want[i])
		}
	}
}

// The table has every primitive polynomial of each degree, in order, and first
// numbers that are odd and small enough.
func TestDirectionNumbers(t *testing.T) {
	table, err := directions()
	if err != nil {
		t.Fatal(err)
	}
	at := 0
	for degree := 1; at < len(table); degree++ {
		for inner := uint64(0); inner < 1<<(degree-1) && at < len(table); inner++ {
			if !primitive(degree, 1<<degree|inner<<1|1) {
				continue
			}
			e := table[at]
			if e.degree != degree || e.inner != inner {
				t.Fatalf("dimension %d has polynomial %d, %d, want %d, %d", at+2, e.degree, e.inner, degree, inner)
			}
			for k, m := range e.first {
				if m%2 == 0 || m >= 2<<k {
					t.Errorf("dimension %d: number %d is %d", at+2, k+1, m)
				}
			}
			at++
		}
	}
}

// primitive says whether the powers of x modulo a polynomial over two elements
// are all its residues.
func primitive(degree int, polynomial uint64) bool {
	x := uint64(1)
	for n := 1; ; n++ {
		x <<= 1
		if x>>degree&1 == 1 {
			x ^= polynomial
		}
		if x <= 1 {
			return x == 1 && n == 1<<degree-1
		}
		if n > 1<<degree {
			return false
		}
	}
}

// Joe and Kuo chose numbers that have property A of Sobol in every number of
// dimensions up to 1111: the first 2^d points fall one in each of the 2^d cubes
// that halving every axis makes. That is, the leading digits of the direction
// numbers make a matrix whose leading minors are all odd.
func TestPropertyA(t *testing.T) {
	table, err := directions()
	if err != nil {
		t.Fatal(err)
	}
	matrix := make([][]bool, MaxDimension)
	matrix[0] = make([]bool, MaxDimension)
	matrix[0][0] = true
	for j, e := range table {
		lead := make([]bool, MaxDimension)
		for k := range lead {
			if k < e.degree {
				lead[k] = e.first[k]>>k&1 == 1
				continue
			}
			lead[k] = lead[k-e.degree]
			for i := 1; i < e.degree; i++ {
				if e.inner>>(e.degree-1-i)&1 == 1 {
					lead[k] = lead[k] != lead[k-i]
				}
			}
		}
		matrix[j+1] = lead
	}
	for d, row := range matrix {
		if !row[d] {
			t.Fatalf("not in %d dimensions", d+1)
		}
		for _, below := range matrix[d+1:] {
			if below[d] {
				for k := range below {
					below[k] = below[k] != row[k]
				}
			}
		}
	}
}

// Scrambled or not, each of the 2^k equal intervals of each dimension has one of
// the first 2^k points, and so it goes on.
func TestSobolBalance(t *testing.T) {
	for _, s := range []*Stream{nil, NewStream(1, 0, "sobol"), NewStream(2, 0, "sobol")} {
		q, err := NewSobol(MaxDimension, s)
		if err != nil {
			t.Fatal(err)
		}
		const n = 256
		points := q.Points(4 * n)
		for j := range MaxDimension {
			for block := range 4 {
				var taken [n]bool
				for _, p := range points[block*n : (block+1)*n] {
					taken[int(p[j]*n)] = true
				}
				if slices.Contains(taken[:], false) {
					t.Fatalf("dimension %d, block %d: an interval is empty", j, block)
				}
			}
		}
	}
	for _, d := range []int{-1, 0, MaxDimension + 1} {
		if _, err := NewSobol(d, nil); err == nil {
			t.Errorf("%d dimensions pass", d)
		}
	}
}

// Scrambled points are inside the cube, uniform over scramblings, the same
// whatever the dimensions that follow, and different for each stream.
func TestSobolScrambling(t *testing.T) {
	const n, cells = 10000, 10
	var first, seventh [cells]int
	for m := range n {
		q, err := NewSobol(3, NewStream(5, m, "sobol"))
		if err != nil {
			t.Fatal(err)
		}
		first[int(cells*q.at(0, 2))]++
		seventh[int(cells*q.at(6, 1))]++
	}
	for _, counts := range [][cells]int{first, seventh} {
		chi := 0.0
		for _, c := range counts {
			chi += math.Pow(float64(c)-n/cells, 2) / (n / cells)
		}
		if chi > 27.9 { // one in a thousand at 9 degrees of freedom
			t.Errorf("over scramblings a coordinate falls in ten intervals %v times", counts)
		}
	}
	short, _ := NewSobol(4, NewStream(5, 0, "sobol"))
	long, _ := NewSobol(9, NewStream(5, 0, "sobol"))
	for i, p := range short.Points(20) {
		if !slices.Equal(p, long.Points(20)[i][:4]) {
			t.Errorf("point %d depends on the dimensions after it", i)
		}
		for _, u := range p {
			if !(u > 0 && u < 1) {
				t.Errorf("point %d: %v is outside the open unit interval", i, u)
			}
		}
	}
}

// starDiscrepancy is the L2 star discrepancy, by the formula of Warnock (1972).
func starDiscrepancy(points [][]float64) float64 {
	n, d := float64(len(points)), len(points[0])
	single, pairs := 0.0, 0.0
	for _, p := range points {
		product := 1.0
		for _, u := range p {
			product *= (1 - u*u) / 2
		}
		single += product
		for _, q := range points {
			product := 1.0
			for j, u := range p {
				product *= 1 - max(u, q[j])
			}
			pairs += product
		}
	}
	return math.Sqrt(math.Pow(1.0/3, float64(d)) - 2/n*single + pairs/(n*n))
}

func TestDiscrepancy(t *testing.T) {
	const n, d, repeats = 256, 4, 10
	var plain, latin, sobol float64
	for m := range repeats {
		s := NewStream(11, m, "discrepancy")
		plain += starDiscrepancy(random(n, d, s)) / repeats
		points, err := LatinHypercube(n, d, s)
		if err != nil {
			t.Fatal(err)
		}
		latin += starDiscrepancy(points) / repeats
		q, err := NewSobol(d, s)
		if err != nil {
			t.Fatal(err)
		}
		sobol += starDiscrepancy(q.Points(n)) / repeats
	}
	t.Logf("random %.5f, Latin hypercube %.5f, Sobol %.5f", plain, latin, sobol)
	if !(latin < 0.9*plain && sobol < 0.4*plain) {
		t.Errorf("discrepancy of random points %v, Latin hypercube %v, Sobol %v", plain, latin, sobol)
	}
}

// A smooth function of the last dimensions is integrated much better than by
// random points, whose error here is 0.010 on average.
func TestSobolIntegratesInHighDimensions(t *testing.T) {
	q, err := NewSobol(MaxDimension, NewStream(4, 0, "sobol"))
	if err != nil {
		t.Fatal(err)
	}
	const n = 1024
	for from := 0; from+5 <= MaxDimension; from += 50 {
		sum := 0.0
		for _, p := range q.Points(n) {
			f := 1.0
			for _, u := range p[from : from+5] {
				f *= 1 + 0.5*(u-0.5)
			}
			sum += f
		}
		near(t, fmt.Sprintf("integral over dimensions from %d", from), sum/n, 1, 0.003)
	}
}

func TestCopula(t *testing.T) {
	rank := [][]float64{{1, 0.7, 0, -0.3}, {0.7, 1, 0.2, 0}, {0, 0.2, 1, 0}, {-0.3, 0, 0, 1}}
	c, err := NewCopula(rank)
	if err != nil {
		t.Fatal(err)
	}
	q, err := NewSobol(4, NewStream(9, 0, "copula"))
	if err != nil {
		t.Fatal(err)
	}
	const n = 4096
	points := q.Points(n)
	before := column(points, 0)
	for _, p := range points {
		c.Apply(p)
	}
	if !slices.Equal(before, column(points, 0)) {
		t.Error("the first input has changed")
	}
	for i := range rank {
		x := column(points, i)
		for j := range i {
			near(t, fmt.Sprintf("correlation %d %d", i, j), RankCorrelation(x, column(points, j)), rank[i][j], 0.01)
		}
		slices.Sort(x)
		for k, u := range x {
			near(t, "share", u, (float64(k)+0.5)/n, 0.01)
		}
	}
}

func TestCopulaErrors(t *testing.T) {
	for _, m := range [][][]float64{
		{{1, 0.5}, {0.4, 1}},
		{{1, 0.5}, {0.5, 0.9}},
		{{1, 2}, {2, 1}},
		{{1, 0.5}, {0.5}},
		{{1, math.NaN()}, {math.NaN(), 1}},
		{{1, 1}, {1, 1}},
		{{1, 0.9, -0.9}, {0.9, 1, 0.9}, {-0.9, 0.9, 1}},
	} {
		if _, err := NewCopula(m); err == nil {
			t.Errorf("%v passes", m)
		}
	}
}

func TestRanksAndPercentiles(t *testing.T) {
	if got := ranks([]float64{3, 1, 3, 0}); !slices.Equal(got, []float64{2.5, 1, 2.5, 0}) {
		t.Errorf("ranks %v", got)
	}
	near(t, "reversed", RankCorrelation([]float64{1, 2, 9}, []float64{3, 2, -5}), -1, 1e-15)
	near(t, "constant", RankCorrelation([]float64{1, 2, 9}, []float64{3, 3, 3}), 0, 0)
	x := []float64{1, 2, 4, 8}
	for _, c := range [][2]float64{{0, 1}, {1, 8}, {0.5, 3}, {0.25, 1.75}, {2, 8}} {
		near(t, "percentile", Percentile(x, c[0]), c[1], 1e-15)
	}
	near(t, "percentile of one", Percentile(x[:1], 0.7), 1, 0)
	if !math.IsNaN(Percentile(nil, 0.5)) {
		t.Error("percentile of nothing")
	}
}

// outputs evaluates a model over the unit cube at all points of a design.
func outputs(runs, d int, point func(int, []float64), model func([]float64) float64) []float64 {
	y, p := make([]float64, runs), make([]float64, d)
	for i := range y {
		point(i, p)
		y[i] = model(p)
	}
	return y
}

// ishigami is the function of Ishigami and Homma (1990) with a = 7, b = 0.1.
func ishigami(p []float64) float64 {
	x := func(i int) float64 { return math.Pi * (2*p[i] - 1) }
	s := math.Sin(x(1))
	return math.Sin(x(0)) + 7*s*s + 0.1*math.Pow(x(2), 4)*math.Sin(x(0))
}

func TestIshigami(t *testing.T) {
	const n = 4096
	x, err := NewSaltelli(n, 3, NewStream(1, 0, "ishigami"))
	if err != nil {
		t.Fatal(err)
	}
	y := outputs(x.Runs(), 3, x.Point, ishigami)
	got, err := x.Indices(y, 200, 0.95, NewStream(1, 0, "bootstrap"))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", got)
	pi4 := math.Pow(math.Pi, 4)
	first, second := 0.5*math.Pow(1+0.1*pi4/5, 2), 49.0/8
	both := 0.01 * pi4 * pi4 * (1.0/18 - 1.0/50)
	all := first + second + both
	near(t, "mean", got.Mean, 3.5, 0.02)
	near(t, "variance", got.Variance, all, 0.01*all)
	for j, want := range []float64{first / all, second / all, 0} {
		near(t, fmt.Sprintf("first %d", j), got.First[j].Value, want, 0.01)
		within(t, got.First[j], want)
	}
	for j, want := range []float64{(first + both) / all, second / all, both / all} {
		near(t, fmt.Sprintf("total %d", j), got.Total[j].Value, want, 0.01)
		within(t, got.Total[j], want)
	}
}

// within checks that an interval holds its estimate and the truth, and is narrow.
func within(t *testing.T, x Index, want float64) {
	t.Helper()
	if !(x.Low < x.Value && x.Value < x.High && x.Low < want && want < x.High && x.High-x.Low < 0.12) {
		t.Errorf("interval %+v of %v", x, want)
	}
}

// A sum of inputs has indices in proportion to the squares of its coefficients.
func TestLinearModel(t *testing.T) {
	coefficients := []float64{1, 2, 0, -3, 0.5}
	linear := func(p []float64) float64 {
		sum := 1e6 // a large mean must not harm
		for j, u := range p {
			sum += coefficients[j] * u
		}
		return sum
	}
	squares := 0.0
	for _, c := range coefficients {
		squares += c * c
	}
	d := len(coefficients)
	x, err := NewSaltelli(1024, d, NewStream(2, 0, "linear"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := x.Indices(outputs(x.Runs(), d, x.Point, linear), 0, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	for j, c := range coefficients {
		near(t, fmt.Sprintf("first %d", j), got.First[j].Value, c*c/squares, 0.01)
		near(t, fmt.Sprintf("total %d", j), got.Total[j].Value, c*c/squares, 0.01)
	}
	m, err := NewMorris(10, d, 4, NewStream(2, 0, "morris"))
	if err != nil {
		t.Fatal(err)
	}
	effects, err := m.Effects(outputs(m.Runs(), d, m.Point, linear))
	if err != nil {
		t.Fatal(err)
	}
	for j, c := range coefficients {
		near(t, fmt.Sprintf("mu %d", j), effects[j].Mu, c, 1e-8)
		near(t, fmt.Sprintf("mu star %d", j), effects[j].MuStar, math.Abs(c), 1e-8)
		near(t, fmt.Sprintf("sigma %d", j), effects[j].Sigma, 0, 1e-8)
	}
}

// Intervals of nominal 90 % hold the true value in about as many cases.
func TestBootstrapCoverage(t *testing.T) {
	const repeats = 100
	held := 0
	for m := range repeats {
		x, err := NewSaltelli(256, 2, NewStream(3, m, "coverage"))
		if err != nil {
			t.Fatal(err)
		}
		y := outputs(x.Runs(), 2, x.Point, func(p []float64) float64 { return p[0] * p[1] })
		got, err := x.Indices(y, 100, 0.9, NewStream(3, m, "bootstrap"))
		if err != nil {
			t.Fatal(err)
		}
		// The variance 7/144 is 3/7 from each alone and 1/7 from both.
		if i := got.Total[0]; i.Low < 4.0/7 && 4.0/7 < i.High {
			held++
		}
	}
	t.Logf("%d of %d", held, repeats)
	if held < 82 {
		t.Errorf("only %d of %d intervals hold the value", held, repeats)
	}
}

func TestConstantOutput(t *testing.T) {
	x, err := NewSaltelli(8, 2, NewStream(1, 0, ""))
	if err != nil {
		t.Fatal(err)
	}
	got, err := x.Indices(outputs(x.Runs(), 2, x.Point, func([]float64) float64 { return 3 }), 10, 0.9, NewStream(1, 0, "b"))
	if err != nil || got.Mean != 3 || got.Variance != 0 || got.First[1] != (Index{}) || got.Total[0] != (Index{}) {
		t.Errorf("%+v, %v", got, err)
	}
}

// Trajectories change each input once, by half, and stay on the levels.
func TestMorrisTrajectories(t *testing.T) {
	const r, d, levels = 20, 6, 8
	x, err := NewMorris(r, d, levels, NewStream(6, 0, "morris"))
	if err != nil {
		t.Fatal(err)
	}
	last, p := make([]float64, d), make([]float64, d)
	changed := make([]bool, d)
	for run := range x.Runs() {
		x.Point(run, p)
		for j, u := range p {
			if k := u*levels - 0.5; k != math.Floor(k) || k < 0 || k >= levels {
				t.Errorf("run %d: %v is not a level", run, u)
			}
			if run%(d+1) == 0 {
				changed[j] = false
			} else if u != last[j] {
				near(t, "change", math.Abs(u-last[j]), 0.5, 0)
				if changed[j] {
					t.Errorf("run %d: input %d changes again", run, j)
				}
				changed[j] = true
			}
		}
		if run%(d+1) == d && slices.Contains(changed, false) {
			t.Errorf("run %d: an input has not changed", run)
		}
		copy(last, p)
	}
}

// In a product of inputs about their middles the effects cancel in the mean, not
// in the mean of absolute values.
func TestMorrisScreens(t *testing.T) {
	product := func(p []float64) float64 { return (p[0]-0.5)*(p[1]-0.5) + 0.01*p[2] + 0*p[3] }
	x, err := NewMorris(200, 4, 4, NewStream(6, 1, "morris"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := x.Effects(outputs(x.Runs(), 4, x.Point, product))
	if err != nil {
		t.Fatal(err)
	}
	// The other factor is one of four levels: 1/8 or 3/8 from the middle.
	near(t, "mu", e[0].Mu, 0, 0.06)
	near(t, "mu star", e[0].MuStar, 0.25, 0.03)
	near(t, "sigma", e[0].Sigma, math.Sqrt(5.0/64), 0.03)
	near(t, "sigma of an additive input", e[2].Sigma, 0, 1e-12)
	if e[3] != (Effect{}) {
		t.Errorf("an input without effect has %+v", e[3])
	}
}

func TestDesignErrors(t *testing.T) {
	s := NewStream(1, 0, "")
	for _, c := range [][2]int{{1, 2}, {8, 0}, {8, MaxDimension/2 + 1}} {
		if _, err := NewSaltelli(c[0], c[1], s); err == nil {
			t.Errorf("Saltelli %v passes", c)
		}
	}
	for _, c := range [][3]int{{1, 2, 4}, {2, 0, 4}, {2, 2, 3}, {2, 2, 0}} {
		if _, err := NewMorris(c[0], c[1], c[2], s); err == nil {
			t.Errorf("Morris %v passes", c)
		}
	}
	x, _ := NewSaltelli(2, 1, s)
	m, _ := NewMorris(2, 1, 2, s)
	for _, y := range [][]float64{{1}, {1, 2, 3, 4, 5, math.NaN()}, {1, 2, 3, math.Inf(1)}} {
		if _, err := x.Indices(y, 0, 0, nil); err == nil {
			t.Errorf("outputs %v pass", y)
		}
		if _, err := m.Effects(y); err == nil {
			t.Errorf("outputs %v pass", y)
		}
	}
}

// The bits of everything drawn and estimated, which must be the same on every
// machine and should change only on purpose: recorded ensembles depend on them.
func TestSameBits(t *testing.T) {
	h := fnv.New64a()
	add := func(x ...float64) {
		for _, v := range x {
			fmt.Fprintf(h, "%016x", math.Float64bits(v))
		}
	}
	s := NewStream(42, 3, "bits")
	if got, want := s.Uint64(), uint64(0x5851af2dbf06b81); got != want {
		t.Errorf("the first number is %#x, want %#x", got, want)
	}
	for _, d := range []Dist{
		Uniform{-1, 7}, LogUniform{0.3, 50}, Triangular{1, 2, 5}, PERT{1, 2, 5}, Normal{1, 3},
		TruncatedNormal{0, 1, 0.5, 2}, LogNormal{3, 1.7}, Exponential{2}, Constant{1},
	} {
		for range 50 {
			add(s.Draw(d))
		}
	}
	points, _ := LatinHypercube(20, 6, s)
	c, _ := NewCopula([][]float64{{1, 0.4, 0.1}, {0.4, 1, -0.3}, {0.1, -0.3, 1}})
	for _, p := range points {
		c.Apply(p[:3])
		add(p...)
	}
	polynomial := func(p []float64) float64 {
		return p[0] + float64(p[1]*p[2]) + float64(p[2]*p[2])
	}
	x, _ := NewSaltelli(64, 3, s)
	indices, err := x.Indices(outputs(x.Runs(), 3, x.Point, polynomial), 30, 0.9, s)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range append(indices.First, indices.Total...) {
		add(i.Value, i.Low, i.High)
	}
	m, _ := NewMorris(9, 3, 6, s)
	effects, err := m.Effects(outputs(m.Runs(), 3, m.Point, polynomial))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range effects {
		add(e.Mu, e.MuStar, e.Sigma)
	}
	if got, want := h.Sum64(), uint64(0xc533a68f0b500696); got != want {
		t.Errorf("the bits hash to %#x, want %#x", got, want)
	}
}
