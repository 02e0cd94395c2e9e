package sim

import (
	"math"

	"lodestone/internal/network"
)

// audit checks every week that mass went nowhere it should not. It recounts
// what the chain holds and compares the change with what was made and used.
type audit struct {
	held     []float64 // by commodity: in markets, on the way, in stockpiles
	before   []float64
	made     []float64 // by commodity, this week
	used     []float64
	flow     []float64 // made minus used
	through  []float64 // made plus used, a scale for the error
	contents []content // of all elements, one after the other
	elements []elementBooks

	ofMarket, ofInput, ofOutput []int32 // the commodity
}

// content is the tonnes of an element in a tonne of a commodity, where there are any.
type content struct {
	commodity int32
	share     float64
}

// elementBooks are the books of one element since the start.
type elementBooks struct {
	first, last       int     // its range of audit.contents
	opening           float64 // contained in what the chain held at the start
	balance, turnover float64 // made minus used, made plus used
}

func newAudit(n *network.Network) audit {
	c := len(n.Model.Commodities)
	a := audit{held: make([]float64, c), before: make([]float64, c), made: make([]float64, c), used: make([]float64, c),
		flow: make([]float64, c), through: make([]float64, c)}
	for _, contents := range n.Element {
		b := elementBooks{first: len(a.contents)}
		for c, share := range contents {
			if share != 0 {
				a.contents = append(a.contents, content{int32(c), share})
			}
		}
		b.last = len(a.contents)
		a.elements = append(a.elements, b)
	}
	for i := range n.Markets {
		a.ofMarket = append(a.ofMarket, int32(n.Markets[i].Commodity))
	}
	for _, in := range n.Inputs {
		a.ofInput = append(a.ofInput, a.ofMarket[in.Market])
	}
	for _, o := range n.Outputs {
		a.ofOutput = append(a.ofOutput, a.ofMarket[o.Market])
	}
	return a
}

// start counts what the chain holds before week 0.
func (a *audit) start(s *Sim) {
	a.count(s)
	copy(a.before, a.held)
	for i := range a.elements {
		b := &a.elements[i]
		b.opening, b.balance, b.turnover = 0, 0, 0
		for _, k := range a.contents[b.first:b.last] {
			b.opening += float64(k.share * a.held[k.commodity])
		}
	}
}

// account closes the week's books and keeps the worst error, relative to the
// throughput of the commodity or element.
func (s *Sim) account() {
	a := &s.audit
	a.count(s)
	a.flows(s)
	worst := s.State.Residual
	for c, held := range a.held {
		if through := a.through[c]; through > 0 {
			worst = max(worst, math.Abs(held-a.before[c]-a.flow[c])/through)
		}
	}
	for i := range a.elements {
		worst = max(worst, a.close(&a.elements[i]))
	}
	s.State.Residual = worst
	copy(a.before, a.held)
}

// close enters the week in the books of an element and returns their error.
func (a *audit) close(b *elementBooks) float64 {
	held, flow, through := 0.0, 0.0, 0.0
	for _, k := range a.contents[b.first:b.last] {
		held += float64(k.share * a.held[k.commodity])
		flow += float64(k.share * a.flow[k.commodity])
		through += float64(k.share * a.through[k.commodity])
	}
	b.balance += flow
	b.turnover += through
	if b.turnover <= 0 {
		return 0
	}
	return math.Abs(held-b.opening-b.balance) / b.turnover
}

// count sums what is held of each commodity.
func (a *audit) count(s *Sim) {
	st := &s.State
	held, stock, transit := a.held, st.Stock[:len(a.ofMarket)], st.InTransit[:len(a.ofMarket)]
	clear(held)
	for i, c := range a.ofMarket {
		held[c] += stock[i] + transit[i]
	}
	for i, p := range s.Net.Stockpiles {
		held[a.ofMarket[p.Market]] += st.Pile[i]
	}
}

// flows sums what lines made and drew and what end uses took this week.
func (a *audit) flows(s *Sim) {
	st, n := &s.State, s.Net
	made, used := a.made, a.used
	clear(made)
	clear(used)
	drawn := func(first, last int32, activity []float64) {
		coefs, of := n.InputCoef[first:last], a.ofInput[first:last]
		for k, by := range n.InputBy[first:last] {
			used[of[k]] += float64(coefs[k] * activity[by])
		}
	}
	drawn(0, n.UseIn[0], st.Throughput)
	drawn(n.UseIn[0], int32(len(n.InputCoef)), st.Served)
	lines, of := n.OutputLine[:len(a.ofOutput)], a.ofOutput
	for o, coef := range n.OutputCoef[:len(of)] {
		made[of[o]] += float64(coef * st.Throughput[lines[o]])
	}
	for c := range a.flow {
		a.flow[c], a.through[c] = made[c]-used[c], made[c]+used[c]
	}
}
