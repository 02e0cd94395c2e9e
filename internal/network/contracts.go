package network

import (
	"cmp"
	"slices"
	"time"

	"lodestone/internal/model"
)

// commit lists the volumes that contracts and offtakes commit on routes. What
// an offtake commits over several routes is shared evenly.
func (n *Network) commit() []Committed {
	var out []Committed
	weekOf := func(t time.Time) int { return max(n.Scenario.WeekOf(t), 0) }
	for _, c := range n.Model.Contracts {
		k := Committed{Start: weekOf(c.Start), End: n.Weeks, Volume: c.Volume.Value / WeeksPerYear}
		if !c.End.IsZero() {
			k.End = min(weekOf(c.End), n.Weeks)
		}
		for i := range n.Routes {
			if d := &n.Model.Routes[n.Routes[i].Model]; d.Commodity == c.Commodity && d.From == c.From && d.To == c.To && !d.Illicit && k.Start < k.End {
				k.Route = int32(i)
				out = append(out, k)
			}
		}
	}
	for _, e := range n.Events {
		if e.Kind == model.Offtake {
			for _, i := range e.Routes {
				out = append(out, Committed{Route: i, Start: e.Start, End: e.End, Volume: e.Amount / float64(len(e.Routes))})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Committed) int { return cmp.Compare(a.Route, b.Route) })
	return out
}
