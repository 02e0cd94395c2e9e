package workbench

import (
	"lodestone/internal/network"
	"lodestone/internal/provenance"
	"lodestone/internal/risk"
)

// Schemas of the drawings of a base year.
const (
	FlowsSchema = "lodestone/flows/1"
	HeatSchema  = "lodestone/heatmap/1"
)

// Flows is the balanced base year as a flow drawing.
type Flows struct {
	Schema   string `json:"schema"`
	Basis    string `json:"basis"`
	Element  string `json:"element"`
	BaseYear int    `json:"base_year"`
	*provenance.Diagram
}

// Heatmap is what each region makes at each stage, with the share that the EU
// sets as the most to rely on.
type Heatmap struct {
	Schema   string  `json:"schema"`
	Basis    string  `json:"basis"`
	BaseYear int     `json:"base_year"`
	Line     float64 `json:"line_share"`
	*risk.Heat
}

// Flows draws the base year for an element; empty for all tracked together. Year
// 0 means that of the default scenario.
func (b *Bench) Flows(year int, element string) (*Flows, error) {
	n, e, err := b.element(year, element)
	if err != nil {
		return nil, err
	}
	d, err := provenance.Draw(provenance.Base(n), e)
	if err != nil {
		return nil, err
	}
	return &Flows{Schema: FlowsSchema, Basis: basis(element), Element: element, BaseYear: n.Model.BaseYear, Diagram: d}, nil
}

// Heatmap adds up the base year for an element; empty for all tracked together.
func (b *Bench) Heatmap(year int, element string) (*Heatmap, error) {
	n, e, err := b.element(year, element)
	if err != nil {
		return nil, err
	}
	h, err := risk.NewHeat(n, e)
	if err != nil {
		return nil, err
	}
	return &Heatmap{Schema: HeatSchema, Basis: basis(element), BaseYear: n.Model.BaseYear, Line: risk.Benchmark, Heat: h}, nil
}

// element compiles a base year and finds an element in it.
func (b *Bench) element(year int, name string) (*network.Network, int, error) {
	n, err := b.calm(year, 1)
	if err != nil || name == "" {
		return n, provenance.All, err
	}
	found, err := resolve("element", []string{name}, len(n.Model.Elements), func(i int) string { return n.Model.Elements[i].ID })
	if err != nil {
		return nil, 0, err
	}
	return n, found[0], nil
}

// basis says what the tonnes of a drawing are tonnes of.
func basis(element string) string {
	if element == "" {
		return "t of all tracked elements contained, per year"
	}
	return "t of " + element + " contained, per year"
}
