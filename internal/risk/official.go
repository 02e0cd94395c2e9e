package risk

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lodestone/internal/indices"
	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/provenance"
)

// Official is a published supply risk of the EU computed again from its published
// inputs, beside what this chain gives for the same formula.
type Official struct {
	Element   string  `json:"element"`
	Method    string  `json:"method"`
	Computed  float64 `json:"computed"`
	Published float64 `json:"published"`
	Chain     float64 `json:"from_this_chain"` // 0 where the chain does not separate it
	Inferred  bool    `json:"inputs_inferred_from_score"`
}

// refining is the stage at which assessments take rare earths to be processed.
const refining model.Stage = "separate"

// assessment is what was published on one element by one method.
type assessment struct {
	element, region int
	method          string
	inputs          map[string]model.Quantity // by parameter
}

// assessments gathers the published numbers, in the order in which they are given.
func assessments(m *model.Model) []*assessment {
	type key struct {
		element, region int
		method          string
	}
	at := map[key]*assessment{}
	var out []*assessment
	for _, c := range m.Criticality {
		k := key{c.Element, c.Region, c.Method}
		if at[k] == nil {
			at[k] = &assessment{c.Element, c.Region, c.Method, map[string]model.Quantity{}}
			out = append(out, at[k])
		}
		at[k].inputs[c.Parameter] = c.Value
	}
	return out
}

// assess computes every published assessment again by the formula that the first
// word of its method names.
func (r *Report) assess(n *network.Network, f *provenance.Flows) error {
	for _, a := range assessments(n.Model) {
		formula, _, _ := strings.Cut(a.method, " ")
		var err error
		switch formula {
		case "EU":
			err = r.official(n, f, a)
		case "USGS":
			err = r.national(n, f, a)
		}
		if err != nil {
			return fmt.Errorf("%s, %s: %w", n.Model.Elements[a.element].ID, a.method, err)
		}
	}
	slices.SortStableFunc(r.Official, func(a, b Official) int { return cmp.Compare(b.Computed, a.Computed) })
	return nil
}

// official adds the supply risk of the EU at the refining stage, all from the
// largest supplier and the rest from countries without weight, and the same formula
// on the shares of this chain.
func (r *Report) official(n *network.Network, f *provenance.Flows, a *assessment) error {
	b := stageBook(n, f, a.element, refining)
	if n.Model.Governance[b.leader].Unit == "" {
		return nil // nothing to weigh the largest supplier by
	}
	in := a.inputs
	o := Official{Element: n.Model.Elements[a.element].ID, Method: a.method, Published: in["supply_risk"].Value, Inferred: in["largest_share"].Evidence == model.Derived}
	largest := in["largest_share"].Value
	// The published shares of the others are not given and weigh by their squares.
	hhi := float64(float64(largest*largest) * indices.ScaledWGI(n.Model.Governance[b.leader].Value))
	var err error
	if o.Computed, err = indices.EUSupplyRisk(hhi, in["recycling_input"].Value, in["substitution_index"].Value); err != nil {
		return err
	}
	c, ok, err := b.concentration(n)
	if err == nil && ok {
		o.Chain, err = indices.EUSupplyRisk(c.Governance, in["recycling_input"].Value, in["substitution_index"].Value)
	}
	r.Official = append(r.Official, o)
	return err
}
