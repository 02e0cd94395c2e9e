// Code generated from internal/sim/push.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
)

const leastTerms, mostTerms = 0.05, 20

const leastKeen, mostKeen = 0.02, 2

func (s *Block) push() {
	st, n := &s.State, s.Net
	for i := range n.Lines {
		push, keen := s.pushOf(i)
		at := const1.Min(const8.Div(n.Sites[n.Lines[i].Site].Params.ThroughputTime))
		st.Push[i] = st.Push[i].Add(at.Mul((push.Sub(st.Push[i]))))
		st.Keen[i] = st.Keen[i].Add(at.Mul((keen.Sub(st.Keen[i]))))
	}
}

func (s *Block) pushOf(i int) (push, keen lane.F) {
	st, n := &s.State, s.Net
	l := &n.Lines[i]
	site := &n.Sites[l.Site]
	normal := l.Base.Mul(st.lineGrowth[i])
	if site.Dormant {
		normal = s.lineRoom(i)
	}
	push, keen = normal.Mul(site.Params.LeastUtilization).Mul(s.stores(i)), const1
	if e, k := site.Params.SupplyElasticity, site.Params.ThroughputElasticity; lane.Any(e.NotEqual(const0).Or(k.NotEqual(const0))) {
		terms := s.terms(i)
		pushes, keeps := lane.Pow2(terms, e, k)
		push, keen = push.Mul(pushes), keeps.Max(const3).Min(const4)
	}
	if flood := st.flood[l.Site]; lane.Any(flood.Greater(const1)) {
		push = lane.Choose(flood.Greater(const1), push.Max(normal.Mul(flood)), push)
	}
	return push, keen
}

const storesFill, storesFull = 2, 4

func (s *Block) stores(i int) lane.F {
	st, n := &s.State, s.Net
	held := const0
	for o := n.Lines[i].Out0; o < n.Lines[i].Out1; o++ {
		out := &n.Outputs[o]
		if lane.Any(out.Weight.Greater(const0)) {
			wanted := s.targetNow(out.Market).Mul(st.Expected[out.Market])
			held = held.Add(lane.Choose(wanted.Greater(const0), out.Weight.Mul(st.Stock[out.Market].Div(wanted).Min(const8)), const0))
		}
	}
	return lane.Positive(const8.Sub(held).Div(const4)).Min(const1)
}

func (s *Block) terms(i int) lane.F {
	st, n := &s.State, s.Net
	l := &n.Lines[i]
	earned, earnedBase, paidBase := const0, n.LineEarns[i], n.LinePays[i]
	if !lane.Any(earnedBase.Greater(const0)) {
		return const1
	}
	for o := l.Out0; o < l.Out1; o++ {
		out := &n.Outputs[o]
		earned = earned.Add(out.Coef.Mul((st.Price[out.Market].Add(st.topUp[o]))))
	}
	paid := s.basket(l.In0, l.In1)
	rest := lane.Positive(earnedBase.Sub(paidBase))
	return earned.Div(earnedBase).Mul((paidBase.Add(rest).Div((paid.Add(rest))))).Max(const2).Min(const10)
}

func (s *Block) targetNow(i int) lane.F {
	st := &s.State
	return targetCover(s.Net.Markets[i].Params, st.cover[i], st.Risk[i], st.Alarm[i], st.Momentum[i])
}
