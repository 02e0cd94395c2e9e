package sim

// Reset puts the run back to the start of week 0: the balanced base year, in
// which stocks, pipelines and orders reproduce themselves until an event acts.
func (s *Sim) Reset() {
	st, n := &s.State, s.Net
	st.Week, st.Residual = 0, 0
	for i, k := range n.Markets {
		st.Stock[i] = float64(k.Cover * k.BaseUse)
		st.Expected[i], st.Want[i] = k.BaseUse, k.BaseUse
		st.Need[i], st.Filled[i] = k.BaseUse, k.BaseUse
		st.Price[i], st.LogTrend[i] = k.Price, k.LogPrice
		st.MeanLead[i], st.LogSlow[i] = k.MeanLead, k.LogPrice
		st.Target[i] = k.Cover
		st.Momentum[i] = 0
		st.Risk[i], st.Threat[i], st.Alert[i], st.Alarm[i], st.Inflow[i], st.Stopped[i] = 0, 0, 0, 0, 0, 0
	}
	for i, r := range n.Routes {
		st.Share[i], st.Tariff[i] = r.Share, r.Tariff
		st.Qualified[i] = 0
		if !r.Qualified {
			st.Qualified[i] = neverQualified
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
	fill(st.Path, 1)
	fill(st.Response, 1)
	fill(st.Adapted, 1)
	fill(st.Fill, 1)
	fill(st.Passed, 1)
	fill(st.Smuggled, 1)
	fill(st.Made, 1)
	s.ring.fill(n)
	s.fillInTransit()
	s.forgetEvents()
	s.forgetControls()
	s.uses.reset()
	s.openSites()
	s.audit.start(s)
}

func (s *Sim) fillInTransit() {
	st := &s.State
	clear(st.InTransit)
	for i, r := range s.Net.Routes {
		st.InTransit[r.To] += float64(r.Base * s.Net.RouteTime[i])
	}
	for _, o := range s.Net.Outputs {
		l := s.Net.Lines[o.Line]
		st.InTransit[o.Market] += float64(float64(o.Coef*l.Base) * s.Net.LineTime[o.Line])
	}
}
