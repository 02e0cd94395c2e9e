package lp

import (
	"bytes"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// same compares what a file can hold.
func same(t rapid.TB, p, q *Problem) {
	t.Helper()
	pc, qc := p.Columns(), q.Columns()
	for _, v := range []struct {
		what string
		a, b any
	}{
		{"sense", p.Maximise, q.Maximise}, {"offset", p.Offset, q.Offset},
		{"cost", p.Cost, q.Cost}, {"whole", p.Integer, q.Integer},
		{"lower", p.ColLo, q.ColLo}, {"upper", p.ColHi, q.ColHi},
		{"row lower", p.RowLo, q.RowLo}, {"row upper", p.RowHi, q.RowHi},
		{"starts", pc.Start, qc.Start}, {"index", pc.Index, qc.Index}, {"value", pc.Value, qc.Value},
	} {
		if !reflect.DeepEqual(v.a, v.b) {
			t.Fatalf("%s: %v became %v", v.what, v.a, v.b)
		}
	}
	for i := range p.Rows() {
		if p.RowName(i) != q.RowName(i) {
			t.Fatalf("row %s became %s", p.RowName(i), q.RowName(i))
		}
	}
	for j := range p.Cols() {
		if p.ColName(j) != q.ColName(j) {
			t.Fatalf("column %s became %s", p.ColName(j), q.ColName(j))
		}
	}
}

func roundTrip(t rapid.TB, p *Problem) *Problem {
	t.Helper()
	var b bytes.Buffer
	if err := WriteMPS(&b, p); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	q, err := ReadMPS(&b)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return q
}

func TestRoundTrip(t *testing.T) {
	for _, n := range netlib {
		p := readFile(t, n.name)
		same(t, p, roundTrip(t, p))
	}
	rapid.Check(t, func(t *rapid.T) {
		p := randomProblem(t, true)
		p.Offset = rapid.Float64Range(-1e9, 1e9).Draw(t, "offset") + 0
		for j := range p.Cost {
			p.Cost[j] = rapid.Float64Range(-1e9, 1e9).Draw(t, "cost") + 0
		}
		same(t, p, roundTrip(t, p))
	})
}

// Names that are not words, or not unique, give way to numbers.
func TestRoundTripNames(t *testing.T) {
	p := wyndor()
	p.NameCol(0, "glass doors")
	p.NameRow(0, "plant")
	p.NameRow(1, "COST")
	q := roundTrip(t, p)
	if q.ColName(0) != "C0" || q.RowName(0) != "plant" || q.RowName(1) != "COST" || q.Name != "wyndor" {
		t.Errorf("names %s %s %s %s", q.Name, q.ColName(0), q.RowName(0), q.RowName(1))
	}
}

const everything = `* of every kind
NAME          ALL
OBJSENSE
    MAX
ROWS
 N  COST
 L  LESS
 G  MORE
 E  SAME
 E  UNDER
 N  IDLE
COLUMNS
    X         COST               1.5   LESS              2.D0
    M1        'MARKER'                 'INTORG'
    Y         MORE                1.   SAME              -1.
    Z         LESS               1.5   IDLE               7.
    M2        'MARKER'                 'INTEND'
    V         UNDER               1.
    W         UNDER               2.   COST              1e0
RHS
    RHS       LESS               10.   MORE               -2
    RHS       SAME                4.   UNDER              4.
    RHS       COST               -3.
RANGES
    RNG       LESS                3.   MORE               5.
    RNG       SAME                1.   UNDER             -1.
BOUNDS
 UP BND       X                  -4.
 LI BND       Z                   2
 MI BND       V
 UP BND       V                1e30
 FX BND       W                  2.5
ENDATA
`

func TestReadEverything(t *testing.T) {
	p, err := ReadMPS(strings.NewReader(everything))
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		what     string
		got, say []float64
	}{
		{"cost", p.Cost, []float64{1.5, 0, 0, 0, 1}},
		{"lower", p.ColLo, []float64{-inf, 0, 2, -inf, 2.5}},
		{"upper", p.ColHi, []float64{-4, 1, inf, inf, 2.5}},
		{"row lower", p.RowLo, []float64{7, -2, 4, 3, -inf}},
		{"row upper", p.RowHi, []float64{10, 3, 5, 4, inf}},
		{"value", p.Columns().Value, []float64{2, 1, -1, 1.5, 7, 1, 2}},
	}
	for _, w := range want {
		if !reflect.DeepEqual(w.got, w.say) {
			t.Errorf("%s %v, want %v", w.what, w.got, w.say)
		}
	}
	if !p.Maximise || p.Offset != 3 || p.Name != "ALL" || !reflect.DeepEqual(p.Integer, []bool{false, true, true, false, false}) {
		t.Errorf("%+v", p)
	}
	// The set names of right-hand sides, ranges and bounds are optional.
	bare := strings.NewReplacer("RHS  ", "     ", "RNG", "   ", "BND", "   ").Replace(everything)
	q, err := ReadMPS(strings.NewReader(bare))
	if err != nil {
		t.Fatal(err)
	}
	same(t, p, q)
}

// Names with blanks are only possible by columns.
func TestReadFixed(t *testing.T) {
	spaced := strings.NewReplacer("LESS", "L SS", "UNDER", "UN ER", " X  ", " X 1").Replace(everything)
	p, err := ReadMPS(strings.NewReader(spaced))
	if err != nil {
		t.Fatal(err)
	}
	q, err := ReadMPS(strings.NewReader(everything))
	if err != nil {
		t.Fatal(err)
	}
	if p.RowName(0) != "L SS" || p.ColName(0) != "X 1" {
		t.Errorf("names %q %q", p.RowName(0), p.ColName(0))
	}
	p.NameRow(0, "LESS")
	p.NameRow(3, "UNDER")
	p.NameCol(0, "X")
	same(t, p, q)
}

func TestReadErrors(t *testing.T) {
	replace := func(old, with string) string { return strings.Replace(everything, old, with, 1) }
	for name, text := range map[string]string{
		"empty":           "",
		"cut short":       everything[:len(everything)-8],
		"row twice":       replace(" G  MORE", " G  LESS"),
		"no such row":     replace("SAME              -1.", "SOME              -1."),
		"no such column":  replace("LI BND       Z", "LI BND       Q"),
		"not a number":    replace("1.5   LESS", "1,5   LESS"),
		"not finite":      replace("1.5   LESS", "NaN   LESS"),
		"unknown section": replace("RANGES", "QUADOBJ"),
		"bound type":      replace(" FX", " SC"),
		"row type":        replace(" E  SAME", " X  SAME"),
		"sense":           replace("MAX", "BEST"),
		"term twice":      replace("1.5   LESS              2.D0", "1.5   COST              2.D0"),
		"no objective":    "NAME\nROWS\nCOLUMNS\nENDATA\n",
		"across columns":  replace("LESS               10.", "LE SS                 10."),
		"data first":      " N COST\nENDATA\n",
	} {
		if _, err := ReadMPS(strings.NewReader(text)); !errors.Is(err, ErrMPS) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ReadMPS(strings.NewReader(replace("LI BND       Z                   2", "UP BND       Z                 -2"))); err != nil {
		t.Errorf("negative upper bound: %v", err)
	}
}

// The far end of a range may move by a rounding, and no more.
func TestRangeRounding(t *testing.T) {
	p := &Problem{}
	p.AddCol(1, 0, inf)
	p.AddRow(0.1, 12345.678, Term{0, 1})
	p.AddRow(-1e-7, 1e9, Term{0, 1})
	q := roundTrip(t, p)
	for i := range p.Rows() {
		if math.Abs(q.RowLo[i]-p.RowLo[i]) > 1e-7 || math.Abs(q.RowHi[i]-p.RowHi[i]) > 1e-7 {
			t.Errorf("row %d: %g to %g", i, q.RowLo[i], q.RowHi[i])
		}
	}
}

func FuzzReadMPS(f *testing.F) {
	f.Add(everything)
	f.Add("\n\f")
	f.Fuzz(func(t *testing.T, text string) {
		if p, err := ReadMPS(strings.NewReader(text)); err == nil {
			roundTrip(t, p)
		}
	})
}
