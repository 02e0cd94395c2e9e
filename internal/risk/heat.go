package risk

import (
	"fmt"

	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/provenance"
)

// Benchmark is the share of one third country in any stage of processing that the
// EU's Critical Raw Materials Act sets as the most to rely on (Regulation (EU)
// 2024/1252, article 5: 65 % of the Union's annual consumption).
const Benchmark = 0.65

// Heat is what each region makes at each stage, of one element or of all by mass.
type Heat struct {
	Element string        `json:"element"` // "all": all tracked, by mass
	Stages  []model.Stage `json:"stages"`  // at which anything is made
	Regions []string      `json:"regions"` // that make something at some stage
	Cells   []HeatCell    `json:"cells"`   // where something is made
}

// HeatCell is one stage of one region.
type HeatCell struct {
	Stage  model.Stage `json:"stage"`
	Region string      `json:"region"`
	Made   float64     `json:"made_t_per_year"`
	Share  float64     `json:"share"` // of all that is made at the stage
}

// NewHeat adds up the base year of a network for an element, or for
// [provenance.All]. It errs on an unknown element.
func NewHeat(n *network.Network, element int) (*Heat, error) {
	if element < provenance.All || element >= len(n.Model.Elements) {
		return nil, fmt.Errorf("element %d of %d", element, len(n.Model.Elements))
	}
	h := &Heat{Stages: []model.Stage{}, Regions: []string{}, Cells: []HeatCell{}}
	makes := make([]bool, len(n.Model.Regions))
	f := provenance.Base(n)
	for _, stage := range model.Stages {
		b := stageBook(n, f, element, stage)
		h.Element = b.element
		if b.total <= 0 {
			continue
		}
		h.Stages = append(h.Stages, stage)
		for i, made := range b.made {
			if made > 0 {
				makes[i] = true
				h.Cells = append(h.Cells, HeatCell{stage, n.Model.Regions[i].ID, made, made / b.total})
			}
		}
	}
	for i, r := range n.Model.Regions {
		if makes[i] {
			h.Regions = append(h.Regions, r.ID)
		}
	}
	return h, nil
}
