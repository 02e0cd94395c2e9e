package provenance

import (
	"cmp"
	"slices"

	"lodestone/internal/model"
)

// None is the label of what never passed a stage.
const None = "none"

// dust is the share below which a link is a remainder of the iteration.
const dust = 1e-12

// Link is the share of a market's content last processed at a stage by one
// region, owner or facility.
type Link struct {
	Stage model.Stage `json:"stage"`
	Label string      `json:"label"`
	Share float64     `json:"share"`
}

// Passage returns the way of one market's content through all stages, from the
// mine on, at each stage the largest share first and [None] last. Stages that
// nothing passed are left out. It errs on an unknown element.
func Passage(f *Flows, element, market int, by By) ([]Link, error) {
	var way []Link
	for _, stage := range stagesOf(f.Net) {
		s, err := Trace(f, element, stage, by)
		if err != nil {
			return nil, err
		}
		var links []Link
		for r, share := range s.Share[market] {
			if share > dust {
				links = append(links, Link{stage, s.Labels[r], share})
			}
		}
		if len(links) == 0 {
			continue
		}
		slices.SortStableFunc(links, func(a, b Link) int {
			return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(a.Label, b.Label))
		})
		if s.None[market] > dust {
			links = append(links, Link{stage, None, s.None[market]})
		}
		way = append(way, links...)
	}
	return way, nil
}
