package sim

import (
	"lodestone/internal/fmath"
	"lodestone/internal/network"
)

// decide pays what policies promise, moves projects on, and once a quarter lets
// owners idle, restart, close and enlarge their plants. Buyers review their
// sources, once per review period, and start to qualify new ones when the old
// ones leave too much unfilled. Users review what they pay as often, and want
// less of what has become dearer.
func (s *Sim) decide() {
	s.policy()
	s.advance()
	s.entrants()
	if s.State.Week%quarter == quarter-1 {
		s.judge()
		for i := range s.Net.Sites {
			s.operate(i)
			s.invest(i)
		}
	}
	for i := range s.reviews {
		if r := &s.reviews[i]; (s.State.Week+1)%r.period == 0 {
			s.reviewAll(r)
		}
	}
	if (s.State.Week+1)%pushWeeks == 0 {
		s.push()
	}
}

// pushWeeks is how often producers review what they push out.
const pushWeeks = 4

// reviewers are the markets whose buyers review their sources, and the uses that
// review what they pay, once in the same number of weeks.
type reviewers struct {
	period        int // weeks
	markets, uses []int32
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
	}
	for i, u := range n.Uses {
		if u.Elasticity != 0 || u.Long != 0 {
			r := every(n.Markets[n.Inputs[u.In0].Market].Params.ReviewWeeks())
			r.uses = append(r.uses, int32(i))
		}
	}
	return all
}

func (s *Sim) reviewAll(r *reviewers) {
	for _, i := range r.markets {
		s.qualify(int(i))
		s.review(int(i), float64(r.period))
	}
	for _, i := range r.uses {
		s.respond(int(i), float64(r.period))
	}
}

// respond lets a use want less of what has become dearer: a little at once, and
// more as substitution and thrifting take their time.
func (s *Sim) respond(i int, period float64) {
	u := &s.Net.Uses[i]
	now, lasting := fmath.Pow2(s.dearness(u.In0, u.In1), u.Elasticity, u.Long)
	s.State.Response[i] = now
	if u.Long != 0 {
		time := s.Net.Markets[s.Net.Inputs[u.In0].Market].Params.AdaptationTime
		s.State.Adapted[i] += float64((lasting - s.State.Adapted[i]) * min(1, period/time))
	}
}

// dearness is the price of a basket of inputs relative to the base year.
func (s *Sim) dearness(in0, in1 int) float64 {
	now, base := 0.0, 0.0
	coefs := s.Net.InputCoef[in0:in1]
	for k, m := range s.Net.InputMarket[in0:in1][:len(coefs)] {
		now += float64(coefs[k] * s.State.Price[m])
		base += float64(coefs[k] * s.Net.Markets[m].Price)
	}
	if base <= 0 {
		return 1
	}
	return now / base
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

// review moves the shares of a market's sources towards what each can be
// counted on for: its base share, times how much of its orders it has filled of
// late, times how its landed price compares.
func (s *Sim) review(i int, period float64) {
	st, n := &s.State, s.Net
	outputs := n.OutputBy[n.OutputIn[i]:n.OutputIn[i+1]]
	total := s.weighRoutes(i)
	for _, o := range outputs {
		st.outWeight[o] = s.outputWeight(int(o))
		total += st.outWeight[o]
	}
	s.anchor(i)
	if total <= 0 {
		return
	}
	step := min(1, period/n.Markets[i].Params.ShareAdjustmentTime)
	toShare := step / total
	lead := 0.0
	first, last := n.RouteIn[i], n.RouteIn[i+1]
	shares := st.Share[first:last]
	weights, leads := st.weight[first:last][:len(shares)], n.RouteLead[first:last][:len(shares)]
	for k, w := range weights {
		shares[k] = float64(shares[k]*(1-step)) + float64(w*toShare)
		lead += float64(shares[k] * float64(leads[k]))
	}
	for _, o := range outputs {
		st.OutShare[o] = float64(st.OutShare[o]*(1-step)) + float64(st.outWeight[o]*toShare)
		lead += float64(st.OutShare[o] * float64(n.Lines[n.OutputLine[o]].Lag))
	}
	st.MeanLead[i] = lead
}

// weighRoutes sets what each route into market i counts for, and returns the
// sum: nothing before it is qualified. The landed price is compared with the
// price at the destination, both relative to the base year.
func (s *Sim) weighRoutes(i int) float64 {
	st, n := &s.State, s.Net
	elasticity, inverse := n.Markets[i].Params.SharePriceElasticity, 1/st.Price[i]
	first, last := n.RouteIn[i], n.RouteIn[i+1]
	weights := st.weight[first:last]
	count := len(weights)
	passed := st.Passed[first:last][:count]
	origins, parity := n.RouteFrom[first:last][:count], n.RouteParity[first:last][:count]
	tariffs, freights := st.Tariff[first:last][:count], n.RouteFreight[first:last][:count]
	possible, ready := st.Possible[first:last][:count], st.Qualified[first:last][:count]
	total := 0.0
	for k := range weights {
		weights[k] = 0
		if int32(st.Week) < ready[k] {
			continue
		}
		w := float64(possible[k] * max(leastFill, float64(passed[k]*st.Fill[origins[k]])))
		if elasticity != 0 && parity[k] > 0 {
			landed := float64(st.Price[origins[k]]*(1+tariffs[k])) + freights[k]
			if dearer := float64(float64(landed*parity[k]) * inverse); elasticity == 1 { // spares a call for the usual value
				w /= dearer
			} else {
				w = float64(w * fmath.Pow(dearer, -elasticity))
			}
		}
		weights[k] = w
		total += w
	}
	return total
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

// leastUse keeps the share of a first supplier finite, t/wk.
const leastUse = 1e-9
