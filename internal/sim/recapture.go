package sim

import "lodestone/internal/network"

// wait books what end uses missed and what they made up. Of what is missed a share
// is not lost: its buyers wait, fewer as time goes by, and once its lines run again
// a use makes it in overtime (recapture: Rose and Lim, Environmental Hazards 4(1),
// 2002; its decline with time: Park, Cho and Rose, Natural Hazards 58, 2011).
func (s *Sim) wait() {
	st, n := &s.State, s.Net
	served := st.Served
	backlog, demand := st.Backlog[:len(served)], st.Demand[:len(served)]
	s.uses.waiting = s.uses.waiting[:0]
	for i, got := range served {
		short := demand[i] - got // negative in a week of overtime
		if !any(short != 0 || backlog[i] != 0) {
			continue
		}
		u := &n.Uses[i]
		if p := n.Markets[n.Inputs[u.In0].Market].Params; any(p.Recapture > 0) && !u.Surplus {
			s.waitFor(i, short, p)
			if any(st.Overtime[i] > 0) {
				s.uses.waiting = append(s.uses.waiting, int32(i))
			}
		}
	}
}

func (s *Sim) waitFor(i int, short float64, p *network.Params) {
	st := &s.State
	missed, made := max(0, short), max(0, -short)
	backlog := max(0, float64(st.Backlog[i]*(1-1/p.RecaptureTime))+float64(p.Recapture*missed)-made)
	// Nobody works overtime while lines stand still for want of material.
	running := choose(missed > 0, max(0, 1-missed/float64(p.LineDownShare*st.Demand[i])), 1)
	st.Backlog[i], st.Overtime[i] = backlog, float64(running*min(backlog, float64(p.Overtime*st.Demand[i])))
}

// Shortfall is what a use went without in the week just run, in units; negative in
// a week of overtime, by what it made up. A surplus use lacks nothing.
func (st *State) Shortfall(n *network.Network, use int) float64 {
	if n.Uses[use].Surplus {
		return 0
	}
	return st.Demand[use] - st.Served[use]
}

// Missing is what of a week's shortfall comes on top of the baseline's.
func Missing(shortfall, baseline float64) float64 {
	return max(0, max(0, shortfall)-max(0, baseline))
}

// Lost is what of a week's shortfall is lost on top of the baseline's; negative in
// weeks in which more is made up, so that the sum over a run is what is lost for good.
func Lost(shortfall, baseline float64) float64 {
	return Missing(shortfall, baseline) - Missing(-shortfall, -baseline)
}
