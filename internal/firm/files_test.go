package firm

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// csvs makes a folder of tables, each given as lines.
func csvs(tables map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range tables {
		out[name] = &fstest.MapFile{Data: []byte(strings.TrimLeft(text, "\n"))}
	}
	return out
}

// workbook makes a file of sheets, each given as rows of cells.
func workbook(t testing.TB, sheets map[string][][]any, also func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	for _, name := range sortedKeys(sheets) {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range sheets[name] {
			if err := f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if also != nil {
		also(f)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// inLines writes problems one a line, without columns.
func inLines(ps Problems) string {
	var b strings.Builder
	for _, p := range ps {
		b.WriteString(p.String() + "\n")
	}
	return b.String()
}

func bothWays(t testing.TB, p *Plan) (fromXLSX, fromCSV *Plan) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteXLSX(p, &b); err != nil {
		t.Fatal(err)
	}
	fromXLSX, _, err := ReadXLSX(&b)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "firm")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := WriteCSV(p, dir); err != nil {
		t.Fatal(err)
	}
	fromCSV, _, err = ReadCSV(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	return fromXLSX, fromCSV
}

func TestTemplateReadsBack(t *testing.T) {
	var b bytes.Buffer
	if err := WriteTemplate(&b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	for i := range schema {
		s := &schema[i]
		comments, err := f.GetComments(s.name)
		if err != nil || len(comments) != len(s.header(Example())) {
			t.Errorf("%s: %d notes on %d headings (%v)", s.name, len(comments), len(s.header(Example())), err)
		}
		lists, err := f.GetDataValidations(s.name)
		if err != nil {
			t.Error(err)
		}
		for _, c := range s.columns {
			if c.choices != nil {
				lists = lists[min(1, len(lists)):]
			}
		}
		if len(lists) != 0 {
			t.Errorf("%s: %d drop-downs too many", s.name, len(lists))
		}
	}
	p, notes, err := ReadXLSX(&b)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(p, Example()) {
		t.Errorf("the template reads back as\n%+v\nwant\n%+v", p, Example())
	}
	if len(notes) != 0 {
		t.Errorf("notes %q", notes)
	}
	onDay(t, "line-down of the template", Solve(p, nil).Lines[0].Down.P50, "2025-07-13")
	for _, s := range Solve(p, nil).Lines {
		if s.Missing != "EPS-MAGNET" {
			t.Errorf("missing %q", s.Missing)
		}
	}
}

// Whatever a plan holds, it is the same after a trip through either format.
func TestRoundTrip(t *testing.T) {
	text := rapid.StringMatching(`[A-Za-z][A-Za-z0-9 ,;"'äß中.-]{0,12}[a-z]`)
	num := rapid.Float64Range(1e-3, 1e6)
	span := rapid.Custom(func(t *rapid.T) Range {
		a, b, c := num.Draw(t, "a"), num.Draw(t, "b"), num.Draw(t, "c")
		switch rapid.IntRange(0, 3).Draw(t, "state") {
		case 0:
			return Range{}
		case 1:
			return Range{State: Unknown}
		case 2:
			return Exactly(a)
		}
		low, high := min(a, b, c), max(a, b, c)
		return Between(low, a+b+c-low-high, high)
	})
	checked := 0
	rapid.Check(t, func(r *rapid.T) {
		p := Example()
		p.Lines[0].Region, p.Parts[1].Description = text.Draw(r, "region"), text.Draw(r, "description")
		p.Lines[0].Value, p.Parts[0].Mass = span.Draw(r, "value"), Exactly(num.Draw(r, "mass"))
		p.Stock[0].OnHand, p.Stock[0].Consigned = span.Draw(r, "on hand"), span.Draw(r, "consigned")
		p.Stock[0].BatchNote = text.Draw(r, "note")
		p.BOM[1].Quantity = num.Draw(r, "quantity")
		p.Options[1].Price = span.Draw(r, "price")
		p.Grades = []Grade{{Class: "X1", Process: "own", Content: map[string]Range{"Dy": Exactly(num.Draw(r, "dy") / 1e5), "Zz": Between(0.1, 0.25, 0.3)}, Source: text.Draw(r, "source")}}
		p.Parts[0].Content["Tb"] = Between(0, 0.123, 1.234)
		if checked++; checked > 12 {
			return // a workbook takes long to write
		}
		fromXLSX, fromCSV := bothWays(t, p)
		for name, got := range map[string]*Plan{"xlsx": fromXLSX, "csv": fromCSV} {
			if !reflect.DeepEqual(got, p) {
				r.Errorf("%s:\n%+v\nwant\n%+v", name, got, p)
			}
		}
		if a, b := Solve(fromXLSX, nil), Solve(p, nil); !reflect.DeepEqual(a, b) {
			r.Errorf("the answers differ")
		}
	})
}

// A file as planners have it: titles above, German headings and numbers, levels,
// quantities per thousand, kilograms, merged cells, text dates, lookups that failed.
func TestRealFile(t *testing.T) {
	data := workbook(t, map[string][][]any{
		"Plan":  {{"Stichtag", "Horizon"}, {"04.04.2025", 104}},
		"Lines": {{"LINE", "Model", "Werk", "Units/year", "Value"}, {"L1", "MOTOR", 4711, "1.200.004", "120,50"}},
		"Teile": {{"Material", "Bezeichnung", "Magnet grade", "Mass [kg]", "Content_dy", "content_Tb"},
			{100012345678, "magnet", "N42SH", "0,060", "1,5 %", "#N/A"}, {"R-1", "rotor", nil, nil, nil, nil}},
		"Stückliste": {{"BOM explosion CS12, printed by MM"}, {}, {"Explosion level", "Component number", "Object description", "Comp. Qty", "UoM", "Base quantity"},
			{0, "MOTOR", "", 1, "PC", 1}, {".1", "R-1", "", 1000, "ST", 1000}, {"..2", 100012345678, "", 60, "KG", "1.000"}, {".1", "screw", "", 8, "EA", 1}},
		"Vendors": {{"Material", "Vendor name", "Vendor country", "Quota", "Lead time (days)", "Ship mode", "Transit (days)", "Planner"},
			{100012345678, "Ningbo", "China", 0.85, 84, "Ocean", 35, "x"}, {nil, "Tokyo", "Japan", "15 %", "70 d", "vessel", 35, "y"}},
		"Bestand": {{"Material", "Unrestricted", "In transit", "Consignment", "UoM", "Date"},
			{100012345678, "11076,96", "6.923,1", "-", "KG", 45751}},
		"Sheet99":     {{"anything"}},
		"Disruptions": {{"country", "cut from", "elements", "threshold"}, {"PRC", "4 Apr 2025", "Dy Tb", 0.001}},
	}, func(f *excelize.File) {
		if err := f.MergeCell("Vendors", "A2", "A3"); err != nil {
			t.Fatal(err)
		}
		style, err := f.NewStyle(&excelize.Style{NumFmt: 10})
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range [][2]string{{"Vendors", "D2"}, {"Disruptions", "D2"}} {
			if err := f.SetCellStyle(cell[0], cell[1], cell[1], style); err != nil {
				t.Fatal(err)
			}
		}
	})
	p, notes, err := ReadXLSX(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if len(notes) < 3 {
		t.Errorf("notes %q", notes)
	}
	m := p.Parts[0]
	if m.ID != "100012345678" || m.Mass != Exactly(60) || m.Content["Dy"] != Exactly(1.5) || m.Content["Tb"].State != Unknown {
		t.Errorf("part %+v", m)
	}
	if want := (Use{Parent: "R-1", Part: "100012345678", Quantity: 60, Unit: "kg", Per: 1000}); p.BOM[1] != want {
		t.Errorf("use %+v, want %+v", p.BOM[1], want)
	}
	if s := p.Suppliers[1]; s.Part != "100012345678" || s.Country != "JP" || s.Share != Exactly(0.15) || s.Lead != Exactly(10) || s.Mode != "sea" {
		t.Errorf("supplier %+v", s)
	}
	if d := p.Disruptions[0]; d.Country != "CN" || d.Threshold != 0.1 || d.From != day(2025, time.April, 4) {
		t.Errorf("disruption %+v", d)
	}
	if s := p.Stock[0]; s.OnHand != Exactly(11076.96) || s.InTransit != Exactly(6923.1) || s.AsOf != day(2025, time.April, 4) {
		t.Errorf("stock %+v", s)
	}
	a := Solve(p, nil)
	onDay(t, "line-down", a.Lines[0].Down.P50, "2025-07-13")
}

// Ten faults of a workbook give ten messages with their cells.
func TestFaults(t *testing.T) {
	data := workbook(t, map[string][][]any{
		"basis": {{"as_of"}, {"05/04/2025"}},
		"lines": {{"line", "product", "units_per_week", "value_per_unit"}, {"L1", "motor", "many", 120}},
		"parts": {{"part", "grade", "mass_g", "content_Dy"}, {"magnet", "N42XQ", 60, nil}, {"magnet", "N42SH", "60 parsec", nil}},
		"bom":   {{"parent", "part", "quantity", "unit"}, {"motor", "magnet", 1, "bushel"}, {"moter", "rotor", 1, nil}},
		"suppliers": {{"part", "supplier", "country", "shre", "qualified"}, {"magnet", "A", "Chinna", nil, "yes"},
			{"magnett", "B", "Japan", nil, "no"}},
		"stock":   {{"part", "on_hand"}, {"magnet", "#VALUE!"}},
		"options": {{"option", "kind", "part", "amount", "unit"}, {"buy", "stok", "magnet", 10, "wk"}},
	}, nil)
	_, _, err := ReadXLSX(bytes.NewReader(data))
	var problems Problems
	if !errors.As(err, &problems) {
		t.Fatalf("got %v", err)
	}
	for _, want := range []string{
		`basis!A2: as_of "05/04/2025": it may be either of two days`,
		`lines!C2: units_per_week "many": expected a number`,
		`parts!B2: grade "N42XQ": not in the table of grades`,
		`parts!C3: mass_g "60 parsec": "parsec" behind the number is not understood; expected a number in g`,
		`parts!A3: part "magnet": stands twice`,
		`bom!D2: unit "bushel": expected one of pc, g, kg, t`,
		`bom!A3: parent "moter": no other table has this name; did you mean "motor"?`,
		`suppliers!C2: country "Chinna": expected a country, as CN or China; did you mean "China"?`,
		`suppliers!D1: header "shre": unknown column; did you mean "share"?`,
		`suppliers!A3: part "magnett": no other table has this name; did you mean "magnet"?`,
		`stock!B2: on_hand "#VALUE!": the cell holds an error of a formula`,
		`options!B2: kind "stok": no such kind; did you mean "stock"?`,
	} {
		if !strings.Contains(inLines(problems), want) {
			t.Errorf("no message %q", want)
		}
	}
	if len(problems) > 13 {
		t.Errorf("%d problems", len(problems))
	}
	if t.Failed() {
		t.Log(err)
	}
}

func TestNumbers(t *testing.T) {
	comma, dot, both := locale{comma: true}, locale{dot: true}, locale{comma: true, dot: true}
	for _, c := range []struct {
		text, unit string
		l          locale
		want       Range
	}{
		{"60", "g", dot, Exactly(60)}, {"0,85", "1", locale{}, Exactly(0.85)}, {"1.234,5", "", locale{}, Exactly(1234.5)},
		{"1,234.5", "", locale{}, Exactly(1234.5)}, {"1,234", "", comma, Exactly(1.234)}, {"1,234", "", dot, Exactly(1234)},
		{"1.234", "", comma, Exactly(1234)}, {"1.234", "", locale{}, Exactly(1.234)}, {"0,125", "", both, Exactly(0.125)},
		{"1 234 567", "", locale{}, Exactly(1234567)}, {"1'234,5", "", locale{}, Exactly(1234.5)}, {"12.345.678", "", locale{}, Exactly(12345678)},
		{"10-30", "", dot, Between(10, 20, 30)}, {"10..15..30 d", "wk", dot, Between(10.0/7, 15.0/7, 30.0/7)}, {"10 – 30 g", "g", dot, Between(10, 20, 30)},
		{"<0.1", "%", dot, Between(0, 0.05, 0.1)}, {"~60 g", "g", dot, Exactly(60)}, {"0.06 kg", "g", dot, Exactly(60)}, {"1.5E-2", "", dot, Exactly(0.015)},
		{"85 %", "1", dot, Exactly(0.85)}, {"10 to 20", "", dot, Between(10, 15, 20)}, {"#N/A", "", dot, Range{State: Unknown}}, {"tbd", "g", dot, Range{State: Unknown}},
		{"-", "", dot, Range{}}, {"", "", dot, Range{}}, {"6 months", "mo", dot, Exactly(6)},
	} {
		got, message := parseRange(c.text, c.unit, "", c.l)
		close := got.State == c.want.State
		for _, d := range []float64{got.Low - c.want.Low, got.Mid - c.want.Mid, got.High - c.want.High} {
			close = close && d < 1e-9 && d > -1e-9
		}
		if message != "" || !close {
			t.Errorf("%q is read as %v (%s), want %v", c.text, got, message, c.want)
		}
	}
	for text, says := range map[string]string{"1,234": "it may mean", "12x": "not understood", "-5": "expected", "1e999": "expected a number", "NaN": "expected",
		"1.23.4": "expected a number", "30-10": "low before high", "#NUM!": "error of a formula", "5 kg": "does not convert", "1..2..3..4": "range", "= 3": "expected"} {
		if v, message := parseRange(text, "wk", "", both); !strings.Contains(message, says) {
			t.Errorf("%q is read as %v, message %q, want %q", text, v, message, says)
		}
	}
}

func TestDates(t *testing.T) {
	for text, want := range map[string]string{"2025-04-04": "2025-04-04", "45751": "2025-04-04", "04.04.2025": "2025-04-04", "4.4.25": "2025-04-04", "20250404": "2025-04-04",
		"4 Apr 2025": "2025-04-04", "Apr 4, 2025": "2025-04-04", "4. April 2025": "2025-04-04", "13/4/2025": "2025-04-13", "4/13/2025": "2025-04-13", "04/04/2025": "2025-04-04",
		"2025-W14": "2025-03-31", "2025/4/4": "2025-04-04", "1. mai 2025": "2025-05-01", "2025年4月4日": "2025-04-04", "2025-04-04 00:00:00": "2025-04-04"} {
		got, message := parseDate(text, false)
		if message != "" || got.Format(isoDate) != want {
			t.Errorf("%q is read as %v (%s)", text, got, message)
		}
	}
	for _, text := range []string{"4/5/2025", "31/2/2025", "soon", "12345678", "0001-01-01", "2025-13-01", "9999-W60"} {
		if got, message := parseDate(text, false); message == "" {
			t.Errorf("%q is read as %v", text, got)
		}
	}
	if got, _ := parseDate("44289", true); got.Format(isoDate) != "2025-04-04" {
		t.Errorf("1904: %v", got)
	}
}

func TestExplosion(t *testing.T) {
	tables := map[string]string{
		"lines.csv":     "line;product;units_per_week\nL1;car;1.000\nL2;bike;10",
		"suppliers.csv": "part;supplier;country;transit_weeks\nmagnet;A;CN;0",
		"stock.csv":     "part;on_hand;unit\nmagnet;0,5;kg\nmotor;2;pc",
		"parts.csv":     "part;mass_g;grade\nmagnet;50;?",
		"basis.csv":     "as_of\n2025-04-04",
		"bom.csv":       "product;level;part;quantity\ncar;1;axle;2\n;2;motor;2\n;3;magnet;4\n;1;motor;1\n;2;magnet;4\nbike;1;motor;1\n;2;magnet;4",
	}
	p, _, err := ReadCSV(csvs(tables))
	if err != nil {
		t.Fatal(err)
	}
	m := compile(p, nil, nil)
	i := m.index["magnet"]
	// A car has 2 axles of 2 motors and one motor more, 4 magnets each.
	near(t, "magnets a week", at(m.usual[i], 0, 0), 1000*5*4+10*4, 1e-9)
	near(t, "stock, motors included", builder{m, nil, nil}.build(i).stock, 10+2*4, 1e-9)
	tables["bom.csv"] = "product;level;part;quantity\ncar;1;motor;2\n;2;magnet;4\n;1;motor;1\n;2;magnet;5\n;4;magnet;1\ncar;1;car;1\nbike;1;x;1"
	_, _, err = ReadCSV(csvs(tables))
	for _, want := range []string{"bom.csv:5: part", "motor is made of other parts here than at bom.csv:3", "bom.csv:6: level \"4\": expected level 3 or less", "goes into itself"} {
		var problems Problems
		if !errors.As(err, &problems) || !strings.Contains(inLines(problems), want) {
			t.Errorf("no message %q in %v", want, err)
		}
	}
}

// Quantities per thousand in a heading.
func TestPerThousand(t *testing.T) {
	p, _, err := ReadCSV(csvs(map[string]string{
		"lines.csv":     "line,product,units_per_year\nL,car,5200",
		"suppliers.csv": "part,supplier,country,share %\nmagnet,A,CN,85\nmagnet,B,Japan,15",
		"stock.csv":     "part,on_hand,as_of\nmagnet,5,2025-04-04",
		"bom.csv":       "product,part,\"Qty per 1,000\",UoM\ncar,magnet,\"2,500\",PC\ncar,magnet,12.5,PC",
	}))
	if err != nil {
		t.Fatal(err)
	}
	if p.BOM[0].Quantity != 2.5 || p.Lines[0].Units != Exactly(100) || p.Suppliers[0].Share != Exactly(0.85) || p.Basis.AsOf != day(2025, time.April, 4) {
		t.Errorf("%+v", p)
	}
}

func TestGrades(t *testing.T) {
	look := gradeTable(&Plan{})
	for grade, want := range map[string]Range{"N42SH": Between(0.4, 1.6, 2.8), "n42sh-gbd": Exactly(0.4), "N52": Exactly(0), "42 UH": Between(0.9, 2.85, 4.8), "SmCo5": Exactly(0),
		"NMX-G1NH": Exactly(0), "SH-GBD": Exactly(0.4), "N48H": Between(0, 0.5, 1), "": {}} {
		got, ok := look.find(grade)
		if !ok || got["Dy"].Low != want.Low || got["Dy"].High != want.High || got["Dy"].Mid-want.Mid > 1e-9 {
			t.Errorf("%q has %v of Dy (%v), want %v", grade, got["Dy"], ok, want)
		}
	}
	if any, _ := look.find("?"); any["Dy"].High != 9.5 {
		t.Errorf("any grade has %v", any["Dy"])
	}
	for _, g := range Grades() {
		if g.Source == "" {
			t.Errorf("%s has no source", g.Class)
		}
	}
}

// A substance is a column, nothing more.
func TestOtherSubstance(t *testing.T) {
	p := Example()
	p.Substances = []string{"Xx"}
	p.Parts[0].Content, p.Parts[0].Grade = map[string]Range{"Xx": Between(0.01, 0.2, 0.5)}, ""
	cut := []Disruption{{Country: "CN", From: p.Basis.AsOf, Substances: "Xx", Threshold: 0.1}}
	a := Solve(p, cut)
	onDay(t, "down, central", a.Lines[0].Down.P50, "2025-07-13")
	onDay(t, "down, late", a.Lines[0].Down.P90, "")
	if len(a.Unknowns) == 0 || a.Unknowns[0].Column != "content_Xx" || !strings.Contains(a.Unknowns[0].Ask, "ask Magnet maker A for content Xx of EPS-MAGNET") {
		t.Errorf("unknowns %+v", a.Unknowns)
	}
}

func TestLimits(t *testing.T) {
	for _, data := range [][]byte{nil, []byte("PK\x03\x04 not a zip"), []byte("\xd0\xcf\x11\xe0old"), bytes.Repeat([]byte("x"), 1000)} {
		if p, _, err := ReadXLSX(bytes.NewReader(data)); err == nil {
			t.Errorf("%.10q is read as %+v", data, p)
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "lines.csv"), []byte("line\xff"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := ReadCSV(os.DirFS(dir)); err == nil || !strings.Contains(err.Error(), "is not UTF-8") {
		t.Errorf("got %v", err)
	}
}
