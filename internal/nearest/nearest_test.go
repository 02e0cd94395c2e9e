package nearest

import "testing"

func TestHint(t *testing.T) {
	known := []string{"dy-oxide", "tb-oxide", "ndpr-oxide"}
	for name, want := range map[string]string{
		"dy-oxid": `; did you mean "dy-oxide"?`,
		"NdPr-ox": `; did you mean "ndpr-oxide"?`,
		"zzz":     "",
	} {
		if got := Hint(name, known); got != want {
			t.Errorf("Hint(%q) = %q, want %q", name, got, want)
		}
	}
}
