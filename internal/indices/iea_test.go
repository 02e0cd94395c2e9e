package indices

import "testing"

// The formula of the IEA Outlook 2025 by hand (methods.md section 9, E3). The
// outlook's own results for 2035 cannot be recomputed: supply and demand by
// country are not in the sources we read.
func TestNMinusOne(t *testing.T) {
	for _, tc := range []struct {
		name           string
		supply, demand []float64
		want           float64
		largest        int
	}{
		{"largest first", []float64{80, 15, 5}, []float64{50, 30, 20}, 0.4, 0},
		{"largest last", []float64{5, 15, 80}, []float64{20, 30, 50}, 0.4, 2},
		{"surplus elsewhere", []float64{50, 30}, []float64{60, 20}, 1.5, 0},
		{"equals", []float64{40, 40, 20}, []float64{20, 60, 20}, 0.75, 0},
		{"one supplier", []float64{10, 0}, []float64{5, 5}, 0, 0},
		{"all at home", []float64{60, 30, 10}, []float64{60, 30, 10}, 1, 0},
	} {
		got, largest, err := NMinusOne(tc.supply, tc.demand)
		if err != nil {
			t.Fatal(err)
		}
		near(t, tc.name, got, tc.want)
		if largest != tc.largest {
			t.Errorf("%s: largest is %d, want %d", tc.name, largest, tc.largest)
		}
	}
}

func TestNMinusOneBadInputsAreErrors(t *testing.T) {
	for name, in := range map[string][2][]float64{
		"empty":               {nil, nil},
		"lengths":             {{1, 2}, {1}},
		"negative supply":     {{-1, 2}, {1, 1}},
		"negative demand":     {{1, 2}, {-1, 1}},
		"no demand elsewhere": {{1, 2}, {0, 3}},
	} {
		if v, _, err := NMinusOne(in[0], in[1]); err == nil {
			t.Errorf("%s: accepted, giving %g", name, v)
		}
	}
}
