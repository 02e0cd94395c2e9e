package ensemble

import (
	"slices"

	"lodestone/internal/network"
	"lodestone/internal/result"
	"lodestone/internal/sim"
)

// watcher follows a run week by week and notes its outcome against the baseline.
// Its figures are those of [result.Stress], taken without keeping the run.
type watcher struct {
	m       *Measures
	net     *network.Network
	base    *baseline
	out     *Outcome
	lost    []float64 // units lost, by use
	missing []float64 // units missing when they were wanted, by use
	wanted  []float64 // units wanted, by use
	down    []bool    // lines of a use have stopped
	before  []float64 // stocks at the end of the week before; nil in the first
	shock   int
	peak    []float64 // by price followed
	normal  []float64 // base price outside, by price followed
	exports []float64 // lost, by exporter
	week    weekly
}

// weekly holds the columns of the series.
type weekly struct{ lost, down, price, cover, stock int }

// baseline is what a run without the events leaves unmet and sends abroad; empty
// where it stands still.
type baseline struct {
	short   [][]float64 // [week][use], units; negative by what is made up
	exports [][]float64 // [week][exporter], USD at base prices
}

// pair puts a network beside what it is compared with, if that moves.
func (m *Measures) pair(n *network.Network) pair {
	if m.Steady {
		return pair{net: n}
	}
	return pair{n, n.Baseline()}
}

// observe runs a network and its baseline and returns what is noted of them.
func (m *Measures) observe(p pair) *Outcome {
	base := &baseline{}
	if p.quiet != nil {
		base = m.runBaseline(p.quiet)
	}
	w := newWatcher(m, p.net, base)
	s := sim.New(p.net)
	for range p.net.Weeks {
		s.Step()
		w.take(&s.State)
	}
	return w.finish()
}

func (m *Measures) runBaseline(n *network.Network) *baseline {
	b := &baseline{}
	s := sim.New(n)
	for range n.Weeks {
		s.Step()
		b.take(m, n, &s.State)
	}
	return b
}

// take notes the week that was just run.
func (b *baseline) take(m *Measures, n *network.Network, st *sim.State) {
	short, exports := make([]float64, len(m.Uses)), make([]float64, len(m.Exporters))
	for j, i := range m.Uses {
		short[j] = st.Shortfall(n, i)
	}
	for j, routes := range m.exports {
		exports[j] = exported(n, st.Shipped, routes)
	}
	b.short, b.exports = append(b.short, short), append(b.exports, exports)
}

// exported is what some routes carry in a week, USD at base prices.
func exported(n *network.Network, shipped []float64, routes []int32) float64 {
	sum := 0.0
	for _, k := range routes {
		sum += float64(shipped[k] * n.Markets[n.RouteFrom[k]].Price)
	}
	return sum
}

// routesFrom lists the routes that lead out of a region's markets.
func routesFrom(n *network.Network, region int) []int32 {
	var list []int32
	for k, from := range n.RouteFrom {
		if n.Markets[from].Region == region {
			list = append(list, int32(k))
		}
	}
	return list
}

func newWatcher(m *Measures, n *network.Network, base *baseline) *watcher {
	w := &watcher{m: m, net: n, base: base, shock: result.ShockWeek(n), lost: make([]float64, len(m.Uses)), missing: make([]float64, len(m.Uses)), wanted: make([]float64, len(m.Uses)),
		down: make([]bool, len(m.Uses)), peak: make([]float64, len(m.Prices)), normal: make([]float64, len(m.Prices)), exports: make([]float64, len(m.Exporters)),
		out:  &Outcome{Days: make([]int32, len(m.Uses)), Values: make([]float32, len(m.names))},
		week: weekly{lost: m.at(WeeklyLost), down: m.at(WeeklyDown), price: m.at(WeeklyPrice), cover: m.at(WeeklyCover), stock: m.at(WeeklyStock)}}
	for i := range w.out.Days {
		w.out.Days[i] = -1
	}
	for i, p := range m.Prices {
		w.normal[i] = result.MeanPrice(n, nil, p.markets)
	}
	return w
}

// take notes the week that was just run.
func (w *watcher) take(st *sim.State) {
	at := st.Week - 1
	total, stopped := 0.0, 0
	for j, i := range w.m.Uses {
		u := &w.net.Uses[i]
		short, base := st.Shortfall(w.net, i), 0.0
		if w.base.short != nil {
			base = w.base.short[at][j]
		}
		extra := sim.Missing(short, base)
		w.missing[j] += extra
		w.lost[j] += sim.Lost(short, base)
		w.wanted[j] += st.Demand[i]
		total += float64(extra * u.Value)
		if st.Demand[i] <= 0 || extra/st.Demand[i] < result.Stops(w.net, u) {
			continue
		}
		stopped++
		if !w.down[j] && at >= w.shock {
			w.down[j] = true
			w.out.Days[j] = int32(7*at + int(7*w.lasts(st, i, extra/st.Demand[i])))
		}
	}
	w.out.Values[w.week.lost+at], w.out.Values[w.week.down+at] = float32(total), float32(stopped)
	w.takePrices(st, at)
	w.takeStocks(st, at)
	for j, routes := range w.m.exports {
		base := 0.0
		if w.base.exports != nil {
			base = w.base.exports[at][j]
		}
		w.exports[j] += base - exported(w.net, st.Shipped, routes)
	}
	w.before = append(w.before[:0], st.Stock...)
}

// takeStocks notes the stocks that are followed at the end of the week.
func (w *watcher) takeStocks(st *sim.State, at int) {
	for i, k := range w.m.Stocks {
		column := i*w.m.Weeks + at
		w.out.Values[w.week.stock+column] = float32(st.Stock[k])
		if use := st.Expected[k]; use > 0 {
			w.out.Values[w.week.cover+column] = float32(max(0, st.Stock[k]/use))
		}
	}
}

func (w *watcher) takePrices(st *sim.State, at int) {
	for i, p := range w.m.Prices {
		ratio := result.MeanPrice(w.net, st.Price, p.markets) / w.normal[i]
		w.peak[i] = max(w.peak[i], ratio)
		w.out.Values[w.week.price+i*w.m.Weeks+at] = float32(ratio)
	}
}

// lasts is how far into the week the lines of a use run, as a share of it.
func (w *watcher) lasts(st *sim.State, use int, share float64) float64 {
	u := &w.net.Uses[use]
	market, least := -1, 2.0
	for in := u.In0; in < u.In1; in++ {
		if r := st.Ratio[w.net.InputClaim[in]]; r < least {
			market, least = w.net.Inputs[in].Market, r
		}
	}
	before := -1.0
	if len(w.before) > 0 {
		before = w.before[market]
	}
	return result.Lasts(before, st.Stock[market], st.Want[market], st.Inflow[market], share)
}

// finish adds up the run.
func (w *watcher) finish() *Outcome {
	m, v := w.m, w.out.Values
	total, lost, short := 0.0, m.at(UseLost), m.at(UseShort)
	regions := make([]float64, len(m.Regions))
	for j, i := range m.Uses {
		worth := float64(max(0, w.lost[j]) * w.net.Uses[i].Value)
		total += worth
		regions[slices.Index(m.Regions, w.net.Uses[i].Region)] += worth
		v[lost+j] = float32(worth)
		if w.wanted[j] > 0 {
			v[short+j] = float32(w.missing[j] / w.wanted[j])
		}
	}
	v[m.at(TotalLost)] = float32(total)
	for j, x := range regions {
		v[m.at(RegionLost)+j] = float32(x)
	}
	for i, x := range w.peak {
		v[m.at(PeakPrice)+i] = float32(x)
	}
	for j, routes := range m.exports {
		steady := 0.0
		if m.Steady {
			for _, k := range routes {
				steady += float64(w.net.Routes[k].Base * w.net.Markets[w.net.RouteFrom[k]].Price)
			}
		}
		v[m.at(ExportsLost)+j] = float32(w.exports[j] + float64(steady*float64(m.Weeks)))
	}
	return w.out
}
