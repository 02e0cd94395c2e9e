package dataset

import (
	"fmt"
	"slices"
	"strings"

	"lodestone/internal/model"
)

// moveNeeds says which numbers and which scope each kind of move must have.
var moveNeeds = map[model.MoveKind]struct{ values, columns []string }{
	model.StockMove:    {[]string{"limit", "lead_time"}, []string{"region", "commodity"}},
	model.PileMove:     {[]string{"limit", "lead_time"}, []string{"region", "commodity"}},
	model.SourceMove:   {[]string{"share", "lead_time"}, []string{"region", "commodity", "from"}},
	model.OfftakeMove:  {[]string{"share", "lead_time"}, []string{"region", "commodity", "from"}},
	model.RedesignMove: {[]string{"share", "lead_time"}, []string{"region", "end_use"}},
	model.CapacityMove: {[]string{"capacity", "fixed"}, []string{"facility"}},
	model.FreightMove:  {[]string{"share", "lead_time", "freight"}, []string{"region", "commodity", "from"}},
	model.FloorMove:    {[]string{"level", "lead_time"}, []string{"region", "commodity"}},
}

// checkMoves wants every move to have the numbers and the scope of its kind.
func checkMoves(p *Package) Problems {
	t, values := p.table("moves"), p.table("move_values")
	if t == nil || values == nil {
		return nil
	}
	given := map[string][]string{}
	for i := range values.rows {
		r := &values.rows[i]
		id := values.at(r, "move")
		given[id] = append(given[id], values.at(r, "parameter"))
	}
	var problems Problems
	for i := range t.rows {
		r := &t.rows[i]
		needs := moveNeeds[model.MoveKind(t.at(r, "kind"))]
		for _, c := range needs.columns {
			if t.at(r, c) == "" {
				problems = append(problems, t.problem(r, c, "a move of kind %s needs it", t.at(r, "kind")))
			}
		}
		if missing := without(needs.values, given[t.at(r, "id")]); missing != nil {
			problems = append(problems, t.problem(r, "id", "%s has no row for %s of this move", values.Path, strings.Join(missing, ", ")))
		}
	}
	return problems
}

// without returns what of a list another does not have.
func without(list, other []string) []string {
	var out []string
	for _, x := range list {
		if !slices.Contains(other, x) {
			out = append(out, x)
		}
	}
	return out
}

// moves reads the candidate moves, which a chain can do without.
func (b *builder) moves() {
	if b.p.table("moves") == nil || b.p.table("move_values") == nil {
		return
	}
	t, rows := b.holding("moves")
	at := map[string]int{}
	for _, r := range rows {
		at[t.at(r, "id")] = len(b.m.Moves)
		b.m.Moves = append(b.m.Moves, model.Move{ID: t.at(r, "id"), Name: t.at(r, "name"), Kind: model.MoveKind(t.at(r, "kind")),
			Region: indexOr(t, r, "region", b.region), From: indexOr(t, r, "from", b.region), EndUse: indexOr(t, r, "end_use", b.endUse),
			Facility: indexOr(t, r, "facility", b.facility), Commodity: t.at(r, "commodity"), Pos: t.pos(r)})
	}
	t, rows = b.holding("move_values")
	for _, r := range rows {
		v := &b.m.Moves[at[t.at(r, "move")]]
		for name, into := range map[string]*model.Quantity{"markup": &v.Markup, "carry": &v.Carry, "premium": &v.Premium, "limit": &v.Limit,
			"share": &v.Share, "lead_time": &v.LeadTime, "fixed": &v.Fixed, "capacity": &v.Capacity, "freight": &v.Freight, "level": &v.Level} {
			if t.at(r, "parameter") == name {
				*into = r.q
			}
		}
	}
	b.checkShares()
}

// checkShares wants what is a share of orders or units to be one.
func (b *builder) checkShares() {
	for _, v := range b.m.Moves {
		if v.Share.Value > 1 {
			b.problems = append(b.problems, Problem{File: v.Share.Pos.File, Line: v.Share.Pos.Line, Field: "value", Value: v.Share.Raw,
				Message: fmt.Sprintf("the share of %s is above 100 %%", v.ID)})
		}
	}
}
