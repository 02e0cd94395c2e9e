package workbench

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sort"

	"lodestone/internal/dataset"
	"lodestone/internal/result"
)

// CompareSchema names the JSON form of [Comparison].
const CompareSchema = "lodestone/compare/1"

// Side is one of two runs that are compared.
type Side struct {
	Name          string            `json:"name"`
	Title         string            `json:"title"`
	Provenance    result.Provenance `json:"provenance"`
	Start         string            `json:"start"`
	Weeks         int               `json:"weeks"`
	Lost          result.Range      `json:"value_lost_usd"`
	FirstLineDown *result.LineDown  `json:"first_line_down"`
}

// Difference is one input that two scenarios do not share. A side without it has
// null.
type Difference struct {
	Path string  `json:"path"`
	A    *string `json:"a"`
	B    *string `json:"b"`
}

// FirstDifference is the first week, counted by date, in which something two runs
// both have differs by more than rounding.
type FirstDifference struct {
	Week    int     `json:"week" doc:"of a, from 0"`
	Date    string  `json:"date"`
	What    string  `json:"what"`
	Measure string  `json:"measure"`
	Unit    string  `json:"unit"`
	A       float64 `json:"a"`
	B       float64 `json:"b"`
}

// LineDowns are the line-downs of one end use in both runs.
type LineDowns struct {
	result.Place
	A *result.LineDown `json:"a"`
	B *result.LineDown `json:"b"`
}

// Losses are what one end use loses in both runs.
type Losses struct {
	result.Place
	A float64 `json:"a_value_lost_usd"`
	B float64 `json:"b_value_lost_usd"`
}

// Peaks are the highest prices of a commodity outside in both runs.
type Peaks struct {
	Commodity string  `json:"commodity"`
	Unit      string  `json:"unit"`
	A         float64 `json:"a_peak_outside"`
	B         float64 `json:"b_peak_outside"`
}

// Course is the value lost so far, week by week of each run.
type Course struct {
	A result.Series `json:"a_usd"`
	B result.Series `json:"b_usd"`
}

// Comparison puts two runs side by side.
type Comparison struct {
	Schema    string           `json:"schema"`
	A         Side             `json:"a"`
	B         Side             `json:"b"`
	Inputs    []Difference     `json:"inputs"`
	First     *FirstDifference `json:"first_difference"`
	LineDowns []LineDowns      `json:"line_downs"`
	Shortages []Losses         `json:"shortages"`
	Prices    []Peaks          `json:"prices"`
	Lost      Course           `json:"lost"`
}

// Compared is a scenario known to a bench, and how to run it.
type Compared struct {
	Bench    *Bench
	Scenario string
	Options  Options
}

// Compare runs two scenarios and says in what they differ, inputs and results.
func Compare(ctx context.Context, a, b Compared) (*Comparison, error) {
	var runs [2]*result.Stress
	var files [2]*dataset.ScenarioFile
	for i, c := range []Compared{a, b} {
		var err error
		if files[i], err = c.Bench.Scenario(c.Scenario); err != nil {
			return nil, fmt.Errorf("%c: %w", 'a'+i, err)
		}
		if runs[i], err = c.Bench.stressFast(ctx, files[i], c.Options); err != nil {
			return nil, fmt.Errorf("%c: %w", 'a'+i, err)
		}
	}
	x := &Comparison{Schema: CompareSchema, A: side(runs[0]), B: side(runs[1]), Inputs: differences(files[0], files[1]),
		First: firstDifference(runs[0], runs[1]), Lost: Course{runs[0].LostCourse(), runs[1].LostCourse()},
		LineDowns: []LineDowns{}, Shortages: []Losses{}, Prices: []Peaks{}}
	x.addResults(runs[0], runs[1])
	return x, nil
}

func side(s *result.Stress) Side {
	x := Side{Name: s.Provenance.Scenario, Title: s.Title, Provenance: s.Provenance, Start: s.Start, Weeks: s.Weeks, Lost: s.Lost}
	if len(s.LineDowns) > 0 {
		x.FirstLineDown = &s.LineDowns[0]
	}
	return x
}

// addResults joins the rows of both results, those of a first.
func (x *Comparison) addResults(a, b *result.Stress) {
	for i, s := range []*result.Stress{a, b} {
		for k := range s.LineDowns {
			d := &s.LineDowns[k]
			row := find(&x.LineDowns, func(r LineDowns) bool { return r.Place == d.Place }, LineDowns{Place: d.Place})
			*pick(i, &row.A, &row.B) = d
		}
		for _, d := range s.Shortages {
			row := find(&x.Shortages, func(r Losses) bool { return r.Place == d.Place }, Losses{Place: d.Place})
			*pick(i, &row.A, &row.B) = d.Value.Value
		}
		for _, d := range s.Prices {
			row := find(&x.Prices, func(r Peaks) bool { return r.Commodity == d.Commodity }, Peaks{Commodity: d.Commodity, Unit: d.Unit, A: d.BaseOutside, B: d.BaseOutside})
			*pick(i, &row.A, &row.B) = d.PeakOutside
		}
	}
}

func pick[T any](i int, a, b *T) *T {
	if i == 0 {
		return a
	}
	return b
}

// find returns the row of a list for which is holds, or appends one.
func find[T any](list *[]T, is func(T) bool, fresh T) *T {
	i := slices.IndexFunc(*list, is)
	if i < 0 {
		i, *list = len(*list), append(*list, fresh)
	}
	return &(*list)[i]
}

// stressFast is [Bench.Stress] for a scenario that was read, with what is kept of
// earlier runs.
func (b *Bench) stressFast(ctx context.Context, file *dataset.ScenarioFile, o Options) (*result.Stress, error) {
	n, err := b.Compile(file)
	if err != nil {
		return nil, err
	}
	if o.Physics {
		n = n.WithoutBehaviour()
	}
	base, run, err := b.observeFast(ctx, n, o)
	if err != nil {
		return nil, err
	}
	s := result.NewStress(base, run, b.provenance(n.Model, n.Scenario))
	s.Provenance.Behaviour = o.behaviour()
	return s, nil
}

// differences lists the texts of two documents that are not the same; events are
// known by their id.
func differences(a, b *dataset.ScenarioFile) []Difference {
	left, right := map[string]string{}, map[string]string{}
	for _, x := range []struct {
		file *dataset.ScenarioFile
		into map[string]string
	}{{a, left}, {b, right}} {
		document, _ := x.file.Document().(map[string]any)
		for k, v := range document {
			if k != "events" {
				flatten(k, v, x.into)
			}
		}
		for _, e := range x.file.EventDocuments() {
			event, _ := e.(map[string]any)
			flatten(fmt.Sprintf("events/%v", event["id"]), e, x.into)
		}
	}
	var paths []string
	for p := range left {
		paths = append(paths, p)
	}
	for p := range right {
		if _, both := left[p]; !both {
			paths = append(paths, p)
		}
	}
	sort.Strings(paths)
	out := []Difference{}
	for _, p := range paths {
		l, inA := left[p]
		r, inB := right[p]
		if inA && inB && l == r {
			continue
		}
		d := Difference{Path: p}
		if inA {
			d.A = &l
		}
		if inB {
			d.B = &r
		}
		out = append(out, d)
	}
	return out
}

// flatten writes every text of a tree under its path.
func flatten(path string, v any, into map[string]string) {
	switch x := v.(type) {
	case map[string]any:
		for k, v := range x {
			flatten(path+"/"+k, v, into)
		}
	case []any:
		for i, v := range x {
			flatten(fmt.Sprintf("%s/%d", path, i), v, into)
		}
	case string:
		into[path] = x
	}
}

// sameShare is the relative difference of two numbers that counts as none.
const sameShare = 1e-9

// firstDifference finds the first week, by date, in which two runs differ in
// something both have: what a border lets pass, prices, stock, what is served. In
// that week it names the largest relative difference.
func firstDifference(a, b *result.Stress) *FirstDifference {
	shift := a.Scenario.Net.Scenario.Start.Sub(b.Scenario.Net.Scenario.Start).Hours() / 24 / 7
	offset := int(math.Round(shift)) // week w of a is week w + offset of b
	pairs := pairUp(a, b)
	for w := max(0, -offset); w < a.Weeks && w+offset < b.Weeks; w++ {
		best, most := -1, sameShare
		for i, p := range pairs {
			if d := p.differs(w, w+offset); d > most {
				best, most = i, d
			}
		}
		if best >= 0 {
			p := pairs[best]
			return &FirstDifference{Week: w, Date: a.Scenario.Net.Scenario.Date(w).Format("2006-01-02"), What: p.what, Measure: p.measure, Unit: p.unit,
				A: p.a[w][p.i] * p.factor, B: p.b[w+offset][p.j] * p.factor}
		}
	}
	return nil
}

// pair is one series of both runs.
type pair struct {
	what, measure, unit string
	a, b                [][]float64
	i, j                int
	factor              float64
}

// differs is the relative difference in a week of each.
func (p *pair) differs(w, v int) float64 {
	x, y := p.a[w][p.i], p.b[v][p.j]
	if scale := max(math.Abs(x), math.Abs(y)); scale > 0 {
		return math.Abs(x-y) / scale
	}
	return 0
}

// pairUp matches the series of two runs by the names of what they are of.
func pairUp(a, b *result.Stress) []pair {
	ra, rb := a.Scenario, b.Scenario
	var out []pair
	routes := names(len(rb.Net.Routes), func(i int) string { return routeName(b, i) })
	for i := range ra.Net.Routes {
		if j, ok := routes[routeName(a, i)]; ok {
			out = append(out, pair{routeName(a, i), "permitted", "t", ra.Permitted, rb.Permitted, i, j, 1})
		}
	}
	markets := names(len(rb.Net.Markets), rb.Net.Name)
	for i := range ra.Net.Markets {
		if j, ok := markets[ra.Net.Name(i)]; ok {
			out = append(out, pair{ra.Net.Name(i), "price", "USD/kg", ra.Price, rb.Price, i, j, 1e-3},
				pair{ra.Net.Name(i), "stock", "t", ra.Stock, rb.Stock, i, j, 1})
		}
	}
	uses := names(len(rb.Net.Uses), func(i int) string { return useName(b, i) })
	for i := range ra.Net.Uses {
		if j, ok := uses[useName(a, i)]; ok {
			out = append(out, pair{useName(a, i), "served", "units", ra.Served, rb.Served, i, j, 1})
		}
	}
	return out
}

func names(count int, name func(int) string) map[string]int {
	out := make(map[string]int, count)
	for i := range count {
		out[name(i)] = i
	}
	return out
}

func routeName(s *result.Stress, i int) string {
	n := s.Scenario.Net
	r := n.Model.Routes[n.Routes[i].Model]
	kind := ""
	if r.Illicit {
		kind = ", illicit"
	}
	return fmt.Sprintf("%s from %s to %s%s", n.Model.Commodities[r.Commodity].ID, n.Model.Regions[r.From].ID, n.Model.Regions[r.To].ID, kind)
}

func useName(s *result.Stress, i int) string {
	n := s.Scenario.Net
	return fmt.Sprintf("%s in %s", n.Model.EndUses[n.Uses[i].EndUse].ID, n.Model.Regions[n.Uses[i].Region].ID)
}
