package sim

// order lets every market order from its sources, and every line and use say
// what it wants. A market orders what it expects to use and, spread over the
// adjustment time, what its stock and its pipeline lack, but no more than suppliers
// accept of a customer: a multiple of what it uses (Lee, Padmanabhan and Whang,
// Management Science 43(4), 1997, on gaming for a share of what is short).
func (s *Sim) order() {
	s.orderMarkets()
	s.wantLines()
	s.wantUses()
}

func (s *Sim) orderMarkets() {
	st, n := &s.State, s.Net
	need := st.Need
	target, leads, stock, transit := st.Target[:len(need)], st.MeanLead[:len(need)], st.Stock[:len(need)], st.InTransit[:len(need)]
	markets := n.Markets[:len(need)]
	for i, use := range st.Expected[:len(need)] {
		// Stock already holds this week's arrivals, so a week's use is added.
		stockGap := float64((target[i]+1)*use) - stock[i]
		pipeGap := float64((leads[i]-1)*use) - transit[i]
		p := markets[i].Params
		order, most := positive(use+float64((stockGap+pipeGap)*p.Rate.OrderAdjustment)), float64(p.OrderLimit*use)
		need[i] = choose(order > most, most, order)
	}
	orders, to := st.Permitted[:len(st.Share)], n.RouteTo[:len(st.Share)]
	for k, share := range st.Share {
		orders[k] = float64(share * need[to[k]])
	}
	requests, of := st.Request[:len(st.OutShare)], n.OutputMarket[:len(st.OutShare)]
	for o, share := range st.OutShare {
		requests[o] = float64(share * need[of[o]])
	}
}

// wantLines turns requests into throughput. A line with joint products weighs
// the requests by what each product earns. Little asked for, it still runs at
// what it pushes out: mines and separators in particular do not stop for a bad
// quarter, and goods pile up. The lines of one site share its capacity in proportion.
func (s *Sim) wantLines() {
	st, n := &s.State, s.Net
	wanted := st.Wanted
	lasting, keen, push := st.Lasting[:len(wanted)], st.Keen[:len(wanted)], st.Push[:len(wanted)]
	clear(wanted)
	clear(lasting)
	for k := range n.Mains {
		m := &n.Mains[k]
		wanted[m.Line] += float64(m.PerUnit * st.Request[m.Output])
		lasting[m.Line] += float64(m.PerUnit * float64(st.OutShare[m.Output]*st.Expected[m.Market]))
	}
	for i, least := range push {
		wanted[i] = max(float64(wanted[i]*keen[i]), least)
		lasting[i] = max(float64(lasting[i]*keen[i]), least)
	}
	for i := range n.Sites {
		site := &n.Sites[i]
		total := 0.0
		for l := site.Line0; l < site.Line1; l++ {
			total += st.Wanted[l]
		}
		st.Asked[i] += float64((total - st.Asked[i]) * site.Params.Rate.Investment)
		st.Busy[i] += float64((total - st.Busy[i]) * site.Params.Rate.Margin)
		if room := s.Room(i); any(total > room) {
			full := total > room
			fits := choose(full, room/total, 1)
			for l := site.Line0; l < site.Line1; l++ {
				st.Wanted[l] = float64(st.Wanted[l] * fits)
				st.Lasting[l] = choose(full, min(st.Lasting[l], st.Wanted[l]), st.Lasting[l])
			}
		}
	}
}
