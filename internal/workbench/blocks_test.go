package workbench

import (
	"context"
	"slices"
	"testing"

	"lodestone/internal/ensemble"
)

// The outcome of a member does not depend on who it is run with: those of a chunk,
// which runs in blocks, are those of its members run one by one.
func TestBlocksChangeNothing(t *testing.T) {
	b, err := Open("")
	if err != nil {
		t.Fatal(err)
	}
	for scenario, members := range map[string]int{"china-licences-2025": 24, "history-2010-2025": 20} {
		e, err := b.newEnsemble(scenario, EnsembleOptions{})
		if err != nil {
			t.Fatal(err)
		}
		plan := ensemble.Spread(ensemble.Latin, 1, members)
		r, err := e.sampler.NewRunner(plan)
		if err != nil {
			t.Fatal(err)
		}
		together, err := r.Outcomes(context.Background(), 0)
		if err != nil {
			t.Fatal(err)
		}
		for i, o := range together {
			if alone := r.Run(i); !slices.Equal(o.Days, alone.Days) || !slices.Equal(o.Values, alone.Values) {
				t.Errorf("%s: member %d has another outcome in a block", scenario, i)
			}
		}
	}
}
