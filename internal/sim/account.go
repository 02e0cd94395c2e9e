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
	opening  []float64 // by element: contained in what the chain held at the start
	balance  []float64 // by element: made minus used since the start
	turnover []float64 // by element: made plus used since the start
}

func newAudit(n *network.Network) audit {
	c, e := len(n.Model.Commodities), len(n.Model.Elements)
	return audit{held: make([]float64, c), before: make([]float64, c), made: make([]float64, c), used: make([]float64, c), flow: make([]float64, c), through: make([]float64, c),
		opening: make([]float64, e), balance: make([]float64, e), turnover: make([]float64, e)}
}

// start counts what the chain holds before week 0.
func (a *audit) start(s *Sim) {
	a.count(s)
	copy(a.before, a.held)
	clear(a.balance)
	clear(a.turnover)
	for e := range a.opening {
		a.opening[e] = contained(s.Net.Element[e], a.held)
	}
}

// account closes the week's books and keeps the worst error, relative to the
// throughput of the commodity or element.
func (s *Sim) account() {
	a := &s.audit
	a.count(s)
	a.flows(s)
	for c := range a.held {
		change := a.held[c] - a.before[c]
		if a.through[c] > 0 {
			s.State.Residual = max(s.State.Residual, math.Abs(change-a.flow[c])/a.through[c])
		}
	}
	for e, content := range s.Net.Element {
		a.balance[e] += contained(content, a.flow)
		a.turnover[e] += contained(content, a.through)
		if a.turnover[e] > 0 {
			gap := contained(content, a.held) - a.opening[e] - a.balance[e]
			s.State.Residual = max(s.State.Residual, math.Abs(gap)/a.turnover[e])
		}
	}
	copy(a.before, a.held)
}

// count sums what is held of each commodity.
func (a *audit) count(s *Sim) {
	clear(a.held)
	st := &s.State
	for i := range s.Net.Markets {
		a.held[s.Net.Markets[i].Commodity] += st.Stock[i] + st.InTransit[i]
	}
	for i, p := range s.Net.Stockpiles {
		a.held[s.Net.Markets[p.Market].Commodity] += st.Pile[i]
	}
}

// flows sums what lines made and drew and what end uses took this week.
func (a *audit) flows(s *Sim) {
	clear(a.made)
	clear(a.used)
	st, n := &s.State, s.Net
	for i := range n.Lines {
		l := &n.Lines[i]
		x := st.Throughput[i]
		for _, in := range n.Inputs[l.In0:l.In1] {
			a.used[n.Markets[in.Market].Commodity] += float64(in.Coef * x)
		}
		for o := l.Out0; o < l.Out1; o++ {
			a.made[n.Markets[n.Outputs[o].Market].Commodity] += float64(n.Outputs[o].Coef * x)
		}
	}
	for i := range n.Uses {
		u := &n.Uses[i]
		for _, in := range n.Inputs[u.In0:u.In1] {
			a.used[n.Markets[in.Market].Commodity] += float64(in.Coef * st.Served[i])
		}
	}
	for c := range a.flow {
		a.flow[c], a.through[c] = a.made[c]-a.used[c], a.made[c]+a.used[c]
	}
}

// contained is the mass of an element in amounts of commodities.
func contained(content, amounts []float64) float64 {
	sum := 0.0
	for c, x := range amounts {
		sum += float64(content[c] * x)
	}
	return sum
}
