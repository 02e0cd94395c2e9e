package wide

import (
	"math/bits"

	"lodestone/internal/lane"
	"lodestone/internal/network"
)

// ring is what is on its way, as in the engine for one member. Members differ in how
// long it takes.
type ring struct {
	mask          int
	routes, lines int      // columns
	route, line   []lane.F // row-major
	leads, lags   []weeks  // by route, by line
	nets          [lane.Width]*network.Network
}

// weeks is a number of weeks of each member.
type weeks [lane.Width]int32

// load takes the times of other members.
func (r *ring) load(nets *[lane.Width]*network.Network) {
	n := nets[0]
	r.nets, r.routes, r.lines = *nets, len(n.Routes), len(n.Lines)
	r.leads, r.lags = sized(r.leads, r.routes), sized(r.lags, r.lines)
	longest := 0
	for l, n := range nets {
		longest = max(longest, n.MaxLag)
		for k, lead := range n.RouteLead {
			r.leads[k][l] = lead
		}
		for k, lag := range n.LineLag {
			r.lags[k][l] = lag
		}
	}
	rows := 1 << bits.Len(uint(longest))
	r.mask = rows - 1
	r.route, r.line = sized(r.route, rows*r.routes), sized(r.line, rows*r.lines)
}

// sized is a list of a length, the old one if it has room.
func sized[T any](old []T, length int) []T {
	if cap(old) < length {
		return make([]T, length)
	}
	return old[:length]
}

// routeRow is what arrives by each route in week w.
func (r *ring) routeRow(w int) []lane.F {
	w &= r.mask
	return r.route[w*r.routes : (w+1)*r.routes]
}

// lineRow is the throughput of each line that comes out in week w.
func (r *ring) lineRow(w int) []lane.F {
	w &= r.mask
	return r.line[w*r.lines : (w+1)*r.lines]
}

// sendBy has goods that leave by a route in week w arrive when it ends.
func (r *ring) sendBy(route, w int, goods lane.F) {
	for l, lead := range &r.leads[route] {
		lane.Put(&r.route[((w+int(lead))&r.mask)*r.routes+route], &goods, l)
	}
}

// startAt has what a line starts in week w come out when it is done.
func (r *ring) startAt(line, w int, batch lane.F) {
	for l, lag := range &r.lags[line] {
		lane.Put(&r.line[((w+int(lag))&r.mask)*r.lines+line], &batch, l)
	}
}

// fill puts the base flow into every week that a shipment or a batch started
// before week 0 can still arrive in.
func (r *ring) fill(n *Network) {
	clear(r.route)
	clear(r.line)
	for l, n := range &r.nets {
		for i, k := range n.Routes {
			for w := range k.Lead {
				*lane.At(&r.routeRow(w)[i], l) = k.Base
			}
		}
		for i, k := range n.Lines {
			for w := range k.Lag {
				*lane.At(&r.lineRow(w)[i], l) = k.Base
			}
		}
	}
}
