package firm

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"io"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// Nothing that a table holds makes reading or reckoning panic, and what is
// accepted reads back the same.
func FuzzCSV(f *testing.F) {
	f.Add("basis.csv", "as_of,horizon_weeks\n2025-04-04,52")
	f.Add("lines.csv", "line,product,units_per_week\nL,motor,1e5..2e5..3e5\nL,motor,?")
	f.Add("bom.csv", "level,part,quantity,unit,per\n0,motor,1\n..2,x,1\n1,magnet,60,KG,1000\n2,magnet,1")
	f.Add("bom.csv", "parent,part,quantity\nmotor,magnet,1\nmagnet,magnet,1")
	f.Add("suppliers.csv", "part;supplier;country;share;cap\nmagnet;A;?;0,85;1,234\n;B;JP;15 %;")
	f.Add("stock.csv", "part\ton_hand\tunit\nmagnet\t#N/A\twk")
	f.Add("parts.csv", "part,grade,mass,content_Dy,content_\nmagnet,N42SH,<60 g,0.1-0.2,5")
	f.Add("options.csv", "option,kind,part,amount,unit,line\na,ration,,50,%,L\nb,sub-assembly,motor,50,%,\nc,air,magnet,,,")
	f.Add("disruptions.csv", "country,from,substances,licensed,week\nCN,2025-04-04,Dy,2,5")
	f.Fuzz(func(t *testing.T, name, text string) {
		folder := fstest.MapFS{
			"basis.csv":       {Data: []byte("as_of\n2025-04-04\n")},
			"lines.csv":       {Data: []byte("line,product,units_per_week\nL,motor,100\n")},
			"bom.csv":         {Data: []byte("parent,part,quantity\nmotor,magnet,2\n")},
			"suppliers.csv":   {Data: []byte("part,supplier,country\nmagnet,A,CN\n")},
			"stock.csv":       {Data: []byte("part,on_hand\nmagnet,900\n")},
			"disruptions.csv": {Data: []byte("country,from\nCN,2025-04-04\n")},
		}
		if strings.ContainsAny(name, "/\\") || name == "" || name == "." || name == ".." {
			return
		}
		folder[name] = &fstest.MapFile{Data: []byte(text)}
		p, _, err := ReadCSV(folder)
		if err != nil {
			_ = err.Error()
			return
		}
		if p.Basis.Horizon > 1040 {
			t.Fatalf("horizon %g", p.Basis.Horizon)
		}
		Solve(p, nil)
		var b bytes.Buffer
		if err := WriteXLSX(p, &b); err != nil {
			t.Fatal(err)
		}
	})
}

// Bytes of a damaged workbook give an error or a plan, never a panic.
func FuzzXLSX(f *testing.F) {
	var b bytes.Buffer
	if err := WriteTemplate(&b); err != nil {
		f.Fatal(err)
	}
	// The fuzzer changes the text of one sheet; the archive around it is sound.
	files := map[string][]byte{}
	r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range r.File {
		in, err := file.Open()
		if err != nil {
			f.Fatal(err)
		}
		if files[file.Name], err = io.ReadAll(in); err != nil {
			f.Fatal(err)
		}
	}
	for _, name := range sortedKeys(files) {
		if strings.HasSuffix(name, ".xml") && len(files[name]) < 20000 {
			f.Add(name, files[name])
		}
	}
	f.Fuzz(func(_ *testing.T, name string, text []byte) {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for _, each := range sortedKeys(files) {
			data := files[each]
			if each == name {
				data = text
			}
			in, err := w.Create(each)
			if err != nil {
				return
			}
			if _, err := in.Write(data); err != nil {
				return
			}
		}
		if err := w.Close(); err != nil {
			return
		}
		if p, _, err := ReadXLSX(&out); err == nil {
			Solve(p, nil)
		}
	})
}

// A file that unpacks to more than the limit is refused before it fills memory.
func TestZipBomb(t *testing.T) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestSpeed) })
	for _, name := range []string{"xl/workbook.xml", "xl/worksheets/sheet1.xml"} {
		in, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		zeros := make([]byte, 1<<20)
		for range 150 {
			if _, err := in.Write(zeros); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	_, _, err := ReadXLSX(&out)
	if err == nil || !strings.Contains(err.Error(), "unzip size exceeds") {
		t.Errorf("got %v", err)
	}
	if took := time.Since(start); took > 10*time.Second*slow {
		t.Errorf("took %v", took)
	}
}
