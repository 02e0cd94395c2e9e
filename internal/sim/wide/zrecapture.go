// Code generated from internal/sim/recapture.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
)

func (s *Block) wait() {
	st, n := &s.State, s.Net
	served := st.Served
	backlog, demand := st.Backlog[:len(served)], st.Demand[:len(served)]
	s.uses.waiting = s.uses.waiting[:0]
	for i, got := range served {
		short := demand[i].Sub(got)
		if !lane.Any(short.NotEqual(const0).Or(backlog[i].NotEqual(const0))) {
			continue
		}
		u := &n.Uses[i]
		if p := n.Markets[n.Inputs[u.In0].Market].Params; lane.Any(p.Recapture.Greater(const0)) && !u.Surplus {
			s.waitFor(i, short, p)
			if lane.Any(st.Overtime[i].Greater(const0)) {
				s.uses.waiting = append(s.uses.waiting, int32(i))
			}
		}
	}
}

func (s *Block) waitFor(i int, short lane.F, p *Params) {
	st := &s.State
	missed, made := lane.Positive(short), lane.Positive(lane.Neg(short))
	backlog := lane.Positive(st.Backlog[i].Mul((const1.Sub(const1.Div(p.RecaptureTime)))).Add(p.Recapture.Mul(missed)).Sub(made))
	running := lane.Choose(missed.Greater(const0), lane.Positive(const1.Sub(missed.Div(p.LineDownShare.Mul(st.Demand[i])))), const1)
	st.Backlog[i], st.Overtime[i] = backlog, running.Mul(backlog.Min(p.Overtime.Mul(st.Demand[i])))
}
