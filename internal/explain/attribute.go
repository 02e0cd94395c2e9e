package explain

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"lodestone/internal/model"
)

// smallRoot is the booked share below which a root is not named: all such roots
// are one, without a name.
const smallRoot = 0.005

// attribute finds the roots and the path.
func (x *Explanation) attribute(f *follower, use int) {
	w := x.Week
	t := f.run
	var what mix
	if by := f.refused(use, w); by >= 0 {
		what = mix{}.plus(f.roots.id(byEvents, []int{by}, 0), 1)
		x.Path = &Node{Binds: Refusal, Text: fmt.Sprintf("%s may not have what came in under %s", x.EndUse, f.roots.text(what[0].root)), Share: 1, Total: 1,
			Since: f.date(f.net.Events[by].Start), began: f.net.Events[by].Start}
	} else {
		u := &f.net.Uses[use]
		what = f.needs(u.In0, u.In1, t.scarce[w][use], t.gets(w), w)
		x.Path = f.node(f.net.Inputs[t.scarce[w][use]].Market, w, 1, map[int]bool{})
		x.Path.Others = append(f.besides(use, w), x.Path.Others...)
		x.Path.addUp(1)
	}
	x.name(f, what)
}

// name turns a mix into roots.
func (x *Explanation) name(f *follower, what mix) {
	total := what.total()
	small, count := 0.0, 0
	for _, p := range what {
		share := p.amount / total
		if share < smallRoot && p.root != f.several {
			small += share
			count++
			continue
		}
		r := f.roots.list[p.root]
		root := Root{Name: f.roots.name(p.root), Kind: r.kind.String(), Text: f.roots.text(p.root), Share: share, Booked: share}
		for _, e := range r.events {
			root.IDs = append(root.IDs, f.net.Scenario.Events[f.net.Events[e].Model].ID)
		}
		x.Roots = append(x.Roots, root)
	}
	if count > 0 {
		x.Roots = append(x.Roots, Root{Name: "small", Kind: byMany.String(), Text: fmt.Sprintf("%d more causes, each under half a percent", count), Share: small, Booked: small})
	}
}

// verify takes the events of every root that names some out in turn, repeats the
// run, and lets no root claim more than the shortage then shrinks. Accounts cannot
// see what did not happen: an input that piles up for want of another hides that it
// would have been short too. What is left over is of no event alone.
func (x *Explanation) verify(again *rerun, f *follower) {
	if !slices.ContainsFunc(x.Roots, func(r Root) bool { return len(r.IDs) > 0 }) {
		x.echo(again, f)
	} else {
		x.withoutEach(again)
	}
	over := 0.0
	for i := range x.Roots {
		r := &x.Roots[i]
		if len(r.IDs) > 0 && r.Without < r.Share {
			over += r.Share - r.Without
			r.Share = r.Without
		}
	}
	if over > 0 {
		name := f.roots.name(f.several)
		at := slices.IndexFunc(x.Roots, func(r Root) bool { return r.Name == name })
		if at < 0 {
			at = len(x.Roots)
			x.Roots = append(x.Roots, Root{Name: name, Kind: byInputs.String(), Text: f.roots.text(f.several)})
		}
		x.Roots[at].Share += over
	}
	slices.SortStableFunc(x.Roots, func(a, b Root) int { return cmp.Compare(b.Share, a.Share) })
}

// echo attributes a shortage whose accounts name no event, such as one while buyers
// restock long after: every event so far claims by how much smaller the shortage is
// without it, together at most all, and what is left stays with the accounts.
func (x *Explanation) echo(again *rerun, f *follower) {
	n, booked := f.net, x.Roots
	x.Roots = nil
	for e := range n.Events {
		if n.Events[e].Announced <= x.Week {
			i := f.roots.id(byEvents, []int{e}, 0)
			x.Roots = append(x.Roots, Root{Name: f.roots.name(i), Kind: "echo", Text: f.roots.text(i) + ", through what was done after it", IDs: []string{f.roots.name(i)}})
		}
	}
	x.withoutEach(again)
	x.Roots = slices.DeleteFunc(x.Roots, func(r Root) bool { return r.Without < smallRoot })
	sum := 0.0
	for _, r := range x.Roots {
		sum += r.Without
	}
	left := 1.0
	for i := range x.Roots {
		r := &x.Roots[i]
		r.Share = r.Without / max(1, sum)
		left -= r.Share
	}
	for _, r := range booked {
		if r.Share = float64(r.Share * max(0, left)); r.Share > 0 {
			x.Roots = append(x.Roots, r)
		}
	}
}

// withoutEach finds by how much smaller the shortage is without the events of each
// root, in as many goroutines as there are processors; each writes its own root.
func (x *Explanation) withoutEach(again *rerun) {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range x.Roots {
		if r := &x.Roots[i]; len(r.IDs) > 0 {
			group.Go(func() error {
				r.Without = max(0, 1-again.shortage(again.net.Without(again.events(r)), nil)/x.Share)
				return nil
			})
		}
	}
	group.Wait()
}

// refused returns the event that keeps a use from goods that are there, or -1.
func (f *follower) refused(use, w int) int {
	t := f.run
	for e := range f.net.Events {
		event := &f.net.Events[e]
		if event.Kind != model.Licence || !event.Active(w) || !slices.Contains(event.Refused, int32(use)) {
			continue
		}
		if got := t.served[w][use] / t.demand[w][use]; got < t.gets(w)(int(t.scarce[w][use]))-negligible {
			return e
		}
	}
	return -1
}

// lackOr is what a market lacks, or else that its buyers want more.
func (f *follower) lackOr(m, w int) mix {
	if what := f.lackThen(m, w); len(what) > 0 {
		return what
	}
	return mix{}.plus(f.rush(m, w), 1)
}
