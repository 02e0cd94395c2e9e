package cli

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// copyData copies the built-in chain to a folder: copydata DIR.
func copyData(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: copydata DIR")
	}
	ts.Check(os.CopyFS(ts.MkAbs(args[0]), os.DirFS(ts.Getenv("REE"))))
}

// edit replaces the first occurrence of a text in a file: edit FILE OLD NEW.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: edit FILE OLD NEW")
	}
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s has no %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, args[1], args[2], 1)), 0o644))
}

// workbookOf makes a workbook of the CSV files of a folder, a sheet each, as they
// stand: xlsx DIR FILE.
func workbookOf(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: xlsx DIR FILE")
	}
	files, err := filepath.Glob(filepath.Join(ts.MkAbs(args[0]), "*.csv"))
	ts.Check(err)
	book := excelize.NewFile()
	for _, file := range files {
		rows, err := csv.NewReader(strings.NewReader(ts.ReadFile(file))).ReadAll()
		ts.Check(err)
		sheet := strings.TrimSuffix(filepath.Base(file), ".csv")
		_, err = book.NewSheet(sheet)
		ts.Check(err)
		for i, row := range rows {
			ts.Check(book.SetSheetRow(sheet, "A"+strconv.Itoa(i+1), &row))
		}
	}
	ts.Check(book.DeleteSheet("Sheet1"))
	ts.Check(book.SaveAs(ts.MkAbs(args[1])))
}
