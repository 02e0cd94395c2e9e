package dataset

import (
	"cmp"
	"slices"
	"strings"

	"lodestone/internal/model"
)

// Value is one number of the dataset with the row it stands in.
type Value struct {
	Table string
	Key   map[string]string // what the number is of: the key columns of its row
	model.Quantity
}

// ValueQuery selects numbers. Empty fields select all.
type ValueQuery struct {
	Words    string // all of them must occur in a row, in upper or lower case
	Table    string
	Evidence string
	Source   string
}

// ValueTables lists the tables that carry numbers.
func (p *Package) ValueTables() []string {
	var names []string
	for i := range p.Schema.Resources {
		if t := p.tables[p.Schema.Resources[i].Name]; t.hasQuantity() {
			names = append(names, t.Name)
		}
	}
	return names
}

// Values lists the numbers that a query selects, in the order of tables and rows.
func (p *Package) Values(q ValueQuery) []Value {
	words := strings.Fields(strings.ToLower(q.Words))
	var out []Value
	for _, name := range p.ValueTables() {
		if q.Table != "" && q.Table != name {
			continue
		}
		t := p.tables[name]
		for i := range t.rows {
			if r := &t.rows[i]; q.selects(r) && mentions(r, words) {
				out = append(out, Value{Table: name, Key: t.keyCells(r), Quantity: r.q})
			}
		}
	}
	return out
}

func (q ValueQuery) selects(r *row) bool {
	return (q.Evidence == "" || q.Evidence == string(r.q.Evidence)) && (q.Source == "" || q.Source == r.q.Source)
}

// mentions reports whether every word occurs in some cell of a row.
func mentions(r *row, words []string) bool {
	if len(words) == 0 {
		return true
	}
	text := strings.ToLower(strings.Join(r.cells, "\x00"))
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// keyCells are the cells of the primary key that say something, but for the date,
// which the quantity has.
func (t *table) keyCells(r *row) map[string]string {
	key := map[string]string{}
	for _, c := range t.Schema.PrimaryKey {
		if cell := t.at(r, c); cell != "" && c != "as_of" {
			key[c] = cell
		}
	}
	return key
}

// BaseYears lists the years that scenarios of the dataset start from.
func (p *Package) BaseYears() []int {
	var years []int
	for _, name := range p.ScenarioNames() {
		if f, err := p.Scenario(name); err == nil {
			years = append(years, f.BaseYear)
		}
	}
	slices.SortFunc(years, cmp.Compare)
	return slices.Compact(years)
}
