// Code generated from internal/sim/invest.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
	"lodestone/internal/network"
)

const (
	noticeable   = 1.1  // demand over capacity, relative to the base year, that calls for more
	largestOrder = 0.25 // of its capacity that a site orders in a quarter
)

func (s *member) invest(i int) {
	st, site := s.State, &s.Net.Sites[i]
	if st.Phase[s.at(int(i))] != Operating || site.Build <= 0 || site.Base <= 0 {
		return
	}
	wanted := (*lane.At(&st.Asked[i], s.lane)) / float64(site.Base*(*lane.At(&st.Growth[i], s.lane)))
	if have := (*lane.At(&st.Scale[i], s.lane)) + (*lane.At(&st.Building[i], s.lane)); wanted > noticeable*have && ((*lane.At(&st.Margin[i], s.lane)) > 0 || s.control.state[i]) {
		(*lane.At(&st.Building[i], s.lane)) += min(wanted-have, float64(largestOrder*(*lane.At(&st.Scale[i], s.lane))))
	}
	built := float64((*lane.At(&st.Building[i], s.lane)) * min(1, quarter/site.Build))
	(*lane.At(&st.Scale[i], s.lane)) += built
	(*lane.At(&st.Building[i], s.lane)) -= built
}

type projectState struct {
	event int32
	phase Phase
	left  float64 // weeks of the phase
	pace  float64 // weeks of it that pass in a week
}

func (s *member) advance() {
	for i := range s.control.projects {
		p := &s.control.projects[i]
		e := &s.Net.Events[p.event]
		if s.State.Week < e.Start || p.phase == Operating {
			continue
		}
		for _, k := range e.Sites {
			s.advanceAt(p, e, int(k))
		}
		p.left -= p.pace
		if p.left <= 0 {
			s.nextPhase(p, e)
		}
	}
}

func (s *member) advanceAt(p *projectState, e *network.Event, site int) {
	st := s.State
	p.pace = 1
	switch p.phase {
	case Permitting:
		p.pace = 1 / max(s.control.permits[site], leastPace)
	case Construction:
		p.pace = 1 / max(s.control.technology[site], leastPace)
	case Ramp:
		share := 1 / max(1, e.Project.Ramp)
		unit := 1.0
		if !s.Net.Sites[site].Dormant {
			unit = s.Net.Sites[site].Capacity
		}
		if unit > 0 {
			(*lane.At(&st.Scale[site], s.lane)) += float64(share*e.Project.Capacity) / unit
		}
	}
}

const leastPace = 0.01

func (s *member) nextPhase(p *projectState, e *network.Event) {
	st := s.State
	switch p.phase {
	case Planned:
		if s.State.Week >= e.End || !s.pays(e) {
			return
		}
		p.phase, p.left = Permitting, e.Project.Permit
	case Permitting:
		p.phase, p.left = Construction, e.Project.Build
		(*lane.At(&st.Public[p.event], s.lane)) += e.Project.Grant
	case Construction:
		p.phase, p.left = Ramp, max(1, e.Project.Ramp)
	case Ramp:
		p.phase = Operating
	}
	for _, k := range e.Sites {
		if st.Phase[s.at(int(k))] <= Operating && st.Phase[s.at(int(k))] > p.phase {
			continue // more of what is further on already
		}
		st.Phase[s.at(int(k))], (*lane.At(&st.Clock[k], s.lane)) = p.phase, 0
		if p.phase == Ramp || p.phase == Operating {
			(*lane.At(&st.Level[k], s.lane)) = 1
		}
	}
}

func (s *member) pays(e *network.Event) bool {
	if !e.Project.Margin {
		return true
	}
	for _, k := range e.Sites {
		site := &s.Net.Sites[k]
		yearly := float64(float64((*lane.At(&s.State.Margin[k], s.lane))*site.Revenue)*e.Project.Capacity) * network.WeeksPerYear
		if yearly <= float64(site.Params.Hurdle*max(0, e.Project.Capital-e.Project.Grant)) {
			return false
		}
	}
	return true
}
