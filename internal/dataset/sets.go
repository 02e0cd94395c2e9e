package dataset

import (
	"slices"
	"strings"

	"lodestone/internal/model"
)

// checkSets wants every set of behaviour_sets to give the same parameters, each of
// which behaviours gives for all stages with a range that holds the value.
func checkSets(p *Package) Problems {
	t := p.table("behaviour_sets")
	if t == nil {
		return nil
	}
	behaviours := p.table("behaviours")
	ranges := map[string]*row{}
	for i := range behaviours.rows {
		if r := &behaviours.rows[i]; behaviours.at(r, "scope") == "*" {
			ranges[behaviours.at(r, "parameter")] = r
		}
	}
	var problems Problems
	for i := range t.rows {
		r := &t.rows[i]
		name := t.at(r, "parameter")
		switch of := ranges[name]; {
		case of == nil:
			problems = append(problems, t.problem(r, "parameter", "%s has no row of this parameter with scope *", behaviours.Path))
		case !of.q.Ranged():
			problems = append(problems, t.problem(r, "parameter", "%s gives no range for it", behaviours.Path))
		case r.q.Value < of.q.Low || r.q.Value > of.q.High:
			problems = append(problems, t.problem(r, "value", "lies outside its range in %s, %g to %g; if that has changed, empty this table and draw it anew (lodestone backtest sample)", behaviours.Path, of.q.Low, of.q.High))
		}
	}
	return append(problems, checkComplete(t)...)
}

// checkComplete wants every set to give the parameters that the first gives.
func checkComplete(t *table) Problems {
	sets, order, first := map[string][]string{}, []string{}, map[string]*row{}
	for i := range t.rows {
		r := &t.rows[i]
		set := t.at(r, "set")
		if first[set] == nil {
			first[set] = r
			order = append(order, set)
		}
		sets[set] = append(sets[set], t.at(r, "parameter"))
	}
	var problems Problems
	for _, set := range order {
		if missing := without(sets[order[0]], sets[set]); missing != nil {
			problems = append(problems, t.problem(first[set], "set", "lacks %s, which set %s gives", strings.Join(missing, ", "), order[0]))
		}
		if more := without(sets[set], sets[order[0]]); more != nil {
			problems = append(problems, t.problem(first[set], "set", "gives %s, which set %s lacks", strings.Join(more, ", "), order[0]))
		}
	}
	return problems
}

// together reads the sets in the order of their table.
func (b *builder) together() {
	t, rows := b.optional("behaviour_sets")
	at := map[string]int{}
	for _, r := range rows {
		index := slices.IndexFunc(b.m.Behaviour, func(x model.Behaviour) bool { return x.Parameter == t.at(r, "parameter") && x.Scope == "*" })
		column := slices.Index(b.m.Together.Rows, index)
		if column < 0 {
			column = len(b.m.Together.Rows)
			b.m.Together.Rows = append(b.m.Together.Rows, index)
		}
		set, seen := at[t.at(r, "set")]
		if !seen {
			set = len(b.m.Together.Sets)
			at[t.at(r, "set")] = set
			b.m.Together.Sets = append(b.m.Together.Sets, nil)
		}
		values := &b.m.Together.Sets[set]
		for len(*values) <= column {
			*values = append(*values, 0)
		}
		(*values)[column] = r.q.Value
	}
}
