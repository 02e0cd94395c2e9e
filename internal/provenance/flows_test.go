package provenance

import (
	"math"
	"testing"

	"lodestone/internal/result"
)

// A run without events has the provenance of its base year, in any window.
func TestCalmRun(t *testing.T) {
	n := compile(t, straight()...)
	r := result.Observe(n, nil)
	base := traced(t, Base(n), 0, "separate", Region)
	for _, w := range [][2]int{{0, 1}, {0, 60}, {30, 40}} {
		f, err := Window(r, w[0], w[1])
		if err != nil {
			t.Fatal(err)
		}
		s := traced(t, f, 0, "separate", Region)
		for m := range s.Share {
			for k := range s.Share[m] {
				if math.Abs(s.Share[m][k]-base.Share[m][k]) > 1e-9 {
					t.Errorf("weeks %v, %s from %s: %g, base %g", w, n.Name(m), s.Labels[k], s.Share[m][k], base.Share[m][k])
				}
			}
		}
	}
}

// With China's exports closed from week 10, what arrives in Japan is its share of
// China's until the ships of week 9 are in, three weeks later, and then none.
func TestWindow(t *testing.T) {
	n := compile(t, straight("event embargo from 10 origin CN")...)
	r := result.Observe(n, nil)
	oxide := func(from, to int) float64 {
		f, err := Window(r, from, to)
		if err != nil {
			t.Fatal(err)
		}
		return traced(t, f, 0, "separate", Region).at(t, n, "oxide JP", "CN")
	}
	if got := oxide(0, 13); math.Abs(got-0.8) > 1e-9 {
		t.Errorf("up to the last ship: %g from China, want 0.8", got)
	}
	if got := oxide(13, 40); got != 0 {
		t.Errorf("after it: %g from China, want none", got)
	}
	if got := oxide(10, 16); !(got > 0 && got < 0.8) {
		t.Errorf("across it: %g from China", got)
	}
}

// A market to which nothing comes keeps the origin of what it holds.
func TestCutOffMarket(t *testing.T) {
	n := compile(t, straight("event embargo from 0 destination EU")...)
	f, err := Window(result.Observe(n, nil), 20, 30)
	if err != nil {
		t.Fatal(err)
	}
	s := traced(t, f, 0, "magnet", Region)
	near(t, "magnets made in Japan, in the EU", s.at(t, n, "magnet EU", "JP"), 0.5)
	near(t, "supply", s.Supply[marketOf(t, n, "magnet EU")], 0)
}

func TestNoSuchWindow(t *testing.T) {
	r := result.Observe(compile(t, straight()...), nil)
	for _, w := range [][2]int{{-1, 5}, {5, 5}, {50, 61}} {
		if _, err := Window(r, w[0], w[1]); err == nil {
			t.Errorf("window %v of 60 weeks", w)
		}
	}
}
