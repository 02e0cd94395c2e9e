package lp

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// ErrMPS is wrapped by the errors of [ReadMPS] about the text.
var ErrMPS = errors.New("not an MPS file")

// ReadMPS reads a problem in MPS format, free or fixed. The first row of type N
// is the objective, further ones become rows without bounds. A whole column
// without bounds lies between 0 and 1, and a negative upper bound over a lower
// bound not given removes that, both as in HiGHS.
func ReadMPS(r io.Reader) (*Problem, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	// A fixed file without blanks in its names is a free one. What cannot be
	// read as free is tried by columns; the first error is the better one.
	p, free := readMPS(text, false)
	if free == nil {
		return p, nil
	}
	if p, err := readMPS(text, true); err == nil {
		return p, nil
	}
	return nil, free
}

type mpsReader struct {
	p         *Problem
	section   string
	rows      map[string]int // the objective is -1
	cols      map[string]int
	kind      []byte
	lastCol   []int // the last column that had a term in this row, plus one; the objective at 0
	whole     bool
	bounded   []bool // a bound was given
	lowered   []bool // a lower bound was given
	objective bool
}

func readMPS(text []byte, fixed bool) (*Problem, error) {
	m := mpsReader{p: &Problem{}, rows: map[string]int{}, cols: map[string]int{}, lastCol: []int{0}}
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimRightFunc(lines.Text(), unicode.IsSpace)
		if line == "" || line[0] == '*' {
			continue
		}
		if err := m.line(line, fixed); err != nil {
			return nil, fmt.Errorf("%w: line %d: %w", ErrMPS, n, err)
		}
		if m.section == "ENDATA" {
			break
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMPS, err)
	}
	if m.section != "ENDATA" {
		return nil, fmt.Errorf("%w: no ENDATA", ErrMPS)
	}
	if !m.objective {
		return nil, fmt.Errorf("%w: no objective row", ErrMPS)
	}
	m.finish()
	return m.p, m.p.Validate()
}

func (m *mpsReader) line(line string, fixed bool) error {
	if line[0] != ' ' && line[0] != '\t' {
		return m.head(strings.Fields(line))
	}
	f := strings.Fields(line)
	if fixed && m.section != "OBJSENSE" {
		var err error
		if f, err = fixedFields(line, m.section); err != nil {
			return err
		}
	}
	switch m.section {
	case "OBJSENSE":
		return m.sense(f)
	case "ROWS":
		return m.row(f)
	case "COLUMNS":
		return m.column(f)
	case "RHS", "RANGES":
		return m.side(f)
	case "BOUNDS":
		return m.bound(f)
	}
	return fmt.Errorf("data in section %q", m.section)
}

func (m *mpsReader) head(f []string) error {
	m.section = strings.ToUpper(f[0])
	switch m.section {
	case "NAME":
		if len(f) > 1 {
			m.p.Name = f[1]
		}
	case "OBJSENSE":
		if len(f) > 1 {
			return m.sense(f[1:])
		}
	case "ROWS", "COLUMNS", "RHS", "RANGES", "BOUNDS", "ENDATA":
	default:
		return fmt.Errorf("section %s is not supported", m.section)
	}
	return nil
}

// fixedFields cuts a line at the columns of the format. It returns what the
// free form of the line would be if names could be empty or hold blanks.
func fixedFields(line, section string) ([]string, error) {
	if section == "COLUMNS" && strings.Contains(line, "'MARKER'") {
		return strings.Fields(line), nil
	}
	cut := func(from, to int) string { return line[min(from, len(line)):min(to, len(line))] }
	var f []string
	end := 0
	for _, c := range [][2]int{{1, 3}, {4, 12}, {14, 22}, {24, 36}, {39, 47}, {49, 61}} {
		if strings.TrimSpace(cut(end, c[0])) != "" {
			return nil, fmt.Errorf("text between the fields, before column %d", c[0]+1)
		}
		f = append(f, strings.TrimSpace(cut(c[0], c[1])))
		end = c[1]
	}
	switch {
	case section == "ROWS":
		return f[:2], nil
	case section == "BOUNDS":
		return f[:4], nil
	case f[4] == "":
		return f[1:4], nil
	}
	return f[1:], nil
}

func (m *mpsReader) sense(f []string) error {
	switch strings.ToUpper(f[0]) {
	case "MAX", "MAXIMIZE", "MAXIMISE":
		m.p.Maximise = true
	case "MIN", "MINIMIZE", "MINIMISE":
	default:
		return fmt.Errorf("objective sense %q", f[0])
	}
	return nil
}

func (m *mpsReader) row(f []string) error {
	if len(f) != 2 {
		return fmt.Errorf("a row has a type and a name, not %d fields", len(f))
	}
	if _, twice := m.rows[f[1]]; twice {
		return fmt.Errorf("row %s twice", f[1])
	}
	inf := math.Inf(1)
	lo, hi := 0.0, 0.0
	switch strings.ToUpper(f[0]) {
	case "N":
		if !m.objective {
			m.objective = true
			m.rows[f[1]] = -1
			return nil
		}
		lo, hi = -inf, inf
	case "L":
		lo = -inf
	case "G":
		hi = inf
	case "E":
	default:
		return fmt.Errorf("row type %q", f[0])
	}
	i := m.p.AddRow(lo, hi)
	m.p.NameRow(i, f[1])
	m.rows[f[1]] = i
	m.kind = append(m.kind, strings.ToUpper(f[0])[0])
	m.lastCol = append(m.lastCol, 0)
	return nil
}

func (m *mpsReader) column(f []string) error {
	if len(f) == 3 && f[1] == "'MARKER'" {
		m.whole = f[2] == "'INTORG'"
		return nil
	}
	if len(f) != 3 && len(f) != 5 {
		return fmt.Errorf("%d fields for a column", len(f))
	}
	j, known := m.cols[f[0]]
	if !known {
		j = m.p.AddCol(0, 0, math.Inf(1))
		m.p.NameCol(j, f[0])
		m.p.Integer[j] = m.whole
		m.cols[f[0]] = j
		m.bounded, m.lowered = append(m.bounded, false), append(m.lowered, false)
	}
	return m.pairs(f[1:], func(i int, v float64) error {
		if m.lastCol[i+1] == j+1 {
			return fmt.Errorf("column %s has two terms in one row", f[0])
		}
		m.lastCol[i+1] = j + 1
		switch {
		case i < 0:
			m.p.Cost[j] = v
		case v != 0:
			m.p.AddTerm(i, j, v)
		}
		return nil
	})
}

// pairs calls f for each row and number.
func (m *mpsReader) pairs(f []string, do func(row int, v float64) error) error {
	for k := 0; k+1 < len(f); k += 2 {
		i, known := m.rows[f[k]]
		if !known {
			return fmt.Errorf("no row %q", f[k])
		}
		v, err := mpsNumber(f[k+1])
		if err != nil {
			return err
		}
		if err := do(i, v); err != nil {
			return err
		}
	}
	return nil
}

// mpsNumber reads a number, also with the exponent of Fortran.
func mpsNumber(s string) (float64, error) {
	v, err := strconv.ParseFloat(strings.NewReplacer("D", "e", "d", "e").Replace(s), 64)
	if err != nil || math.IsNaN(v) {
		return 0, fmt.Errorf("number %q", s)
	}
	return open(v), nil
}

// side reads right-hand sides and ranges. The name of their set may be missing;
// of several sets a file may hold, all are taken.
func (m *mpsReader) side(f []string) error {
	if len(f)%2 == 1 {
		f = f[1:]
	}
	if len(f) == 0 {
		return errors.New("no row")
	}
	p := m.p
	return m.pairs(f, func(i int, v float64) error {
		switch {
		case i < 0 && m.section == "RHS":
			p.Offset = -v
		case i < 0 || m.kind[i] == 'N':
		case m.section == "RHS":
			if !math.IsInf(p.RowLo[i], -1) {
				p.RowLo[i] = v
			}
			if !math.IsInf(p.RowHi[i], 1) {
				p.RowHi[i] = v
			}
		case m.kind[i] == 'L' || m.kind[i] == 'E' && v < 0:
			p.RowLo[i] = p.RowHi[i] - math.Abs(v)
		default:
			p.RowHi[i] = p.RowLo[i] + math.Abs(v)
		}
		return nil
	})
}

func (m *mpsReader) bound(f []string) error {
	if len(f) < 2 {
		return errors.New("a bound has a type and a column")
	}
	how := strings.ToUpper(f[0])
	valued := slices.Contains([]string{"LO", "UP", "FX", "LI", "UI"}, how)
	if !valued && !slices.Contains([]string{"FR", "MI", "PL", "BV"}, how) {
		return fmt.Errorf("bound type %q is not supported", f[0])
	}
	// The name of the set may be missing.
	at, v := 2, 0.0
	if len(f) == 2 || valued && len(f) == 3 {
		at = 1
	}
	if valued {
		if len(f) != at+2 {
			return fmt.Errorf("%d fields for a bound %s", len(f), how)
		}
		var err error
		if v, err = mpsNumber(f[at+1]); err != nil {
			return err
		}
	}
	j, known := m.cols[f[at]]
	if !known {
		return fmt.Errorf("no column %q", f[at])
	}
	m.setBound(j, how, v)
	return nil
}

func (m *mpsReader) setBound(j int, how string, v float64) {
	p, inf := m.p, math.Inf(1)
	m.bounded[j] = true
	switch how {
	case "LI", "UI", "BV":
		p.Integer[j] = true
	}
	switch how {
	case "LO", "LI", "FX":
		p.ColLo[j], m.lowered[j] = v, true
	case "MI", "FR":
		p.ColLo[j], m.lowered[j] = -inf, true
	case "BV":
		p.ColLo[j], m.lowered[j] = 0, true
	}
	switch how {
	case "UP", "UI", "FX":
		p.ColHi[j] = v
	case "PL", "FR":
		p.ColHi[j] = inf
	case "BV":
		p.ColHi[j] = 1
	}
}

// finish applies what depends on a column having no bounds given at all.
func (m *mpsReader) finish() {
	for j := range m.bounded {
		if m.p.Integer[j] && !m.bounded[j] {
			m.p.ColHi[j] = 1
		}
		if m.p.ColHi[j] < 0 && !m.lowered[j] {
			m.p.ColLo[j] = math.Inf(-1)
		}
	}
}
