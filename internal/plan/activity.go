package plan

import (
	"math"
	"slices"

	"lodestone/internal/lp"
	"lodestone/internal/model"
	"lodestone/internal/network"
)

// activity is a line of the region that in a period ran less than it was asked to for
// want of inputs. With what moves bring of these it runs more:
//
//	more <= missing (1 - phi) + slack   for every input it lacked.
type activity struct {
	line, period int     // index into Net.Lines; into the periods
	idle         float64 // throughput that it did not run
	lag          float64 // weeks until it is there
	of           []hold
	outs         []network.Output
}

// hold is an input that held a line up.
type hold struct {
	lack           int     // index into lacks
	missing, slack float64 // throughput; by how much it held it up less than another did
}

// addRuns finds the lines that lacked inputs, from the market end of the chain on or
// not: order means nothing.
func (s *scope) addRuns(f *Future, run *track, index map[[2]int]int) {
	n := s.net
	for t, p := range s.periods {
		wanted, made := mean(run.wanted, p), mean(run.made, p)
		for i, l := range s.lines {
			if wanted[i]-made[i] <= negligible*wanted[i] {
				continue
			}
			line := &n.Lines[l]
			a := activity{line: l, period: t, idle: float64((wanted[i] - made[i]) * float64(p.Weeks())), lag: float64(line.Lag), outs: n.Outputs[line.Out0:line.Out1]}
			a.holds(s, run, i, index, made[i])
			if a.of != nil {
				f.runs = append(f.runs, a)
			}
		}
	}
}

// holds says by how much each input held a line up, so that with none more of any it
// runs no more than it did.
func (a *activity) holds(s *scope, run *track, i int, index map[[2]int]int, made float64) {
	p := s.periods[a.period]
	line := &s.net.Lines[a.line]
	least := math.Inf(1)
	for _, in := range s.net.Inputs[line.In0:line.In1] {
		at, ok := index[[2]int{a.period, s.at[in.Market]}]
		missing, wanted := 0.0, 0.0
		for w := p.First; w < p.End; w++ {
			missing += float64(run.wanted[w][i] * run.owed[w][s.at[in.Market]])
			wanted += run.wanted[w][i]
		}
		if !ok || missing <= negligible*wanted {
			continue
		}
		h := hold{at, missing, max(0, wanted-missing-float64(made*float64(p.Weeks())))}
		least = min(least, h.slack)
		a.of = append(a.of, h)
	}
	for k := range a.of {
		a.of[k].slack -= least
	}
}

// upstream adds to the markets that matter those that hold up lines which make what
// matters.
func (f *Future) upstream(markets map[int]bool) {
	for again := true; again; {
		again = false
		for _, a := range f.runs {
			if !a.makes(f.lacks, markets) {
				continue
			}
			for _, h := range a.of {
				if m := f.lacks[h.lack].market; !markets[m] {
					markets[m], again = true, true
				}
			}
		}
	}
}

// makes reports whether a line makes something of which a market that matters lacks.
func (a *activity) makes(lacks []lack, markets map[int]bool) bool {
	return slices.ContainsFunc(a.outs, func(o network.Output) bool {
		return slices.ContainsFunc(lacks, func(l lack) bool { return l.net == o.Market && markets[l.market] })
	})
}

// renumber follows the lacks to their new places; it reports whether the line still
// matters.
func (a *activity) renumber(lacks []lack, markets map[int]bool, to []int) bool {
	if !a.makes(lacks, markets) {
		return false
	}
	of := slices.Clone(a.of)
	for k := range of {
		of[k].lack = to[of[k].lack]
	}
	a.of = of
	return true
}

// flow is what comes into a market, or goes out of it, by a column: t a unit of it.
type flow struct {
	market, period int
	at             int // column
	coef           float64
}

// addActivities adds the lines that run more and the plants that a move builds.
func (r *recourse) addActivities() {
	for i := range r.f.runs {
		r.addRun(&r.f.runs[i])
	}
	if slices.ContainsFunc(r.list, func(c Candidate) bool { return c.Move.Kind == model.CapacityMove }) {
		r.addPlants()
	}
}

func (r *recourse) addRun(a *activity) {
	more := r.p.AddCol(0, 0, 1) // of what was idle
	for _, h := range a.of {
		r.p.AddRow(math.Inf(-1), (h.missing+h.slack)/a.idle, lp.Term{At: more, Coef: 1}, lp.Term{At: r.phi[h.lack], Coef: h.missing / a.idle})
	}
	for _, o := range a.outs {
		r.yield(o.Market, a.period, a.lag, more, float64(o.Coef*a.idle))
	}
}

// yield books what a column makes in a period: what is begun within a lag of its end
// comes in the next.
func (r *recourse) yield(market, period int, lag float64, at int, t float64) {
	m, ok := r.s.at[market]
	if !ok {
		return
	}
	late := min(1, lag/float64(r.s.periods[period].Weeks()))
	if late < 1 {
		r.outs = append(r.outs, flow{m, period, at, float64(t * (1 - late))})
	}
	if period+1 < len(r.s.periods) && late > 0 {
		r.outs = append(r.outs, flow{m, period + 1, at, float64(t * late)})
	}
}

// addPlants adds what the lines of the plants that moves build make, and what they
// draw: of goods that are short what moves bring of them, of others as much as those
// who make them have to spare.
func (r *recourse) addPlants() {
	var drawn []flow
	for j := range r.list {
		c := &r.list[j]
		if c.Move.Kind != model.CapacityMove {
			continue
		}
		for t, p := range r.s.periods {
			weeks := float64(p.End - max(p.First, c.Ready))
			if weeks <= 0 {
				continue
			}
			drawn = append(drawn, r.addPlant(j, t, float64(float64(c.Move.Capacity.Value*weeks)/network.WeeksPerYear))...)
		}
	}
	r.bound(drawn)
}

// addPlant lets the lines of a plant share its capacity in a period; most is the
// throughput of all of it.
func (r *recourse) addPlant(j, t int, most float64) []flow {
	n := r.s.net
	site := &n.Sites[r.list[j].Site]
	var drawn []flow
	shared := r.p.AddRow(math.Inf(-1), 0, lp.Term{At: r.x[j], Coef: -1})
	for l := site.Line0; l < site.Line1; l++ {
		line := &n.Lines[l]
		runs := r.p.AddCol(0, 0, 1, lp.Term{At: shared, Coef: 1})
		for _, o := range n.Outputs[line.Out0:line.Out1] {
			r.yield(o.Market, t, float64(line.Lag), runs, float64(o.Coef*most))
		}
		for _, in := range n.Inputs[line.In0:line.In1] {
			if m, ok := r.s.at[in.Market]; ok {
				drawn = append(drawn, flow{m, t, runs, float64(in.Coef * most)})
			}
		}
	}
	return drawn
}

// bound keeps plants from drawing more than there is. In a period in which a market
// lacks nothing they may draw what is spare, and what was made by moves.
func (r *recourse) bound(drawn []flow) {
	type place struct{ market, period int }
	by := map[place][]flow{}
	var order []place
	for _, d := range drawn {
		at := place{d.market, d.period}
		if by[at] == nil {
			order = append(order, at)
		}
		by[at] = append(by[at], d)
	}
	made := r.outs
	for _, at := range order {
		spare := 0.0
		if !r.f.lacking(at.market, at.period) {
			spare = float64(r.s.spare(at.market) * float64(r.s.periods[at.period].Weeks()))
		}
		// drawn - made <= from spare <= drawn
		from := r.p.AddCol(0, 0, 1)
		unit := max(spare, by[at][0].coef)
		most := r.p.AddRow(math.Inf(-1), 0, lp.Term{At: from, Coef: -spare / unit})
		no := r.p.AddRow(math.Inf(-1), 0, lp.Term{At: from, Coef: spare / unit})
		for _, d := range by[at] {
			r.p.AddTerm(most, d.at, d.coef/unit)
			r.p.AddTerm(no, d.at, -d.coef/unit)
			r.outs = append(r.outs, flow{at.market, at.period, d.at, -d.coef})
		}
		for _, o := range made {
			if o.market == at.market && o.period == at.period {
				r.p.AddTerm(most, o.at, -o.coef/unit)
			}
		}
		r.outs = append(r.outs, flow{at.market, at.period, from, spare})
	}
}

// spare is what a market could get more of a week: what its makers at home, and those
// behind open routes, do not run.
func (s *scope) spare(market int) float64 {
	if s.room == nil {
		s.room = s.net.SpareSupply()
	}
	m := s.markets[market]
	sum := s.room[m]
	for _, r := range s.free(m, -1) {
		sum += s.room[s.net.Routes[r].From]
	}
	return sum
}

// made lists what lines and plants bring into the market of a lack, less what plants
// draw, in the periods from since to its own. A use that is refused the goods of others
// has its part of it.
func (r *recourse) made(l *lack, since int) []lp.Term {
	part := 1.0
	if l.refused > 0 {
		part, since = l.part, l.period
	}
	var out []lp.Term
	for _, o := range r.outs {
		if o.market == l.market && o.period >= since && o.period <= l.period {
			out = append(out, lp.Term{At: o.at, Coef: float64(part*o.coef) / r.unit})
		}
	}
	return out
}
