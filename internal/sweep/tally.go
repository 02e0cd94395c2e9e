package sweep

import "lodestone/internal/sim"

const (
	// served is the unmet share of the demand of a use, beyond the baseline, up to
	// which service counts as back, and calmWeeks is how long that must hold: after
	// Sprecher et al., Environmental Science & Technology 51(7), 2017, whose recovery
	// is that of a market; the figures are ours. Restocking can make a line stop again.
	served    = 0.02
	calmWeeks = 26
	// negligible is the share of a use's demand, and of a week's draw from a market,
	// below which an amount is rounding and not a shortage or a stock; as in the
	// stress report.
	negligible = 1e-6
)

// tally is a light observer: it fills an outcome week by week and keeps no record
// but sums and the stocks of the week before.
type tally struct {
	s      *Sweeper
	o      *Outcome
	lost   []float64 // by use, units over the run
	wanted []float64 // by use, units over the run
	stock  []float64 // of markets at the end of the week before
	bill   float64   // the most that a rise in price has cost in a week, USD
	calm   int       // weeks since the end of the removal, or since, in which all were served
}

func newTally(s *Sweeper, o *Outcome) *tally {
	uses := len(s.net.Uses)
	return &tally{s: s, o: o, lost: make([]float64, uses), wanted: make([]float64, uses), stock: make([]float64, len(s.net.Markets))}
}

// week adds a week to the outcome.
func (t *tally) week(w int, st *sim.State) bool {
	none := t.o.DownWeek < 0 // several uses may stop in the first week in which any does
	short := false
	for i := range t.s.net.Uses {
		t.wanted[i] += st.Demand[i]
		if w < t.s.from {
			continue
		}
		t.lost[i] += t.s.lost(st, w, i)
		extra := t.s.extra(st, w, i)
		if extra <= 0 {
			continue
		}
		if extra > float64(served*st.Demand[i]) {
			short = true
		}
		if none && t.s.stops(st, i, extra) {
			t.lineDown(w, st, i, extra/st.Demand[i])
		}
	}
	if w >= t.s.from {
		t.prices(w, st)
	}
	t.recovery(w, short)
	copy(t.stock, st.Stock)
	return true
}

// lineDown notes a use that stops in the first week in which any does, unless one
// that stopped earlier in it is noted already.
func (t *tally) lineDown(w int, st *sim.State, use int, share float64) {
	n := t.s.net
	date := day(n.Scenario.Date(w).AddDate(0, 0, int(7*t.lasts(st, use, share))))
	if t.o.Down != "" && date >= t.o.Down {
		return
	}
	u := &n.Uses[use]
	t.o.DownWeek, t.o.Down = w-t.s.from, date
	t.o.EndUse, t.o.Where = n.Model.EndUses[u.EndUse].ID, n.Model.Regions[u.Region].ID
}

// lasts is how far into this week, as a share of it, the lines of a use run before
// they stop. Where the stock of its scarcest input ends, it is the time until what
// was left is used up beside what comes in; else, some buyers having stopped and
// others not, the share of lines that run. It follows the stress report, so that
// both give one date.
func (t *tally) lasts(st *sim.State, use int, share float64) float64 {
	u := &t.s.net.Uses[use]
	scarce, least := t.s.net.Inputs[u.In0].Market, 2.0
	for in := u.In0; in < u.In1; in++ {
		if r := st.Ratio[t.s.net.InputClaim[in]]; r < least {
			scarce, least = t.s.net.Inputs[in].Market, r
		}
	}
	drain := st.Want[scarce] - st.Inflow[scarce]
	if st.Week <= 1 || st.Stock[scarce] > float64(negligible*st.Want[scarce]) || drain <= 0 { // Week is that to come
		return 1 - share
	}
	return min(1, max(0, t.stock[scarce]/drain))
}

// prices notes the market whose rise over the baseline of the same week costs its
// buyers most, at the use of the base year. A thin market, of scrap say, may rise
// further and matter to nobody.
func (t *tally) prices(w int, st *sim.State) {
	n := t.s.net
	for i, base := range t.s.base.price[w] {
		m := &n.Markets[i]
		if bill := float64((st.Price[i] - base) * m.BaseUse); base > 0 && bill > t.bill {
			t.bill, t.o.Price = bill, st.Price[i]/base
			t.o.Dearest, t.o.Market = n.Model.Commodities[m.Commodity].ID, n.Model.Regions[m.Region].ID
		}
	}
}

// recovery finds the first weeks after the removal in which all uses stay served.
func (t *tally) recovery(w int, short bool) {
	end := t.s.from + t.o.Weeks
	if w < end || t.o.Recovery >= 0 {
		return
	}
	if t.calm++; short {
		t.calm = 0
	}
	if t.calm == calmWeeks {
		t.o.Recovery = w + 1 - calmWeeks - end
	}
}

// close values what was lost.
func (t *tally) close() {
	n := t.s.net
	for i, lost := range t.lost {
		if lost < float64(negligible*t.wanted[i]) {
			continue
		}
		value := float64(lost * n.Uses[i].Value)
		t.o.Lost += value
		if n.Model.Regions[n.Uses[i].Region].ID == t.o.Region {
			t.o.AtHome += value
		}
	}
}
