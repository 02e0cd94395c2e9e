package network

import "slices"

// never is a time so long that what takes it does not happen.
const never = 1e12

// calm switches every assumption about behaviour off: nobody hoards, rushes,
// smuggles more, looks elsewhere, invests, idles or answers to a price, and all buyers of a
// market hold the same cover. What is left is physics: stocks, lead times,
// recipes, capacities, controls.
func (p Params) calm() Params {
	p.Hoarding, p.AnnouncementFear, p.CoverSpread = 0, 0, 0
	p.SharePriceElasticity, p.PriceSensitivity, p.LeakageElasticity = 0, 0, 0
	p.ShareAdjustmentTime, p.QualificationTrigger = never, never
	p.SupplyElasticity, p.ThroughputElasticity, p.Speculation = 0, 0, 0
	p.Recapture, p.OrderLimit = 0, never
	p.Arbitrage, p.Netback = 0, 0
	p.MarginSpread, p.InvestmentTime, p.Hurdle = never, never, never
	return p.withRates()
}

// WithoutBehaviour returns the same chain and scenario with every assumption
// about behaviour switched off.
func (n *Network) WithoutBehaviour() *Network {
	other := *n
	other.Markets, other.Sites, other.Uses = slices.Clone(n.Markets), slices.Clone(n.Sites), slices.Clone(n.Uses)
	shared := map[*Params]*Params{}
	calm := func(p *Params) *Params {
		if shared[p] == nil {
			c := p.calm()
			shared[p] = &c
		}
		return shared[p]
	}
	for i := range other.Markets {
		other.Markets[i].Params = calm(other.Markets[i].Params)
	}
	for i := range other.Sites {
		other.Sites[i].Params = calm(other.Sites[i].Params)
	}
	for i := range other.Uses {
		other.Uses[i].Elasticity, other.Uses[i].Long = 0, 0
	}
	other.Spread = NewSpread(0)
	return &other
}
