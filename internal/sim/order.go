package sim

// order lets every market order from its sources, and every line and use say
// what it wants. A market orders what it expects to use and, spread over the
// adjustment time, what its stock and its pipeline lack.
func (s *Sim) order() {
	s.orderMarkets()
	s.wantLines()
	s.wantUses()
}

func (s *Sim) orderMarkets() {
	st, n := &s.State, s.Net
	for i := range n.Markets {
		use := st.Expected[i]
		// Stock already holds this week's arrivals, so a week's use is added.
		stockGap := float64((s.targetCover(i)+1)*use) - st.Stock[i]
		pipeGap := float64((st.MeanLead[i]-1)*use) - st.InTransit[i]
		need := max(0, use+(stockGap+pipeGap)/n.Markets[i].Params.OrderAdjustmentTime)
		st.Need[i] = need
		first, last := n.RouteIn[i], n.RouteIn[i+1]
		orders := st.Permitted[first:last]
		for k, share := range st.Share[first:last] {
			orders[k] = float64(share * need)
		}
		for _, o := range n.OutputBy[n.OutputIn[i]:n.OutputIn[i+1]] {
			st.Request[o] = float64(st.OutShare[o] * need)
		}
	}
}

// wantLines turns requests into throughput. A line with joint products weighs
// the requests by what each product earns. Little asked for, it still runs at
// what it pushes out: mines and separators in particular do not stop for a bad
// quarter, and goods pile up. The lines of one site share its capacity in proportion.
func (s *Sim) wantLines() {
	st, n := &s.State, s.Net
	for i := range n.Lines {
		l := &n.Lines[i]
		want := 0.0
		for o := l.Out0; o < l.Out1; o++ {
			out := &n.Outputs[o]
			want += float64(out.Weight * (st.Request[o] / out.Coef))
		}
		if want < st.Push[i] {
			want = st.Push[i]
		}
		st.Wanted[i] = want
	}
	for i := range n.Sites {
		site := &n.Sites[i]
		total := 0.0
		for l := site.Line0; l < site.Line1; l++ {
			total += st.Wanted[l]
		}
		st.Asked[i] += (total - st.Asked[i]) / site.Params.InvestmentTime
		if room := s.Room(i); total > room {
			for l := site.Line0; l < site.Line1; l++ {
				st.Wanted[l] = float64(st.Wanted[l] * (room / total))
			}
		}
	}
}

// wantUses sets the demand of the end uses: the base amount, any surge, and the
// answer to prices. A surplus use takes what its market has beyond the normal
// stock, up to its base amount.
func (s *Sim) wantUses() {
	st, n := &s.State, s.Net
	for i := range n.Uses {
		u := &n.Uses[i]
		if u.Surplus {
			st.Demand[i] = float64(float64(u.Base*st.Path[i]) * s.glut(n.Inputs[u.In0].Market))
		} else {
			st.Demand[i] = float64(float64(float64(u.Base*st.Path[i])*s.control.surge[i]) * float64(st.Response[i]*st.Adapted[i]))
		}
	}
}

// glut is 1 where a market holds its normal stock or more, falling to 0 as the
// stock falls by a tenth: nobody builds stock of what is wanted elsewhere.
func (s *Sim) glut(i int) float64 {
	const tolerance = 0.1
	normal := float64(s.Net.Markets[i].Cover * s.State.Expected[i])
	if normal <= 0 {
		return 1
	}
	held := (s.State.Stock[i] - s.State.Inflow[i]) / normal
	return min(max(0, 1+(held-1)/tolerance), 1)
}
