package network

import "slices"

// flattenRoutes copies what the weekly loops read of every route.
func (n *Network) flattenRoutes() {
	n.RouteLead, n.RouteTime = make([]int32, len(n.Routes)), make([]float64, len(n.Routes))
	n.RouteFreight, n.RouteParity, n.RouteShare = make([]float64, len(n.Routes)), make([]float64, len(n.Routes)), make([]float64, len(n.Routes))
	for i := range n.Routes {
		r := &n.Routes[i]
		n.RouteLead[i], n.RouteTime[i] = int32(r.Lead), float64(r.Lead)
		n.RouteFreight[i], n.RouteShare[i] = r.Freight, max(r.Share, r.Potential)
		if landed := float64(n.Markets[r.From].Price*(1+r.Tariff)) + r.Freight; landed > 0 {
			n.RouteParity[i] = n.Markets[r.To].Price / landed
		}
		if !r.Qualified && n.hasDormant(r.From) {
			n.Entrants = append(n.Entrants, int32(i))
		}
	}
}

// flattenInputs copies what the weekly loops read of inputs and outputs.
func (n *Network) flattenInputs() {
	n.InputCoef, n.OutputCoef = make([]float64, len(n.Inputs)), make([]float64, len(n.Outputs))
	for i := range n.Inputs {
		n.InputCoef[i] = n.Inputs[i].Coef
	}
	for i := range n.Outputs {
		n.OutputCoef[i] = n.Outputs[i].Coef
	}
}

// flattenPlants copies what the weekly loops read of lines, their main products, and uses.
func (n *Network) flattenPlants() {
	n.LineLag, n.LineTime = make([]int32, len(n.Lines)), make([]float64, len(n.Lines))
	n.LineEarns, n.LinePays = make([]float64, len(n.Lines)), make([]float64, len(n.Lines))
	for i := range n.Lines {
		l := &n.Lines[i]
		n.LineLag[i], n.LineTime[i] = int32(l.Lag), float64(l.Lag)
		n.LineEarns[i], n.LinePays[i] = n.baseRevenue(l), n.basketPrice(l.In0, l.In1)
	}
	n.Mains = make([]Main, 0, len(n.Outputs))
	for i := range n.Outputs {
		if o := &n.Outputs[i]; o.Weight != 0 {
			n.Mains = append(n.Mains, Main{int32(i), int32(o.Line), int32(o.Market), o.Weight, o.Weight / o.Coef})
		}
	}
	n.UseBase, n.UsePays = make([]float64, len(n.Uses)), make([]float64, len(n.Uses))
	for i := range n.Uses {
		u := &n.Uses[i]
		n.UseBase[i], n.UsePays[i] = u.Base, n.basketPrice(u.In0, u.In1)
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
