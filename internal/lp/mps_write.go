package lp

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// WriteMPS writes a problem in free MPS format, which every solver reads.
// Numbers are written in full, so that reading them gives the same ones again;
// only the far end of a row with two bounds may move by a rounding. Names that
// the format cannot hold, or that are not unique, give way to R0, C0 and so on
// for all rows or all columns.
func WriteMPS(w io.Writer, p *Problem) error {
	if err := p.Validate(); err != nil {
		return err
	}
	m := mpsWriter{p: p, b: bufio.NewWriter(w)}
	m.row = plainNames(p.rowName, "R")
	m.col = plainNames(p.colName, "C")
	m.objective = "COST"
	for taken := set(m.row); taken[m.objective]; {
		m.objective += "_"
	}
	m.head()
	m.columns()
	m.rightHandSides()
	m.bounds()
	m.line("ENDATA")
	return m.b.Flush()
}

type mpsWriter struct {
	p         *Problem
	b         *bufio.Writer
	row, col  []string
	objective string
}

// line writes fields with a blank between. The writer keeps its first error
// until Flush.
func (m *mpsWriter) line(fields ...string) {
	m.b.WriteString(strings.Join(fields, " "))
	m.b.WriteByte('\n')
}

func num(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

func set(names []string) map[string]bool {
	s := make(map[string]bool, len(names))
	for _, n := range names {
		s[n] = true
	}
	return s
}

// plainNames returns the names if all are unique words, and else numbers.
func plainNames(names []string, prefix string) []string {
	out := make([]string, len(names))
	seen := map[string]bool{}
	for i, n := range names {
		out[i] = nameOr(n, prefix, i)
		if seen[out[i]] || len(strings.Fields(out[i])) != 1 || strings.Fields(out[i])[0] != out[i] {
			for k := range out {
				out[k] = prefix + strconv.Itoa(k)
			}
			return out
		}
		seen[out[i]] = true
	}
	return out
}

// kind is the row type of MPS. A row with two bounds is an L, or a G where only
// that gives the other bound back exactly.
func kind(lo, hi float64) string {
	lo, hi = open(lo), open(hi)
	switch {
	case lo == hi:
		return "E"
	case math.IsInf(lo, -1) && math.IsInf(hi, 1):
		return "N"
	case math.IsInf(hi, 1):
		return "G"
	case math.IsInf(lo, -1) || hi-(hi-lo) == lo:
		return "L"
	}
	return "G"
}

func (m *mpsWriter) head() {
	name := strings.Join(strings.Fields(m.p.Name), "_")
	m.line("NAME", name)
	if m.p.Maximise {
		m.line("OBJSENSE")
		m.line("    MAX")
	}
	m.line("ROWS")
	m.line("", "N", m.objective)
	for i, name := range m.row {
		m.line("", kind(m.p.RowLo[i], m.p.RowHi[i]), name)
	}
}

func (m *mpsWriter) columns() {
	m.line("COLUMNS")
	a, whole, marks := m.p.Columns(), false, 0
	mark := func(to bool) {
		if to != whole {
			m.line("", fmt.Sprintf("M%d", marks), "'MARKER'", map[bool]string{true: "'INTORG'", false: "'INTEND'"}[to])
			whole, marks = to, marks+1
		}
	}
	for j, name := range m.col {
		mark(m.p.Integer[j])
		index, value := a.column(j)
		// An empty column still has to be named.
		if m.p.Cost[j] != 0 || len(index) == 0 {
			m.line("", name, m.objective, num(m.p.Cost[j]))
		}
		for k, i := range index {
			m.line("", name, m.row[i], num(value[k]))
		}
	}
	mark(false)
}

func (m *mpsWriter) rightHandSides() {
	m.line("RHS")
	if m.p.Offset != 0 {
		m.line("", "RHS", m.objective, num(-m.p.Offset))
	}
	ranges := false
	for i, name := range m.row {
		lo, hi := open(m.p.RowLo[i]), open(m.p.RowHi[i])
		v := hi
		if kind(lo, hi) == "G" {
			v = lo
		}
		if kind(lo, hi) != "N" && v != 0 {
			m.line("", "RHS", name, num(v))
		}
		ranges = ranges || lo < hi && !math.IsInf(hi-lo, 1)
	}
	if !ranges {
		return
	}
	m.line("RANGES")
	for i, name := range m.row {
		lo, hi := open(m.p.RowLo[i]), open(m.p.RowHi[i])
		if lo < hi && !math.IsInf(hi-lo, 1) {
			m.line("", "RNG", name, num(hi-lo))
		}
	}
}

func (m *mpsWriter) bounds() {
	m.line("BOUNDS")
	for j, name := range m.col {
		lo, hi := open(m.p.ColLo[j]), open(m.p.ColHi[j])
		unbounded := math.IsInf(hi, 1)
		switch {
		case lo == hi:
			m.line("", "FX", "BND", name, num(lo))
			continue
		case math.IsInf(lo, -1) && unbounded:
			m.line("", "FR", "BND", name)
			continue
		case math.IsInf(lo, -1):
			m.line("", "MI", "BND", name)
		case lo != 0 || hi < 0:
			m.line("", "LO", "BND", name, num(lo))
		}
		if !unbounded {
			m.line("", "UP", "BND", name, num(hi))
		} else if m.p.Integer[j] {
			// Readers differ on a whole column without bounds.
			m.line("", "PL", "BND", name)
		}
	}
}
