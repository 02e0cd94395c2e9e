//wide:none

package sim

import (
	"math/bits"

	"lodestone/internal/network"
)

// ring holds what is on its way: one row per future week, one column per route
// or line. Row w&mask is what arrives in week w; every entry is written once,
// when it is sent, and stays readable until the row comes round again.
type ring struct {
	mask          int
	routes, lines int       // columns
	route, line   []float64 // row-major
	leads, lags   []int32   // weeks that a route or a line takes
}

func newRing(n *network.Network) ring {
	rows := 1 << bits.Len(uint(n.MaxLag))
	return ring{mask: rows - 1, routes: len(n.Routes), lines: len(n.Lines),
		route: make([]float64, rows*len(n.Routes)), line: make([]float64, rows*len(n.Lines)), leads: n.RouteLead, lags: n.LineLag}
}

// routeRow is what arrives by each route in week w.
func (r *ring) routeRow(w int) []float64 {
	w &= r.mask
	return r.route[w*r.routes : (w+1)*r.routes]
}

// lineRow is the throughput of each line that comes out in week w.
func (r *ring) lineRow(w int) []float64 {
	w &= r.mask
	return r.line[w*r.lines : (w+1)*r.lines]
}

// sendBy has an amount that leaves by a route in week w arrive when it is due.
func (r *ring) sendBy(route, w int, x float64) {
	r.route[((w+int(r.leads[route]))&r.mask)*r.routes+route] = x
}

// startAt has a throughput that a line starts on in week w come out when it is due.
func (r *ring) startAt(line, w int, x float64) {
	r.line[((w+int(r.lags[line]))&r.mask)*r.lines+line] = x
}

// fill puts the base flow into every week that a shipment or a batch started
// before week 0 can still arrive in.
func (r *ring) fill(n *network.Network) {
	clear(r.route)
	clear(r.line)
	for i, k := range n.Routes {
		for w := range k.Lead {
			r.routeRow(w)[i] = k.Base
		}
	}
	for i, l := range n.Lines {
		for w := range l.Lag {
			r.lineRow(w)[i] = l.Base
		}
	}
}
