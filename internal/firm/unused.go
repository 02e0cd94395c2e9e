package firm

import (
	"fmt"
	"slices"

	"lodestone/internal/nearest"
)

// checkUnused finds parts that are bought but go into nothing. Where the bom has a
// part of a like name that nobody delivers, one of the two is mistyped, and the line
// would seem never to stop; else the part is left out and a note says so.
func (r *reader) checkUnused() {
	p := r.plan
	used, known := map[string]bool{}, map[string]bool{}
	for _, l := range p.Lines {
		used[l.Product] = true
	}
	for _, u := range p.BOM {
		used[u.Part], known[u.Parent] = true, true
	}
	for _, x := range p.Parts {
		known[x.ID] = true
	}
	var unused []string
	for _, s := range p.Suppliers {
		known[s.Part] = true
		if !used[s.Part] && !slices.Contains(unused, s.Part) {
			unused = append(unused, s.Part)
		}
	}
	const few = 200 // more are the suppliers of another plant, and slow to compare
	if len(unused) > few {
		r.notes = append(r.notes, fmt.Sprintf("%d parts have suppliers but go into no product; they are left out.", len(unused)))
		return
	}
	meant := map[string]bool{}
	for i, u := range p.BOM {
		if known[u.Part] {
			continue
		}
		if near := nearest.Name(u.Part, unused); near != "" {
			meant[near] = true
			r.report("bom", i, "part", u.Part, fmt.Sprintf("nobody delivers it, while %s goes into nothing", near), fmt.Sprintf("did you mean %q?", near))
		}
	}
	for _, part := range unused {
		if !meant[part] {
			r.notes = append(r.notes, fmt.Sprintf("%s has suppliers but goes into no product; it is left out.", part))
		}
	}
}
