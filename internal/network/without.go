package network

import "reflect"

// Without returns the same chain under a scenario in which some of its events, by
// their index in Events, never happen. They keep their numbers, so that a run that
// has not come to them yet can go on as a run of either network.
func (n *Network) Without(events []int) *Network {
	other := *n
	other.Events = append([]Event(nil), n.Events...)
	for _, i := range events {
		e := &other.Events[i]
		e.Announced, e.Start, e.End, e.Recovery, e.Threats = n.Weeks, n.Weeks, n.Weeks, 0, nil
	}
	other.Licensed = other.licensedRoutes()
	other.Contracts = other.commit()
	return &other
}

// Parting returns the first week in which runs of two networks that differ only in
// when their events happen can differ: that in which the first event that is not
// the same is announced or begins or, where nothing but its end differs, ends.
// Licences on one route are also parted by one that makes the queue of all of them
// longer. Without a difference it is Weeks.
func Parting(a, b *Network) int {
	week := a.Weeks
	for i := range a.Events {
		x, y := a.Events[i], b.Events[i]
		end := min(x.End, y.End)
		switch x.End, y.End = end, end; {
		case !reflect.DeepEqual(x, y):
			week = min(week, x.Announced, x.Start, y.Announced, y.Start)
		case a.Events[i].End != b.Events[i].End:
			week = min(week, end)
		}
	}
	for i := range a.Licensed {
		if a.Licensed[i].Delay == b.Licensed[i].Delay && a.Licensed[i].Validity == b.Licensed[i].Validity {
			continue
		}
		for _, e := range a.Licensed[i].Events {
			week = min(week, a.Events[e].Start, b.Events[e].Start)
		}
	}
	return week
}
