package firm

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"unicode/utf8"
)

// Open reads a plan from a workbook or a folder of CSV files.
func Open(name string) (*Plan, []string, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, nil, err
	}
	if info.IsDir() {
		return ReadCSV(os.DirFS(name))
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	return ReadXLSX(f)
}

// ReadCSV reads a plan from the CSV files of a folder, one for each table.
// Commas, semicolons and tabs may separate. Notes and faults are as of [ReadXLSX].
func ReadCSV(folder fs.FS) (*Plan, []string, error) {
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, nil, err
	}
	var grids []grid
	var problems Problems
	for _, e := range entries {
		ext := path.Ext(e.Name())
		if e.IsDir() || !strings.EqualFold(ext, ".csv") && !strings.EqualFold(ext, ".txt") {
			continue
		}
		g, found := readCSV(folder, e.Name())
		problems = append(problems, found...)
		if len(found) == 0 {
			grids = append(grids, g)
		}
	}
	if err := problems.err(); err != nil {
		return nil, nil, err
	}
	return read(grids)
}

func readCSV(folder fs.FS, file string) (grid, Problems) {
	g := grid{name: strings.TrimSuffix(file, path.Ext(file)), place: func(row, _ int) string { return fmt.Sprintf("%s:%d", file, max(row, 1)) }}
	fault := func(row int, text string) (grid, Problems) {
		return g, Problems{{Where: g.place(row, 0), Expected: text}}
	}
	in, err := folder.Open(file)
	if err != nil {
		return fault(0, "cannot be read: "+err.Error())
	}
	defer func() { _ = in.Close() }() // nothing was written
	data, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	switch {
	case err != nil:
		return fault(0, "cannot be read: "+err.Error())
	case len(data) > maxFile:
		return fault(0, fmt.Sprintf("is larger than %d MB", maxFile>>20))
	case !utf8.Valid(data):
		return fault(0, "is not UTF-8 text; save it as CSV UTF-8")
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) // spreadsheets write a byte order mark
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = separator(data)
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	g.comma = r.Comma == ';'
	cells := 0
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return g, nil
		}
		if err != nil {
			return fault(0, err.Error())
		}
		line, _ := r.FieldPos(0)
		if cells += len(record); cells > maxCells {
			return fault(line, fmt.Sprintf("has more than %d cells", maxCells))
		}
		if row := (gridRow{line, record[:min(len(record), maxColumns)]}); !row.blank() {
			g.rows = append(g.rows, row)
		}
	}
}

// separator is what stands most often in the first lines.
func separator(data []byte) rune {
	head := data[:min(len(data), 4096)]
	best, most := ',', bytes.Count(head, []byte(","))
	for _, mark := range []rune{';', '\t'} {
		if n := bytes.Count(head, []byte(string(mark))); n > most || n > 0 && n == most {
			best, most = mark, n
		}
	}
	return best
}
