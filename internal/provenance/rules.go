package provenance

import (
	"fmt"

	"lodestone/internal/network"
)

// Rule is a control on goods for what they contain, wherever they are made: the
// elements that passed the lines selected, together, are at least a share of
// the mass or value of the goods. China's Announcement 61 of 9 October 2025 has
// 0.1 % of value.
type Rule struct {
	Elements []int   // indices; empty for all
	AtLeast  float64 // share
	ByValue  bool    // of value; else of mass
	Origin   Where
}

// Covered is a market whose goods fall under a rule. Content is the part of
// their mass or value that counts, Total what it would be if all of the
// elements came from the origin.
type Covered struct {
	Market    int     `json:"-"`
	Commodity string  `json:"commodity"`
	Region    string  `json:"region"`
	Content   float64 `json:"content_share"`
	Total     float64 `json:"total_share"`
	Supply    float64 `json:"t_per_year"` // of goods
	Unjudged  bool    `json:"unjudged"`   // by value, and the goods have no price
}

// Under lists the markets under a rule in the order of the network; only those
// that something supplies, those of the origin itself included. A market is well
// mixed, so all its goods fall under the rule or none. By value, an element counts at the mean base price of its
// separated compound, per mass of element. Goods without a price are listed as
// unjudged if they hold anything of the origin. It errs on an unknown element
// or stage and, by value, on an element without a price.
func Under(f *Flows, r Rule) ([]Covered, error) {
	n := f.Net
	elements := elementsOf(n, r.Elements)
	content, total := make([]float64, len(n.Markets)), make([]float64, len(n.Markets))
	for _, e := range elements {
		passed, err := Passed(f, e, r.Origin)
		if err != nil {
			return nil, err
		}
		worth := 1.0
		if r.ByValue {
			if worth = elementPrice(n, e); worth <= 0 {
				return nil, fmt.Errorf("provenance: no price is known for %s as a separated compound", n.Model.Elements[e].ID)
			}
		}
		for m, k := range n.Markets {
			part := float64(n.Element[e][k.Commodity] * worth)
			content[m] += float64(part * passed[m])
			total[m] += part
		}
	}
	var list []Covered
	for m, k := range n.Markets {
		c := Covered{Market: m, Commodity: n.Model.Commodities[k.Commodity].ID, Region: n.Model.Regions[k.Region].ID,
			Content: content[m], Total: total[m], Supply: f.supply(m) * network.WeeksPerYear}
		if r.ByValue && k.Price > 0 {
			c.Content, c.Total = c.Content/k.Price, c.Total/k.Price
		}
		c.Unjudged = r.ByValue && k.Price <= 0
		if c.Supply > 0 && content[m] > 0 && (c.Unjudged || c.Content >= float64(r.AtLeast*(1-massTolerance))) {
			list = append(list, c)
		}
	}
	return list, nil
}

// elementPrice is the mean base price of an element in its separated compound,
// USD per t of element, weighted by base use; 0 if there is none. A compound of
// several elements counts for the one that is most of them.
func elementPrice(n *network.Network, element int) float64 {
	value, mass := 0.0, 0.0
	for _, k := range n.Markets {
		part := n.Element[element][k.Commodity]
		if n.Model.Commodities[k.Commodity].Stage != "separate" || k.Price <= 0 || part <= 0 {
			continue
		}
		whole := 0.0
		for e := range n.Element {
			whole += n.Element[e][k.Commodity]
		}
		if part > whole/2 {
			value += float64(k.BaseUse * k.Price)
			mass += float64(k.BaseUse * part)
		}
	}
	if mass <= 0 {
		return 0
	}
	return value / mass
}

// Free is how much of a market's supply a ban on an origin leaves: a ban "back
// to the mine" such as that of US defence procurement (DFARS 252.225-7052, in
// full from 2027) selects regions and every stage.
type Free struct {
	Market    int     `json:"-"`
	Commodity string  `json:"commodity"`
	Region    string  `json:"region"`
	Share     float64 `json:"free_share"`         // of the element that is least free
	Element   string  `json:"element"`            // that one
	ByMass    float64 `json:"free_share_by_mass"` // of all the elements together
	Supply    float64 `json:"t_per_year"`         // of goods
}

// FreeOf lists, in the order of the network, every supplied market that holds
// some of the elements, with the share of it that never passed a line of the
// origin; a market is excluded as far as that is below 1. Goods are free when
// each of the elements in them is, so Share is an upper bound of what a supply
// chain kept apart from the rest could deliver at present flows. Recycling does
// not clear material; the exception of the US rule for scrap recycled at home is
// not made. It errs on an unknown element or stage.
func FreeOf(f *Flows, elements []int, origin Where) ([]Free, error) {
	n := f.Net
	elements = elementsOf(n, elements)
	list, mass := make([]Free, len(n.Markets)), make([]float64, len(n.Markets))
	for _, e := range elements {
		passed, err := Passed(f, e, origin)
		if err != nil {
			return nil, err
		}
		for m, k := range n.Markets {
			part := n.Element[e][k.Commodity]
			if part <= 0 {
				continue
			}
			free := 1 - passed[m]
			if free < dust {
				free = 0
			}
			if mass[m] == 0 || free < list[m].Share {
				list[m].Share, list[m].Element = free, n.Model.Elements[e].ID
			}
			mass[m] += part
			list[m].ByMass += float64(part * free)
		}
	}
	var out []Free
	for m, k := range n.Markets {
		x := list[m]
		if x.Supply = f.supply(m) * network.WeeksPerYear; x.Supply <= 0 || mass[m] <= 0 {
			continue
		}
		x.Market, x.Commodity, x.Region = m, n.Model.Commodities[k.Commodity].ID, n.Model.Regions[k.Region].ID
		x.ByMass /= mass[m]
		out = append(out, x)
	}
	return out, nil
}

// elementsOf returns the elements given, or all.
func elementsOf(n *network.Network, elements []int) []int {
	if len(elements) == 0 {
		return indices(len(n.Model.Elements))
	}
	return elements
}
