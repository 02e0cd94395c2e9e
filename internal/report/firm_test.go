package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"lodestone/internal/firm"
	"lodestone/internal/workbench"
)

func reckoned(t *testing.T, change func(*firm.Plan)) *workbench.Firm {
	t.Helper()
	p := firm.Example()
	if change != nil {
		change(p)
	}
	f, err := (&workbench.Bench{}).Firm(t.Context(), p, workbench.FirmOptions{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The workbook has a sheet for every table, and the two charts.
func TestFirmBook(t *testing.T) {
	var out bytes.Buffer
	if err := FirmBook(&out, reckoned(t, nil)); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(f.GetSheetList(), " "); got != "Lines Parts Burn-down Materials Moves To ask Assumptions" {
		t.Errorf("sheets %s", got)
	}
	charts := 0
	f.Pkg.Range(func(name, _ any) bool {
		if strings.HasPrefix(name.(string), "xl/charts/") {
			charts++
		}
		return true
	})
	if charts != 2 {
		t.Errorf("%d charts", charts)
	}
	if date, _ := f.GetCellValue("Lines", "I2"); date != "2025-07-13" {
		t.Errorf("line-down %q", date)
	}
}

// The page draws both charts, runs nothing, and writes names as text.
func TestFirmHTML(t *testing.T) {
	f := reckoned(t, func(p *firm.Plan) {
		const name = `<img src=x onerror="alert(1)">`
		for i := range p.BOM {
			if p.BOM[i].Part == "EPS-MAGNET" {
				p.BOM[i].Part = name
			}
		}
		for i := range p.Suppliers {
			p.Suppliers[i].Part = name
		}
		p.Parts[0].ID, p.Stock[0].Part = name, name
	})
	var page, text bytes.Buffer
	if err := FirmHTML(&page, f); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(page.String(), "<svg"); n != 2 {
		t.Errorf("%d charts", n)
	}
	for _, bad := range []string{"<script", "<img", "http://", "https://"} {
		if strings.Contains(strings.ReplaceAll(page.String(), "http://www.w3.org/", ""), bad) {
			t.Errorf("the page has %s", bad)
		}
	}
	if err := FirmMarkdown(&text, f); err != nil {
		t.Fatal(err)
	}
	for _, title := range []string{"1. Materials in use", "2. Where the materials come from", "3. What may affect the supply", "4. How vulnerable", "5. What can be done", "6. What is not known"} {
		if !strings.Contains(page.String(), title) || !strings.Contains(text.String(), title) {
			t.Errorf("no section %q", title)
		}
	}
}
