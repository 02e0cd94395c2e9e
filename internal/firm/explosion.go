package firm

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var (
	outline  = regexp.MustCompile(`^[1-9]\d*(\.[1-9]\d*)+$`)
	levelled = regexp.MustCompile(`^[.\-+*\s]*(\d{1,2})(\.0+)?$`)
)

// explosion turns rows with level codes into parents and parts. An assembly
// that stands in several places is exploded each time; the places must agree,
// and only the first is kept.
func (r *reader) explosion() {
	p := r.plan
	if !slices.ContainsFunc(p.BOM, func(u Use) bool { return u.level != "" }) {
		return
	}
	numbered := slices.ContainsFunc(p.BOM, func(u Use) bool { return outline.MatchString(u.level) })
	e := explosion{r: r, first: map[string]int{}, children: map[int][]Use{}, rows: map[int][]int{}}
	for i, u := range p.BOM {
		depth, ok := depthOf(u.level, numbered)
		if !ok {
			r.report("bom", i, "level", u.level, "expected a level, as 1, ..2 or 1.2.3", "")
			continue
		}
		e.row(i, u, depth)
	}
	e.agree()
	p.BOM = e.kept
	r.places["bom"] = e.places
}

func depthOf(level string, numbered bool) (int, bool) {
	if numbered {
		return strings.Count(level, ".") + 1, outline.MatchString(level) || levelled.MatchString(level)
	}
	m := levelled.FindStringSubmatch(level)
	if m == nil {
		return 0, false
	}
	var n int
	_, err := fmt.Sscan(m[1], &n)
	return n, err == nil
}

type explosion struct {
	r        *reader
	path     []int // rows of the assemblies above, by level; -1: a product named in the parent column
	product  string
	first    map[string]int // the row where each parent is first exploded
	children map[int][]Use  // of each row, the product's under its first child's row
	order    []int
	rows     map[int][]int // of the table, beside children
	kept     []Use
	places   []*origin
	root     int
}

// row places one row below the last row of the level above.
func (e *explosion) row(i int, u Use, depth int) {
	r := e.r
	if depth == 0 {
		e.product, e.path, e.root = u.Part, e.path[:0], i
		return
	}
	if u.Parent != "" && u.Parent != e.product {
		e.product, e.path, e.root = u.Parent, e.path[:0], i
	}
	if e.product == "" {
		if e.product = onlyProduct(r.plan); e.product == "" {
			r.report("bom", i, "level", u.level, "belongs to no product", "give the product on a row of level 0 or in the column parent")
			return
		}
	}
	if depth > len(e.path)+1 {
		r.report("bom", i, "level", u.level, fmt.Sprintf("expected level %d or less: no row above is on level %d", len(e.path)+1, depth-1), "")
		return
	}
	e.path = append(e.path[:depth-1], i)
	parent, key := e.product, -1-e.root
	if depth > 1 {
		key = e.path[depth-2]
		parent = r.plan.BOM[key].Part
	}
	if _, ok := e.children[key]; !ok {
		e.order = append(e.order, key)
	}
	u.Parent, u.level = parent, ""
	e.children[key] = append(e.children[key], u)
	e.rows[key] = append(e.rows[key], i)
}

// agree keeps the first explosion of every parent and compares the others.
func (e *explosion) agree() {
	type keep struct {
		row int
		use Use
	}
	var kept []keep
	for _, key := range e.order {
		list := e.children[key]
		parent := list[0].Parent
		at, again := e.first[parent]
		if !again {
			e.first[parent] = key
			for i, u := range list {
				kept = append(kept, keep{e.rows[key][i], u})
			}
			continue
		}
		if !slices.Equal(e.children[at], list) {
			o := e.r.places["bom"][e.rows[at][0]]
			e.r.report("bom", e.rows[key][0], "part", list[0].Part, fmt.Sprintf("%s is made of other parts here than at %s", parent, o.grid.place(o.row, o.cols["part"])), "give one of them another name")
		}
	}
	slices.SortFunc(kept, func(a, b keep) int { return a.row - b.row })
	for _, k := range kept {
		e.kept = append(e.kept, k.use)
		e.places = append(e.places, e.r.places["bom"][k.row])
	}
}

func onlyProduct(p *Plan) string {
	name := ""
	for _, l := range p.Lines {
		if name != "" && l.Product != name {
			return ""
		}
		name = l.Product
	}
	return name
}
