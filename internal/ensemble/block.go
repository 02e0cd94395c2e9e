package ensemble

import (
	"cmp"
	"context"
	"slices"

	"lodestone/internal/network"
	"lodestone/internal/sim"
	"lodestone/internal/sim/wide"
)

// blocks runs members side by side, in the same memory one block after the other.
type blocks struct {
	measures *Measures
	block    wide.Block
	states   []*sim.State // what is seen of each member
}

// observeAll runs networks beside what they are compared with, a block at a time, and
// sets what is noted of each. It leaves out what could not be compiled, and errs if ctx
// ends.
func (s *blocks) observeAll(ctx context.Context, pairs []pair, out []*Outcome) error {
	for block := range slices.Chunk(inBlocks(pairs), wide.Width) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		members := make([]pair, len(block))
		for l, i := range block {
			members[l] = pairs[i]
		}
		for l, o := range s.observe(members) {
			out[block[l]] = o
		}
	}
	return nil
}

// inBlocks orders what was compiled so that members of a block review as often as each
// other, as far as may be: a week in which one of them reviews costs as much as one in
// which all do.
func inBlocks(pairs []pair) []int {
	var order []int
	for i, p := range pairs {
		if p.net != nil {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(reviewWeeks(pairs[a].net), reviewWeeks(pairs[b].net)) })
	return order
}

// reviewWeeks is how often the buyers of a network review, all markets taken together.
func reviewWeeks(n *network.Network) (sum int) {
	for i := range n.Markets {
		sum += n.Markets[i].Params.ReviewWeeks()
	}
	return sum
}

// observe runs the members of a block. Those that are not of one shape are
// run one by one: an outcome does not depend on who it is run with.
func (s *blocks) observe(block []pair) []*Outcome {
	m := s.measures
	out := make([]*Outcome, len(block))
	nets, quiet := make([]*network.Network, len(block)), make([]*network.Network, len(block))
	bases, watchers := make([]*baseline, len(block)), make([]*watcher, len(block))
	for l, p := range block {
		nets[l], quiet[l] = p.net, p.quiet
		bases[l] = &baseline{}
		watchers[l] = newWatcher(m, p.net, bases[l])
	}
	side := wide.Supported()
	if side && !m.Steady {
		side = s.sideBySide(quiet, func(l int, st *sim.State) { bases[l].take(m, quiet[l], st) })
	}
	side = side && s.sideBySide(nets, func(l int, st *sim.State) { watchers[l].take(st) })
	for l, p := range block {
		if side {
			out[l] = watchers[l].finish()
		} else {
			out[l] = m.observe(p)
		}
	}
	return out
}

// sideBySide runs networks at once and shows every week of each to see. It does nothing
// and reports false if they are not of one shape.
func (s *blocks) sideBySide(nets []*network.Network, see func(l int, st *sim.State)) bool {
	if s.block.Load(nets) != nil {
		return false
	}
	for len(s.states) < len(nets) {
		s.states = append(s.states, &sim.State{})
	}
	for range nets[0].Weeks {
		s.block.Step()
		s.block.Show(s.states)
		for l := range nets {
			see(l, s.states[l])
		}
	}
	return true
}
