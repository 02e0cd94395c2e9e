package sim

import (
	"lodestone/internal/fmath"
	"lodestone/internal/network"
)

// reviewers are the markets whose buyers review their sources, and the uses that
// review what they pay, once in the same number of weeks.
type reviewers struct {
	period        int // weeks
	markets, uses []int32
	routes        []int32 // into these markets
	outputs       []int32 // likewise
}

// newReviews sorts markets and uses by their review period, so that a week in
// which nobody reviews asks nobody. A use that answers to no price never does.
func newReviews(n *network.Network) []reviewers {
	var all []reviewers
	every := func(period int) *reviewers {
		for i := range all {
			if all[i].period == period {
				return &all[i]
			}
		}
		all = append(all, reviewers{period: period})
		return &all[len(all)-1]
	}
	for i := range n.Markets {
		r := every(n.Markets[i].Params.ReviewWeeks())
		r.markets = append(r.markets, int32(i))
		for k := n.RouteIn[i]; k < n.RouteIn[i+1]; k++ {
			r.routes = append(r.routes, k)
		}
		r.outputs = append(r.outputs, n.OutputBy[n.OutputIn[i]:n.OutputIn[i+1]]...)
	}
	for i, u := range n.Uses {
		if u.Elasticity != 0 || u.Long != 0 {
			r := every(n.Markets[n.Inputs[u.In0].Market].Params.ReviewWeeks())
			r.uses = append(r.uses, int32(i))
		}
	}
	return all
}

// review lets buyers compare their sources, and users what they pay. Nobody's review
// depends on another's, so each step is taken for all before the next.
func (s *Sim) review(r *reviewers) {
	for _, i := range r.markets {
		s.qualify(int(i))
	}
	s.weighSources(r)
	for _, i := range r.markets {
		s.anchor(int(i))
	}
	s.moveShares(r)
	s.respond(r)
}

// qualify starts the clock on every source not yet qualified when the risk of
// not being served passes the trigger.
func (s *Sim) qualify(i int) {
	st, n := &s.State, s.Net
	p := n.Markets[i].Params
	if st.Risk[i] <= p.QualificationTrigger {
		return
	}
	for k := n.RouteIn[i]; k < n.RouteIn[i+1]; k++ {
		if st.Qualified[k] == neverQualified {
			st.Qualified[k] = int32(st.Week) + int32(p.QualificationTime)
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
		if p := st.Price[i]; p > 0 {
			st.inverse[i] = 1 / p
		}
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
	st, n := &s.State, s.Net
	for _, k := range routes {
		st.weight[k] = 0
		if int32(st.Week) < st.Qualified[k] {
			continue
		}
		from, to := n.RouteFrom[k], n.RouteTo[k]
		w := float64(st.Possible[k] * max(leastFill, float64(st.Passed[k]*st.Fill[from])))
		if e, parity := n.Markets[to].Params.SharePriceElasticity, n.RouteParity[k]; e != 0 && parity > 0 {
			landed := float64(st.Price[from]*(1+st.Tariff[k])) + n.RouteFreight[k]
			if dearer := float64(float64(landed*parity) * st.inverse[to]); e == 1 { // spares a call for the usual value
				w /= dearer
			} else {
				w = float64(w * fmath.Pow(dearer, -e))
			}
		}
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
		keep[i], toShare[i], lead[i] = 1, 0, 0
		if total := st.sources[i]; total > 0 {
			step := min(1, float64(r.period)/n.Markets[i].Params.ShareAdjustmentTime)
			keep[i], toShare[i] = 1-step, step/total
		}
	}
	for _, k := range r.routes {
		to := n.RouteTo[k]
		share := float64(st.Share[k]*keep[to]) + float64(st.weight[k]*toShare[to])
		st.Share[k] = share
		lead[to] += float64(share * float64(n.RouteLead[k]))
	}
	for _, o := range r.outputs {
		m := n.OutputMarket[o]
		share := float64(st.OutShare[o]*keep[m]) + float64(st.outWeight[o]*toShare[m])
		st.OutShare[o] = share
		lead[m] += float64(share * float64(n.Lines[n.OutputLine[o]].Lag))
	}
	for _, i := range r.markets {
		if st.sources[i] > 0 {
			st.MeanLead[i] = lead[i]
		}
	}
}

// leastUse keeps the share of a first supplier finite, t/wk.
const leastUse = 1e-9
