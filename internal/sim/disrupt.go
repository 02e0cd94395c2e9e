package sim

import (
	"lodestone/internal/model"
	"lodestone/internal/network"
)

// disrupt applies the events in force. Nothing is done in a week in which no
// event starts, ends or changes.
//
//wide:each
func (s *Sim) disrupt() {
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

// effects says what each kind of event does while it is in force. Licences are
// handled route by route, quotas and releases week by week.
//
//wide:each
var effects = map[model.EventKind]func(*Sim, *network.Event, int){
	model.Embargo: func(s *Sim, e *network.Event, _ int) {
		s.control.embargoed = append(s.control.embargoed, e.Routes...)
	},
	model.Tariff:    addTariff,
	model.ExportTax: addTariff,
	model.Flood: func(s *Sim, e *network.Event, w int) {
		for _, k := range e.Sites {
			s.State.flood[k] *= 1 + float64(e.Built(w)*e.Amount)
			s.control.state[k] = true
		}
	},
	model.Permits: func(s *Sim, e *network.Event, _ int) {
		for _, k := range e.Sites {
			s.control.permits[k] *= e.Amount
		}
	},
	model.TechnologyBan: func(s *Sim, e *network.Event, _ int) {
		for _, k := range e.Sites {
			s.control.technology[k] *= e.Amount
		}
	},
	model.Takeover: func(s *Sim, e *network.Event, _ int) {
		for _, k := range e.Sites {
			s.control.state[k] = e.State
		}
	},
	model.Stocking: func(s *Sim, e *network.Event, w int) {
		part := e.Built(w)
		for _, k := range e.Markets {
			s.State.cover[k] = max(s.State.cover[k], s.Net.Markets[k].Cover+float64(part*(e.Amount-s.Net.Markets[k].Cover)))
		}
	},
	model.Sourcing: func(s *Sim, e *network.Event, w int) {
		if w == e.Start {
			s.resource(e)
		}
	},
	model.Outage:  loseCapacity,
	model.Closure: loseCapacity,
	model.Crackdown: func(s *Sim, e *network.Event, _ int) {
		for _, k := range e.Routes {
			s.control.escaped[k] *= 1 - e.Amount
		}
	},
	model.Surge: func(s *Sim, e *network.Event, w int) {
		for _, u := range e.Uses {
			s.State.surge[u] *= 1 + float64((e.Amount-1)*remains(e, w))
		}
	},
}

// addTariff raises what goods cost on their way in: by the importer's duty or
// the exporter's tax, or lowers it by the exporter's rebate.
//
//wide:each
func addTariff(s *Sim, e *network.Event, _ int) {
	for _, k := range e.Routes {
		s.State.Tariff[k] += e.Amount
	}
}

// loseCapacity takes the loss off the sites, less and less during recovery.
//
//wide:each
func loseCapacity(s *Sim, e *network.Event, w int) {
	for _, k := range e.Sites {
		lost := float64(e.Amount * remains(e, w))
		s.State.capacity[k] *= 1 - lost
		s.State.enduring[k] *= 1 - float64(lost*e.Lasting)
	}
}

// remains is how much of an event is left in week w of it: all until its end, and
// then less in a straight line.
//
//wide:each
func remains(e *network.Event, w int) float64 {
	if w < e.End {
		return 1
	}
	return 1 - float64(w-e.End+1)/float64(e.Recovery+1)
}

// disruptThreats sums, by market, the share of supply that events take which have
// been announced and are not yet in force, and raises the alarm at those that are
// to last. What is in force when the run begins is no news.
//
//wide:each
func (s *Sim) disruptThreats(w int) {
	st := &s.State
	for i := range st.Threat {
		st.Threat[i], st.Alert[i] = 0, 0
	}
	for i := range s.Net.Events {
		e := &s.Net.Events[i]
		if w < e.Announced || w > e.Start || e.Start == 0 {
			continue
		}
		for _, t := range e.Threats {
			if w < e.Start {
				st.Threat[t.Market] = min(1, st.Threat[t.Market]+t.Share)
			}
			st.Alert[t.Market] = min(1, st.Alert[t.Market]+t.Lasting)
		}
	}
}

// disruptRefusals gives a use that has just been refused its own share of the
// market's stock to live on.
//
//wide:each
func (s *Sim) disruptRefusals(w int) {
	st := &s.State
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
			if e := st.Expected[in.Market]; e > 0 {
				r.held[j] = float64(float64(in.Coef*u.Base) * (st.Stock[in.Market] / e))
			}
		}
	}
}
