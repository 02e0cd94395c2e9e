package sim

// quarter is how often owners decide about their plants, weeks.
const quarter = 13

// mostlyIdle is the share of its capacity below which a site counts as idle.
const mostlyIdle = 0.5

// running is the share of its capacity from which an idle site counts as running
// again.
const running = 0.8

// operate lets the owner of a site judge its margin. Below cash cost a plant
// runs less and less, the whole of it idle when the loss is as large as the
// margin spread; it runs again when the margin is back, and closes for good
// after long enough idle. One that a state backs keeps running whatever it loses.
//
//wide:each
func (s *Sim) operate(i int) {
	st, site := &s.State, &s.Net.Sites[i]
	if site.Revenue <= 0 {
		return
	}
	p := site.Params
	st.Margin[i] += float64((s.chainMargin(i) - st.Margin[i]) * min(1, quarter/p.MarginTime))
	if st.Phase[i] != Operating && st.Phase[i] != Idle {
		return
	}
	runs := 1.0
	if st.Margin[i] < 0 && !s.control.state[i] {
		runs = max(0, 1+st.Margin[i]/p.MarginSpread)
	}
	time := p.IdlePatience
	if runs > st.Level[i] {
		time = site.Restart
	}
	st.Level[i] += float64((runs - st.Level[i]) * min(1, quarter/max(time, 1)))
	switch {
	case st.Level[i] >= running:
		st.Phase[i], st.Clock[i] = Operating, 0
	case st.Level[i] < mostlyIdle:
		st.Phase[i] = Idle
	}
	if st.Phase[i] == Idle {
		if st.Clock[i] += quarter; st.Clock[i] >= p.ClosePatience {
			st.Phase[i], st.Level[i], st.Scale[i], st.Building[i] = Closed, 0, 0, 0
		}
	}
}

// judge adds up what each chain of sites of one owner earns, weighted by what
// they could make: what one site charges the next cancels out.
func (s *Sim) judge() {
	st, sites := &s.State, s.Net.Sites
	clear(st.profit)
	clear(st.revenue)
	for i := range sites {
		if known(sites[i].Revenue > 0) {
			size := s.size(i)
			st.profit[sites[i].Chain] += float64(size * s.profit(i))
			st.revenue[sites[i].Chain] += float64(size * sites[i].Revenue)
		}
	}
}

// chainMargin is the margin of all the sites of an owner that feed each other.
//
//wide:each
func (s *Sim) chainMargin(i int) float64 {
	chain := s.Net.Sites[i].Chain
	if s.State.revenue[chain] <= 0 {
		return 0
	}
	return min(max(s.State.profit[chain]/s.State.revenue[chain], -mostMargin), mostMargin)
}

// size is the capacity of a site whether or not its owner runs it; before a
// project has built it, one unit.
func (s *Sim) size(i int) float64 {
	site := &s.Net.Sites[i]
	if site.Dormant {
		return choose(s.State.Scale[i] > 0, s.State.Scale[i], 1)
	}
	return site.Base
}

// mostMargin bounds what one quarter, good or bad, does to an owner's judgement.
const mostMargin = 1

// profit is what a unit of throughput of a site earns now beyond inputs and cash
// cost, USD. What floors and subsidies pay counts.
func (s *Sim) profit(i int) float64 {
	st, n := &s.State, s.Net
	site := &n.Sites[i]
	value, weight := 0.0, 0.0
	for k := site.Line0; k < site.Line1; k++ {
		l := &n.Lines[k]
		w := l.Base
		if site.Dormant {
			w = 1
		}
		unit := 0.0
		for o := l.Out0; o < l.Out1; o++ {
			unit += float64(n.Outputs[o].Coef * (st.Price[n.Outputs[o].Market] + st.topUp[o]))
		}
		for in := l.In0; in < l.In1; in++ {
			unit -= float64(n.InputCoef[in] * st.Price[n.InputMarket[in]])
		}
		value += float64(w * unit)
		weight += w
	}
	return choose(weight > 0, value/weight+site.Rent-s.cashCost(i), 0)
}

// cashCost is what a unit of throughput costs beside inputs, USD. A part of it is
// fixed: the less is asked of a plant, or the more of it is lost for long, the more of
// that falls on every tonne, until its owner runs less of it. A loss that passes is
// waited out.
func (s *Sim) cashCost(i int) float64 {
	st, site := &s.State, &s.Net.Sites[i]
	fixed := site.Params.FixedCostShare
	runs := float64(s.size(i) * st.Level[i])
	if !site.Dormant {
		runs = float64(runs * float64(st.Scale[i]*st.Growth[i]))
	}
	used := choose(runs > 0, min(max(min(st.Busy[i]/runs, st.enduring[i]), leastUsed), 1), 1)
	return choose(fixed == 0, site.Cost, float64(site.Cost*(1-fixed+fixed/used)))
}

// leastUsed bounds how much of the fixed cost falls on a tonne.
const leastUsed = 0.25
