package sim

import "lodestone/internal/model"

// policy pays what floors and subsidies promise, and keeps the account. A floor
// is a contract for difference: it pays what the market price lacks, and takes
// back a share of what the market pays above it.
//
//wide:each
func (s *Sim) policy() {
	st, n := &s.State, s.Net
	if len(s.control.paying) == 0 {
		return
	}
	for o := range st.topUp {
		st.topUp[o] = 0
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
				above := st.Price[out.Market] - e.Amount
				pay = max(0, -above) - float64(e.Above*max(0, above))
			}
			st.topUp[o] += pay
			st.Public[i] += float64(float64(out.Coef*st.Throughput[out.Line]) * pay)
		}
	}
}
