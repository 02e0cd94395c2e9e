// Code generated from internal/sim/allocate.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/fmath"
	"lodestone/internal/lane"
	"lodestone/internal/network"
)

func (s *Block) allocate() {
	s.border()
	s.sumClaims()
	s.shareOutAll()
	s.rememberFill()
}

func (s *Block) rememberFill() {
	st, markets := &s.State, s.Net.Markets
	count := len(markets)
	trade, fill, ratio := st.Trade[:count], st.Fill[:count], st.Ratio
	for i, c := range s.Net.TradeAt[:count] {
		got := ratio[c]
		trade[i] = got
		fill[i] = fill[i].Add(got.Sub(fill[i]).Mul(markets[i].Params.Rate.ShareReview))
	}
}

func (s *Block) border() {
	s.borderEmbargoes()
	s.borderLeakage()
	s.borderLicences()
	s.borderQuotas()
	for _, k := range s.watched {
		s.rememberBorder(int(k))
	}
}

func (s *member) borderEmbargoes() {
	for _, k := range s.control.embargoed {
		(*lane.At(&s.State.Permitted[k], s.lane)) = 0
	}
}

func (s *Block) rememberBorder(k int) {
	st := &s.State
	to := s.Net.RouteTo[k]
	asked := st.Share[k].Mul(st.Need[to])
	passed := lane.Choose(asked.Greater(const0).And(st.heldUp[k].Greater(const0)), const1.Min(st.Permitted[k].Div(asked)), const1)
	st.Passed[k] = st.Passed[k].Add(passed.Sub(st.Passed[k]).Mul(s.Net.Markets[to].Params.Rate.ShareReview))
}

func (s *member) borderLeakage() {
	st, n := s.State, s.Net
	for _, k := range n.Illicit {
		r := &n.Routes[k]
		from, to := &n.Markets[r.From], &n.Markets[r.To]
		if from.Price > 0 && to.Price > 0 {
			gap := (*lane.At(&st.Price[r.To], s.lane)) / (*lane.At(&st.Price[r.From], s.lane)) * (from.Price / to.Price)
			(*lane.At(&st.Smuggled[k], s.lane)) += (fmath.Pow(gap, to.Params.LeakageElasticity) - (*lane.At(&st.Smuggled[k], s.lane))) / to.Params.LeakageTime
		}
		room := float64(r.Base * float64((*lane.At(&st.Smuggled[k], s.lane))*s.control.escaped[k]))
		if (*lane.At(&st.Permitted[k], s.lane)) > room {
			(*lane.At(&st.Permitted[k], s.lane)) = room
		}
	}
}

func (s *Block) sumClaims() {
	st := &s.State
	clear(st.exports)
	clear(st.signal)
	s.claimForLines()
	s.claimForUses()
	s.claimForStockpiles()
	s.claimForExports()
	s.signalBorder()
	s.claimForContracts()
}

func (s *member) claimForContracts() {
	st, n := s.State, s.Net
	for j := range n.Contracts {
		k, first := n.Contracts[j].Route, s.committed(j)
		(*lane.At(&st.exports[n.RouteFrom[k]], s.lane)) -= first
		(*lane.At(&st.claim[n.RankIn[n.RouteFrom[k]]], s.lane)) += first
	}
}

func (s *Block) claimForLines() {
	st, n := &s.State, s.Net
	exports, signal, wanted, lasting := st.exports, st.signal, st.Wanted, st.Lasting[:len(st.Wanted)]
	lines := n.InputBy[:n.UseIn[0]]
	coefs, markets := n.InputCoef[:len(lines)], n.InputMarket[:len(lines)]
	for k, line := range lines {
		m := markets[k]
		exports[m] = exports[m].Add(coefs[k].Mul(wanted[line]))
		signal[m] = signal[m].Add(coefs[k].Mul((lasting[line].Sub(wanted[line]))))
	}
}

func (s *member) committed(j int) float64 {
	contracts, week := s.Net.Contracts, s.State.Week
	active := func(c *network.Committed) bool { return week >= c.Start && week < c.End }
	c := &contracts[j]
	if !active(c) {
		return 0
	}
	left := (*lane.At(&s.State.Permitted[c.Route], s.lane))
	for i := j - 1; i >= 0 && contracts[i].Route == c.Route; i-- {
		if active(&contracts[i]) {
			left -= contracts[i].Volume
		}
	}
	return max(0, min(left, c.Volume))
}

func (s *Block) claimForExports() {
	st, n := &s.State, s.Net
	need, expected, restocking := st.Need, st.Expected[:len(st.Need)], st.restocking[:len(st.Need)]
	for i, order := range need {
		restocking[i] = lane.Choose(order.Greater(const0), const1.Sub(expected[i].Div(order)), const0)
	}
	permitted := st.Permitted
	count := len(permitted)
	origins, to := n.RouteFrom[:count], n.RouteTo[:count]
	exports, signal := st.exports, st.signal
	for k, p := range permitted {
		from, market := origins[k], to[k]
		exports[from] = exports[from].Add(p)
		signal[from] = signal[from].Sub(p.Mul(restocking[market]))
		if lane.Any(need[market].LessEqual(const0)) {
			signal[from] = signal[from].Add(lane.Choose(need[market].LessEqual(const0), st.Share[k].Mul(expected[market]).Mul(st.Passed[k]), const0))
		}
	}
}

func (s *Block) signalBorder() {
	st := &s.State
	for _, k := range s.watched {
		to := s.Net.RouteTo[k]
		need, use := st.Need[to], st.Expected[to]
		if !lane.Any(need.Greater(use)) {
			continue
		}
		counted := st.Permitted[k].Mul((const1.Sub(use.Div(need))))
		really := lane.Positive(st.Permitted[k].Sub(st.Share[k].Mul(use)))
		st.signal[s.Net.RouteFrom[k]] = st.signal[s.Net.RouteFrom[k]].Add(lane.Choose(need.Greater(use).And(st.heldUp[k].Greater(const0)), counted.Sub(really), const0))
	}
}

func (s *Block) shareOutAll() {
	st, n := &s.State, s.Net
	count := len(n.Markets)
	stock, want, signal, exports := st.Stock[:count], st.Want[:count], st.signal[:count], st.exports[:count]
	stopped := st.Stopped[:count]
	for i, c := range n.TradeAt[:count] {
		st.claim[c] = st.claim[c].Add(exports[i])
	}
	clear(want)
	of := n.ClaimOn[:len(st.claim)]
	for c, claim := range st.claim {
		want[of[c]] = want[of[c]].Add(claim)
	}
	lane.Fill(st.Ratio, const1)
	s.uses.short = s.uses.short[:0]
	for i, claimed := range want {
		want[i] = lane.Positive(claimed.Add(signal[i]))
		stopped[i] = s.stopped(i)
		if lane.Any(stopped[i].Greater(const0).Or(claimed.Greater(stock[i]))) {
			s.shareOut(i, claimed)
		}
	}
}

func (s *Block) shareOut(i int, want lane.F) {
	st, n := &s.State, s.Net
	stopped, stock := st.Stopped[i], st.Stock[i]
	short := stopped.Greater(const0).Or(want.Greater(stock))
	arrived := st.Inflow[i].Min(want).Min(stock)
	least := want.Sub(stock).Div((want.Sub(arrived)))
	stopped = lane.Choose(want.Greater(stock).And(least.Greater(stopped)), least, stopped)
	st.Stopped[i] = stopped
	relief := st.relief[i].Min(arrived)
	supply := stopped.Mul((arrived.Sub(relief))).Add(relief)
	first, last := n.RankIn[i], n.RankIn[i+1]
	serve(st.claim[first:last], st.Ratio[first:last], short, stopped, supply.Min(lane.Positive(stock.Sub(const1.Sub(stopped).Mul(want)))))
	for c := first; c < last; c++ {
		if lane.Any(st.Ratio[c].Less(const1)) && n.ClaimIn[c] < n.ClaimIn[c+1] {
			s.uses.short = append(s.uses.short, c)
		}
	}
}

func (s *Block) stopped(i int) lane.F {
	st := &s.State
	normal, held := s.Net.Markets[i].Cover.Mul(st.Expected[i]), st.Stock[i].Sub(st.Inflow[i])
	if !lane.Any(held.Less(normal)) {
		return const0
	}
	return s.runOut(lane.Choose(held.Less(normal).And(normal.Greater(const0)), held.Div(normal), const1))
}

func serve(claim, ratio []lane.F, short lane.Mask, needy, supply lane.F) {
	for r, c := range claim {
		got := lane.Choose(c.Greater(const0), needy.Mul(c).Min(supply), const0)
		supply = supply.Sub(got)
		ratio[r] = lane.Choose(short.And(c.Greater(const0)), const1.Sub(needy).Add(got.Div(c)), const1)
	}
}
