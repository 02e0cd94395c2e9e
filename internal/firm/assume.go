package firm

import (
	"fmt"
	"slices"
)

// assumptions says what was taken for granted.
func (s *solution) assumptions() []string {
	m := s.m
	out := []string{
		fmt.Sprintf("Weeks of 7 days from %s, %.4g weeks looked ahead; years of 52 weeks.", m.plan.Basis.AsOf.Format(isoDate), m.horizon),
		"Lines that share a part get the same fraction of it. Each part is reckoned as if no other were short.",
		"A line counts as down when a part of it is used up, even if some still arrives.",
		"A supplier without a cap delivers no more than its share; one with a cap fills gaps after its lead time.",
		"Goods under way when shipments stop still arrive, unless the disruption says that they are held.",
	}
	if m.plan.Basis.Carrying == 0 && slices.ContainsFunc(m.plan.Options, func(o Option) bool { return o.Kind == "stock" }) {
		out = append(out, "No cost of holding stock is given, so more stock is ranked as if it cost nothing to hold.")
	}
	for _, g := range gaps {
		if n := g.count(m); n > 0 {
			out = append(out, fmt.Sprintf("%s %d: %s.", g.what, n, g.taken))
		}
	}
	return out
}

// gaps are what a plan may leave out, and what is taken then.
var gaps = []struct {
	what  string
	count func(*model) int
	taken string
}{
	{"Parts without a supplier in the plan", func(m *model) int {
		return count(m.ids, func(i int) bool { return len(m.bought[i]) == 0 && len(m.children[i]) == 0 })
	}, "taken as always there"},
	{"Suppliers without a transit time", func(m *model) int {
		return count(m.plan.Suppliers, func(i int) bool { return m.plan.Suppliers[i].Transit.State != Given })
	}, "that of their mode is taken"},
	{"Suppliers without a country", func(m *model) int {
		return count(m.plan.Suppliers, func(i int) bool { return m.plan.Suppliers[i].Country == "" })
	}, "taken as not disrupted, and the range as if they were"},
	{"Parts with a content that nobody gave", func(m *model) int {
		return count(m.plan.Parts, func(i int) bool { return m.byGrade(&m.plan.Parts[i]) })
	}, "the range of their grade is taken, an estimate"},
}

func count[T any](list []T, is func(int) bool) int {
	n := 0
	for i := range list {
		if is(i) {
			n++
		}
	}
	return n
}

// byGrade reports whether a content of a part is taken from its grade.
func (m *model) byGrade(x *Part) bool {
	return x.Grade != "" && slices.ContainsFunc(m.plan.Substances, func(s string) bool { return x.Content[s].State != Given })
}
