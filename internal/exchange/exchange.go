// Package exchange carries a dataset between its folder of tables and a workbook
// with a sheet for each, for people who keep their numbers in spreadsheets.
//
// [ToFolder] copies a dataset to a folder of one's own, [ToWorkbook] writes its
// tables as sheets, and [FromWorkbook] makes a folder of a workbook: what has no
// sheet (the schema, the scenarios, tables left out) comes from the dataset it was
// made of. Line N of a table is row N of its sheet.
package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"lodestone/internal/nearest"
)

const ext = ".csv"

// ToFolder copies every file of a dataset to a folder, which must be empty or not
// exist, and returns how many there were.
func ToFolder(files fs.FS, dir string) (int, error) {
	if err := MustBeEmpty(dir); err != nil {
		return 0, err
	}
	count := 0
	return count, fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		count++
		return put(dir, name, text)
	})
}

// MustBeEmpty reports a folder that holds something.
func MustBeEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if len(entries) > 0 {
		return fmt.Errorf("%s is not empty: expected a new folder, so that nothing is overwritten", dir)
	}
	return nil
}

func put(dir, name string, text []byte) error {
	target := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	return os.WriteFile(target, text, 0o644)
}

// tables lists the tables of a dataset, without their extension.
func tables(files fs.FS) ([]string, error) {
	names, err := fs.Glob(files, "*"+ext)
	for i, name := range names {
		names[i] = strings.TrimSuffix(name, ext)
	}
	return names, err
}

// ToWorkbook writes the tables of a dataset to a workbook, in which numbers are
// numbers. It does not overwrite a file.
func ToWorkbook(files fs.FS, file string) (int, error) {
	if _, err := os.Stat(file); err == nil {
		return 0, fmt.Errorf("%s exists already: give another name", file)
	}
	names, err := tables(files)
	if err != nil {
		return 0, err
	}
	book := excelize.NewFile()
	defer book.Close()
	for _, name := range names {
		if err := addSheet(book, files, name); err != nil {
			return 0, fmt.Errorf("%s%s: %w", name, ext, err)
		}
	}
	if err := book.DeleteSheet("Sheet1"); err != nil {
		return 0, err
	}
	return len(names), book.SaveAs(file)
}

func addSheet(book *excelize.File, files fs.FS, name string) error {
	text, err := fs.ReadFile(files, name+ext)
	if err != nil {
		return err
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return err
	}
	if _, err := book.NewSheet(name); err != nil {
		return err
	}
	w, err := book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, text := range row {
			cells[j] = cell(text)
		}
		if err := w.SetRow("A"+strconv.Itoa(i+1), cells); err != nil {
			return err
		}
	}
	return w.Flush()
}

// digits is how many significant ones a spreadsheet keeps.
const digits = 15

// cell is a number where that gives the same text back, and text otherwise.
func cell(text string) any {
	v, err := strconv.ParseFloat(text, 64)
	if err == nil && strconv.FormatFloat(v, 'f', -1, 64) == text && len(strings.Trim(text, "-0.")) <= digits {
		return v
	}
	if text == "" {
		return nil
	}
	return text
}

// most is how many bytes a workbook may unpack to.
const most = 256 << 20

// FromWorkbook makes a dataset of a workbook in a folder, which must be empty or
// not exist, and returns the tables it took from there. The error names every
// sheet that is no table of the dataset it was made of.
func FromWorkbook(base fs.FS, file, dir string) ([]string, error) {
	book, err := excelize.OpenFile(file, excelize.Options{UnzipSizeLimit: most, UnzipXMLSizeLimit: most, RawCellValue: true})
	if err != nil {
		return nil, fmt.Errorf("%s is not a workbook that can be read: %w", file, err)
	}
	defer book.Close()
	sheets := book.GetSheetList()
	if err := checkSheets(base, path.Base(file), sheets); err != nil {
		return nil, err
	}
	texts := map[string][]byte{}
	for _, sheet := range sheets {
		if texts[sheet+ext], err = sheetCSV(book, sheet); err != nil {
			return nil, fmt.Errorf("%s, sheet %s: %w", path.Base(file), sheet, err)
		}
	}
	if _, err := ToFolder(base, dir); err != nil {
		return nil, err
	}
	for _, sheet := range sheets {
		if err := put(dir, sheet+ext, texts[sheet+ext]); err != nil {
			return nil, err
		}
	}
	return sheets, nil
}

func checkSheets(base fs.FS, file string, sheets []string) error {
	known, err := tables(base)
	if err != nil {
		return err
	}
	var wrong []error
	for _, sheet := range sheets {
		if !slices.Contains(known, sheet) {
			wrong = append(wrong, fmt.Errorf("%s, sheet %q: no table of the dataset is called so%s", file, sheet, nearest.Hint(sheet, known)))
		}
	}
	return errors.Join(wrong...)
}

// sheetCSV is a sheet as a table. Rows are as wide as the first; rows without
// anything in them stay, so that lines and rows keep one number, and are left out
// only at the end.
func sheetCSV(book *excelize.File, sheet string) ([]byte, error) {
	rows, err := book.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errors.New("it is empty: expected the names of the columns in row 1")
	}
	width := len(rows[0])
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	for i, row := range rows {
		for j := width; j < len(row); j++ {
			if row[j] != "" {
				at, _ := excelize.CoordinatesToCellName(j+1, i+1)
				return nil, fmt.Errorf("cell %s holds %q, beyond the last named column", at, row[j])
			}
		}
		cells := make([]string, width)
		copy(cells, row)
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}
