package sim

import "lodestone/internal/network"

const (
	noticeable   = 1.1  // demand over capacity, relative to the base year, that calls for more
	largestOrder = 0.25 // of its capacity that a site orders in a quarter
)

// invest lets a site that earns its cost build what is asked of it beyond its
// capacity, and brings in what has been built: a first-order delay with the
// time it takes to build (Sterman, Business Dynamics, 2000, ch. 19).
//
//wide:each
func (s *Sim) invest(i int) {
	st, site := &s.State, &s.Net.Sites[i]
	if st.Phase[i] != Operating || site.Build <= 0 || site.Base <= 0 {
		return
	}
	wanted := st.Asked[i] / float64(site.Base*st.Growth[i])
	if have := st.Scale[i] + st.Building[i]; wanted > noticeable*have && (st.Margin[i] > 0 || s.control.state[i]) {
		st.Building[i] += min(wanted-have, float64(largestOrder*st.Scale[i]))
	}
	built := float64(st.Building[i] * min(1, quarter/site.Build))
	st.Scale[i] += built
	st.Building[i] -= built
}

// projectState is where a project event stands.
//
//wide:each
type projectState struct {
	event int32
	phase Phase
	left  float64 // weeks of the phase
	pace  float64 // weeks of it that pass in a week
}

// advance moves every project on by a week: through permit and construction,
// and then its capacity in over the ramp. A project that waits for its margin
// starts when a year of it, at what the site expects to earn, pays the hurdle
// on the capital that public money leaves to raise.
//
//wide:each
func (s *Sim) advance() {
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

// advanceAt brings in a week's part of the capacity while a project ramps up,
// and notes how fast its present phase passes.
//
//wide:each
func (s *Sim) advanceAt(p *projectState, e *network.Event, site int) {
	st := &s.State
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
			st.Scale[site] += float64(share*e.Project.Capacity) / unit
		}
	}
}

const leastPace = 0.01

// nextPhase ends a phase of a project and begins the next.
//
//wide:each
func (s *Sim) nextPhase(p *projectState, e *network.Event) {
	st := &s.State
	switch p.phase {
	case Planned:
		if s.State.Week >= e.End || !s.pays(e) {
			return
		}
		p.phase, p.left = Permitting, e.Project.Permit
	case Permitting:
		p.phase, p.left = Construction, e.Project.Build
		st.Public[p.event] += e.Project.Grant
	case Construction:
		p.phase, p.left = Ramp, max(1, e.Project.Ramp)
	case Ramp:
		p.phase = Operating
	}
	for _, k := range e.Sites {
		if st.Phase[k] <= Operating && st.Phase[k] > p.phase {
			continue // more of what is further on already
		}
		st.Phase[k], st.Clock[k] = p.phase, 0
		if p.phase == Ramp || p.phase == Operating {
			st.Level[k] = 1
		}
	}
}

// pays reports whether a project goes ahead.
//
//wide:each
func (s *Sim) pays(e *network.Event) bool {
	if !e.Project.Margin {
		return true
	}
	for _, k := range e.Sites {
		site := &s.Net.Sites[k]
		yearly := float64(float64(s.State.Margin[k]*site.Revenue)*e.Project.Capacity) * network.WeeksPerYear
		if yearly <= float64(site.Params.Hurdle*max(0, e.Project.Capital-e.Project.Grant)) {
			return false
		}
	}
	return true
}
