// Package risk puts the official indices of criticality beside what the chain
// itself shows: how concentrated each stage is, what each region relies on others
// for, what would be left without the largest supplier, and what is embedded in
// the goods a region makes and uses. The formulas are those of package indices.
package risk

import (
	"context"
	"fmt"
	"slices"

	"lodestone/internal/indices"
	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/provenance"
)

// Schema names the JSON form of [Report].
const Schema = "lodestone/risk/1"

// Report is all indices of one base year.
type Report struct {
	Schema        string                  `json:"schema"`
	Model         string                  `json:"model"`
	ModelHash     string                  `json:"model_sha256"`
	BaseYear      int                     `json:"base_year"`
	Official      []Official              `json:"official"`
	National      []National              `json:"national"`
	Crises        []Crisis                `json:"crises"`
	Concentration []Concentration         `json:"concentration"`
	Reliance      []Reliance              `json:"import_reliance"`
	Dependence    []provenance.Dependence `json:"dependence"`
}

// Concentration is how concentrated the making of an element's goods is at one
// stage, by region.
type Concentration struct {
	Element    string      `json:"element"` // "all": all tracked, by mass
	Stage      model.Stage `json:"stage"`
	Made       float64     `json:"t_per_year"`
	Leader     string      `json:"leader"`
	Share      float64     `json:"leader_share"`
	HHI        float64     `json:"hhi"`               // points, 10,000 is one supplier
	Governance float64     `json:"hhi_wgi"`           // 0 to 10, as the EU weighs; 0 where governance is not known
	NMinusOne  float64     `json:"n_minus_one_share"` // of the others' demand that the others' supply covers
}

// Reliance is a region's net import reliance on an element's goods of one stage
// as the US Geological Survey defines it.
type Reliance struct {
	Element  string      `json:"element"`
	Stage    model.Stage `json:"stage"`
	Region   string      `json:"region"`
	Made     float64     `json:"made_t_per_year"`
	Consumed float64     `json:"apparent_consumption_t_per_year"`
	Share    float64     `json:"net_import_reliance"`
	Exporter bool        `json:"net_exporter"`
}

// New computes the report from the balanced base year of a network. Dependence is
// traced to the origins given, or to the region that leads most stages.
// It gives up when the context ends.
func New(ctx context.Context, n *network.Network, origins []int) (*Report, error) {
	r := &Report{Schema: Schema, Model: n.Model.Name, ModelHash: n.Model.Hash, BaseYear: n.Model.BaseYear}
	flows := provenance.Base(n)
	leads := map[int]float64{}
	for e := provenance.All; e < len(n.Model.Elements); e++ {
		for _, stage := range model.Stages {
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			b := stageBook(n, flows, e, stage)
			c, ok, err := b.concentration(n)
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
			r.Concentration = append(r.Concentration, c)
			leads[b.leader] += c.Share
			r.Reliance = append(r.Reliance, b.reliance(n)...)
		}
	}
	if err := r.assess(n, flows); err != nil {
		return nil, err
	}
	if len(origins) == 0 {
		origins = leading(n, leads)
	}
	return r, r.dependence(n, flows, origins)
}

// book is who makes, sends and gets the goods of one stage, t of an element a
// year by region.
type book struct {
	element             string
	stage               model.Stage
	made, imports, sent []float64
	total               float64
	leader              int
	index               int
}

// content is the mass of an element, or of all, in a unit of a commodity.
func content(n *network.Network, element, commodity int) float64 {
	if element >= 0 {
		return n.Element[element][commodity]
	}
	sum := 0.0
	for e := range n.Element {
		sum += n.Element[e][commodity]
	}
	return sum
}

func stageBook(n *network.Network, f *provenance.Flows, element int, stage model.Stage) *book {
	count := len(n.Model.Regions)
	b := &book{element: "all", stage: stage, index: element, made: make([]float64, count), imports: make([]float64, count), sent: make([]float64, count)}
	if element >= 0 {
		b.element = n.Model.Elements[element].ID
	}
	for i, l := range n.Lines {
		for _, o := range n.Outputs[l.Out0:l.Out1] {
			m := n.Markets[o.Market]
			if n.Model.Commodities[m.Commodity].Stage != stage || n.Model.Processes[l.Process].Stage != stage {
				continue // scrap is no product of the stage it falls at
			}
			x := float64(float64(float64(o.Coef*f.Lines[i])*content(n, element, m.Commodity)) * network.WeeksPerYear)
			b.made[m.Region] += x
			b.total += x
		}
	}
	for i, r := range n.Routes {
		from, to := n.Markets[r.From], n.Markets[r.To]
		if n.Model.Commodities[from.Commodity].Stage == stage {
			x := float64(float64(f.Routes[i]*content(n, element, from.Commodity)) * network.WeeksPerYear)
			b.sent[from.Region] += x
			b.imports[to.Region] += x
		}
	}
	for i, x := range b.made {
		if x > b.made[b.leader] {
			b.leader = i
		}
	}
	return b
}

// concentration is false where the stage makes nothing of the element.
func (b *book) concentration(n *network.Network) (Concentration, bool, error) {
	c := Concentration{Element: b.element, Stage: b.stage, Made: b.total, Leader: n.Model.Regions[b.leader].ID}
	if b.total <= 0 {
		return c, false, nil
	}
	shares, err := indices.Shares(b.made)
	if err != nil {
		return c, false, fmt.Errorf("%s at stage %s: %w", b.element, b.stage, err)
	}
	c.Share = shares[b.leader]
	if c.HHI, err = indices.Concentration(shares); err != nil {
		return c, false, fmt.Errorf("%s at stage %s: %w", b.element, b.stage, err)
	}
	if wgi, ok := governance(n, shares); ok {
		if c.Governance, err = indices.GovernanceConcentration(shares, wgi); err != nil {
			return c, false, fmt.Errorf("%s at stage %s: %w", b.element, b.stage, err)
		}
	}
	demand := make([]float64, len(b.made))
	for i := range demand {
		demand[i] = max(0, b.made[i]+b.imports[i]-b.sent[i])
	}
	// Nobody but the leader wants any: nothing is left to cover.
	if left, _, err := indices.NMinusOne(b.made, demand); err == nil {
		c.NMinusOne = left
	}
	return c, true, nil
}

// governance returns the scores of all regions on the scale of the EU; false if
// one with a share has none.
func governance(n *network.Network, shares []float64) ([]float64, bool) {
	out := make([]float64, len(shares))
	for i, s := range shares {
		if i < len(n.Model.Governance) && n.Model.Governance[i].Unit != "" {
			out[i] = indices.ScaledWGI(n.Model.Governance[i].Value)
		} else if s > 0 {
			return nil, false
		}
	}
	return out, true
}

// rounding is the part of a total below which a difference of flows is none.
const rounding = 1e-9

func (b *book) reliance(n *network.Network) []Reliance {
	var out []Reliance
	for i := range b.made {
		s := indices.NationalSupply{Primary: b.made[i], Imports: b.imports[i], Exports: b.sent[i]}
		used := s.ApparentConsumption()
		if used < float64(rounding*b.total) {
			used = 0
		}
		if used <= 0 && b.made[i] <= 0 {
			continue
		}
		share, exporter := s.NetImportReliance()
		out = append(out, Reliance{Element: b.element, Stage: b.stage, Region: n.Model.Regions[i].ID, Made: b.made[i], Consumed: used, Share: share, Exporter: exporter})
	}
	return out
}

// leading is the region that leads most stages, by the sum of its shares; none if
// nobody makes anything.
func leading(n *network.Network, leads map[int]float64) []int {
	origin, most := -1, 0.0
	for i := range n.Model.Regions {
		if leads[i] > most {
			origin, most = i, leads[i]
		}
	}
	if origin < 0 {
		return nil
	}
	return []int{origin}
}

// dependence traces the goods of the last stage before products that any line
// makes back to some regions.
func (r *Report) dependence(n *network.Network, f *provenance.Flows, origins []int) error {
	if len(origins) == 0 {
		return nil
	}
	var goods model.Stage
	for _, l := range n.Lines {
		if s := n.Model.Processes[l.Process].Stage; slices.Index(model.Stages, s) > slices.Index(model.Stages, goods) {
			goods = s
		}
	}
	var err error
	r.Dependence, err = provenance.Dependences(f, provenance.Question{Goods: goods, Origins: origins})
	return err
}
