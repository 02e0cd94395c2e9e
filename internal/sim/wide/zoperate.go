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

func (s *Block) judge() {
	st, sites := &s.State, s.Net.Sites
	clear(st.profit)
	clear(st.revenue)
	for i := range sites {
		if lane.Any(sites[i].Revenue.Greater(const0)) {
			size := s.size(i)
			st.profit[sites[i].Chain] = st.profit[sites[i].Chain].Add(size.Mul(s.profit(i)))
			st.revenue[sites[i].Chain] = st.revenue[sites[i].Chain].Add(size.Mul(sites[i].Revenue))
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

func (s *Block) size(i int) lane.F {
	site := &s.Net.Sites[i]
	if site.Dormant {
		return lane.Choose(s.State.Scale[i].Greater(const0), s.State.Scale[i], const1)
	}
	return site.Base
}

const mostMargin = 1

func (s *Block) profit(i int) lane.F {
	st, n := &s.State, s.Net
	site := &n.Sites[i]
	value, weight := const0, const0
	for k := site.Line0; k < site.Line1; k++ {
		l := &n.Lines[k]
		w := l.Base
		if site.Dormant {
			w = const1
		}
		unit := const0
		for o := l.Out0; o < l.Out1; o++ {
			unit = unit.Add(n.Outputs[o].Coef.Mul((st.Price[n.Outputs[o].Market].Add(st.topUp[o]))))
		}
		for in := l.In0; in < l.In1; in++ {
			unit = unit.Sub(n.InputCoef[in].Mul(st.Price[n.InputMarket[in]]))
		}
		value = value.Add(w.Mul(unit))
		weight = weight.Add(w)
	}
	return lane.Choose(weight.Greater(const0), value.Div(weight).Add(site.Rent).Sub(s.cashCost(i)), const0)
}

func (s *Block) cashCost(i int) lane.F {
	st, site := &s.State, &s.Net.Sites[i]
	fixed := site.Params.FixedCostShare
	runs := s.size(i).Mul(st.Level[i])
	if !site.Dormant {
		runs = runs.Mul(st.Scale[i].Mul(st.Growth[i]))
	}
	used := lane.Choose(runs.Greater(const0), st.Busy[i].Div(runs).Min(st.enduring[i]).Max(const7).Min(const1), const1)
	return lane.Choose(fixed.Equal(const0), site.Cost, site.Cost.Mul((const1.Sub(fixed).Add(fixed.Div(used)))))
}

const leastUsed = 0.25
