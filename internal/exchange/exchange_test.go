package exchange

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"lodestone/data"
)

func builtin(t *testing.T) fs.FS {
	t.Helper()
	files, err := fs.Sub(data.FS, "ree")
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// A dataset that went through a workbook is the same dataset, to the cell.
func TestThereAndBack(t *testing.T) {
	files := builtin(t)
	book, dir := filepath.Join(t.TempDir(), "ree.xlsx"), filepath.Join(t.TempDir(), "mine")
	if _, err := ToWorkbook(files, book); err != nil {
		t.Fatal(err)
	}
	if _, err := FromWorkbook(files, book, dir); err != nil {
		t.Fatal(err)
	}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		want, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		if plain(string(got)) != plain(string(want)) {
			t.Errorf("%s is not what it was", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// plain drops the quotes that one writer of CSV sets and another does not.
func plain(s string) string {
	return strings.TrimRight(strings.ReplaceAll(strings.ReplaceAll(s, `"`, ""), "\r", ""), "\n")
}

func TestNothingIsOverwritten(t *testing.T) {
	dir := t.TempDir()
	full := filepath.Join(dir, "full")
	if err := put(full, "notes.txt", []byte("mine")); err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{"regions.csv": {Data: []byte("id,name\nX,Xland\n")}}
	if _, err := ToFolder(files, full); err == nil {
		t.Error("a folder that holds something was written to")
	}
	if _, err := ToWorkbook(files, filepath.Join(full, "notes.txt")); err == nil {
		t.Error("a file was overwritten")
	}
}

func TestBadWorkbooks(t *testing.T) {
	base := fstest.MapFS{"regions.csv": {Data: []byte("id,name\nX,Xland\n")}}
	for name, c := range map[string]struct {
		change func(*excelize.File)
		want   string
	}{
		"a sheet nobody knows": {func(f *excelize.File) { f.NewSheet("regoins") }, `sheet "regoins": no table of the dataset is called so; did you mean "regions"?`},
		"a cell too far":       {func(f *excelize.File) { f.SetCellValue("regions", "D2", "note to self") }, `cell D2 holds "note to self"`},
		"an empty sheet":       {func(f *excelize.File) { f.RemoveRow("regions", 1); f.RemoveRow("regions", 1) }, "it is empty"},
	} {
		book := filepath.Join(t.TempDir(), "x.xlsx")
		if _, err := ToWorkbook(base, book); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenFile(book)
		if err != nil {
			t.Fatal(err)
		}
		c.change(f)
		if err := f.Save(); err != nil {
			t.Fatal(err)
		}
		f.Close()
		dir := filepath.Join(t.TempDir(), "out")
		if _, err := FromWorkbook(base, book, dir); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%s: something was written", name)
		}
	}
	junk := filepath.Join(t.TempDir(), "junk.xlsx")
	if err := os.WriteFile(junk, []byte("no workbook"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := FromWorkbook(base, junk, t.TempDir()); err == nil {
		t.Error("junk was read")
	}
}
