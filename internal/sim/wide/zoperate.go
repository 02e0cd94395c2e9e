// Code generated from internal/sim/operate.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
)

const quarter = 13

const mostlyIdle = 0.5

const running = 0.8

func (s *member) operate(i int) {
	st, site := s.State, &s.Net.Sites[i]
	if site.Revenue <= 0 {
		return
	}
	p := site.Params
	(*lane.At(&st.Margin[i], s.lane)) += float64((s.chainMargin(i) - (*lane.At(&st.Margin[i], s.lane))) * min(1, quarter/p.MarginTime))
	if st.Phase[s.at(int(i))] != Operating && st.Phase[s.at(int(i))] != Idle {
		return
	}
	runs := 1.0
	if (*lane.At(&st.Margin[i], s.lane)) < 0 && !s.control.state[i] {
		runs = max(0, 1+(*lane.At(&st.Margin[i], s.lane))/p.MarginSpread)
	}
	time := p.IdlePatience
	if runs > (*lane.At(&st.Level[i], s.lane)) {
		time = site.Restart
	}
	(*lane.At(&st.Level[i], s.lane)) += float64((runs - (*lane.At(&st.Level[i], s.lane))) * min(1, quarter/max(time, 1)))
	switch {
	case (*lane.At(&st.Level[i], s.lane)) >= running:
		st.Phase[s.at(int(i))], (*lane.At(&st.Clock[i], s.lane)) = Operating, 0
	case (*lane.At(&st.Level[i], s.lane)) < mostlyIdle:
		st.Phase[s.at(int(i))] = Idle
	}
	if st.Phase[s.at(int(i))] == Idle {
		if (*lane.At(&st.Clock[i], s.lane)) += quarter; (*lane.At(&st.Clock[i], s.lane)) >= p.ClosePatience {
			st.Phase[s.at(int(i))], (*lane.At(&st.Level[i], s.lane)), (*lane.At(&st.Scale[i], s.lane)), (*lane.At(&st.Building[i], s.lane)) = Closed, 0, 0, 0
		}
	}
}

func (s *member) judge() {
	st, sites := s.State, s.Net.Sites
	lane.ClearOne(st.profit, s.lane)
	lane.ClearOne(st.revenue, s.lane)
	for i := range sites {
		if sites[i].Revenue > 0 {
			size := s.size(i)
			(*lane.At(&st.profit[sites[i].Chain], s.lane)) += float64(size * s.profit(i))
			(*lane.At(&st.revenue[sites[i].Chain], s.lane)) += float64(size * sites[i].Revenue)
		}
	}
}

func (s *member) chainMargin(i int) float64 {
	chain := s.Net.Sites[i].Chain
	if (*lane.At(&s.State.revenue[chain], s.lane)) <= 0 {
		return 0
	}
	return min(max((*lane.At(&s.State.profit[chain], s.lane))/(*lane.At(&s.State.revenue[chain], s.lane)), -mostMargin), mostMargin)
}

func (s *member) size(i int) float64 {
	site := &s.Net.Sites[i]
	if site.Dormant {
		if (*lane.At(&s.State.Scale[i], s.lane)) > 0 {
			return (*lane.At(&s.State.Scale[i], s.lane))
		}
		return 1
	}
	return site.Base
}

const mostMargin = 1

func (s *member) profit(i int) float64 {
	st, n := s.State, s.Net
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
			unit += float64(n.Outputs[o].Coef * ((*lane.At(&st.Price[n.Outputs[o].Market], s.lane)) + (*lane.At(&st.topUp[o], s.lane))))
		}
		for _, in := range n.Inputs[l.In0:l.In1] {
			unit -= float64(in.Coef * (*lane.At(&st.Price[in.Market], s.lane)))
		}
		value += float64(w * unit)
		weight += w
	}
	if weight <= 0 {
		return 0
	}
	return value/weight + site.Rent - s.cashCost(i)
}

func (s *member) cashCost(i int) float64 {
	st, site := s.State, &s.Net.Sites[i]
	fixed := site.Params.FixedCostShare
	if fixed == 0 {
		return site.Cost
	}
	runs := float64(s.size(i) * (*lane.At(&st.Level[i], s.lane)))
	if !site.Dormant {
		runs = float64(runs * float64((*lane.At(&st.Scale[i], s.lane))*(*lane.At(&st.Growth[i], s.lane))))
	}
	used := 1.0
	if runs > 0 {
		used = min(max(min((*lane.At(&st.Busy[i], s.lane))/runs, (*lane.At(&st.enduring[i], s.lane))), leastUsed), 1)
	}
	return float64(site.Cost * (1 - fixed + fixed/used))
}

const leastUsed = 0.25
