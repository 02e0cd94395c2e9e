// Code generated from internal/sim/order.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
)

func (s *Block) order() {
	s.orderMarkets()
	s.wantLines()
	s.wantUses()
}

func (s *Block) orderMarkets() {
	st, n := &s.State, s.Net
	need := st.Need
	target, leads, stock, transit := st.Target[:len(need)], st.MeanLead[:len(need)], st.Stock[:len(need)], st.InTransit[:len(need)]
	markets := n.Markets[:len(need)]
	for i, use := range st.Expected[:len(need)] {
		stockGap := target[i].Add(const1).Mul(use).Sub(stock[i])
		pipeGap := leads[i].Sub(const1).Mul(use).Sub(transit[i])
		p := markets[i].Params
		order, most := lane.Positive(use.Add(stockGap.Add(pipeGap).Mul(p.Rate.OrderAdjustment))), p.OrderLimit.Mul(use)
		need[i] = lane.Choose(order.Greater(most), most, order)
	}
	orders, to := st.Permitted[:len(st.Share)], n.RouteTo[:len(st.Share)]
	for k, share := range st.Share {
		orders[k] = share.Mul(need[to[k]])
	}
	requests, of := st.Request[:len(st.OutShare)], n.OutputMarket[:len(st.OutShare)]
	for o, share := range st.OutShare {
		requests[o] = share.Mul(need[of[o]])
	}
}

func (s *Block) wantLines() {
	st, n := &s.State, s.Net
	wanted := st.Wanted
	lasting, keen, push := st.Lasting[:len(wanted)], st.Keen[:len(wanted)], st.Push[:len(wanted)]
	clear(wanted)
	clear(lasting)
	for k := range n.Mains {
		m := &n.Mains[k]
		wanted[m.Line] = wanted[m.Line].Add(m.PerUnit.Mul(st.Request[m.Output]))
		lasting[m.Line] = lasting[m.Line].Add(m.PerUnit.Mul(st.OutShare[m.Output].Mul(st.Expected[m.Market])))
	}
	for i, least := range push {
		wanted[i] = wanted[i].Mul(keen[i]).Max(least)
		lasting[i] = lasting[i].Mul(keen[i]).Max(least)
	}
	for i := range n.Sites {
		site := &n.Sites[i]
		total := const0
		for l := site.Line0; l < site.Line1; l++ {
			total = total.Add(st.Wanted[l])
		}
		st.Asked[i] = st.Asked[i].Add(total.Sub(st.Asked[i]).Mul(site.Params.Rate.Investment))
		st.Busy[i] = st.Busy[i].Add(total.Sub(st.Busy[i]).Mul(site.Params.Rate.Margin))
		if room := s.Room(i); lane.Any(total.Greater(room)) {
			full := total.Greater(room)
			fits := lane.Choose(full, room.Div(total), const1)
			for l := site.Line0; l < site.Line1; l++ {
				st.Wanted[l] = st.Wanted[l].Mul(fits)
				st.Lasting[l] = lane.Choose(full, st.Lasting[l].Min(st.Wanted[l]), st.Lasting[l])
			}
		}
	}
}
