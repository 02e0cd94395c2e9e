package risk

import (
	"cmp"
	"slices"

	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/provenance"
)

// RuleRow is a market under a content rule, with what a ban on the same origin
// would leave of it.
type RuleRow struct {
	Commodity string      `json:"commodity"`
	Stage     model.Stage `json:"stage"`
	Region    string      `json:"region"`
	Content   float64     `json:"content_share"` // of mass, or of value, that counts
	Covered   bool        `json:"covered"`
	Unjudged  bool        `json:"unjudged"`   // by value, and the goods have no price
	Free      float64     `json:"free_share"` // of the element least free of the origin
	Supply    float64     `json:"t_per_year"`
}

// Rule applies a content rule and a ban on one origin to every market that holds
// some of the elements, in the order of stage, commodity and region.
func Rule(n *network.Network, r provenance.Rule) ([]RuleRow, error) {
	f := provenance.Base(n)
	free, err := provenance.FreeOf(f, r.Elements, r.Origin)
	if err != nil {
		return nil, err
	}
	under, err := provenance.Under(f, r)
	if err != nil {
		return nil, err
	}
	everything := r
	everything.AtLeast = 0
	content, err := provenance.Under(f, everything)
	if err != nil {
		return nil, err
	}
	find := func(list []provenance.Covered, market int) *provenance.Covered {
		if i := slices.IndexFunc(list, func(c provenance.Covered) bool { return c.Market == market }); i >= 0 {
			return &list[i]
		}
		return nil
	}
	var out []RuleRow
	for _, x := range free {
		row := RuleRow{Commodity: x.Commodity, Region: x.Region, Free: x.Share, Supply: x.Supply, Stage: n.Model.Commodities[n.Markets[x.Market].Commodity].Stage}
		if c := find(content, x.Market); c != nil {
			row.Content, row.Unjudged = c.Content, c.Unjudged
		}
		row.Covered = find(under, x.Market) != nil
		out = append(out, row)
	}
	stage := func(s model.Stage) int { return slices.Index(model.Stages, s) }
	slices.SortStableFunc(out, func(a, b RuleRow) int {
		return cmp.Or(cmp.Compare(stage(b.Stage), stage(a.Stage)), cmp.Compare(a.Commodity, b.Commodity), cmp.Compare(a.Region, b.Region))
	})
	return out, nil
}
