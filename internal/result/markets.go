package result

import (
	"cmp"
	"slices"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

// Price compares a commodity inside the region that controls or makes most of
// it with the rest of the world, where prices are weighted by base use.
type Price struct {
	Commodity   string  `json:"commodity"`
	Inside      string  `json:"inside_region"`
	Unit        string  `json:"unit"`
	BaseInside  float64 `json:"base_inside"`
	BaseOutside float64 `json:"base_outside"`
	PeakOutside float64 `json:"peak_outside"`
	Traded      float64 `json:"traded_outside"` // what came from inside since the shock cost landed, by volume; 0 if nothing came
	PeakDate    string  `json:"peak_date"`
	InsideThen  float64 `json:"inside_at_peak"`
	Ratio       float64 `json:"outside_over_inside_at_peak"` // 1 in the base year
	EndOutside  float64 `json:"end_outside"`

	weight float64 // for the order of the list
}

// Cover says how far a market's stock ran down.
type Cover struct {
	Commodity string  `json:"commodity"`
	Region    string  `json:"region"`
	Normal    float64 `json:"normal_weeks"`
	Lead      float64 `json:"lead_weeks"` // from order to arrival, over all sources
	Lowest    float64 `json:"lowest_weeks"`
	Date      string  `json:"lowest_date"`
	Stopped   float64 `json:"buyers_run_out_share"`

	weight float64 // for the order of the list
}

// noticed is the relative change below which a price or a stock is not listed.
const noticed = 0.05

// comparePrices lists the commodities whose price rose outside, first those
// whose buyers there pay most for it.
func (s *Stress) comparePrices() {
	n := s.Scenario.Net
	for c := range n.Model.Commodities {
		inside := Inside(n, c)
		if inside < 0 {
			continue
		}
		if p, ok := s.pricesOf(c, inside); ok {
			s.Prices = append(s.Prices, p)
		}
	}
	sortBy(s.Prices, func(p Price) float64 { return -p.weight })
}

// Inside is the region a commodity's prices elsewhere are compared with: the origin
// of the routes some event controls; without one, the region that ships and uses
// most; -1 if nobody does.
func Inside(n *network.Network, commodity int) int {
	weight := make([]float64, len(n.Model.Regions))
	for _, e := range n.Events {
		if e.Kind == model.Tariff {
			continue
		}
		for _, k := range e.Routes {
			if r := n.Routes[k]; n.Markets[r.From].Commodity == commodity {
				weight[n.Markets[r.From].Region] += r.Base
			}
		}
	}
	if slices.Max(weight) == 0 {
		for _, m := range n.Markets {
			if m.Commodity == commodity {
				weight[m.Region] += m.BaseUse
			}
		}
	}
	best := -1
	for i, w := range weight {
		if w > 0 && (best < 0 || w > weight[best]) {
			best = i
		}
	}
	return best
}

func (s *Stress) pricesOf(c, inside int) (Price, bool) {
	n := s.Scenario.Net
	market := n.MarketOf(c, inside)
	if market < 0 || n.Markets[market].Price <= 0 {
		return Price{}, false
	}
	baseIn, baseOut := n.Markets[market].Price, Outside(n, nil, c, inside)
	if baseOut <= 0 {
		return Price{}, false
	}
	peak, at := 0.0, 0
	for w := range s.Weeks {
		if p := Outside(n, s.Scenario.Price[w], c, inside); p > peak {
			peak, at = p, w
		}
	}
	then := s.Scenario.Price[at][market]
	unit := n.Model.Commodities[c].Basis
	p := Price{Commodity: n.Model.Commodities[c].ID, Inside: n.Model.Regions[inside].ID, Unit: "USD/kg " + unit,
		BaseInside: baseIn / 1000, BaseOutside: baseOut / 1000, PeakOutside: peak / 1000, PeakDate: day(n.Scenario.Date(at)),
		InsideThen: then / 1000, Ratio: (peak / baseOut) / (then / baseIn),
		EndOutside: Outside(n, s.Scenario.Price[s.Weeks-1], c, inside) / 1000, Traded: s.traded(c, inside) / 1000,
		weight: float64((peak - baseOut) * s.useOutside(c, inside))}
	return p, peak/baseOut > 1+noticed
}

// traded is the landed price of what was shipped from inside since the shock,
// weighted by volume, USD/t. Where a border is nearly shut, the market price
// outside is what the unlicensed buyer would have to pay, and this is what most
// of the volume did cost.
func (s *Stress) traded(c, inside int) float64 {
	n := s.Scenario.Net
	cost, volume := 0.0, 0.0
	for k, r := range n.Routes {
		from := n.Markets[r.From]
		if from.Commodity != c || from.Region != inside {
			continue
		}
		for w := s.shockWeek(); w < s.Weeks; w++ {
			sent := s.Scenario.Shipped[w][k]
			cost += float64(sent * (float64(s.Scenario.Price[w][r.From]*(1+r.Tariff)) + r.Freight))
			volume += sent
		}
	}
	if volume == 0 {
		return 0
	}
	return cost / volume
}

// useOutside is the base use of a commodity in all markets but one, t/wk.
func (s *Stress) useOutside(c, inside int) float64 {
	sum := 0.0
	for _, m := range s.Scenario.Net.Markets {
		if m.Commodity == c && m.Region != inside {
			sum += m.BaseUse
		}
	}
	return sum
}

// Outside is the price of a commodity over all markets but those of one region,
// weighted by base use; nil prices mean those of the base year.
func Outside(n *network.Network, prices []float64, c, inside int) float64 {
	return MeanPrice(n, prices, MarketsOutside(n, c, inside))
}

// MarketsOutside lists the markets of a commodity in all regions but one.
func MarketsOutside(n *network.Network, c, inside int) []int32 {
	var list []int32
	for i := range n.Markets {
		if m := &n.Markets[i]; m.Commodity == c && m.Region != inside {
			list = append(list, int32(i))
		}
	}
	return list
}

// MeanPrice is the mean over some markets, weighted by base use; nil prices mean those
// of the base year.
func MeanPrice(n *network.Network, prices []float64, markets []int32) float64 {
	sum, weight := 0.0, 0.0
	for _, i := range markets {
		m := &n.Markets[i]
		p := m.Price
		if prices != nil {
			p = prices[i]
		}
		sum += float64(p * m.BaseUse)
		weight += m.BaseUse
	}
	if weight == 0 {
		return 0
	}
	return sum / weight
}

// compareCovers lists the markets whose stock fell, first those in which most
// value of a week's use was at stake.
func (s *Stress) compareCovers() {
	n := s.Scenario.Net
	for i, m := range n.Markets {
		if m.Cover <= 0 {
			continue
		}
		lowest, at, stopped := m.Cover, 0, 0.0
		for w := range s.Weeks {
			if c := s.Scenario.Cover[w][i]; c < lowest {
				lowest, at = c, w
			}
			stopped = max(stopped, s.Scenario.Stopped[w][i])
		}
		if lowest > m.Cover*(1-noticed) {
			continue
		}
		s.Covers = append(s.Covers, Cover{Commodity: n.Model.Commodities[m.Commodity].ID, Region: n.Model.Regions[m.Region].ID,
			Normal: m.Cover, Lead: m.MeanLead, Lowest: lowest, Date: day(n.Scenario.Date(at)), Stopped: stopped,
			weight: stopped * m.BaseUse * m.Price})
	}
	sortBy(s.Covers, func(c Cover) float64 { return -c.weight })
}

// sortBy sorts a list by a key, keeping the order of equals.
func sortBy[T any](list []T, key func(T) float64) {
	slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
}
