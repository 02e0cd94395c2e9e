package firm

// PartContents are the central contents, in weight %, of the parts of a plan of which
// any is known or taken from a grade.
func PartContents(p *Plan) map[string]map[string]float64 {
	m := compile(p, nil, nil)
	out := map[string]map[string]float64{}
	for i, id := range m.ids {
		if m.partRow[i] < 0 || len(m.bought[i]) == 0 {
			continue
		}
		known := map[string]float64{}
		for substance, v := range m.content[i] {
			if v.State == Given {
				known[substance] = v.Mid
			}
		}
		if len(known) > 0 {
			out[id] = known
		}
	}
	return out
}
