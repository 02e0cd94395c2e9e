package firm

import (
	"bytes"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"testing"
	"time"
)

// big is a plan of many parts in trees of ten tiers: every assembly has bought
// parts and one assembly more.
func big(parts, tiers int) *Plan {
	p := Example()
	p.Lines, p.Parts, p.BOM, p.Suppliers, p.Stock = nil, nil, nil, nil, nil
	p.Options = nil
	const products = 20
	grades := []string{"", "", "N42SH", "N52", "?", "38UH"}
	n := 0
	for product := range products {
		id := fmt.Sprintf("P%d", product)
		p.Lines = append(p.Lines, Line{ID: "L" + id, Product: id, Units: Between(900, 1000, 1100), Value: Exactly(500)})
		parent := id
		each := parts / products / tiers
		for tier := range tiers {
			next := fmt.Sprintf("A%d-%d", product, tier)
			for k := range each {
				part := fmt.Sprintf("X%d", n)
				if k == 0 && tier < tiers-1 {
					part = next
				}
				n++
				p.BOM = append(p.BOM, Use{Parent: parent, Part: part, Quantity: 1 + float64(k%3), Unit: "pc", Per: 1})
				x := Part{ID: part, Grade: grades[n%len(grades)], Mass: Between(10, 20, 30)}
				if n%7 == 0 {
					x.Content = map[string]Range{"Dy": {State: Unknown}}
				}
				p.Parts = append(p.Parts, x)
				if part == next {
					continue
				}
				for i, country := range []string{"CN", "CN", "JP"} {
					p.Suppliers = append(p.Suppliers, Supplier{Part: part, Supplier: fmt.Sprintf("S%d", (n+i)%300), Country: country, Share: Exactly([]float64{0.5, 0.25, 0.25}[i]),
						Qualified: "yes", Unit: "pc", Mode: "sea", Lead: Between(8, 10, 14)})
				}
				p.Stock = append(p.Stock, Stock{Part: part, OnHand: Exactly(float64(20000 + n)), Unit: "pc"})
				// A common part, as screws are.
				if n%10 == 0 {
					p.BOM = append(p.BOM, Use{Parent: parent, Part: "X1", Quantity: 2, Unit: "pc", Per: 1})
				}
			}
			parent = next
		}
	}
	for i := range 40 {
		p.Options = append(p.Options, Option{ID: fmt.Sprintf("O%d", i), Kind: "stock", Part: p.Stock[i*7].Part, Amount: Exactly(10), Unit: "wk", Price: Exactly(5), Basis: "pc"})
	}
	p.Options = append(p.Options, Option{ID: "all licences", Kind: "licence", Amount: Exactly(30), Unit: "%", Ready: Exactly(8), Price: Exactly(1e6), Basis: "once"})
	return p
}

// A plan of many parts on ten tiers is answered in full, and the same from either
// format. How long 10,000 parts take, and how much memory, is for the benchmark: a suite
// shares its machine.
func TestBig(t *testing.T) {
	if testing.Short() || slow > 1 {
		t.Skip("slow")
	}
	p := big(1000, 10)
	fromXLSX, fromCSV := bothWays(t, p)
	want := Solve(p, nil)
	if len(want.Lines) != 20 || len(want.Parts) < 800 || want.Lines[0].Down.P50.IsZero() || len(want.Moves) != 41 || len(want.Unknowns) == 0 {
		t.Errorf("%d lines, %d parts, %d moves, %d unknowns, first line %+v", len(want.Lines), len(want.Parts), len(want.Moves), len(want.Unknowns), want.Lines[0])
	}
	for name, q := range map[string]*Plan{"xlsx": fromXLSX, "csv": fromCSV} {
		if got := Solve(q, nil); !reflect.DeepEqual(got, want) {
			t.Errorf("%s answers otherwise", name)
		}
	}
}

// peak samples the memory in use until stopped.
func peak() (stop func() uint64) {
	done, out := make(chan bool), make(chan uint64)
	go func() {
		var most uint64
		for {
			var s runtime.MemStats
			runtime.ReadMemStats(&s)
			most = max(most, s.HeapInuse+s.StackInuse)
			select {
			case <-done:
				out <- most
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	return func() uint64 { done <- true; return <-out }
}

// BenchmarkBig loads and answers a plan of 10,000 parts on ten tiers, from either format.
func BenchmarkBig(b *testing.B) {
	p := big(10000, 10)
	var book bytes.Buffer
	if err := WriteXLSX(p, &book); err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	if err := WriteCSV(p, dir); err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name string
		load func() (*Plan, []string, error)
	}{
		{"xlsx", func() (*Plan, []string, error) { return ReadXLSX(bytes.NewReader(book.Bytes())) }},
		{"csv", func() (*Plan, []string, error) { return ReadCSV(os.DirFS(dir)) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			stop := peak()
			for b.Loop() {
				q, _, err := c.load()
				if err != nil {
					b.Fatal(err)
				}
				Solve(q, nil)
			}
			b.ReportMetric(float64(stop()>>20), "peak-MB")
		})
	}
}
