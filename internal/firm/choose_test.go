package firm

import (
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// several draws a plan of a few lines that share parts, with options of every kind.
func several(t *rapid.T) (*Plan, []Disruption) {
	whole := func(low, high int, name string) float64 { return float64(rapid.IntRange(low, high).Draw(t, name)) }
	start := day(2025, time.April, 4)
	p := &Plan{Basis: Basis{AsOf: start, Horizon: 40, Carrying: 0.1}}
	cut := []Disruption{{Country: "CN", From: start}}
	if rapid.Bool().Draw(t, "licensed later") {
		cut[0].Licensed, cut[0].Week, cut[0].Counted = Exactly(whole(3, 9, "tenths")/10), Exactly(whole(10, 30, "week")), "arrival"
	}
	for j := range rapid.IntRange(1, 3).Draw(t, "lines") {
		l := Line{ID: fmt.Sprintf("L%d", j), Product: fmt.Sprintf("P%d", j), Units: Exactly(whole(5, 20, "units") * 10), Value: Exactly(100), Margin: Exactly(whole(1, 30, "margin"))}
		if rapid.Bool().Draw(t, "catches up") {
			l.Peak = l.Units.Mid * 1.3
		}
		p.Lines = append(p.Lines, l)
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "parts") {
		id := fmt.Sprintf("X%d", i)
		p.Parts = append(p.Parts, Part{ID: id, Mass: Exactly(50)})
		share := whole(5, 10, "share") / 10
		p.Suppliers = append(p.Suppliers, Supplier{Part: id, Supplier: "C", Country: "CN", Share: Exactly(share), Transit: Exactly(2)},
			Supplier{Part: id, Supplier: "J", Country: "JP", Share: Exactly(1 - share), Transit: Exactly(1)},
			Supplier{Part: id, Supplier: "V", Country: "VN", Qualified: "no", Qualify: Exactly(whole(1, 5, "months")), Transit: Exactly(1)})
		p.Stock = append(p.Stock, Stock{Part: id, OnHand: Exactly(whole(2, 20, "cover")), Unit: "wk"})
		for j := range p.Lines {
			if i == j || rapid.Bool().Draw(t, "uses") {
				p.BOM = append(p.BOM, Use{Parent: p.Lines[j].Product, Part: id, Quantity: whole(1, 3, "quantity")})
			}
		}
	}
	for n := range rapid.IntRange(2, 5).Draw(t, "options") {
		o := Option{ID: fmt.Sprintf("O%d", n), Kind: rapid.SampledFrom(kinds).Draw(t, "kind").word, Part: rapid.SampledFrom(p.Parts).Draw(t, "part").ID,
			Amount: Exactly(whole(10, 90, "amount")), Unit: "%", Ready: Exactly(whole(0, 12, "ready")), Price: Exactly(whole(1, 50, "price")), Basis: rapid.SampledFrom(prices).Draw(t, "per").word}
		switch o.Kind {
		case "stock":
			o.Amount, o.Unit = Exactly(whole(1, 30, "weeks")), "wk"
		case "share":
			o.Supplier = "J"
		case "qualify":
			o.Supplier = "V"
		case "regrade":
			o.Grade = "HRE-free"
		case "licence":
			if rapid.Bool().Draw(t, "all parts") {
				o.Part = ""
			}
		case "subassembly":
			o.Part = p.Lines[0].Product
		case "ration":
			o.Part, o.Line = "", rapid.SampledFrom(p.Lines).Draw(t, "line").ID
		}
		p.Options = append(p.Options, o)
	}
	return p, cut
}

// The program finds what trying every set finds, and its promise is what the arithmetic
// comes to.
func TestChoiceIsCheapest(t *testing.T) {
	const most = 6
	tried := 0
	rapid.Check(t, func(r *rapid.T) {
		p, cut := several(r)
		if tried++; tried > most {
			return // several programs each
		}
		s := newSolution(p, cut, nil)
		nothing := s.outcome(s, nil).LostWeeks
		aim := nothing * float64(rapid.IntRange(0, 10).Draw(r, "aim")) / 10
		c, err := Choose(t.Context(), p, cut, Aim{LostWeeks: aim})
		if err != nil {
			r.Fatal(err)
		}
		want := cheapest(p, cut, aim)
		if c.Reached == math.IsInf(want, 1) {
			r.Fatalf("reached %v, the cheapest set costs %g", c.Reached, want)
		}
		if math.Abs(c.Promised.LostWeeks-c.Reckoned.LostWeeks) > 1e-4*(1+nothing) || math.Abs(c.Promised.Cost-c.Reckoned.Cost) > 1e-4*(1+c.Reckoned.Cost) {
			r.Fatalf("promised %+v, reckoned %+v", c.Promised, c.Reckoned)
		}
		if c.Reached && math.Abs(c.Reckoned.Cost-want) > 1e-3*(1+want) {
			r.Fatalf("costs %g, the cheapest set %g", c.Reckoned.Cost, want)
		}
		for n := 1; n < len(c.Frontier); n++ {
			before, now := c.Frontier[n-1], c.Frontier[n]
			if now.LostWeeks >= before.LostWeeks || now.Cost < before.Cost-1e-3 {
				r.Fatalf("the frontier turns back: %+v after %+v", now, before)
			}
		}
	})
	t.Logf("%d plans", tried)
}

// BenchmarkChoice chooses among 41 options of a plan of 10,000 parts.
func BenchmarkChoice(b *testing.B) {
	p := big(10000, 10)
	for b.Loop() {
		c, err := Choose(b.Context(), p, nil, Aim{LostWeeks: 1000})
		if err != nil {
			b.Fatal(err)
		}
		b.Log(c.Size, c.Exact, c.Promised, c.Reckoned, len(c.Frontier))
	}
}
