package unit

import (
	"math"
	"strings"
	"testing"
)

func must(t *testing.T, text string) Unit {
	t.Helper()
	u, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestConvert(t *testing.T) {
	stoichiometry := func(from, to string) (float64, bool) {
		if from == "Dy2O3" && to == "Dy" {
			return 0.8713, true
		}
		return 0, false
	}
	for _, c := range []struct {
		v        float64
		from, to string
		want     float64
	}{
		{12, "kt REO/yr", "t REO/yr", 12000},
		{45, "d", "wk", 45.0 / 7},
		{52, "t magnet/yr", "t magnet/wk", 1},
		{251, "USD/kg Dy2O3", "USD/t Dy2O3", 251000},
		{25, "%", "1", 0.25},
		{100, "t Dy2O3", "t Dy", 87.13},
		{1.8, "kg magnet/vehicle", "t magnet/vehicle", 0.0018},
		{3, "MUSD", "USD", 3e6},
	} {
		got, err := Convert(c.v, must(t, c.from), must(t, c.to), stoichiometry)
		if err != nil || math.Abs(got-c.want) > 1e-9*c.want {
			t.Errorf("%g %s = %g %s (%v), want %g", c.v, c.from, got, c.to, err, c.want)
		}
	}
}

func TestConvertRefuses(t *testing.T) {
	for _, c := range []struct{ from, to, says string }{
		{"t REO", "t Dy2O3", "no factor is known from REO to Dy2O3"},
		{"t", "t REO", "a mass without basis"},
		{"t REO/yr", "t REO", "does not convert"},
		{"vehicle", "MW", "different things"},
		{"USD/kg REO", "wk", "does not convert"},
	} {
		_, err := Convert(1, must(t, c.from), must(t, c.to), nil)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s to %s: %v, want %q", c.from, c.to, err, c.says)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{"", "/", "t REO/", "wk long", "12", "USD per kg"} {
		if u, err := Parse(text); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", text, u)
		}
	}
}

// Nothing makes Parse panic, and what it accepts reads back the same.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"t REO/yr", "%", "USD/kg Dy2O3", "//", "t\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := Parse(s)
		if err != nil {
			return
		}
		again, err := Parse(u.String())
		if err != nil || again.String() != u.String() {
			t.Errorf("%q reads back as %q (%v)", u, again, err)
		}
		if _, err := Convert(1, u, again, nil); err != nil {
			t.Errorf("%q does not convert to itself: %v", u, err)
		}
	})
}
