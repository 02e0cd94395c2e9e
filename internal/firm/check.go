package firm

import (
	"fmt"
	"regexp"
	"strings"

	"lodestone/internal/nearest"
)

// crossCheck checks names and sums across tables.
func (r *reader) crossCheck() {
	p := r.plan
	names := r.collect()
	for i, u := range p.BOM {
		r.name("bom", i, "parent", u.Parent, names.parents, names.parentList)
		if u.Quantity <= 0 && u.Part != "" {
			r.report("bom", i, "quantity", "", "expected more than 0", "")
		}
	}
	for _, at := range cycles(p) {
		r.report("bom", at, "part", p.BOM[at].Part, "goes into itself, by way of "+p.BOM[at].Parent, "")
	}
	for i, s := range p.Suppliers {
		r.name("suppliers", i, "part", s.Part, names.parts, names.partList)
	}
	for i, s := range p.Stock {
		r.name("stock", i, "part", s.Part, names.parts, names.partList)
		if s.Supplier != "" && s.InTransit.State == Given {
			r.name("stock", i, "supplier", s.Supplier, names.suppliers[s.Part], sortedKeys(names.suppliers[s.Part]))
		}
	}
	for i, d := range p.Disruptions {
		r.name("disruptions", i, "part", d.Part, names.parts, names.partList)
		for _, x := range strings.Fields(d.Substances) {
			r.name("disruptions", i, "substances", x, names.substances, sortedKeys(names.substances))
		}
		if d.Licensed.State == Given && d.Week.State == Blank {
			r.report("disruptions", i, "licensed_from_week", "", "expected a week, as licensed_share is given", "")
		}
	}
	r.checkUnused()
	r.checkParts()
	r.checkOptions(names)
	r.checkShares()
	r.checkUnits()
}

type names struct {
	parts, parents, products, substances, lines map[string]bool
	partList, parentList                        []string
	suppliers                                   map[string]map[string]bool // of a part
}

func (r *reader) collect() names {
	p := r.plan
	n := names{parts: map[string]bool{}, parents: map[string]bool{}, products: map[string]bool{}, substances: map[string]bool{}, lines: map[string]bool{}, suppliers: map[string]map[string]bool{}}
	for _, l := range p.Lines {
		n.products[l.Product], n.parents[l.Product], n.lines[l.ID] = true, true, true
	}
	for _, x := range p.Parts {
		n.parts[x.ID] = true
	}
	for _, u := range p.BOM {
		n.parts[u.Part] = true
	}
	for x := range n.parts {
		n.parents[x] = true
	}
	for _, s := range p.Suppliers {
		if n.suppliers[s.Part] == nil {
			n.suppliers[s.Part] = map[string]bool{}
		}
		n.suppliers[s.Part][s.Supplier] = true
	}
	for _, s := range Substances(p) {
		n.substances[s] = true
	}
	n.partList, n.parentList = sortedKeys(n.parts), sortedKeys(n.parents)
	return n
}

// name reports a name that no other table has.
func (r *reader) name(table string, row int, column, value string, known map[string]bool, list []string) {
	if value == "" || known[value] {
		return
	}
	hint := ""
	if near := nearest.Name(value, list); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	r.report(table, row, column, value, "no other table has this name", hint)
}

// checkParts finds parts given twice and grades that nobody knows.
func (r *reader) checkParts() {
	seen := map[string]bool{}
	lookup := gradeTable(r.plan)
	for i, x := range r.plan.Parts {
		if seen[x.ID] && x.ID != "" {
			r.report("parts", i, "part", x.ID, "stands twice", "keep one row")
		}
		seen[x.ID] = true
		if _, ok := lookup.find(x.Grade); !ok && !allGiven(x.Content, r.plan.Substances) {
			expected, hint := "not in the table of grades; expected such as N42, N42SH, 42UH-GBD, SmCo5", "? if unknown, or give the contents"
			if near := nearGrade(x.Grade, lookup.names()); near != "" {
				expected, hint = "not in the table of grades", fmt.Sprintf("did you mean %q? Else %s", near, hint)
			}
			r.report("parts", i, "grade", x.Grade, expected, hint)
		}
	}
}

// magnetNumber is the first part of a magnet's grade, its energy product.
var magnetNumber = regexp.MustCompile(`^[Nn]?\d{2}[ -]?`)

// nearGrade suggests a grade like the one written; of N42SHH the SHH is looked for.
func nearGrade(grade string, names []string) string {
	head := magnetNumber.FindString(grade)
	if near := nearest.Name(grade[len(head):], names); near != "" {
		return head + near
	}
	return nearest.Name(grade, names)
}

func allGiven(content map[string]Range, substances []string) bool {
	for _, s := range substances {
		if content[s].State != Given {
			return false
		}
	}
	return len(substances) > 0
}

// checkShares adds up the shares of the suppliers of each part.
func (r *reader) checkShares() {
	sum, last, open := map[string]float64{}, map[string]int{}, map[string]bool{}
	assembled := map[string]bool{}
	for _, u := range r.plan.BOM {
		assembled[u.Parent] = true
	}
	for i, s := range r.plan.Suppliers {
		if s.Qualified == "no" {
			continue
		}
		sum[s.Part] += s.Share.Mid
		open[s.Part] = open[s.Part] || s.Share.State != Given
		last[s.Part] = i
	}
	for _, part := range sortedKeys(sum) {
		total := sum[part]
		over := total > 1+shareSlack
		under := total < 1-shareSlack && !open[part] && !assembled[part]
		if over || under {
			r.report("suppliers", last[part], "share", "", fmt.Sprintf("the shares of the qualified suppliers of %s make %.4g %%; expected 100 %%", part, 100*total), "leave one blank for the rest")
		}
	}
}

// shareSlack is how far rounded shares may be from 100 %.
const shareSlack = 0.02
