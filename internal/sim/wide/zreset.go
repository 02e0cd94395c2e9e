// Code generated from internal/sim/reset.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
)

func (s *Block) Reset() {
	st, n := &s.State, s.Net
	st.Week, st.Residual = 0, const0
	for i, k := range n.Markets {
		st.Stock[i] = k.Cover.Mul(k.BaseUse)
		st.Expected[i], st.Want[i] = k.BaseUse, k.BaseUse
		st.Need[i], st.Filled[i] = k.BaseUse, k.BaseUse
		st.Price[i], st.LogTrend[i] = k.Price, k.LogPrice
		st.MeanLead[i], st.LogSlow[i] = k.MeanLead, k.LogPrice
		st.Target[i] = k.Cover
		st.Momentum[i] = const0
		st.Risk[i], st.Threat[i], st.Alert[i], st.Alarm[i], st.Inflow[i], st.Stopped[i] = const0, const0, const0, const0, const0, const0
	}
	for i, r := range n.Routes {
		st.Share[i], st.Tariff[i] = r.Share, r.Tariff
		st.Qualified[i] = const0
		if !r.Qualified {
			st.Qualified[i] = const11
		}
	}
	copy(st.Possible, n.RouteShare)
	for i, o := range n.Outputs {
		st.OutShare[i] = o.Share
	}
	clear(st.topUp)
	for i, p := range n.Stockpiles {
		st.Pile[i] = p.Amount
	}
	clear(st.Backlog)
	clear(st.Overtime)
	lane.Fill(st.Path, const1)
	lane.Fill(st.Response, const1)
	lane.Fill(st.Adapted, const1)
	lane.Fill(st.Fill, const1)
	lane.Fill(st.Passed, const1)
	lane.Fill(st.Smuggled, const1)
	lane.Fill(st.Made, const1)
	s.ring.fill(n)
	s.fillInTransit()
	s.forgetEvents()
	s.forgetControls()
	s.uses.reset()
	s.openSites()
	s.audit.start(s)
}

func (s *Block) fillInTransit() {
	st := &s.State
	clear(st.InTransit)
	for i, r := range s.Net.Routes {
		st.InTransit[r.To] = st.InTransit[r.To].Add(r.Base.Mul(s.Net.RouteTime[i]))
	}
	for _, o := range s.Net.Outputs {
		l := s.Net.Lines[o.Line]
		st.InTransit[o.Market] = st.InTransit[o.Market].Add(o.Coef.Mul(l.Base).Mul(s.Net.LineTime[o.Line]))
	}
}
