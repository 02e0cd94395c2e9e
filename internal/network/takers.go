package network

// Taker is a buyer of a market who pays by what comes out: a joint line that
// draws from it, or the market at the end of a route where joint lines do.
type Taker struct {
	Line, Route int32   // one of them is -1
	Share       float64 // of the base use of the market
	Rival       float64 // likewise: exports to where others sell too, beside whom it must not be dear
}

// deriveTakers lists, market by market, who values what is sold there by what
// can be made of it: concentrates and scrap are paid as a share of what they
// contain. Where nothing is sold in the base year, those who could buy count alike.
func (n *Network) deriveTakers() {
	by := make([][]Taker, len(n.Markets))
	own := make([]float64, len(n.Markets)) // share that joint lines of the region take
	for i, l := range n.Lines {
		for _, in := range n.Inputs[l.In0:l.In1] {
			if share := shareOf(float64(in.Coef*l.Base), n.Markets[in.Market].BaseUse); l.Joint && share > 0 {
				own[in.Market] = min(1, own[in.Market]+share)
				by[in.Market] = append(by[in.Market], Taker{Line: int32(i), Route: -1, Share: share})
			}
		}
	}
	for i, r := range n.Routes {
		share := shareOf(r.Base, n.Markets[r.From].BaseUse)
		rivals := float64((1 - own[r.To]) * (1 - r.Share))
		if share > 0 && (own[r.To] > 0 || rivals > 0) {
			by[r.From] = append(by[r.From], Taker{Line: -1, Route: int32(i), Share: float64(share * own[r.To]), Rival: float64(share * rivals)})
		}
	}
	n.TakerIn, n.Takers = []int32{0}, nil
	for _, takers := range by {
		n.Takers = append(n.Takers, normalised(takers)...)
		n.TakerIn = append(n.TakerIn, int32(len(n.Takers)))
	}
}

func shareOf(flow, use float64) float64 {
	if use <= 0 {
		return 1
	}
	return flow / use
}

// normalised scales shares down that sum to more than 1.
func normalised(takers []Taker) []Taker {
	sum := 0.0
	for _, t := range takers {
		sum += t.Share + t.Rival
	}
	for i := range takers {
		takers[i].Share /= max(1, sum)
		takers[i].Rival /= max(1, sum)
	}
	return takers
}
