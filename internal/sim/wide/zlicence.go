// Code generated from internal/sim/licence.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
	"lodestone/internal/network"
)

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

func newLicences(n *network.Network) []licence {
	all := make([]licence, len(n.Licensed))
	for i, r := range n.Licensed {
		all[i] = licence{route: r.Route, applied: make([]float64, r.Delay), granted: make([]float64, r.Validity)}
	}
	return all
}

func (l *licence) forget() {
	l.pool, l.recent, l.decided, l.lapsing = 0, 0, 0, 0
	clear(l.applied)
	clear(l.granted)
}

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

func after(place, length int) int {
	if place++; place < length {
		return place
	}
	return 0
}

func (s *member) disruptLicences(w int) {
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

func (s *member) borderLicences() {
	st := s.State
	for i := range s.control.licences {
		l := &s.control.licences[i]
		if !l.active {
			continue
		}
		permitted := (*lane.At(&st.Permitted[l.route], s.lane))
		l.exempt = float64(l.general * permitted)
		slot := &l.applied[l.decided]
		l.decided = after(l.decided, len(l.applied))
		l.grant(float64(l.approve * *slot))
		use := float64((*lane.At(&st.Share[l.route], s.lane)) * (*lane.At(&st.Expected[s.Net.RouteTo[l.route]], s.lane)))
		waiting := float64(l.pending * float64((1-l.approve)**slot))
		*slot = waiting + float64((1-l.general)*min(permitted, use))
		(*lane.At(&st.Permitted[l.route], s.lane)) = min(permitted, l.exempt+l.pool)
	}
}

func (s *member) useLicences() {
	for i := range s.control.licences {
		if l := &s.control.licences[i]; l.active {
			l.pool = max(0, l.pool-max(0, (*lane.At(&s.State.Shipped[l.route], s.lane))-l.exempt))
		}
	}
}
