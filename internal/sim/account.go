package sim

import (
	"math"

	"lodestone/internal/network"
)

// audit checks every week that mass went nowhere it should not. It recounts what
// the chain holds and compares the change with what was made and used.
type audit struct {
	held     []float64 // by commodity: in markets, on the way, in stockpiles
	before   []float64
	made     []float64 // by commodity, this week
	used     []float64
	books    []books   // by commodity
	contents []content // of all elements, one after the other
	elements []span    // the contents of each

	ofMarket, ofInput, ofOutput []int32 // the commodity
}

// books are what a commodity came to since the start, in tonnes.
type books struct {
	drift float64 // held beyond what was made less what was used: 0 but for rounding
	moved float64 // made plus used, a scale for the error
}

// content is the tonnes of an element in a tonne of a commodity, where there are any.
type content struct {
	commodity int32
	share     float64
}

// span is a range of indices.
type span struct{ first, last int32 }

func newAudit(n *network.Network) audit {
	goods := 0
	for i := range n.Markets {
		goods = max(goods, n.Markets[i].Commodity+1)
	}
	a := audit{held: make([]float64, goods), before: make([]float64, goods), made: make([]float64, goods), used: make([]float64, goods), books: make([]books, goods)}
	for _, contents := range n.Element {
		first := int32(len(a.contents))
		for c, share := range contents[:goods] {
			if known(share != 0) {
				a.contents = append(a.contents, content{int32(c), share})
			}
		}
		a.elements = append(a.elements, span{first, int32(len(a.contents))})
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
	clear(a.books)
}

// account closes the week's books and keeps the worst error, relative to the
// throughput of the commodity or element.
func (s *Sim) account() {
	a := &s.audit
	a.count(s)
	a.flows(s)
	worst := s.State.Residual
	for c, held := range a.held {
		drift, moved := held-a.before[c]-(a.made[c]-a.used[c]), a.made[c]+a.used[c]
		a.books[c].drift += drift
		a.books[c].moved += moved
		worst = max(worst, choose(moved > 0, math.Abs(drift)/moved, 0))
	}
	for _, e := range a.elements {
		worst = max(worst, a.error(a.contents[e.first:e.last]))
	}
	s.State.Residual = worst
	copy(a.before, a.held)
}

// error is what went astray of an element since the start, relative to what moved of it.
func (a *audit) error(contents []content) float64 {
	drift, moved := 0.0, 0.0
	for i := range contents {
		k := &contents[i]
		b := &a.books[k.commodity]
		drift += float64(k.share * b.drift)
		moved += float64(k.share * b.moved)
	}
	return choose(moved > 0, math.Abs(drift)/moved, 0)
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
	made := a.made
	clear(made)
	clear(a.used)
	a.drawn(n, 0, n.UseIn[0], st.Throughput)
	a.drawn(n, n.UseIn[0], int32(len(n.InputCoef)), st.Served)
	lines, of, throughput := n.OutputLine[:len(a.ofOutput)], a.ofOutput, st.Throughput
	for o, coef := range n.OutputCoef[:len(of)] {
		made[of[o]] += float64(coef * throughput[lines[o]])
	}
}

// drawn adds up what a range of inputs drew, each in proportion to what the line or
// the use behind it did.
func (a *audit) drawn(n *network.Network, first, last int32, activity []float64) {
	used, by := a.used, n.InputBy[first:last]
	coefs, of := n.InputCoef[first:last][:len(by)], a.ofInput[first:last][:len(by)]
	for k, who := range by {
		used[of[k]] += float64(coefs[k] * activity[who])
	}
}
