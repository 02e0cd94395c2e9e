package firm

import (
	"container/heap"
	"math"
	"slices"
)

// outage is what a line loses.
type outage struct {
	first  float64 // week
	lost   float64 // units not made and not made up for
	weeks  float64 // the same in weeks of output
	output float64 // units made
}

// scarcest merges the short spans of all parts of a line into spans of the
// smallest fraction.
func scarcest(spans []short) []short {
	if len(spans) == 0 {
		return nil
	}
	slices.SortFunc(spans, func(a, b short) int {
		switch {
		case a.from != b.from:
			return cmpFloat(a.from, b.from)
		case a.to != b.to:
			return cmpFloat(a.to, b.to)
		}
		return cmpFloat(a.fraction, b.fraction)
	})
	var ends []float64
	for _, s := range spans {
		ends = append(ends, s.from, s.to)
	}
	slices.Sort(ends)
	ends = slices.Compact(ends)
	var out []short
	var running spanHeap
	next := 0
	for n := 0; n+1 < len(ends); n++ {
		for next < len(spans) && spans[next].from <= ends[n] {
			heap.Push(&running, spans[next])
			next++
		}
		for len(running) > 0 && running[0].to <= ends[n] {
			heap.Pop(&running)
		}
		if len(running) == 0 {
			continue
		}
		f := running[0].fraction
		if last := len(out) - 1; last >= 0 && out[last].to == ends[n] && out[last].fraction == f {
			out[last].to = ends[n+1]
			continue
		}
		out = append(out, short{ends[n], ends[n+1], f})
	}
	return out
}

func cmpFloat(a, b float64) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

// spanHeap has the smallest fraction on top.
type spanHeap []short

func (h spanHeap) Len() int           { return len(h) }
func (h spanHeap) Less(i, j int) bool { return h[i].fraction < h[j].fraction }
func (h spanHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *spanHeap) Push(x any)        { *h = append(*h, x.(short)) }
func (h *spanHeap) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

// outage adds up what a line loses over spans of scarcity. What it has not made
// it makes up for, as far as its peak allows, in weeks in which it lacks
// nothing; the parts for that are taken to come. A line that is rationed loses
// what is given up as well.
func (l *line) outage(spans []short, horizon float64, kept []step) outage {
	out := outage{first: never}
	weeks := []float64{0, horizon}
	add := func(w float64) {
		if w > 0 && w < horizon {
			weeks = append(weeks, w)
		}
	}
	for _, s := range slices.Concat(l.rates, l.peaks, kept) {
		add(s.week)
	}
	for _, s := range spans {
		add(s.from)
		add(s.to)
	}
	slices.Sort(weeks)
	weeks = slices.Compact(weeks)
	backlog, active, planned, next := 0.0, 0.0, 0.0, 0
	for n := 0; n+1 < len(weeks); n++ {
		from, length := weeks[n], weeks[n+1]-weeks[n]
		middle := from + length/2
		rate, peak := at(l.rates, middle, 0), at(l.peaks, middle, 0)
		for next < len(spans) && spans[next].to <= from {
			next++
		}
		fraction := at(kept, middle, 1)
		if next < len(spans) && spans[next].from <= from {
			fraction *= spans[next].fraction
			if rate > 0 {
				out.first = min(out.first, from)
			}
		}
		planned += rate * length
		if rate > 0 {
			active += length
		}
		if fraction < 1 {
			backlog += rate * (1 - fraction) * length
		} else if peak > rate {
			backlog -= min(backlog, (peak-rate)*length)
		}
	}
	out.lost, out.output = backlog, planned-backlog
	if planned > 0 {
		out.weeks = backlog / (planned / active)
	}
	if math.Abs(out.lost) < 1e-9*planned {
		out.lost, out.weeks = 0, 0
	}
	return out
}
