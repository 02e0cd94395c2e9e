//wide:none

package sim

import "lodestone/internal/network"

// reviewers are the markets whose buyers review their sources, and the uses that
// review what they pay, once in the same number of weeks.
type reviewers struct {
	period        int     // weeks
	weeks         float64 // the same
	due           bool    // it is time
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
		all = append(all, reviewers{period: period, weeks: float64(period), due: true})
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

// reviewAll lets those review for whom it is time.
func (s *Sim) reviewAll() {
	for i := range s.reviews {
		if r := &s.reviews[i]; (s.State.Week+1)%r.period == 0 {
			s.review(r)
		}
	}
}
