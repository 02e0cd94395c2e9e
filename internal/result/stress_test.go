package result

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"lodestone/internal/network"
	"lodestone/internal/sim/simtest"
)

// stress runs a case of the test language from a start date.
func stress(t *testing.T, start string, lines ...string) *Stress {
	t.Helper()
	c, err := simtest.Parse(strings.Join(lines, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	day, err := time.Parse(time.DateOnly, start)
	if err != nil {
		t.Fatal(err)
	}
	shift := day.Sub(c.Scenario.Start)
	for i := range c.Scenario.Events {
		c.Scenario.Events[i].From = c.Scenario.Events[i].From.Add(shift)
	}
	c.Scenario.Start = day
	n, err := network.Compile(c.Model, c.Scenario)
	if err != nil {
		t.Fatal(err)
	}
	return NewStress(Observe(n.Baseline(), nil), Observe(n, nil), Provenance{})
}

// steering is the tier-1 supplier of steering motors: 85 % of the magnets come
// from three makers in one country, 15 % from a capped one in another; eight
// weeks of stock, five weeks at sea.
func steering(cover string, shareB float64, events ...string) []string {
	a := 100 - shareB
	return append([]string{
		"commodity magnet",
		"plant china CN " + format(a) + " makes magnet",
		"plant japan JP " + format(shareB) + " makes magnet",
		"route magnet CN EU " + format(a) + " lead 5",
		"route magnet JP EU " + format(shareB) + " lead 5",
		"use motors EU 100 needs magnet:1 value 1",
		"cover magnet EU " + cover, "cover magnet CN 2", "cover magnet JP 0",
		"set order_adjustment_time 1000000", // the makers' terms: no more than the usual quantity
		"set share_adjustment_time 1000000",
		"run 104",
	}, events...)
}

func format(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// The line stops when pipeline and stock are used up: t + lead time +
// stock / (lost share x use), to the day.
func TestLineDownDates(t *testing.T) {
	for _, c := range []struct {
		name, cover string
		second      float64
		want        string
	}{
		{"8 weeks of stock", "8", 15, "2025-07-13"},
		{"26 weeks of stock", "26", 15, "2025-12-09"},
		{"second source at 60 %", "8", 60, "2025-09-26"},
		{"both", "26", 60, "2026-08-07"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := stress(t, "2025-04-04", steering(c.cover, c.second, "event embargo from 0 origin CN")...)
			if len(s.LineDowns) == 0 || s.LineDowns[0].Date != c.want {
				t.Errorf("line-downs %+v, want the first on %s", s.LineDowns, c.want)
			}
		})
	}
}

// A country that loses 70 % of its supply lives 1/0.7 times its days of stock,
// and the lead time of what is under way.
func TestDaysOfStock(t *testing.T) {
	for days, want := range map[float64]string{60: "2026-04-08", 100: "2026-06-04", 180: "2026-09-27"} {
		s := stress(t, "2026-01-06",
			"commodity oxide stage separate", "plant china CN 70 makes oxide", "plant others AU 30 makes oxide",
			"route oxide CN KR 70 lead 1", "route oxide AU KR 30 lead 1", "use makers KR 100 needs oxide:1",
			"cover oxide KR "+format(days/7), "cover oxide AU 0", "cover oxide CN 1", "set order_adjustment_time 1000000",
			"set share_adjustment_time 1000000", "run 80", "event embargo from 0 origin CN")
		if len(s.LineDowns) == 0 || s.LineDowns[0].Date != want {
			t.Errorf("%g days of stock: %+v, want %s", days, s.LineDowns, want)
		}
	}
}

// The exporter's own side: an embargo for all 104 weeks on sales of 85 t at 100
// USD a tonne costs it 104 x 85 x 100 USD.
func TestExporters(t *testing.T) {
	s := stress(t, "2025-04-04", steering("8", 15, "event embargo from 0 origin CN")...)
	if len(s.Exporters) != 1 {
		t.Fatalf("%d exporters, want the one that imposes the embargo", len(s.Exporters))
	}
	x := s.Exporters[0]
	if want := 104 * 85 * 100.0; math.Abs(x.LostSales-want) > 1e-6*want || x.Share < 1-1e-9 || x.AtHome.Value != 0 || x.Elsewhere.Value != s.Lost.Value {
		t.Errorf("exporter %+v, want sales of %g lost and all losses elsewhere", x, want)
	}
}
