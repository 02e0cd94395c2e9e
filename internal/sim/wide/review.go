package wide

import (
	"lodestone/internal/lane"
	"lodestone/internal/network"
)

// reviewers are the markets whose buyers review their sources, and the uses that
// review what they pay, in the same weeks. Members differ in how often: in a week some
// of them do.
type reviewers struct {
	periods       [lane.Width]int // weeks
	weeks         lane.F          // the same
	due           lane.Mask       // members that review this week
	markets, uses []int32
	routes        []int32 // into these markets
	outputs       []int32 // likewise
}

// newReviews sorts markets and uses by their review periods.
func newReviews(b *Block, nets *[lane.Width]*network.Network) []reviewers {
	var all []reviewers
	every := func(market int) *reviewers {
		var periods [lane.Width]int
		for l, n := range nets {
			periods[l] = n.Markets[market].Params.ReviewWeeks()
		}
		for i := range all {
			if all[i].periods == periods {
				return &all[i]
			}
		}
		r := reviewers{periods: periods}
		for l, p := range periods {
			*lane.At(&r.weeks, l) = float64(p)
		}
		all = append(all, r)
		return &all[len(all)-1]
	}
	n := nets[0]
	for i := range n.Markets {
		r := every(i)
		r.markets = append(r.markets, int32(i))
		for k := n.RouteIn[i]; k < n.RouteIn[i+1]; k++ {
			r.routes = append(r.routes, k)
		}
		r.outputs = append(r.outputs, n.OutputBy[n.OutputIn[i]:n.OutputIn[i+1]]...)
	}
	for i := range n.Uses {
		if answers(nets, i) {
			r := every(n.Inputs[n.Uses[i].In0].Market)
			r.uses = append(r.uses, int32(i))
		}
	}
	return all
}

// answers reports whether a use answers to prices in some member.
func answers(nets *[lane.Width]*network.Network, use int) bool {
	for _, n := range nets {
		if u := &n.Uses[use]; u.Elasticity != 0 || u.Long != 0 {
			return true
		}
	}
	return false
}

// reviewAll lets those review for whom it is time.
func (s *Block) reviewAll() {
	for i := range s.reviews {
		r := &s.reviews[i]
		var due [lane.Width]bool
		some := false
		for l, period := range r.periods {
			due[l] = (s.State.Week+1)%period == 0
			some = some || due[l]
		}
		if some {
			r.due = lane.MaskOf(&due)
			s.review(r)
		}
	}
}
