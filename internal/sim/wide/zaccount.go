// Code generated from internal/sim/account.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
)

type audit struct {
	held                        []lane.F
	before                      []lane.F
	made                        []lane.F
	used                        []lane.F
	books                       []books
	contents                    []content
	elements                    []span
	ofMarket, ofInput, ofOutput []int32
}

type books struct {
	drift lane.F
	moved lane.F
}

type content struct {
	commodity int32
	share     lane.F
}

type span struct {
	first, last int32
}

func newAudit(n *Network) audit {
	goods := 0
	for i := range n.Markets {
		goods = max(goods, n.Markets[i].Commodity+1)
	}
	a := audit{held: make([]lane.F, goods), before: make([]lane.F, goods), made: make([]lane.F, goods), used: make([]lane.F, goods), books: make([]books, goods)}
	for _, contents := range n.Element {
		first := int32(len(a.contents))
		for c, share := range contents[:goods] {
			if lane.Any(share.NotEqual(const0)) {
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

func (a *audit) start(s *Block) {
	a.count(s)
	copy(a.before, a.held)
	clear(a.books)
}

func (s *Block) account() {
	a := &s.audit
	a.count(s)
	a.flows(s)
	worst := s.State.Residual
	for c, held := range a.held {
		drift, moved := held.Sub(a.before[c]).Sub((a.made[c].Sub(a.used[c]))), a.made[c].Add(a.used[c])
		a.books[c].drift = a.books[c].drift.Add(drift)
		a.books[c].moved = a.books[c].moved.Add(moved)
		worst = worst.Max(lane.Choose(moved.Greater(const0), lane.Abs(drift).Div(moved), const0))
	}
	for _, e := range a.elements {
		worst = worst.Max(a.error(a.contents[e.first:e.last]))
	}
	s.State.Residual = worst
	copy(a.before, a.held)
}

func (a *audit) error(contents []content) lane.F {
	drift, moved := const0, const0
	for i := range contents {
		k := &contents[i]
		b := &a.books[k.commodity]
		drift = drift.Add(k.share.Mul(b.drift))
		moved = moved.Add(k.share.Mul(b.moved))
	}
	return lane.Choose(moved.Greater(const0), lane.Abs(drift).Div(moved), const0)
}

func (a *audit) count(s *Block) {
	st := &s.State
	held, stock, transit := a.held, st.Stock[:len(a.ofMarket)], st.InTransit[:len(a.ofMarket)]
	clear(held)
	for i, c := range a.ofMarket {
		held[c] = held[c].Add(stock[i].Add(transit[i]))
	}
	for i, p := range s.Net.Stockpiles {
		held[a.ofMarket[p.Market]] = held[a.ofMarket[p.Market]].Add(st.Pile[i])
	}
}

func (a *audit) flows(s *Block) {
	st, n := &s.State, s.Net
	made := a.made
	clear(made)
	clear(a.used)
	a.drawn(n, 0, n.UseIn[0], st.Throughput)
	a.drawn(n, n.UseIn[0], int32(len(n.InputCoef)), st.Served)
	lines, of, throughput := n.OutputLine[:len(a.ofOutput)], a.ofOutput, st.Throughput
	for o, coef := range n.OutputCoef[:len(of)] {
		made[of[o]] = made[of[o]].Add(coef.Mul(throughput[lines[o]]))
	}
}

func (a *audit) drawn(n *Network, first, last int32, activity []lane.F) {
	used, by := a.used, n.InputBy[first:last]
	coefs, of := n.InputCoef[first:last][:len(by)], a.ofInput[first:last][:len(by)]
	for k, who := range by {
		used[of[k]] = used[of[k]].Add(coefs[k].Mul(activity[who]))
	}
}
