// Code generated from internal/sim/disrupt.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
	"lodestone/internal/model"
	"lodestone/internal/network"
)

func (s *member) disrupt() {
	w := s.State.Week
	if w >= len(s.control.change) || !s.control.change[w] {
		return
	}
	s.forgetEvents()
	s.uses.stale = true
	for i := range s.Net.Events {
		e := &s.Net.Events[i]
		if act := effects[e.Kind]; act != nil && e.Active(w) {
			act(s, e, w)
		}
	}
	s.disruptThreats(w)
	s.disruptLicences(w)
	s.disruptRefusals(w)
}

var effects = map[model.EventKind]func(*member, *network.Event, int){
	model.Embargo: func(s *member, e *network.Event, _ int) {
		s.control.embargoed = append(s.control.embargoed, e.Routes...)
	},
	model.Tariff:    addTariff,
	model.ExportTax: addTariff,
	model.Flood: func(s *member, e *network.Event, w int) {
		for _, k := range e.Sites {
			(*lane.At(&s.State.flood[k], s.lane)) *= 1 + float64(e.Built(w)*e.Amount)
			s.control.state[k] = true
		}
	},
	model.Permits: func(s *member, e *network.Event, _ int) {
		for _, k := range e.Sites {
			s.control.permits[k] *= e.Amount
		}
	},
	model.TechnologyBan: func(s *member, e *network.Event, _ int) {
		for _, k := range e.Sites {
			s.control.technology[k] *= e.Amount
		}
	},
	model.Takeover: func(s *member, e *network.Event, _ int) {
		for _, k := range e.Sites {
			s.control.state[k] = e.State
		}
	},
	model.Stocking: func(s *member, e *network.Event, w int) {
		part := e.Built(w)
		for _, k := range e.Markets {
			(*lane.At(&s.State.cover[k], s.lane)) = max((*lane.At(&s.State.cover[k], s.lane)), s.Net.Markets[k].Cover+float64(part*(e.Amount-s.Net.Markets[k].Cover)))
		}
	},
	model.Sourcing: func(s *member, e *network.Event, w int) {
		if w == e.Start {
			s.resource(e)
		}
	},
	model.Outage:  loseCapacity,
	model.Closure: loseCapacity,
	model.Crackdown: func(s *member, e *network.Event, _ int) {
		for _, k := range e.Routes {
			s.control.escaped[k] *= 1 - e.Amount
		}
	},
	model.Surge: func(s *member, e *network.Event, w int) {
		for _, u := range e.Uses {
			(*lane.At(&s.State.surge[u], s.lane)) *= 1 + float64((e.Amount-1)*remains(e, w))
		}
	},
}

func addTariff(s *member, e *network.Event, _ int) {
	for _, k := range e.Routes {
		(*lane.At(&s.State.Tariff[k], s.lane)) += e.Amount
	}
}

func loseCapacity(s *member, e *network.Event, w int) {
	for _, k := range e.Sites {
		lost := float64(e.Amount * remains(e, w))
		(*lane.At(&s.State.capacity[k], s.lane)) *= 1 - lost
		(*lane.At(&s.State.enduring[k], s.lane)) *= 1 - float64(lost*e.Lasting)
	}
}

func remains(e *network.Event, w int) float64 {
	if w < e.End {
		return 1
	}
	return 1 - float64(w-e.End+1)/float64(e.Recovery+1)
}

func (s *member) disruptThreats(w int) {
	st := s.State
	for i := range st.Threat {
		(*lane.At(&st.Threat[i], s.lane)), (*lane.At(&st.Alert[i], s.lane)) = 0, 0
	}
	for i := range s.Net.Events {
		e := &s.Net.Events[i]
		if w < e.Announced || w > e.Start || e.Start == 0 {
			continue
		}
		for _, t := range e.Threats {
			if w < e.Start {
				(*lane.At(&st.Threat[t.Market], s.lane)) = min(1, (*lane.At(&st.Threat[t.Market], s.lane))+t.Share)
			}
			(*lane.At(&st.Alert[t.Market], s.lane)) = min(1, (*lane.At(&st.Alert[t.Market], s.lane))+t.Lasting)
		}
	}
}

func (s *member) disruptRefusals(w int) {
	st := s.State
	for i := range s.control.refused {
		r := &s.control.refused[i]
		was := r.active
		r.active = s.Net.Events[r.event].Active(w)
		if !r.active || was {
			continue
		}
		u := s.Net.Uses[r.use]
		for j, in := range s.Net.Inputs[u.In0:u.In1] {
			r.held[j] = 0
			if e := (*lane.At(&st.Expected[in.Market], s.lane)); e > 0 {
				r.held[j] = float64(float64(in.Coef*u.Base) * ((*lane.At(&st.Stock[in.Market], s.lane)) / e))
			}
		}
	}
}
