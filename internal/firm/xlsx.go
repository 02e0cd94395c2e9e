package firm

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Limits on what is read, against files made to fill memory. A plan of 10,000
// parts has about a million cells.
const (
	maxFile    = 64 << 20  // bytes, packed
	maxUnpacks = 256 << 20 // bytes, unpacked
	maxCells   = 10_000_000
	maxColumns = 500
)

// ReadXLSX reads a plan from a workbook. Formulas are not evaluated, their
// stored values are taken; links to other files are not followed. The notes
// name what was ignored. A plan that has faults gives [Problems], all at once.
func ReadXLSX(in io.Reader) (plan *Plan, notes []string, err error) {
	// The library is given whatever people have; what it cannot stand is a
	// fault of the file, not a crash.
	defer func() {
		if x := recover(); x != nil {
			plan, err = nil, unreadable(fmt.Sprint(x))
		}
	}()
	data, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil {
		return nil, nil, err
	}
	if len(data) > maxFile {
		return nil, nil, unreadable(fmt.Sprintf("it is larger than %d MB", maxFile>>20))
	}
	if bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")) {
		return nil, nil, unreadable("it is protected by a password or in the old format; save it as .xlsx without one")
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacks, UnzipXMLSizeLimit: maxUnpacks, RawCellValue: true})
	if err != nil {
		return nil, nil, unreadable(err.Error())
	}
	defer func() { _ = f.Close() }() // nothing was written
	props, err := f.GetWorkbookProps()
	mac := err == nil && props.Date1904 != nil && *props.Date1904
	has := traitsOf(f)
	var grids []grid
	budget := maxCells
	for _, name := range f.GetSheetList() {
		g, err := sheetGrid(f, name, has, &budget)
		if err != nil {
			return nil, nil, unreadable(name + ": " + err.Error())
		}
		g.mac = mac
		grids = append(grids, g)
	}
	return read(grids)
}

func unreadable(why string) error {
	return Problems{{Where: "workbook", Expected: "cannot be read: " + why}}
}

// traits are what a workbook may have that takes long to look for: merged cells,
// formats that show a number as per cent, formulas without a stored value.
type traits struct{ merged, percent, empty bool }

var (
	perCentFormat = regexp.MustCompile(`numFmtId="(9|10)"|formatCode="[^"]*%`)
	emptyFormula  = regexp.MustCompile(`(</f>|<f[^>]*/>)(<v></v>|<v/>)?</c>`)
)

func traitsOf(f *excelize.File) traits {
	var t traits
	f.Pkg.Range(func(name, data any) bool {
		text, _ := data.([]byte)
		switch path, _ := name.(string); {
		case strings.HasPrefix(path, "xl/worksheets/"):
			t.merged = t.merged || bytes.Contains(text, []byte("mergeCell "))
			t.empty = t.empty || emptyFormula.Match(text)
		case strings.HasPrefix(path, "xl/styles"):
			t.percent = t.percent || perCentFormat.Match(text)
		}
		return true
	})
	return t
}

// sheetGrid takes the cells of a sheet as they are stored, so that dates are
// serial numbers and no digit is lost to a format.
func sheetGrid(f *excelize.File, name string, traits traits, budget *int) (grid, error) {
	g := grid{name: name, place: func(row, col int) string {
		cell, _ := excelize.CoordinatesToCellName(col+1, max(row, 1))
		return name + "!" + cell
	}}
	s := sheetNamed(name)
	if s == nil {
		g.rows = []gridRow{{at: 1}} // kept for its name, which may be mistyped
		return g, nil
	}
	err := eachRow(f, name, budget, true, func(row int, cells []string) {
		if r := (gridRow{row, cells}); !r.blank() {
			g.rows = append(g.rows, r)
		}
	})
	if err != nil {
		return g, err
	}
	if traits.merged {
		if err := fillMerged(f, &g); err != nil {
			return g, err
		}
	}
	g.native = func(row, col int) bool {
		cell, _ := excelize.CoordinatesToCellName(col+1, row)
		kind, err := f.GetCellType(name, cell)
		return err == nil && (kind == excelize.CellTypeNumber || kind == excelize.CellTypeUnset)
	}
	if traits.empty {
		g.formula = func(row, col int) bool {
			cell, _ := excelize.CoordinatesToCellName(col+1, row)
			formula, err := f.GetCellFormula(name, cell)
			return err == nil && formula != ""
		}
	}
	shown := map[[2]int]bool{}
	if traits.percent && s.hasShares() {
		// What a format shows with % is stored a hundred times smaller.
		err = eachRow(f, name, budget, false, func(row int, cells []string) {
			for col, text := range cells {
				if strings.HasSuffix(text, "%") {
					shown[[2]int{row, col}] = true
				}
			}
		})
	}
	g.percent = func(row, col int) bool { return shown[[2]int{row, col}] && g.native(row, col) }
	return g, err
}

// hasShares reports whether a table has columns that people format as per cent.
func (s *sheet) hasShares() bool {
	for _, c := range s.columns {
		if c.unit == "1" || c.unit == "%" {
			return true
		}
	}
	return false
}

func eachRow(f *excelize.File, name string, budget *int, raw bool, each func(int, []string)) error {
	rows, err := f.Rows(name)
	if err != nil {
		return err
	}
	for at := 1; rows.Next(); at++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: raw})
		if err != nil {
			return err
		}
		if *budget -= len(cells) + 1; *budget < 0 {
			return fmt.Errorf("more than %d cells", maxCells)
		}
		each(at, cells[:min(len(cells), maxColumns)])
	}
	return rows.Close()
}

// fillMerged writes the value of a merged cell into all rows that it covers.
func fillMerged(f *excelize.File, g *grid) error {
	merged, err := f.GetMergeCells(g.name)
	if err != nil {
		return err
	}
	at := map[int]int{}
	for i, r := range g.rows {
		at[r.at] = i
	}
	for _, m := range merged {
		col, top, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		_, bottom, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		first, ok := at[top]
		if err1 != nil || err2 != nil || !ok || col > maxColumns {
			continue
		}
		value := g.rows[first].cell(col - 1)
		for row := top + 1; row <= min(bottom, g.rows[len(g.rows)-1].at); row++ {
			i, ok := at[row]
			if !ok {
				continue
			}
			r := &g.rows[i]
			for len(r.cells) < col {
				r.cells = append(r.cells, "")
			}
			r.cells[col-1] = value
		}
	}
	return nil
}
