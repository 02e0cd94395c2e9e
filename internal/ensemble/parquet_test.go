package ensemble

import (
	"bytes"
	"context"
	"math"
	"path/filepath"
	"testing"

	"github.com/parquet-go/parquet-go"
)

// A file holds, for every member, what it drew and what came of it.
func TestParquet(t *testing.T) {
	j := job(t, 26, 30)
	spool := filepath.Join(t.TempDir(), "spool")
	tally, err := Run(context.Background(), j, Options{Spool: spool})
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(j.Model, j.Scenario)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := s.WriteParquet(&b, j.Plan, spool, map[string]string{"seed": "7"}); err != nil {
		t.Fatal(err)
	}
	f, err := parquet.OpenFile(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if seed, _ := f.Lookup("lodestone.seed"); seed != "7" || f.NumRows() != 30 {
		t.Errorf("seed %q, %d rows", seed, f.NumRows())
	}
	column := map[string]int{}
	for i, c := range f.Schema().Columns() {
		column[c[0]] = i
	}
	rows := make([]parquet.Row, 30)
	r := f.RowGroups()[0].Rows()
	defer r.Close()
	if n, _ := r.ReadRows(rows); n != 30 {
		t.Fatalf("%d rows", n)
	}
	lost, stops := 0.0, 0
	for i, row := range rows {
		if run := row[column["run"]].Int32(); run != int32(i) {
			t.Errorf("row %d is run %d", i, run)
		}
		lost += float64(row[column[TotalLost]].Float())
		if day := row[column["first_line_down"]]; !day.IsNull() {
			stops++
			if day.Int32() < 20094 || day.Int32() > 20094+7*26 { // 2025-01-06 and the end
				t.Errorf("a line-down on day %d", day.Int32())
			}
		}
		if v := row[column["input/behaviours hoarding/*"]].Double(); v < 0 || v > 2 {
			t.Errorf("hoarding of %v", v)
		}
	}
	if want := tally.fan(0).Mean; math.Abs(lost/30/want-1) > 1e-6 || stops != tally.First.Count() {
		t.Errorf("mean loss %v, %d stops; the tally says %v and %d", lost/30, stops, want, tally.First.Count())
	}
}
