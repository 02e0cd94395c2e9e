package plan

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"lodestone/internal/lp"
)

// miss is a column by how much an end use misses a target in a future.
type miss struct {
	column int
	use    int // index into the scope; -1 for all together
}

// UnreachableError says that no plan of the moves there are reaches a target, and
// which end uses stand in the way even with every move at its limit.
type UnreachableError struct {
	Target  string
	Futures int      // that miss it
	Of      int      // all of them
	Uses    []string // with what they lack, in the names of the data
}

func (e *UnreachableError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "no plan of these moves reaches %q: with every move at its limit and no budget %d of %d futures miss it", e.Target, e.Futures, e.Of)
	for _, u := range e.Uses {
		b.WriteString("\n  " + u)
	}
	return b.String()
}

// explain turns a program without a solution into the names of what stands in the
// way; a budget that is too small is named as that.
func (w *work) explain(err error) error {
	var status statusError
	if !errors.As(err, &status) || status.status != lp.Infeasible || w.ground.q.Objective != Cost {
		return err
	}
	g := w.program
	all := make([]float64, len(g.list))
	for j := range all {
		all[j] = 1
	}
	out := &UnreachableError{Target: w.ground.q.Target.Text, Of: len(g.futures)}
	missed := 0.0
	for i, sub := range g.subs {
		at, err := sub.solve(w.ctx, all)
		if err != nil {
			return err
		}
		if at.value(all) <= nearMiss {
			continue
		}
		out.Futures++
		missed += g.futures[i].Prob
		for _, m := range sub.misses {
			if sub.primal[m.column] > nearMiss/10 {
				if line := w.lacking(g.futures[i], m.use); !slices.Contains(out.Uses, line) {
					out.Uses = append(out.Uses, line)
				}
			}
		}
	}
	if missed <= 1-w.ground.q.Target.Share+shareRounding {
		return fmt.Errorf("the budget is too small for %q: without it the target can be reached", out.Target)
	}
	return out
}

// lacking names an end use and the goods it lacks in a future.
func (w *work) lacking(f *Future, use int) string {
	n, m := w.scope.net, w.scope.net.Model
	var goods []string
	for _, t := range f.terms {
		if use >= 0 && t.use != use {
			continue
		}
		for _, o := range t.of {
			if id := m.Commodities[n.Markets[w.scope.markets[f.lacks[o.lack].market]].Commodity].ID; !slices.Contains(goods, id) {
				goods = append(goods, id)
			}
		}
	}
	slices.Sort(goods)
	who := "the end uses together lack "
	if use >= 0 {
		u := n.Uses[w.scope.uses[use]]
		who = m.EndUses[u.EndUse].ID + " in " + m.Regions[u.Region].ID + " lacks "
	}
	return who + strings.Join(goods, ", ")
}
