// Code generated from internal/sim/review.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
)

func (s *Block) review(r *reviewers) {
	s.qualify(r)
	s.weighSources(r)
	for _, i := range r.markets {
		s.anchor(int(i), r.due)
	}
	s.moveShares(r)
	s.respond(r)
}

func (s *Block) qualify(r *reviewers) {
	st, n, week := &s.State, s.Net, lane.All(float64(s.State.Week))
	for _, i := range r.markets {
		p := n.Markets[i].Params
		starts := r.due.And(st.Risk[i].Greater(p.QualificationTrigger))
		if !lane.Any(starts) {
			continue
		}
		ready := week.Add(p.Rate.Qualification)
		for k := n.RouteIn[i]; k < n.RouteIn[i+1]; k++ {
			st.Qualified[k] = lane.Choose(starts.And(st.Qualified[k].Equal(const11)), ready, st.Qualified[k])
		}
	}
}

const leastFill = 0.02

func (s *Block) weighSources(r *reviewers) {
	st := &s.State
	for _, i := range r.markets {
		st.sources[i] = const0
		st.inverse[i] = lane.Choose(st.Price[i].Greater(const0), const1.Div(st.Price[i]), st.inverse[i])
	}
	s.weighRoutes(r.routes)
	for _, o := range r.outputs {
		w := s.outputWeight(int(o))
		st.outWeight[o] = w
		st.sources[s.Net.OutputMarket[o]] = st.sources[s.Net.OutputMarket[o]].Add(w)
	}
}

func (s *Block) weighRoutes(routes []int32) {
	st, n, week := &s.State, s.Net, lane.All(float64(s.State.Week))
	for _, k := range routes {
		open := week.GreaterEqual(st.Qualified[k])
		if st.weight[k] = const0; !lane.Any(open) {
			continue
		}
		from, to := n.RouteFrom[k], n.RouteTo[k]
		w := st.Possible[k].Mul(const3.Max(st.Passed[k].Mul(st.Fill[from])))
		if e, parity := n.Markets[to].Params.SharePriceElasticity, n.RouteParity[k]; lane.Any(e.NotEqual(const0)) && lane.Any(parity.Greater(const0)) {
			landed := st.Price[from].Mul((const1.Add(st.Tariff[k]))).Add(n.RouteFreight[k])
			dearer := landed.Mul(parity).Mul(st.inverse[to])
			w = lane.Choose(e.Equal(const1), w.Div(dearer), w.Mul(lane.Pow(dearer, lane.Neg(e))))
		}
		w = lane.Choose(open, w, const0)
		st.weight[k] = w
		st.sources[to] = st.sources[to].Add(w)
	}
}

func (s *Block) outputWeight(o int) lane.F {
	st, out := &s.State, &s.Net.Outputs[o]
	site := s.Net.Lines[out.Line].Site
	possible := out.Share.Mul(st.Scale[site])
	if s.Net.Sites[site].Dormant {
		possible = const1.Min(out.Coef.Mul(s.lineRoom(out.Line)).Div(st.Expected[out.Market].Max(const12)))
	}
	return possible.Mul(const3.Max(st.Made[o]))
}

func (s *Block) moveShares(r *reviewers) {
	st, n := &s.State, s.Net
	keep, toShare, lead := st.keep, st.toShare, st.lead
	for _, i := range r.markets {
		total, step := st.sources[i], const1.Min(r.weeks.Div(n.Markets[i].Params.ShareAdjustmentTime))
		moves := r.due.And(total.Greater(const0))
		keep[i], toShare[i], lead[i] = lane.Choose(moves, const1.Sub(step), const1), lane.Choose(moves, step.Div(total), const0), const0
	}
	for _, k := range r.routes {
		to := n.RouteTo[k]
		share := st.Share[k].Mul(keep[to]).Add(st.weight[k].Mul(toShare[to]))
		st.Share[k] = share
		lead[to] = lead[to].Add(share.Mul(n.RouteTime[k]))
	}
	for _, o := range r.outputs {
		m := n.OutputMarket[o]
		share := st.OutShare[o].Mul(keep[m]).Add(st.outWeight[o].Mul(toShare[m]))
		st.OutShare[o] = share
		lead[m] = lead[m].Add(share.Mul(n.LineTime[n.OutputLine[o]]))
	}
	for _, i := range r.markets {
		st.MeanLead[i] = lane.Choose(r.due.And(st.sources[i].Greater(const0)), lead[i], st.MeanLead[i])
	}
}

const leastUse = 1e-9
