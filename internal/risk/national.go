package risk

import (
	"fmt"
	"slices"
	"strings"

	"lodestone/internal/indices"
	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/provenance"
)

// National is the supply risk of an element to the industry of one region, as the
// US Geological Survey computes it (Nassar et al. 2020), with its three terms: from
// the shares and the trade of this chain, the ratings of countries and the accounts
// of industries. A term whose inputs are not all known is nil, and Lacking names
// them. The paper also scales its terms over all commodities that it ranks, which a
// chain of one family of metals cannot.
type National struct {
	Element       string    `json:"element"`
	Method        string    `json:"method"`
	Region        string    `json:"region"`
	Concentration float64   `json:"foreign_concentration"` // sum of squared shares in refining of all other regions: the disruption potential is no more
	Disruption    *float64  `json:"disruption_potential"`
	Exposure      float64   `json:"trade_exposure"`
	Vulnerability *float64  `json:"economic_vulnerability"`
	Risk          *float64  `json:"supply_risk"`
	Published     Published `json:"published"`
	Lacking       []string  `json:"lacking"` // inputs, with the table they go into
}

// Published is what an assessment printed; nil where it did not or could not be read.
type Published struct {
	Disruption    *float64 `json:"disruption_potential"`
	Exposure      *float64 `json:"trade_exposure"`
	Vulnerability *float64 `json:"economic_vulnerability"`
	Risk          *float64 `json:"supply_risk"`
	Rank          *float64 `json:"rank"`
}

// national adds the supply risk of an element to a region.
func (r *Report) national(n *network.Network, f *provenance.Flows, a *assessment) error {
	if a.region < 0 {
		return fmt.Errorf("no region is given whose supply is judged (column region of criticality.csv)")
	}
	given := func(parameter string) *float64 {
		if q, ok := a.inputs[parameter]; ok {
			return &q.Value
		}
		return nil
	}
	x := National{Element: n.Model.Elements[a.element].ID, Method: a.method, Region: n.Model.Regions[a.region].ID,
		Published: Published{given("disruption_potential"), given("trade_exposure"), given("economic_vulnerability"), given("supply_risk"), given("rank")}}
	b := stageBook(n, f, a.element, refining)
	x.Exposure = indices.NationalSupply{Primary: b.made[a.region], Imports: b.imports[a.region], Exports: b.sent[a.region]}.TradeExposure()
	if err := x.disruption(n.Model, b, a.region); err != nil {
		return err
	}
	if err := x.vulnerability(n.Model, a); err != nil {
		return err
	}
	if x.Disruption != nil && x.Vulnerability != nil {
		risk, err := indices.USGSSupplyRisk(*x.Disruption, x.Exposure, *x.Vulnerability)
		if err != nil {
			return err
		}
		x.Risk = &risk
	}
	r.National = append(r.National, x)
	return nil
}

// willingness are the parts of the willingness index that must be known.
var willingness = []string{"trade_ties", "shared_values", "military_cooperation"}

// disruption computes the disruption potential over the makers abroad, or notes the
// ratings that it lacks. Nothing that is made at home is withheld.
func (x *National) disruption(m *model.Model, b *book, home int) error {
	if b.total <= 0 {
		return nil
	}
	shares, err := indices.Shares(b.made)
	if err != nil {
		return err
	}
	ability, willing := make([]float64, len(shares)), make([]float64, len(shares))
	lacks := map[string][]string{}
	for c, share := range shares {
		if c == home || share < rounding {
			continue
		}
		x.Concentration += float64(share * share)
		perception, ok := rating(m, c, -1, "policy_perception")
		if !ok {
			lacks["policy_perception"] = append(lacks["policy_perception"], m.Regions[c].ID)
		} else if ability[c], err = indices.AbilityIndex(perception); err != nil {
			return fmt.Errorf("ratings of %s: %w", m.Regions[c].ID, err)
		}
		var parts []float64
		for _, index := range willingness {
			part, ok := rating(m, c, home, index)
			if parts = append(parts, part); !ok {
				lacks[index] = append(lacks[index], m.Regions[c].ID)
			}
		}
		if willing[c], err = indices.WillingnessIndex(parts); err != nil {
			return fmt.Errorf("ratings of %s: %w", m.Regions[c].ID, err)
		}
	}
	x.lackRatings(lacks)
	if len(lacks) > 0 {
		return nil
	}
	potential, err := indices.DisruptionPotential(shares, ability, willing)
	x.Disruption = &potential
	return err
}

// lackRatings notes the ratings that are lacking, those of the same regions together.
func (x *National) lackRatings(lacks map[string][]string) {
	var names, whose []string
	for _, index := range slices.Concat([]string{"policy_perception"}, willingness) {
		who := strings.Join(lacks[index], " ")
		if at := slices.Index(whose, who); who != "" && at >= 0 {
			names[at] += ", " + index
		} else if who != "" {
			names, whose = append(names, index), append(whose, who)
		}
	}
	for i, name := range names {
		x.Lacking = append(x.Lacking, fmt.Sprintf("%s of %s (ratings.csv)", name, whose[i]))
	}
}

// rating looks an index of a region up, toward another or, with -1, of itself.
func rating(m *model.Model, region, toward int, index string) (float64, bool) {
	for _, r := range m.Ratings {
		if r.Region == region && r.Toward == toward && r.Index == index {
			return r.Value.Value, true
		}
	}
	return 0, false
}

// vulnerability computes the economic vulnerability over the industries that spend
// on the element, or notes the accounts that it lacks.
func (x *National) vulnerability(m *model.Model, a *assessment) error {
	account := func(industry, parameter string) (float64, bool) {
		for _, k := range m.Accounts {
			if k.Region == a.region && k.Industry == industry && k.Parameter == parameter && k.Element < 0 {
				return k.Value.Value, true
			}
		}
		x.Lacking = append(x.Lacking, fmt.Sprintf("%s of %s (accounts.csv)", parameter, industry))
		return 0, false
	}
	var added, spending, profit []float64
	known := true
	for _, k := range m.Accounts {
		if k.Region != a.region || k.Element != a.element || k.Parameter != "spending" {
			continue
		}
		va, ok := account(k.Industry, "value_added")
		op, okToo := account(k.Industry, "operating_profit")
		known = known && ok && okToo
		added, spending, profit = append(added, va), append(spending, k.Value.Value), append(profit, op)
	}
	if len(spending) == 0 {
		x.Lacking = append(x.Lacking, "spending of industries on it, their value_added and operating_profit, gdp (accounts.csv)")
		return nil
	}
	gdp, ok := account("*", "gdp")
	if !ok || !known {
		return nil
	}
	ev, err := indices.EconomicVulnerability(added, spending, profit, gdp)
	x.Vulnerability = &ev
	return err
}
