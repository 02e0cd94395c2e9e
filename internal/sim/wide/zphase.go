// Code generated from internal/sim/phase.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
)

type Phase uint8

const (
	Planned Phase = iota
	Permitting
	Construction
	Ramp
	Operating
	Idle
	Closed
)

func (s *Block) openSites() {
	st, n := &s.State, s.Net
	clear(st.Building)
	clear(st.Clock)
	clear(st.Anchor)
	clear(st.Parity)
	clear(st.Pull)
	lane.Fill(st.Local, const1)
	for i := range n.Markets {
		s.anchor(i, lane.When(true))
	}
	lane.Fill(st.Growth, const1)
	lane.Fill(st.lineGrowth, const1)
	for i := range n.Sites {
		site := &n.Sites[i]
		st.Level[i], st.Scale[i] = const1, const1
		st.Asked[i], st.Busy[i] = site.Base, site.Base
		if site.Dormant {
			st.Level[i], st.Scale[i] = const0, const0
		}
		st.Margin[i] = lane.Choose(site.Revenue.Greater(const0), site.Value.Add(site.Rent).Sub(site.Cost).Div(site.Revenue), const0)
	}
	s.openPhases()
	for i := range n.Lines {
		st.Push[i], st.Keen[i] = s.pushOf(i)
	}
}

func (s *member) openPhases() {
	for i := range s.Net.Sites {
		s.State.Phase[s.at(int(i))] = Operating
		if s.Net.Sites[i].Dormant {
			s.State.Phase[s.at(int(i))] = Planned
		}
	}
}

func (s *Block) Room(i int) lane.F {
	st, site := &s.State, &s.Net.Sites[i]
	capacity := site.Capacity.Mul(st.Growth[i])
	if site.Dormant {
		capacity = const1
	}
	return capacity.Mul(st.Scale[i]).Mul(st.Level[i].Mul(st.capacity[i].Mul(st.flood[i])))
}

func (s *member) Room(i int) float64 {
	st, site := s.State, &s.Net.Sites[i]
	capacity := float64(site.Capacity * (*lane.At(&st.Growth[i], s.lane)))
	if site.Dormant {
		capacity = 1
	}
	return float64(float64(capacity*(*lane.At(&st.Scale[i], s.lane))) * float64((*lane.At(&st.Level[i], s.lane))*float64((*lane.At(&st.capacity[i], s.lane))*(*lane.At(&st.flood[i], s.lane)))))
}

func (s *member) lineRoom(line int) float64 {
	l := &s.Net.Lines[line]
	site := &s.Net.Sites[l.Site]
	sharing := 0
	for k := site.Line0; k < site.Line1; k++ {
		if k == line || s.fed(k) {
			sharing++
		}
	}
	return s.Room(l.Site) / float64(sharing)
}

const aTrace = 1e-6

func (s *member) fed(line int) bool {
	l := &s.Net.Lines[line]
	for _, in := range s.Net.Inputs[l.In0:l.In1] {
		if (*lane.At(&s.State.Stock[in.Market], s.lane)) <= float64(aTrace*(*lane.At(&s.State.Expected[in.Market], s.lane))) {
			return false
		}
	}
	return true
}
