// Code generated from internal/sim/policy.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
	"lodestone/internal/model"
)

func (s *member) policy() {
	st, n := s.State, s.Net
	if len(s.control.paying) == 0 {
		return
	}
	for o := range st.topUp {
		(*lane.At(&st.topUp[o], s.lane)) = 0
	}
	for _, i := range s.control.paying {
		e := &n.Events[i]
		if !e.Active(st.Week) {
			continue
		}
		for _, o := range e.Outputs {
			out := &n.Outputs[o]
			pay := e.Amount
			if e.Kind == model.Floor {
				above := (*lane.At(&st.Price[out.Market], s.lane)) - e.Amount
				pay = max(0, -above) - float64(e.Above*max(0, above))
			}
			(*lane.At(&st.topUp[o], s.lane)) += pay
			(*lane.At(&st.Public[i], s.lane)) += float64(float64(out.Coef*(*lane.At(&st.Throughput[out.Line], s.lane))) * pay)
		}
	}
}
