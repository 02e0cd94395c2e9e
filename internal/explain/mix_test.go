package explain

import (
	"testing"

	"pgregory.net/rapid"
)

// Adding in proportion is the same as adding root by root, and roots stay sorted.
func TestPlusLike(t *testing.T) {
	draw := func(t *rapid.T, name string) mix {
		var m mix
		for range rapid.IntRange(0, 6).Draw(t, name) {
			m = m.plus(int32(rapid.IntRange(0, 9).Draw(t, "root")), rapid.Float64Range(0.1, 5).Draw(t, "amount"))
		}
		return m
	}
	rapid.Check(t, func(t *rapid.T) {
		m, other, x := draw(t, "m"), draw(t, "other"), rapid.Float64Range(0.1, 3).Draw(t, "x")
		want := append(mix(nil), m...)
		for _, p := range other {
			want = want.plus(p.root, float64(x*(p.amount/other.total())))
		}
		got := m.plusLike(other, x)
		if len(got) != len(want) {
			t.Fatalf("%v plus %v gives %v, want %v", m, other, got, want)
		}
		for i := range got {
			if got[i] != want[i] {
				t.Fatalf("%v plus %v gives %v, want %v", m, other, got, want)
			}
		}
	})
}
