package dataset

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"

	"lodestone/internal/model"
	"lodestone/internal/nearest"
)

// table is one CSV file as read.
type table struct {
	*Resource
	rows []row
}

// row is one line of a table; cells stand in the order of the schema.
type row struct {
	line    int
	cells   []string
	columns []int          // where each cell starts in its line, from 1
	q       model.Quantity // of a table that carries one, in canonical units
	bad     bool           // the quantity could not be read
}

// at returns the cell of a named column.
func (t *table) at(r *row, column string) string {
	if i := t.column(column); i >= 0 {
		return r.cells[i]
	}
	return ""
}

// list returns the words of a cell.
func (t *table) list(r *row, column string) []string { return strings.Fields(t.at(r, column)) }

// pos is the place of a row.
func (t *table) pos(r *row) model.Pos { return model.Pos{File: t.Path, Line: r.line} }

// problem reports something about one cell of a row.
func (t *table) problem(r *row, column, format string, args ...any) Problem {
	p := Problem{File: t.Path, Line: r.line, Field: column, Message: fmt.Sprintf(format, args...)}
	if i := t.column(column); i >= 0 {
		p.Value, p.Column = r.cells[i], r.columns[i]
	}
	return p
}

// readTable reads one CSV file against its schema. Rows that cannot be read
// are reported and left out.
func readTable(files fs.FS, res *Resource) (*table, Problems) {
	t := &table{Resource: res}
	data, err := fs.ReadFile(files, res.Path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) && !slices.Contains(tables, res.Name) {
			return t, nil // a table that a chain can do without
		}
		return t, Problems{{File: res.Path, Message: "cannot be read: " + err.Error()}}
	}
	if !utf8.Valid(data) {
		return t, Problems{{File: res.Path, Message: "is not UTF-8 text; save it as CSV UTF-8"}}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) // spreadsheets write a byte order mark
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil {
		return t, Problems{{File: res.Path, Line: 1, Message: "has no header row"}}
	}
	order, problems := t.readHeader(header)
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return t, problems
		}
		if p, ok := csvProblem(res.Path, err); ok {
			problems = append(problems, p)
			continue
		}
		if p := t.addRow(r, cells, order, len(header)); p != nil {
			problems = append(problems, *p)
		}
	}
}

func csvProblem(file string, err error) (Problem, bool) {
	if err == nil {
		return Problem{}, false
	}
	p := Problem{File: file, Message: err.Error()}
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		p.Line, p.Column, p.Message = parse.Line, parse.Column, parse.Err.Error()
	}
	return p, true
}

// readHeader finds where each column of the schema stands, -1 if nowhere. Only
// those that every row must fill may not be missing.
func (t *table) readHeader(header []string) ([]int, Problems) {
	var names []string
	for _, f := range t.Schema.Fields {
		names = append(names, f.Name)
	}
	order := make([]int, len(names))
	for i := range order {
		order[i] = -1
	}
	var problems Problems
	for i, h := range header {
		h = strings.TrimSpace(h)
		at := t.column(h)
		switch {
		case at < 0:
			problems = append(problems, Problem{File: t.Path, Line: 1, Field: "header", Value: h, Message: "unknown column" + nearest.Hint(h, names)})
		case order[at] >= 0:
			problems = append(problems, Problem{File: t.Path, Line: 1, Field: "header", Value: h, Message: "the column stands twice"})
		default:
			order[at] = i
		}
	}
	for i, at := range order {
		if at < 0 && t.Schema.Fields[i].Constraints.Required {
			problems = append(problems, Problem{File: t.Path, Line: 1, Field: "header", Message: fmt.Sprintf("column %q is missing", names[i])})
		}
	}
	return order, problems
}

// addRow keeps one record, its cells in the order of the schema.
func (t *table) addRow(r *csv.Reader, cells []string, order []int, width int) *Problem {
	line, _ := r.FieldPos(0)
	if len(cells) == 1 && strings.TrimSpace(cells[0]) == "" {
		return nil
	}
	if len(cells) != width {
		return &Problem{File: t.Path, Line: line, Message: fmt.Sprintf("has %d cells, the header has %d", len(cells), width)}
	}
	out := row{line: line, cells: make([]string, len(order)), columns: make([]int, len(order))}
	for i, at := range order {
		if at < 0 {
			continue
		}
		out.cells[i] = strings.TrimSpace(cells[at])
		_, out.columns[i] = r.FieldPos(at)
	}
	t.rows = append(t.rows, out)
	return nil
}
