package firm

import (
	"cmp"
	"slices"
	"strings"
)

// Material is how much of a substance a company's products need.
type Material struct {
	Substance string   `json:"substance"`
	PerYear   Range    `json:"kg_per_year"`
	Parts     []string `json:"parts"`
	// Countries are those of the factories that deliver the parts, with their share of
	// the substance; "" where not known.
	Countries []CountryShare `json:"countries"`
}

// CountryShare is a country's share of something.
type CountryShare struct {
	Country string  `json:"country"`
	Share   float64 `json:"share"`
}

// materials adds up the substances of the plan in the parts that lines need.
func (s *solution) materials() []Material {
	var out []Material
	for _, substance := range s.m.plan.Substances {
		m := Material{Substance: substance, PerYear: Exactly(0)}
		from := map[string]float64{}
		for i, p := range s.parts {
			if p == nil {
				continue
			}
			content := s.m.content[i][substance]
			need := at(p.usual, 0, 0) * p.unit * 52 / 100
			if content.State != Given || content.High == 0 || need == 0 {
				continue
			}
			m.PerYear = m.PerYear.plus(content.times(need))
			m.Parts = append(m.Parts, s.m.ids[i])
			for k := range p.sources {
				if src := &p.sources[k]; finite(src.begin) {
					from[s.m.plan.Suppliers[src.row].Country] += at(src.shares, 0, 0) * content.Mid * need
				}
			}
		}
		if len(m.Parts) == 0 {
			continue
		}
		for _, country := range sortedKeys(from) {
			if m.PerYear.Mid > 0 && from[country] > 0 {
				m.Countries = append(m.Countries, CountryShare{country, from[country] / m.PerYear.Mid})
			}
		}
		slices.SortStableFunc(m.Countries, func(a, b CountryShare) int {
			return cmp.Or(cmp.Compare(b.Share, a.Share), strings.Compare(a.Country, b.Country))
		})
		out = append(out, m)
	}
	return out
}
