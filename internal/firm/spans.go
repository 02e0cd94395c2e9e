package firm

import (
	"math"
	"slices"

	"lodestone/internal/lp"
)

// mostSpans is how finely a line that several bundles decide is looked at. With more
// breaks than this, spans of equal length take their place.
const mostSpans = 300

// decidedByMany adds the share of a line that stands still, span by span, and what it
// makes up for in spans in which it lacks nothing.
func (p *program) decidedByMany(j int, deciding []decider, row int) {
	l := &p.s.m.lines[j]
	weeks := p.cuts(j, deciding)
	backlog := -1 // column, where the line can catch up
	for k := 0; k+1 < len(weeks); k++ {
		from, to := weeks[k], weeks[k+1]
		middle, length := (from+to)/2, to-from
		rate, peak := at(l.rates, middle, 0), at(l.peaks, middle, 0)
		low := stands(p.floor[j], nil, from, to)
		still := p.lp.AddCol(0, low, 1)
		whole := p.spare(peak > rate && low == 0)
		for _, d := range deciding {
			p.bind(d, still, whole, low, from, to)
		}
		if l.catchesUp() {
			backlog = p.carry(backlog, still, whole, rate*length, (peak-rate)*length)
			continue
		}
		p.lp.AddTerm(row, still, rate*length)
	}
	if backlog >= 0 {
		p.lp.AddTerm(row, backlog, 1)
	}
}

// spare is a column for whether a line lacks nothing in a span, and may make more than
// planned; -1 where it may not in any case.
func (p *program) spare(may bool) int {
	if !may {
		return -1
	}
	return p.lp.AddCol(0, 0, 1)
}

// bind holds a line still as far as a bundle leaves it short.
func (p *program) bind(d decider, still, whole int, low, from, to float64) {
	var terms, any []lp.Term
	worst := 0.0
	for i, x := range p.pick[d.bundle] {
		spans, kept := p.under(d, i)
		share := stands(spans, kept, from, to)
		worst = max(worst, share)
		if share > 0 {
			terms = append(terms, lp.Term{At: x, Coef: -share})
			any = append(any, lp.Term{At: x, Coef: 1})
		}
	}
	if worst > low {
		p.lp.AddRow(0, math.Inf(1), append(terms, lp.Term{At: still, Coef: 1})...)
	}
	if whole >= 0 && len(any) > 0 {
		p.lp.AddRow(math.Inf(-1), 1, append(any, lp.Term{At: whole, Coef: 1})...)
	}
}

// carry adds the backlog at the end of a span: B = B before + lost - made up for.
func (p *program) carry(before, still, whole int, lost, room float64) int {
	row := p.lp.AddRow(0, 0, lp.Term{At: still, Coef: lost})
	if before >= 0 {
		p.lp.AddTerm(row, before, 1)
	}
	if whole >= 0 {
		made := p.lp.AddCol(0, 0, room, lp.Term{At: row, Coef: -1})
		p.lp.AddRow(math.Inf(-1), 0, lp.Term{At: made, Coef: 1}, lp.Term{At: whole, Coef: -room})
	}
	return p.lp.AddCol(0, 0, math.Inf(1), lp.Term{At: row, Coef: -1})
}

// cuts are the weeks between which nothing changes for a line, whatever is bought.
func (p *program) cuts(j int, deciding []decider) []float64 {
	l, horizon := &p.s.m.lines[j], p.s.m.horizon
	phases := []float64{0, horizon}
	for _, s := range slices.Concat(l.rates, l.peaks) {
		phases = append(phases, s.week)
	}
	weeks := slices.Clone(phases)
	for _, s := range p.floor[j] {
		weeks = append(weeks, s.from, s.to)
	}
	for _, d := range deciding {
		for i := range p.pick[d.bundle] {
			spans, kept := p.under(d, i)
			for _, s := range spans {
				weeks = append(weeks, s.from, s.to)
			}
			for _, s := range kept {
				weeks = append(weeks, s.week)
			}
		}
	}
	if weeks = within(weeks, horizon); len(weeks) <= mostSpans+1 {
		return weeks
	}
	p.merged = true
	for k := range mostSpans {
		phases = append(phases, horizon*float64(k)/mostSpans)
	}
	return within(phases, horizon)
}

// within sorts weeks and drops repeats and what lies outside the horizon.
func within(weeks []float64, horizon float64) []float64 {
	weeks = slices.DeleteFunc(weeks, func(w float64) bool { return w < 0 || w > horizon })
	slices.Sort(weeks)
	return slices.Compact(weeks)
}

// stands is the mean share of a line that stands still between two weeks, for want of
// parts and by rationing.
func stands(spans []short, kept []step, from, to float64) float64 {
	still := 0.0
	first, _ := slices.BinarySearchFunc(spans, from, func(s short, w float64) int { return cmpFloat(s.to, w) })
	for _, s := range spans[first:] {
		if s.from >= to {
			break
		}
		if length := min(s.to, to) - max(s.from, from); length > 0 {
			still += (1 - s.fraction) * length
		}
	}
	still /= to - from
	return 1 - at(kept, (from+to)/2, 1)*(1-still)
}

// catchesUp reports whether a line may ever make more than planned.
func (l *line) catchesUp() bool {
	for n, s := range l.peaks {
		if s.value > l.rates[n].value {
			return true
		}
	}
	return false
}

// planned is what a line is to make by the horizon, and mean its rate while it runs.
func (l *line) planned(horizon float64) float64 {
	return l.outage(nil, horizon, nil).output
}

func (l *line) mean(horizon float64) float64 {
	active := 0.0
	for n, s := range l.rates {
		end := horizon
		if n+1 < len(l.rates) {
			end = min(end, l.rates[n+1].week)
		}
		if s.value > 0 {
			active += max(0, end-max(0, s.week))
		}
	}
	if active == 0 {
		return 0
	}
	return l.planned(horizon) / active
}
