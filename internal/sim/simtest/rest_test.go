package simtest

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"lodestone/internal/sim"
)

// A short outage is forgotten: years later prices are back and every use is
// served. The chains are those of [Random] with the behaviour of the built-in one.
func TestComesToRest(t *testing.T) {
	const years = 6
	rapid.Check(t, func(t *rapid.T) {
		plant := rapid.SampledFrom([]string{"mine0", "mine1", "split0", "split1", "works0", "works1"}).Draw(t, "plant")
		weeks := rapid.IntRange(2, 26).Draw(t, "weeks of outage")
		text := append(Random(t),
			"set price_sensitivity 0.9", "set hoarding 1", "set arbitrage 0.9", "set throughput_elasticity 0.3", "set netback 0.9",
			"set glut_sensitivity 0.4", "set supply_elasticity 0.3", "set least_utilization 0.5",
			fmt.Sprintf("event outage from 10 to %d plant %s size 0.8 recovery 4", 10+weeks, plant),
			fmt.Sprintf("run %d", years*52))
		n := mustCompile(t, mustParse(t, text))
		s := sim.New(n)
		for range n.Weeks {
			s.Step()
		}
		for i, p := range s.State.Price {
			if math.Abs(math.Log(p/n.Markets[i].Price)) > 0.1 {
				t.Errorf("price of %s is %.3f of the base", n.Name(i), p/n.Markets[i].Price)
			}
		}
		for i, u := range n.Uses {
			if !u.Surplus && math.Abs(s.State.Served[i]/u.Base-1) > 0.05 {
				t.Errorf("use %d is served %.3f of the base", i, s.State.Served[i]/u.Base)
			}
		}
	})
}
