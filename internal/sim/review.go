package sim

import "lodestone/internal/fmath"

// review lets buyers compare their sources, and users what they pay. Nobody's review
// depends on another's, so each step is taken for all before the next.
func (s *Sim) review(r *reviewers) {
	s.qualify(r)
	s.weighSources(r)
	for _, i := range r.markets {
		s.anchor(int(i), r.due)
	}
	s.moveShares(r)
	s.respond(r)
}

// qualify starts the clock on every source not yet qualified when the risk of
// not being served passes the trigger.
func (s *Sim) qualify(r *reviewers) {
	st, n, week := &s.State, s.Net, float64(s.State.Week)
	for _, i := range r.markets {
		p := n.Markets[i].Params
		starts := r.due && st.Risk[i] > p.QualificationTrigger
		if !any(starts) {
			continue
		}
		ready := week + p.Rate.Qualification
		for k := n.RouteIn[i]; k < n.RouteIn[i+1]; k++ {
			st.Qualified[k] = choose(starts && st.Qualified[k] == neverQualified, ready, st.Qualified[k])
		}
	}
}

// leastFill keeps a source that delivers nothing in mind: a buyer goes on
// asking it for a small part of its share, and so notices when it comes back.
const leastFill = 0.02

// weighSources sets what each source counts for: its base share, times how much of
// its orders it has filled of late, times how its landed price compares; and adds up
// what the sources of a market count for together.
func (s *Sim) weighSources(r *reviewers) {
	st := &s.State
	for _, i := range r.markets {
		st.sources[i] = 0
		st.inverse[i] = choose(st.Price[i] > 0, 1/st.Price[i], st.inverse[i])
	}
	s.weighRoutes(r.routes)
	for _, o := range r.outputs {
		w := s.outputWeight(int(o))
		st.outWeight[o] = w
		st.sources[s.Net.OutputMarket[o]] += w
	}
}

// weighRoutes sets what routes count for: nothing before they are qualified. The
// landed price is compared with the price at the destination, both relative to the
// base year.
func (s *Sim) weighRoutes(routes []int32) {
	st, n, week := &s.State, s.Net, float64(s.State.Week)
	for _, k := range routes {
		open := week >= st.Qualified[k]
		if st.weight[k] = 0; !any(open) {
			continue
		}
		from, to := n.RouteFrom[k], n.RouteTo[k]
		w := float64(st.Possible[k] * max(leastFill, float64(st.Passed[k]*st.Fill[from])))
		if e, parity := n.Markets[to].Params.SharePriceElasticity, n.RouteParity[k]; any(e != 0) && known(parity > 0) {
			landed := float64(st.Price[from]*(1+st.Tariff[k])) + n.RouteFreight[k]
			dearer := float64(float64(landed*parity) * st.inverse[to])
			w = choose(e == 1, w/dearer, float64(w*fmath.Pow(dearer, -e)))
		}
		w = choose(open, w, 0)
		st.weight[k] = w
		st.sources[to] += w
	}
}

// outputWeight is what a line of the region itself counts for: its base share,
// or, for one that a project opened, what it could fill of expected use.
func (s *Sim) outputWeight(o int) float64 {
	st, out := &s.State, &s.Net.Outputs[o]
	site := s.Net.Lines[out.Line].Site
	possible := float64(out.Share * st.Scale[site])
	if s.Net.Sites[site].Dormant {
		possible = min(1, float64(out.Coef*s.lineRoom(out.Line))/max(st.Expected[out.Market], leastUse))
	}
	return float64(possible * max(leastFill, st.Made[o]))
}

// moveShares moves the shares of all sources towards what they count for, and the
// mean time from order to arrival with them.
func (s *Sim) moveShares(r *reviewers) {
	st, n := &s.State, s.Net
	keep, toShare, lead := st.keep, st.toShare, st.lead
	for _, i := range r.markets {
		total, step := st.sources[i], min(1, r.weeks/n.Markets[i].Params.ShareAdjustmentTime)
		moves := r.due && total > 0
		keep[i], toShare[i], lead[i] = choose(moves, 1-step, 1), choose(moves, step/total, 0), 0
	}
	for _, k := range r.routes {
		to := n.RouteTo[k]
		share := float64(st.Share[k]*keep[to]) + float64(st.weight[k]*toShare[to])
		st.Share[k] = share
		lead[to] += float64(share * n.RouteTime[k])
	}
	for _, o := range r.outputs {
		m := n.OutputMarket[o]
		share := float64(st.OutShare[o]*keep[m]) + float64(st.outWeight[o]*toShare[m])
		st.OutShare[o] = share
		lead[m] += float64(share * n.LineTime[n.OutputLine[o]])
	}
	for _, i := range r.markets {
		st.MeanLead[i] = choose(r.due && st.sources[i] > 0, lead[i], st.MeanLead[i])
	}
}

// leastUse keeps the share of a first supplier finite, t/wk.
const leastUse = 1e-9
