package stockpile

import (
	"cmp"
	"fmt"
	"slices"

	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/provenance"
)

// Question is a region and the origins it cannot rely on.
type Question struct {
	Region int
	Cut    []int // regions
	// Sectors of end uses whose needs count, and Stages of the goods; all if empty.
	Sectors []string
	Stages  []model.Stage
	// Industry counts what plants of the region draw beside what its end uses do. The
	// two overlap: the oxide in a magnet counts again.
	Industry bool
	// Through counts as cut what passed the origins at any stage, scrap included;
	// else only what is bought from them.
	Through bool
}

// Market is a good that a region needs, a year.
type Market struct {
	Commodity string      `json:"commodity"`
	Stage     model.Stage `json:"stage"`
	Region    string      `json:"region"`
	Unit      string      `json:"unit"`
	Need      float64     `json:"need_t_per_year"`
	Direct    float64     `json:"share_bought_from_cut"`
	Through   float64     `json:"share_that_passed_cut"` // of the element that depends most
	Cut       float64     `json:"share_cut"`             // of the two the one asked for
	Trade     float64     `json:"held_by_trade_t"`       // the normal cover of what is needed here
	Public    float64     `json:"held_by_public_stockpiles_t"`
	Price     float64     `json:"base_usd_per_t"`   // base price, 0 where none is known
	AtStake   float64     `json:"output_usd_per_t"` // value of the output that a tonne allows, mean of the uses that count
	index     int
}

// daysPerYear makes days of cover of tonnes a year.
const daysPerYear = 365

// Days is how many days of need an amount is.
func (m *Market) Days(tonnes float64) float64 {
	if m.Need <= 0 {
		return 0
	}
	return tonnes / m.Need * daysPerYear
}

// Markets lists what a region needs in the base year, by what is at stake in what
// is cut, the most first.
func Markets(n *network.Network, q Question) ([]Market, error) {
	flows := provenance.Base(n)
	free, err := provenance.FreeOf(flows, nil, provenance.Where{Regions: q.Cut})
	if err != nil {
		return nil, fmt.Errorf("what passed the origins: %w", err)
	}
	passed := make([]float64, len(n.Markets))
	for _, f := range free {
		passed[f.Market] = 1 - f.Share
	}
	var out []Market
	for i, k := range n.Markets {
		if k.Region != q.Region || !wants(q.Stages, n.Model.Commodities[k.Commodity].Stage) {
			continue
		}
		m := Market{Commodity: n.Model.Commodities[k.Commodity].ID, Stage: n.Model.Commodities[k.Commodity].Stage, Region: n.Model.Regions[k.Region].ID,
			Unit: n.Model.Commodities[k.Commodity].Unit, Price: k.Price, Through: passed[i], index: i}
		m.needs(n, q)
		if m.Need <= 0 {
			continue
		}
		m.Trade = k.Cover * m.Need / network.WeeksPerYear
		m.Direct = bought(n, i, q.Cut)
		m.Through = max(m.Through, m.Direct)
		m.Cut = m.Direct
		if q.Through {
			m.Cut = m.Through
		}
		for _, p := range n.Stockpiles {
			if p.Market == i {
				m.Public += p.Amount
			}
		}
		out = append(out, m)
	}
	stake := func(m Market) float64 { return m.Need * m.Cut * m.AtStake }
	slices.SortStableFunc(out, func(a, b Market) int { return cmp.Compare(stake(b), stake(a)) })
	return out, nil
}

func wants[T comparable](list []T, x T) bool { return len(list) == 0 || slices.Contains(list, x) }

// needs adds up what end uses, and plants if asked for, draw in a year, and what
// output a tonne allows.
func (m *Market) needs(n *network.Network, q Question) {
	value := 0.0
	for i := range n.Uses {
		u := &n.Uses[i]
		e := &n.Model.EndUses[u.EndUse]
		if u.Surplus || !wants(q.Sectors, e.Sector) {
			continue
		}
		for _, in := range n.Inputs[u.In0:u.In1] {
			if in.Market == m.index {
				m.Need += float64(float64(in.Coef*u.Base) * network.WeeksPerYear)
				value += float64(float64(u.Base*u.Value) * network.WeeksPerYear)
			}
		}
	}
	if m.Need > 0 {
		m.AtStake = value / m.Need
	}
	if !q.Industry {
		return
	}
	for i := range n.Lines {
		l := &n.Lines[i]
		for _, in := range n.Inputs[l.In0:l.In1] {
			if in.Market == m.index {
				m.Need += float64(float64(in.Coef*l.Base) * network.WeeksPerYear)
			}
		}
	}
}

// bought is the share of a market's supply that routes bring from some regions.
func bought(n *network.Network, market int, regions []int) float64 {
	total, from := 0.0, 0.0
	for _, o := range n.OutputBy[n.OutputIn[market]:n.OutputIn[market+1]] {
		total += float64(n.Outputs[o].Coef * n.Lines[n.Outputs[o].Line].Base)
	}
	for k := int(n.RouteIn[market]); k < int(n.RouteIn[market+1]); k++ {
		r := &n.Routes[k]
		total += r.Base
		if slices.Contains(regions, n.Markets[r.From].Region) {
			from += r.Base
		}
	}
	if total <= 0 {
		return 0
	}
	return from / total
}
