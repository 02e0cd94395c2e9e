package network

import (
	"fmt"
	"maps"
	"slices"

	"lodestone/internal/model"
)

// Shape names all that the chain itself, without its events, takes from a
// scenario. Networks of one model and shape differ only in what [Network.For]
// changes.
func Shape(s *model.Scenario) string {
	shape := fmt.Sprint(s.BaseYear, slices.Sorted(maps.Keys(openings(s))))
	if s.Growing { // years of demand and capacity are laid out from the start on
		shape += fmt.Sprint(s.Start, s.Weeks)
	}
	return shape
}
