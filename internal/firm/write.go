package firm

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// header is the headings of a table as it is written, content columns spelt out.
func (s *sheet) header(p *Plan) []string {
	var out []string
	for _, c := range s.columns {
		if c.contents == nil {
			out = append(out, c.name)
			continue
		}
		for _, substance := range substancesOf(p, s) {
			out = append(out, contentPrefix+substance)
		}
	}
	return out
}

// cells are the values of a row as they are written: numbers, texts, dates.
func (s *sheet) cells(p *Plan, row any) []any {
	var out []any
	for _, c := range s.columns {
		if c.contents != nil {
			for _, substance := range substancesOf(p, s) {
				out = append(out, rangeCell((*c.contents(row))[substance]))
			}
			continue
		}
		switch field := c.into(row).(type) {
		case *string:
			out = append(out, *field)
		case *time.Time:
			if field.IsZero() {
				out = append(out, "")
			} else {
				out = append(out, field.Format(isoDate))
			}
		case *float64:
			if *field == 0 && !c.required {
				out = append(out, "")
			} else {
				out = append(out, numberCell(*field))
			}
		case *Range:
			out = append(out, rangeCell(*field))
		}
	}
	return out
}

func rangeCell(r Range) any {
	if r.State == Given && r.exact() && r.Mid == r.Low {
		return numberCell(r.Mid)
	}
	return r.String()
}

// numberCell writes a number as a text where spreadsheets would not keep all
// its digits: they have 15.
func numberCell(v float64) any {
	if kept, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64); err != nil || kept != v {
		return number(v)
	}
	return v
}

// WriteCSV writes a plan as a folder of CSV files, which reads back the same.
func WriteCSV(p *Plan, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for i := range schema {
		if err := writeCSV(p, &schema[i], filepath.Join(folder, schema[i].name+".csv")); err != nil {
			return err
		}
	}
	return nil
}

func writeCSV(p *Plan, s *sheet, file string) error {
	var b strings.Builder
	w := csv.NewWriter(&b)
	records := [][]string{s.header(p)}
	for i := range s.count(p) {
		var record []string
		for _, v := range s.cells(p, s.row(p, i)) {
			if x, ok := v.(float64); ok {
				v = number(x)
			}
			record = append(record, v.(string))
		}
		records = append(records, record)
	}
	if err := w.WriteAll(records); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(b.String()), 0o644)
}

// WriteXLSX writes a plan as a workbook with drop-downs and notes on the
// headings, which reads back the same.
func WriteXLSX(p *Plan, out io.Writer) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }() // it lives in memory
	if err := readMe(f); err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D9E1F2"}}})
	if err != nil {
		return err
	}
	for i := range schema {
		if err := writeSheet(f, p, &schema[i], bold); err != nil {
			return fmt.Errorf("%s: %w", schema[i].name, err)
		}
	}
	return f.Write(out)
}

// readMeSheet is the name of the sheet that explains the others.
const readMeSheet = "README"

// readMe is the first sheet: what the others are.
func readMe(f *excelize.File) error {
	const name = readMeSheet
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	rows := [][]any{{"A plan for lodestone firm. Fill in the sheets and run: lodestone firm FILE.xlsx"},
		{"The figures it comes with are an example, not facts: replace them."},
		{"Hover over a heading to see what belongs there. ? means unknown; 10..20..30 means low, central, high."},
		{"Headings may be in any order; columns of your own are ignored. Nothing leaves this computer."}, {}}
	for _, s := range schema {
		rows = append(rows, []any{s.name, s.note})
	}
	rows = append(rows, nil, []any{"Kinds of option"})
	for _, k := range kinds {
		rows = append(rows, []any{k.word, k.note})
	}
	for i, row := range rows {
		if err := f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row); err != nil {
			return err
		}
	}
	return f.SetColWidth(name, "A", "A", 18)
}

func writeSheet(f *excelize.File, p *Plan, s *sheet, bold int) error {
	if _, err := f.NewSheet(s.name); err != nil {
		return err
	}
	header := s.header(p)
	if err := explain(f, s, header); err != nil {
		return err
	}
	w, err := f.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	if err := w.SetColWidth(1, len(header), 16); err != nil {
		return err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	top := make([]any, len(header))
	for i, h := range header {
		top[i] = excelize.Cell{StyleID: bold, Value: h}
	}
	if err := w.SetRow("A1", top); err != nil {
		return err
	}
	for i := range s.count(p) {
		row := s.cells(p, s.row(p, i))
		for j, v := range row {
			if v == "" {
				row[j] = nil // an empty cell, not an empty text
			}
		}
		if err := w.SetRow(fmt.Sprintf("A%d", i+2), row); err != nil {
			return err
		}
	}
	return w.Flush()
}

// rowsToFill is how far down the drop-downs reach.
const rowsToFill = 20000

// explain puts a note on every heading and a drop-down below those that take
// one of a few words.
func explain(f *excelize.File, s *sheet, header []string) error {
	for i, h := range header {
		c := s.columnOf(h)
		letter, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		note := c.note
		if c.required {
			note += " Required."
		}
		if err := f.AddComment(s.name, excelize.Comment{Cell: letter + "1", Author: "lodestone", Text: note, Width: 260, Height: 110}); err != nil {
			return err
		}
		if c.choices == nil {
			continue
		}
		list := excelize.NewDataValidation(true)
		list.SetSqref(fmt.Sprintf("%s2:%s%d", letter, letter, rowsToFill))
		if err := list.SetDropList(wordsOf(c.choices)); err != nil {
			return err
		}
		// A warning only: people paste what their systems say, and it is read.
		list.SetError(excelize.DataValidationErrorStyleWarning, c.name, "Expected one of: "+strings.Join(wordsOf(c.choices), ", "))
		if err := f.AddDataValidation(s.name, list); err != nil {
			return err
		}
	}
	return nil
}

func (s *sheet) columnOf(heading string) *column {
	for i := range s.columns {
		c := &s.columns[i]
		if c.name == heading || c.contents != nil && strings.HasPrefix(heading, contentPrefix) {
			return c
		}
	}
	return &column{}
}
