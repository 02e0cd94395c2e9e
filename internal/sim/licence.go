package sim

import "lodestone/internal/network"

// licence is the paperwork of a licensed route.
//
//wide:each
type licence struct {
	route   int32
	active  bool
	approve float64   // share of the applications decided this week that pass
	pending float64   // share of those that do not pass which stays on file
	general float64   // share of the trade that needs no single licence
	exempt  float64   // trade that passed on general licences this week
	pool    float64   // licensed and not yet shipped
	recent  float64   // granted within the validity
	applied []float64 // ring over the delay
	granted []float64 // ring over the validity
	decided int       // where in applied what was filed a delay ago stands
	lapsing int       // where in granted what lapses this week does
}

//wide:each
func newLicences(n *network.Network) []licence {
	all := make([]licence, len(n.Licensed))
	for i, r := range n.Licensed {
		all[i] = licence{route: r.Route, applied: make([]float64, r.Delay), granted: make([]float64, r.Validity)}
	}
	return all
}

// forget drops all applications and licences.
//
//wide:each
func (l *licence) forget() {
	l.pool, l.recent, l.decided, l.lapsing = 0, 0, 0, 0
	clear(l.applied)
	clear(l.granted)
}

// take copies another's paperwork.
//
//wide:each
func (l *licence) take(from *licence) {
	applied, granted := l.applied, l.granted
	*l = *from
	l.applied, l.granted = applied, granted
	copy(l.applied, from.applied)
	copy(l.granted, from.granted)
}

// grant adds licences to the pool and lets old ones lapse. The oldest are used
// first, so what is left can never exceed what was granted within the validity.
//
//wide:each
func (l *licence) grant(amount float64) {
	l.pool += amount
	if len(l.granted) > 0 {
		slot := &l.granted[l.lapsing]
		l.lapsing = after(l.lapsing, len(l.granted))
		l.recent += amount - *slot
		*slot = amount
		l.pool = max(0, min(l.pool, l.recent))
	}
}

// after is the next place in a ring.
//
//wide:each
func after(place, length int) int {
	if place++; place < length {
		return place
	}
	return 0
}

// disruptLicences sets the approval and general shares of each licensed route.
// An application must pass every event that licenses the route, so approvals
// multiply, and only trade that is exempt from all of them is free.
//
//wide:each
func (s *Sim) disruptLicences(w int) {
	for i := range s.Net.Licensed {
		l := &s.control.licences[i]
		was := l.active
		l.active, l.approve, l.pending, l.general = false, 1, 1, 1
		for _, k := range s.Net.Licensed[i].Events {
			e := &s.Net.Events[k]
			if !e.Active(w) {
				continue
			}
			l.active = true
			l.approve *= network.At(e.Approval, w, 0)
			l.pending = min(l.pending, e.Pending)
			l.general *= network.At(e.General, w, 0)
		}
		if was != l.active {
			l.forget()
		}
	}
}

// borderLicences files this week's orders as applications, decides those filed
// a delay ago, and permits the trade that is exempt or licensed. An application
// names its end use, so it can be for what is used but not for restocking.
//
//wide:each
func (s *Sim) borderLicences() {
	st := &s.State
	for i := range s.control.licences {
		l := &s.control.licences[i]
		if !l.active {
			continue
		}
		permitted := st.Permitted[l.route]
		l.exempt = float64(l.general * permitted)
		slot := &l.applied[l.decided]
		l.decided = after(l.decided, len(l.applied))
		l.grant(float64(l.approve * *slot))
		use := float64(st.Share[l.route] * st.Expected[s.Net.RouteTo[l.route]])
		waiting := float64(l.pending * float64((1-l.approve)**slot))
		*slot = waiting + float64((1-l.general)*min(permitted, use))
		st.Permitted[l.route] = min(permitted, l.exempt+l.pool)
	}
}

// useLicences takes what was shipped beyond the exempt trade off the licences.
//
//wide:each
func (s *Sim) useLicences() {
	for i := range s.control.licences {
		if l := &s.control.licences[i]; l.active {
			l.pool = max(0, l.pool-max(0, s.State.Shipped[l.route]-l.exempt))
		}
	}
}
