package explain

import (
	"cmp"
	"fmt"
	"slices"

	"lodestone/internal/network"
)

// Other is what kept another source, or another place in the queue, from filling a
// gap. It is no part of the attribution, which is of what came less than in the
// baseline; it says why nothing more came instead.
type Other struct {
	Binds  Binding `json:"binds"`
	Text   string  `json:"text"`
	Tonnes float64 `json:"t_per_week"` // what the source could have brought or did bring beyond the usual, a week
}

const (
	// worthwhile is the share of a market's use below which another source is left out.
	worthwhile = 0.005
	// noticed is the share by which something must differ from the usual to be told.
	noticed = 0.01
)

// others tells, the largest first, why no other source filled the gap of market m.
func (f *follower) others(m, w int) []Other {
	n := f.net
	var out []Other
	for k := int(n.RouteIn[m]); k < int(n.RouteIn[m+1]); k++ {
		if o := f.otherRoute(k, w); o.Binds != "" {
			out = append(out, o)
		}
	}
	for _, o := range n.OutputBy[n.OutputIn[m]:n.OutputIn[m+1]] {
		if other := f.otherLine(int(o), w); other.Binds != "" {
			out = append(out, other)
		}
	}
	out = slices.DeleteFunc(out, func(o Other) bool { return o.Tonnes < float64(worthwhile*n.Markets[m].BaseUse) })
	slices.SortStableFunc(out, func(a, b Other) int { return cmp.Compare(b.Tonnes, a.Tonnes) })
	return out
}

// otherRoute tells why a route that no control holds up brought no more by week w.
func (f *follower) otherRoute(k, w int) Other {
	n, r := f.net, &f.net.Routes[k]
	from, lead := int(n.RouteFrom[k]), int(n.RouteLead[k])
	place := f.region(from)
	if n.Model.Routes[r.Model].Illicit || len(f.acting.of(f.acting.route[k], w, controls)) > 0 {
		return Other{}
	}
	if until := int(f.run.qualified[w][k]); until > w {
		what := place + " is not qualified as a source here"
		if until < n.Weeks {
			what += " before " + f.date(until)
		}
		return Other{UnqualifiedRoute, what, float64(r.Potential * n.Markets[r.To].BaseUse)}
	}
	if ordered, sent := f.run.ordered[w][k], f.run.shipped[w][k]; sent < float64((1-noticed)*ordered) {
		return Other{SourceShort, fmt.Sprintf("%s had no more to send: %.0f %% of what was ordered", place, 100*sent/ordered), ordered - sent}
	}
	more := 0.0
	for s := max(0, w-lead+1); s <= w; s++ {
		more += f.run.shipped[s][k] - f.base.shipped[s][k]
	}
	if more > 0 {
		return Other{LeadTime, fmt.Sprintf("%s has sent %.3g t more than usual that is not here yet: %s from order to arrival", place, more, weeks(lead)), more / float64(lead)}
	}
	return Other{}
}

func weeks(n int) string {
	if n == 1 {
		return "1 week"
	}
	return fmt.Sprintf("%d weeks", n)
}

// otherLine tells why a line of the region made no more: it was asked for more than
// it had room for when the output of week w was begun.
func (f *follower) otherLine(o, w int) Other {
	n := f.net
	out := &n.Outputs[o]
	l := &n.Lines[out.Line]
	began := w - l.Lag
	if began < 0 || len(f.acting.of(f.acting.site[l.Site], began, losses)) > 0 {
		return Other{}
	}
	asked, room := f.run.asked[began][out.Line], f.run.wanted[began][out.Line]
	if asked <= float64((1+noticed)*max(room, f.base.asked[began][out.Line])) || room <= 0 {
		return Other{}
	}
	return Other{CapacityFull, fmt.Sprintf("%s had room for %.0f %% of what it was asked for", n.Model.Facilities[l.Facility].Name, 100*room/asked), float64(out.Coef * (asked - room))}
}

// besides tells what else would have held a use up: places in the queue before it,
// and inputs short beside the scarcest.
func (f *follower) besides(use, w int) []Other {
	n := f.net
	u := &n.Uses[use]
	first := f.run.scarce[w][use]
	gets := f.run.gets(w)
	var out []Other
	market := n.Inputs[first].Market
	if ahead := f.ahead(market, w, u.Rank); ahead > 0 {
		out = append(out, Other{RationingRank, fmt.Sprintf("%s stands behind others in the queue: it got %.0f %% of what it wanted, those before it %.0f %%",
			n.Model.EndUses[u.EndUse].ID, 100*gets(int(first)), 100*ahead), 0})
	}
	for in := u.In0; in < u.In1; in++ {
		if share := gets(in); int32(in) != first && share < 1-noticed {
			out = append(out, Other{InputShort, fmt.Sprintf("%s was short too: alone it would have stopped %.0f %%", f.commodity(n.Inputs[in].Market), 100*(1-share)), 0})
		}
	}
	return out
}

// ahead is the share of its claim that the best served rank before a rank got, or 0
// if none got noticeably more. Ranks without a claim do not count.
func (f *follower) ahead(market, w, rank int) float64 {
	if w < 0 {
		return 0
	}
	ratio, own, best := f.run.ratio[w], f.net.Claim(market, rank), 0.0
	for c := f.net.RankIn[market]; c < own; c++ {
		if f.claims(market, int(f.net.RankBy[c]), w) {
			best = max(best, ratio[c])
		}
	}
	if best < ratio[own]+noticed {
		return 0
	}
	return best
}

// claims reports whether somebody wants goods of a market at a rank.
func (f *follower) claims(market, rank, w int) bool {
	n := f.net
	for i := range n.Uses {
		u := &n.Uses[i]
		if u.Rank == rank && f.run.demand[w][i] > 0 && f.needsOf(u.In0, u.In1, market) {
			return true
		}
	}
	if rank == network.TradeRank {
		return f.traded(market, w)
	}
	return slices.ContainsFunc(n.Contracts, func(c network.Committed) bool {
		return rank == 0 && w >= c.Start && w < c.End && int(n.RouteFrom[c.Route]) == market && f.run.permitted[w][c.Route] > 0
	})
}

// traded reports whether exports or lines want goods of a market.
func (f *follower) traded(market, w int) bool {
	n := f.net
	for k := range n.Routes {
		if int(n.RouteFrom[k]) == market && f.run.permitted[w][k] > 0 {
			return true
		}
	}
	for i := range n.Lines {
		if f.run.wanted[w][i] > 0 && f.needsOf(n.Lines[i].In0, n.Lines[i].In1, market) {
			return true
		}
	}
	return false
}

// needsOf reports whether a market is among some inputs.
func (f *follower) needsOf(in0, in1, market int) bool {
	return slices.ContainsFunc(f.net.Inputs[in0:in1], func(in network.Input) bool { return in.Market == market })
}
