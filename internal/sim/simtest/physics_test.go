package simtest

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lodestone/internal/sim"
)

// With behaviour switched off a chain gives, to the last bit, what it gives when
// its data assume none.
func TestWithoutBehaviour(t *testing.T) {
	off := []string{"set hoarding 0", "set announcement_fear 0", "set cover_spread 0", "set share_price_elasticity 0",
		"set price_sensitivity 0", "set leakage_elasticity 0", "set arbitrage 0", "set speculation 0", "set supply_elasticity 0",
		"set throughput_elasticity 0", "set netback 0",
		"set investment_time 1000000000000", "set margin_spread 1000000000000", "set hurdle 1000000000000", "set share_adjustment_time 1000000000000", "set qualification_trigger 1000000000000"}
	rapid.Check(t, func(t *rapid.T) {
		text := append(Random(t), RandomEvents(t)...)
		text = append(text, "set price_sensitivity 0.8", "run 120")
		switched := sim.New(mustCompile(t, mustParse(t, text)).WithoutBehaviour())
		calm := mustParse(t, append(slices.Clone(text), off...))
		for i := range calm.Model.EndUses {
			calm.Model.EndUses[i].Elasticity.Value = 0
		}
		assumed := sim.New(mustCompile(t, calm))
		for range 120 {
			switched.Step()
			assumed.Step()
		}
		if !slices.Equal(switched.State.Stock, assumed.State.Stock) || !slices.Equal(switched.State.Served, assumed.State.Served) {
			t.Fatal("the two runs differ")
		}
	})
}
