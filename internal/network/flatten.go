package network

import "slices"

// flattenRoutes copies what the weekly loops read of every route.
func (n *Network) flattenRoutes() {
	for i, r := range n.Routes {
		n.RouteFrom = append(n.RouteFrom, int32(r.From))
		n.RouteTo = append(n.RouteTo, int32(r.To))
		n.RouteLead = append(n.RouteLead, int32(r.Lead))
		n.RouteShare = append(n.RouteShare, max(r.Share, r.Potential))
		n.RouteFreight = append(n.RouteFreight, r.Freight)
		parity := 0.0
		if landed := float64(n.Markets[r.From].Price*(1+r.Tariff)) + r.Freight; landed > 0 {
			parity = n.Markets[r.To].Price / landed
		}
		n.RouteParity = append(n.RouteParity, parity)
		if !r.Qualified && n.hasDormant(r.From) {
			n.Entrants = append(n.Entrants, int32(i))
		}
		if n.Model.Routes[r.Model].Illicit {
			n.Illicit = append(n.Illicit, int32(i))
		}
	}
}

// flattenInputs copies what the weekly loops read of inputs and outputs.
func (n *Network) flattenInputs() {
	inputs := func(by, first, last int) int32 {
		for _, in := range n.Inputs[first:last] {
			n.InputMarket = append(n.InputMarket, int32(in.Market))
			n.InputBy = append(n.InputBy, int32(by))
			n.InputCoef = append(n.InputCoef, in.Coef)
		}
		return int32(last)
	}
	n.LineIn = []int32{0}
	for i := range n.Lines {
		n.LineIn = append(n.LineIn, inputs(i, n.Lines[i].In0, n.Lines[i].In1))
	}
	n.UseIn = []int32{int32(len(n.InputBy))}
	for i := range n.Uses {
		n.UseIn = append(n.UseIn, inputs(i, n.Uses[i].In0, n.Uses[i].In1))
		if n.Uses[i].Surplus {
			n.Surplus = append(n.Surplus, int32(i))
		}
	}
	for _, o := range n.Outputs {
		n.OutputMarket = append(n.OutputMarket, int32(o.Market))
		n.OutputLine = append(n.OutputLine, int32(o.Line))
		n.OutputCoef = append(n.OutputCoef, o.Coef)
	}
}

// flattenPlants copies what the weekly loops read of lines, their main products, and uses.
func (n *Network) flattenPlants() {
	for _, l := range n.Lines {
		n.LineLag = append(n.LineLag, int32(l.Lag))
	}
	for i, o := range n.Outputs {
		if o.Weight != 0 {
			n.Mains = append(n.Mains, Main{int32(i), int32(o.Line), int32(o.Market), o.Weight, o.Weight / o.Coef})
		}
	}
	for _, l := range n.Lines {
		n.LineEarns = append(n.LineEarns, n.baseRevenue(&l))
		n.LinePays = append(n.LinePays, n.basketPrice(l.In0, l.In1))
	}
	for _, u := range n.Uses {
		n.UseBase = append(n.UseBase, u.Base)
		n.UsePays = append(n.UsePays, n.basketPrice(u.In0, u.In1))
	}
}

// basketPrice is what some inputs cost in the base year, USD per unit of activity.
func (n *Network) basketPrice(in0, in1 int) float64 {
	sum := 0.0
	for _, in := range n.Inputs[in0:in1] {
		sum += float64(in.Coef * n.Markets[in.Market].Price)
	}
	return sum
}

// listClaims numbers the claims on each market: one for every rank at which
// somebody can claim, that of plants and exports, those of its end uses, the
// first if a contract binds it, and the last if there is a stockpile to fill.
func (n *Network) listClaims() {
	used := make([][Ranks]bool, len(n.Markets))
	for i := range used {
		used[i][TradeRank] = true
	}
	for _, u := range n.Uses {
		for _, in := range n.Inputs[u.In0:u.In1] {
			used[in.Market][u.Rank] = true
		}
	}
	for _, k := range n.Contracts {
		used[n.RouteFrom[k.Route]][FirstRank] = true
	}
	for _, p := range n.Stockpiles {
		used[p.Market][LastRank] = true
	}
	n.RankIn, n.RankBy, n.ClaimOn, n.TradeAt = nil, nil, nil, nil
	for i := range used {
		n.RankIn = append(n.RankIn, int32(len(n.RankBy)))
		for r, yes := range used[i] {
			if yes {
				n.RankBy = append(n.RankBy, uint8(r))
				n.ClaimOn = append(n.ClaimOn, int32(i))
			}
		}
	}
	n.RankIn = append(n.RankIn, int32(len(n.RankBy)))
	for i := range n.Markets {
		n.TradeAt = append(n.TradeAt, n.Claim(i, TradeRank))
	}
	n.InputClaim = make([]int32, len(n.Inputs))
	for in, by := range n.InputBy {
		rank := TradeRank
		if in >= int(n.UseIn[0]) {
			rank = n.Uses[by].Rank
		}
		n.InputClaim[in] = n.Claim(int(n.InputMarket[in]), rank)
	}
	n.sortUsesByClaim()
}

// sortUsesByClaim lists the end uses that stand behind each claim.
func (n *Network) sortUsesByClaim() {
	first := int(n.UseIn[0])
	n.ClaimIn = make([]int32, len(n.RankBy)+1)
	for _, c := range n.InputClaim[first:] {
		n.ClaimIn[c+1]++
	}
	for c := range n.RankBy {
		n.ClaimIn[c+1] += n.ClaimIn[c]
	}
	n.ClaimUses = make([]int32, len(n.InputClaim)-first)
	next := slices.Clone(n.ClaimIn)
	for k, c := range n.InputClaim[first:] {
		n.ClaimUses[next[c]] = n.InputBy[first+k]
		next[c]++
	}
}

// Claim is the number of the claim of a rank on a market, -1 if nobody can claim at that rank.
func (n *Network) Claim(market, rank int) int32 {
	for c := n.RankIn[market]; c < n.RankIn[market+1]; c++ {
		if int(n.RankBy[c]) == rank {
			return c
		}
	}
	return -1
}
