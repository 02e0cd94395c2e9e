package ensemble

import (
	"slices"
	"testing"

	"lodestone/internal/model"
)

// A member takes one of the sets of behaviour whole; what is in them is drawn in no
// other way and examined together.
func TestMembersTakeSetsWhole(t *testing.T) {
	m, s := builtin(t, 10, "china-licences-2025")
	row := func(name string) int {
		return slices.IndexFunc(m.Behaviour, func(b model.Behaviour) bool { return b.Parameter == name && b.Scope == "*" })
	}
	a, b := row("hoarding"), row("speculation")
	m.Together = model.Together{Rows: []int{a, b}, Sets: [][]float64{{0.1, 5}, {0.2, 4}, {0.3, 3}, {0.4, 2}}}
	x, err := New(m, s)
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(x.Inputs, func(in Input) bool { return in.Group == "behaviour: hoarding" }) ||
		!slices.ContainsFunc(x.Inputs, func(in Input) bool { return in.Group == "behaviour: fitted together" }) {
		t.Error("what is drawn together is drawn alone")
	}
	seen := map[int]int{}
	for member := range 60 {
		n, err := x.Networks(1, member)
		if err != nil {
			t.Fatal(err)
		}
		got := []float64{n[0].Model.Behaviour[a].Value.Value, n[0].Model.Behaviour[b].Value.Value}
		set := slices.IndexFunc(m.Together.Sets, func(values []float64) bool { return slices.Equal(values, got) })
		if set < 0 {
			t.Fatalf("member %d has %v, which is no set", member, got)
		}
		seen[set]++
	}
	for set := range m.Together.Sets {
		if seen[set] < 5 {
			t.Errorf("set %d is taken %d times of 60", set, seen[set])
		}
	}
	m.Together = model.Together{}
	if x, err = New(m, s); err != nil || !slices.ContainsFunc(x.Inputs, func(in Input) bool { return in.Group == "behaviour: hoarding" }) {
		t.Errorf("without sets, parameters are not drawn one by one (%v)", err)
	}
}
