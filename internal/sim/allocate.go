package sim

import (
	"lodestone/internal/fmath"
	"lodestone/internal/network"
)

// allocate caps orders at the border, sums the claims on every market, shares
// out what there is, and updates how much of its claims each market has filled
// of late.
func (s *Sim) allocate() {
	s.border()
	s.sumClaims()
	s.shareOutAll()
	s.rememberFill()
}

// rememberFill updates how much of its claims each market has filled of late.
func (s *Sim) rememberFill() {
	st, markets := &s.State, s.Net.Markets
	count := len(markets)
	trade, fill, ratio := st.Trade[:count], st.Fill[:count], st.Ratio
	for i, c := range s.Net.TradeAt[:count] {
		got := ratio[c]
		trade[i] = got
		fill[i] += float64((got - fill[i]) * markets[i].Params.Rate.ShareReview)
	}
}

// border lets through what the controls in force allow: nothing under an
// embargo, what licences cover, what a quota leaves.
func (s *Sim) border() {
	s.borderEmbargoes()
	s.borderLeakage()
	s.borderLicences()
	s.borderQuotas()
	for _, k := range s.watched {
		s.rememberBorder(int(k))
	}
}

// borderEmbargoes lets nothing through.
//
//wide:each
func (s *Sim) borderEmbargoes() {
	for _, k := range s.control.embargoed {
		s.State.Permitted[k] = 0
	}
}

// rememberBorder updates what share of its orders a buyer has seen pass.
func (s *Sim) rememberBorder(k int) {
	st := &s.State
	to := s.Net.RouteTo[k]
	asked := float64(st.Share[k] * st.Need[to])
	passed := choose(asked > 0 && st.heldUp[k] > 0, min(1, st.Permitted[k]/asked), 1)
	st.Passed[k] += float64((passed - st.Passed[k]) * s.Net.Markets[to].Params.Rate.ShareReview)
}

// borderLeakage bounds what smuggling carries: its base volume, more the wider
// the price gap has become, as far as smugglers have had time to answer, less what
// enforcement catches.
//
//wide:each
func (s *Sim) borderLeakage() {
	st, n := &s.State, s.Net
	for _, k := range n.Illicit {
		r := &n.Routes[k]
		from, to := &n.Markets[r.From], &n.Markets[r.To]
		if from.Price > 0 && to.Price > 0 {
			gap := st.Price[r.To] / st.Price[r.From] * (from.Price / to.Price)
			st.Smuggled[k] += (fmath.Pow(gap, to.Params.LeakageElasticity) - st.Smuggled[k]) / to.Params.LeakageTime
		}
		room := float64(r.Base * float64(st.Smuggled[k]*s.control.escaped[k]))
		if st.Permitted[k] > room {
			st.Permitted[k] = room
		}
	}
}

// sumClaims adds up, by market and rank, what plants, users and permitted
// exports want to draw. Contracted volumes go before everything else.
func (s *Sim) sumClaims() {
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

// claimForContracts puts what contracts commit of exports first.
//
//wide:each
func (s *Sim) claimForContracts() {
	st, n := &s.State, s.Net
	for j := range n.Contracts {
		k, first := n.Contracts[j].Route, s.committed(j)
		st.exports[n.RouteFrom[k]] -= first
		st.claim[n.RankIn[n.RouteFrom[k]]] += first
	}
}

// claimForLines adds up what plants want to draw. Their restocking is no lasting use.
func (s *Sim) claimForLines() {
	st, n := &s.State, s.Net
	exports, signal, wanted, lasting := st.exports, st.signal, st.Wanted, st.Lasting[:len(st.Wanted)]
	lines := n.InputBy[:n.UseIn[0]]
	coefs, markets := n.InputCoef[:len(lines)], n.InputMarket[:len(lines)]
	for k, line := range lines {
		m := markets[k]
		exports[m] += float64(coefs[k] * wanted[line])
		signal[m] += float64(coefs[k] * (lasting[line] - wanted[line]))
	}
}

// committed is what of an order the j-th commitment puts first this week, after
// those on the same route that come before it in the list.
//
//wide:each
func (s *Sim) committed(j int) float64 {
	contracts, week := s.Net.Contracts, s.State.Week
	active := func(c *network.Committed) bool { return week >= c.Start && week < c.End }
	c := &contracts[j]
	if !active(c) {
		return 0
	}
	left := s.State.Permitted[c.Route]
	for i := j - 1; i >= 0 && contracts[i].Route == c.Route; i-- {
		if active(&contracts[i]) {
			left -= contracts[i].Volume
		}
	}
	return max(0, min(left, c.Volume))
}

// claimForExports adds the permitted orders of all markets to the claims on their
// sources. What they say about lasting use, which is what traders go by, is not the
// order but the use behind it: if regions that supply each other took each
// other's restocking for use, their orders would grow without end.
func (s *Sim) claimForExports() {
	st, n := &s.State, s.Net
	need, expected, restocking := st.Need, st.Expected[:len(st.Need)], st.restocking[:len(st.Need)]
	for i, order := range need {
		restocking[i] = choose(order > 0, 1-expected[i]/order, 0)
	}
	permitted := st.Permitted
	count := len(permitted)
	origins, to := n.RouteFrom[:count], n.RouteTo[:count]
	exports, signal := st.exports, st.signal
	for k, p := range permitted {
		from, market := origins[k], to[k]
		exports[from] += p
		signal[from] -= float64(p * restocking[market])
		if any(need[market] <= 0) { // nothing is ordered while stock is emptied, but it is used
			signal[from] += choose(need[market] <= 0, float64(float64(st.Share[k]*expected[market])*st.Passed[k]), 0)
		}
	}
}

// signalBorder corrects the signal of routes that a border holds up: when no
// more passes than is used, none of it is restocking.
func (s *Sim) signalBorder() {
	st := &s.State
	for _, k := range s.watched {
		to := s.Net.RouteTo[k]
		need, use := st.Need[to], st.Expected[to]
		if !any(need > use) {
			continue
		}
		counted := float64(st.Permitted[k] * (1 - use/need))
		really := positive(st.Permitted[k] - float64(st.Share[k]*use))
		st.signal[s.Net.RouteFrom[k]] += choose(need > use && st.heldUp[k] > 0, counted-really, 0)
	}
}

// shareOutAll serves every market. Most weeks most markets have enough for all.
func (s *Sim) shareOutAll() {
	st, n := &s.State, s.Net
	count := len(n.Markets)
	stock, want, signal, exports := st.Stock[:count], st.Want[:count], st.signal[:count], st.exports[:count]
	stopped := st.Stopped[:count]
	for i, c := range n.TradeAt[:count] {
		st.claim[c] += exports[i]
	}
	clear(want)
	of := n.ClaimOn[:len(st.claim)]
	for c, claim := range st.claim {
		want[of[c]] += claim
	}
	fill(st.Ratio, 1)
	s.uses.short = s.uses.short[:0]
	for i, claimed := range want {
		want[i] = positive(claimed + signal[i])
		stopped[i] = s.stopped(i)
		if any(stopped[i] > 0 || claimed > stock[i]) {
			s.shareOut(i, claimed)
		}
	}
}

// shareOut sets the share of its claim that each rank gets in a market that is
// short. The buyers whose own stock lasts take all they want; those that have run
// out share what came in this week, the first ranks first. If the stock does not
// reach even so, as many more run out as it takes.
func (s *Sim) shareOut(i int, want float64) {
	st, n := &s.State, s.Net
	stopped, stock := st.Stopped[i], st.Stock[i]
	short := stopped > 0 || want > stock
	arrived := min(st.Inflow[i], want, stock)
	// want - stopped (want - arrived) is drawn; it must not exceed the stock.
	least := (want - stock) / (want - arrived)
	stopped = choose(want > stock && least > stopped, least, stopped)
	st.Stopped[i] = stopped
	relief := min(st.relief[i], arrived) // what stockpiles released is for those who have run out
	supply := float64(stopped*(arrived-relief)) + relief
	first, last := n.RankIn[i], n.RankIn[i+1]
	serve(st.claim[first:last], st.Ratio[first:last], short, stopped, min(supply, max(0, stock-float64((1-stopped)*want))))
	for c := first; c < last; c++ {
		if any(st.Ratio[c] < 1) && n.ClaimIn[c] < n.ClaimIn[c+1] {
			s.uses.short = append(s.uses.short, c)
		}
	}
}

// stopped is the share of a market's buyers that began the week with nothing.
func (s *Sim) stopped(i int) float64 {
	st := &s.State
	normal, held := float64(s.Net.Markets[i].Cover*st.Expected[i]), st.Stock[i]-st.Inflow[i]
	if !any(held < normal) {
		return 0
	}
	return s.runOut(choose(held < normal && normal > 0, held/normal, 1))
}

// serve gives every claim the share of it that is not needy, and hands out the
// supply to the needy rest in order of rank; all of it where the market is not short.
func serve(claim, ratio []float64, short bool, needy, supply float64) {
	for r, c := range claim {
		got := choose(c > 0, min(float64(needy*c), supply), 0)
		supply -= got
		ratio[r] = choose(short && c > 0, 1-needy+got/c, 1)
	}
}
