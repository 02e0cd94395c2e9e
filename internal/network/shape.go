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

// fits reports what of a draw is not as it was laid out: nothing but its numbers may
// differ, and none of those that something hangs on may have become nothing.
func (y *layout) fits(m *model.Model, s *model.Scenario) error {
	was := y.blank.Model
	for _, t := range []struct {
		name string
		row  int
	}{
		{"region", differs(was.Regions, m.Regions, func(a, b *model.Region) bool { return a.ID == b.ID })},
		{"commodity", differs(was.Commodities, m.Commodities, sameCommodity)},
		{"process", differs(was.Processes, m.Processes, sameProcess)},
		{"facility", differs(was.Facilities, m.Facilities, sameFacility)},
		{"route", differs(was.Routes, m.Routes, sameRoute)},
		{"end use", differs(was.EndUses, m.EndUses, sameEndUse)},
		{"demand", differs(was.Demands, m.Demands, func(a, b *model.Demand) bool { return a.EndUse == b.EndUse && a.Region == b.Region })},
		{"stockpile", differs(was.Stockpiles, m.Stockpiles, sameStockpile)},
		{"behaviour", differs(was.Behaviour, m.Behaviour, func(a, b *model.Behaviour) bool { return a.Parameter == b.Parameter && a.Scope == b.Scope })},
	} {
		if t.row >= 0 {
			return fmt.Errorf("a draw changed the shape of the chain: %s %d is another one; only numbers may differ", t.name, t.row+1)
		}
	}
	for f := range openings(s) {
		if !y.open[f] {
			return fmt.Errorf("a draw changed the shape of the chain: a project opens %s, which no project of scenario %s did before", m.Facilities[f].ID, s.Name)
		}
	}
	return nil
}

// differs returns the first row in which two tables are not the same, -1 if there is none.
func differs[T any](a, b []T, same func(a, b *T) bool) int {
	if len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) {
		return -1 // one table, in which nothing was drawn
	}
	for i := range min(len(a), len(b)) {
		if !same(&a[i], &b[i]) {
			return i
		}
	}
	if len(a) != len(b) {
		return min(len(a), len(b))
	}
	return -1
}

// sameSign reports whether both numbers are something or both are nothing.
func sameSign(a, b *model.Quantity) bool { return a.Value > 0 == (b.Value > 0) }

func sameCommodity(a, b *model.Commodity) bool {
	return a.ID == b.ID && a.Stage == b.Stage && differs(a.Contents, b.Contents, sameSign) < 0
}

func sameProcess(a, b *model.Process) bool {
	return a.ID == b.ID && a.Stage == b.Stage && a.HasFeed == b.HasFeed && sameSign(&a.Feed, &b.Feed) &&
		differs(a.Rows, b.Rows, func(x, y *model.RecipeRow) bool {
			return x.Role == y.Role && x.Commodity == y.Commodity && sameSign(&x.Amount, &y.Amount)
		}) < 0
}

func sameFacility(a, b *model.Facility) bool {
	return a.ID == b.ID && a.Region == b.Region && a.Owner == b.Owner && a.Strategy == b.Strategy &&
		slices.Equal(a.Processes, b.Processes) && slices.Equal(a.Feeds, b.Feeds) &&
		differs(a.Outputs, b.Outputs, func(x, y *model.Output) bool { return x.Process == y.Process && x.Feed == y.Feed }) < 0
}

func sameRoute(a, b *model.Route) bool {
	return a.Commodity == b.Commodity && a.From == b.From && a.To == b.To && a.Illicit == b.Illicit && a.Later == b.Later &&
		a.Qualified == b.Qualified && sameSign(&a.Flow, &b.Flow)
}

func sameEndUse(a, b *model.EndUse) bool {
	return a.ID == b.ID && a.Priority == b.Priority && a.Surplus == b.Surplus &&
		differs(a.Inputs, b.Inputs, func(x, y *model.EndUseInput) bool { return x.Commodity == y.Commodity }) < 0
}

func sameStockpile(a, b *model.Stockpile) bool {
	return a.Commodity == b.Commodity && a.Region == b.Region && a.Rule == b.Rule
}
