package stockpile

import (
	"cmp"
	"fmt"
	"slices"

	"lodestone/internal/network"
)

// Emergency is how bad the years are.
type Emergency struct {
	// Reliability is, for every year, the share of what is cut that comes all the
	// same: 0 in a conflict, rising as sources elsewhere are built.
	Reliability []float64
	Austerity   float64 // share of the need that is done without, 0 to 1
	CountTrade  bool    // what the trade holds counts as held
	Budget      float64 // USD; 0 for none
}

// Need is a market and what a stock of it must hold.
type Need struct {
	Market
	Requirement
}

// Requirements sizes a stock of every good that a region needs. In year y
//
//	need = need of the base year (1 - austerity)
//	reliable supply = need of the base year (1 - share cut (1 - reliability_y))
//
// so supply that can be relied on does not grow beyond what it is. A budget is spent
// where a dollar saves most output, which is the best there is as long as uses
// need one of the goods only. The list is in that order.
func Requirements(n *network.Network, q Question, e Emergency) ([]Need, error) {
	if !(e.Austerity >= 0 && e.Austerity <= 1) {
		return nil, fmt.Errorf("austerity %g: %w, expected 0 to 1", e.Austerity, ErrInput)
	}
	for _, r := range e.Reliability {
		if !(r >= 0 && r <= 1) {
			return nil, fmt.Errorf("reliability %g: %w, expected 0 to 1", r, ErrInput)
		}
	}
	markets, err := Markets(n, q)
	if err != nil {
		return nil, err
	}
	var out []Need
	for _, m := range markets {
		need, reliable := make([]float64, len(e.Reliability)), make([]float64, len(e.Reliability))
		for y, r := range e.Reliability {
			need[y] = m.Need * (1 - e.Austerity)
			reliable[y] = m.Need * (1 - m.Cut*(1-r))
		}
		held := m.Public
		if e.CountTrade {
			held += m.Trade
		}
		r, err := Size(need, reliable, held, m.Price)
		if err != nil {
			return nil, err
		}
		r.Schema = "" // it is part of a list
		out = append(out, Need{m, r})
	}
	worth := func(x Need) float64 {
		if x.Market.Price <= 0 {
			return 0
		}
		return x.AtStake / x.Market.Price
	}
	slices.SortStableFunc(out, func(a, b Need) int { return cmp.Compare(worth(b), worth(a)) })
	left := e.Budget
	for i := range out {
		left -= out[i].Spend(left)
	}
	return out, nil
}
