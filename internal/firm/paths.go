package firm

import (
	"slices"
	"strings"
)

// Path is how one supplier's goods come, stage by stage, and whether a disruption that
// reaches upstream catches them.
type Path struct {
	Part      string `json:"part"`
	Supplier  string `json:"supplier"`
	Country   string `json:"country"`
	Mined     string `json:"mined_in"`
	Separated string `json:"separated_in"`
	Metal     string `json:"metal_in"`
	Qualified string `json:"qualified"`
	Status    string `json:"status"` // free, caught or unknown
	Why       string `json:"why"`
}

// paths are those of the parts that lines need, if a disruption reaches upstream or an
// origin is given for any supplier. Parts without a free path of a qualified supplier come
// first.
func (s *solution) paths() []Path {
	var upstream []*Disruption
	for i := range s.m.disruptions {
		if d := &s.m.disruptions[i]; d.Reach == "upstream" {
			upstream = append(upstream, d)
		}
	}
	told := func(x Supplier) bool { return x.Mined+x.Separated+x.Metal != "" }
	if len(upstream) == 0 && !slices.ContainsFunc(s.m.plan.Suppliers, told) {
		return nil
	}
	var bad, good []Path
	for i := range s.m.ids {
		if s.parts[i] == nil {
			continue
		}
		var list []Path
		for _, row := range s.m.bought[i] {
			list = append(list, pathOf(&s.m.plan.Suppliers[row], upstream))
		}
		if slices.ContainsFunc(list, func(p Path) bool { return p.Status == "free" && p.Qualified != "no" }) {
			good = append(good, list...)
		} else {
			bad = append(bad, list...)
		}
	}
	return append(bad, good...)
}

// pathOf looks at every stage for a country that is shut out.
func pathOf(s *Supplier, upstream []*Disruption) Path {
	p := Path{Part: s.Part, Supplier: s.Supplier, Country: s.Country, Mined: s.Mined, Separated: s.Separated, Metal: s.Metal, Qualified: s.Qualified, Status: "free"}
	stages := append([]stageOrigin{{"country", s.Country}}, s.origins()...)
	var missing, caught []string
	for _, stage := range stages {
		if stage.countries == "" {
			missing = append(missing, label(stage.column))
		}
		for _, d := range upstream {
			if (d.Part == "" || d.Part == s.Part) && slices.Contains(strings.Fields(stage.countries), d.Country) {
				caught = append(caught, stage.column+" "+d.Country)
			}
		}
	}
	switch {
	case len(caught) > 0:
		p.Status, p.Why = "caught", strings.ReplaceAll(strings.Join(caught, ", "), "_", " ")
	case len(missing) > 0:
		p.Status, p.Why = "unknown", "not known: "+strings.Join(missing, ", ")
	}
	return p
}
