package plan

import "lodestone/internal/network"

// Period is a range of weeks, First <= w < End, that a program treats as one.
type Period struct{ First, End int }

// Weeks is its length.
func (p Period) Weeks() int { return p.End - p.First }

// The first year goes by four weeks, the two after it by quarters, the rest by
// half years: what is decided late can wait for a plan made later.
const (
	shortPeriod, shortUntil = 4, 52
	quarter, quarterUntil   = 13, 156
	longPeriod              = 26
)

// periods cuts the weeks from the first on into periods that widen.
func periods(first, weeks int) []Period {
	var out []Period
	for w := first; w < weeks; {
		length := longPeriod
		switch since := w - first; {
		case since < shortUntil:
			length = shortPeriod
		case since < quarterUntil:
			length = quarter
		}
		out = append(out, Period{w, min(w+length, weeks)})
		w += length
	}
	return out
}

// onset is the week in which the first event of a network is announced or takes
// effect.
func onset(n *network.Network) int {
	first := n.Weeks
	for _, e := range n.Events {
		first = min(first, e.Announced, e.Start)
	}
	return first
}
