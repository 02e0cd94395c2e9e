package dataset

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"lodestone/internal/model"
	"lodestone/internal/unit"
)

// checks are the rules that need more than one cell. Each returns everything
// that breaks it.
var checks = []func(*Package) Problems{
	checkCountries, checkMembers, checkDates, checkCompositions, checkRecipes, checkConservation, checkCycles,
	checkFeeds, checkOperating, checkSameRegion, checkAssumedLocator, checkMoves, checkSets,
}

// tolerance is how far a complete composition may be from one.
const tolerance = 0.005

func checkCountries(p *Package) Problems {
	t := p.table("regions")
	var problems Problems
	for i := range t.rows {
		if r := &t.rows[i]; t.at(r, "kind") == "country" && !isCountry(t.at(r, "id")) {
			problems = append(problems, t.problem(r, "id", "is no ISO 3166-1 alpha-2 country code"))
		}
	}
	return problems
}

// isCountry reports whether a code is a country of ISO 3166-1 (NA is Namibia).
func isCountry(code string) bool {
	r, err := language.ParseRegion(code)
	return err == nil && len(code) == 2 && r.IsCountry() && r.String() == code
}

func checkMembers(p *Package) Problems {
	t := p.table("regions")
	var problems Problems
	owner := map[string]string{}
	for i := range t.rows {
		r := &t.rows[i]
		if t.at(r, "kind") == "country" {
			owner[t.at(r, "id")] = t.at(r, "id")
		}
	}
	for i := range t.rows {
		r := &t.rows[i]
		for _, m := range t.list(r, "members") {
			if !isCountry(m) {
				problems = append(problems, t.problem(r, "members", "%q is no ISO 3166-1 alpha-2 country code", m))
			} else if o, taken := owner[m]; taken && o != t.at(r, "id") {
				problems = append(problems, t.problem(r, "members", "%s already belongs to region %s", m, o))
			}
			owner[m] = t.at(r, "id")
		}
	}
	return problems
}

func checkDates(p *Package) Problems {
	var problems Problems
	for _, x := range []struct{ table, first, last string }{{"facilities", "opened", "closed"}, {"contracts", "start", "end"}} {
		t := p.table(x.table)
		for i := range t.rows {
			r := &t.rows[i]
			first, err1 := parseDate(t.at(r, x.first))
			last, err2 := parseDate(t.at(r, x.last))
			if err1 == nil && err2 == nil && last.Before(first) {
				problems = append(problems, t.problem(r, x.last, "comes before %s (%s)", x.first, t.at(r, x.first)))
			}
		}
	}
	return problems
}

// checkCompositions wants the parts of every complete composition to sum to
// one, each counted as it is written, as an element or as a compound, and those
// of no other to exceed it.
func checkCompositions(p *Package) Problems {
	contents, commodities := p.table("contents"), p.table("commodities")
	sums, bad := map[string]float64{}, map[string]bool{}
	for i := range contents.rows {
		r := &contents.rows[i]
		id := contents.at(r, "commodity")
		sums[id] += r.q.Value * p.asWritten(contents.at(r, "element"), r.q.RawUnit)
		bad[id] = bad[id] || r.bad
	}
	var problems Problems
	for i := range commodities.rows {
		r := &commodities.rows[i]
		id := commodities.at(r, "id")
		switch sum := sums[id]; {
		case bad[id]:
		case isComplete(commodities, id) && math.Abs(sum-1) > tolerance:
			problems = append(problems, commodities.problem(r, "composition", "the contents of %s sum to %.4g of its mass; a complete composition sums to 1", id, sum))
		case sum > 1+tolerance:
			problems = append(problems, commodities.problem(r, "composition", "the contents of %s sum to %.4g, more than its mass", id, sum))
		}
	}
	return problems
}

// asWritten is the mass of what a unit names, the element or its compound, per
// mass of the element.
func (p *Package) asWritten(element, text string) float64 {
	u, err := unit.Parse(text)
	if err != nil {
		return 1
	}
	if f, ok := p.factor(element, u.Basis()); ok {
		return f
	}
	return 1
}

func isComplete(commodities *table, id string) bool {
	if i, ok := commodities.ids("id")[id]; ok {
		return commodities.at(&commodities.rows[i], "composition") == "complete"
	}
	return false
}

// checkRecipes wants each process to have one duration, at most one feed, and
// outputs.
func checkRecipes(p *Package) Problems {
	t := p.table("recipes")
	roles := map[string]map[string]bool{}
	for i := range t.rows {
		id := t.at(&t.rows[i], "process")
		if roles[id] == nil {
			roles[id] = map[string]bool{}
		}
		roles[id][t.at(&t.rows[i], "role")] = true
	}
	var problems Problems
	processes := p.table("processes")
	for i := range processes.rows {
		r := &processes.rows[i]
		has := roles[processes.at(r, "id")]
		switch {
		case !has["duration"]:
			problems = append(problems, processes.problem(r, "id", "has no duration in %s", t.Path))
		case !has["output"] && !has["recovery"]:
			problems = append(problems, processes.problem(r, "id", "makes nothing: no output or recovery in %s", t.Path))
		case has["recovery"] && !has["feed"]:
			problems = append(problems, processes.problem(r, "id", "recovers from a feed but has no feed row in %s", t.Path))
		}
	}
	return problems
}

// earliest is a base year before all data: with it, technology is taken from
// its first rows, which the conservation checks may use.
const earliest = 1800

// chain builds the technology part of the model for checks, ignoring problems
// that others report.
func (p *Package) chain() *model.Model {
	b := &builder{p: p, m: &model.Model{BaseYear: earliest}}
	for _, step := range []func(){b.regions, b.elements, b.commodities, b.contents, b.processes, b.recipes, b.facilities} {
		step()
	}
	return b.m
}

// sound reports whether the technology tables could be read, so that a check
// on them does not add confusion to errors already reported.
func (p *Package) sound() bool {
	for _, name := range []string{"elements", "contents", "recipes"} {
		t := p.table(name)
		for i := range t.rows {
			if t.rows[i].bad {
				return false
			}
		}
	}
	for _, t := range []*table{p.table("contents"), p.table("recipes"), p.table("facilities")} {
		if len(p.checkReferences(t)) > 0 {
			return false
		}
	}
	return true
}

// checkConservation wants no process to make more of an element than it is
// given. Processes without feed or input are sources and exempt.
func checkConservation(p *Package) Problems {
	if !p.sound() {
		return nil
	}
	m := p.chain()
	t := p.table("recipes")
	var problems Problems
	for i := range m.Processes {
		process := &m.Processes[i]
		given, made := make([]float64, len(m.Elements)), make([]float64, len(m.Elements))
		inputs := process.HasFeed
		for _, row := range process.Rows {
			switch {
			case row.Role == model.RoleInput:
				inputs = true
				addContents(given, m, row)
			case row.Role == model.RoleOutput:
				addContents(made, m, row)
			case row.Role == model.RoleRecovery && row.Amount.Value > 1:
				problems = append(problems, Problem{File: t.Path, Line: row.Amount.Pos.Line, Field: "value", Value: row.Amount.Raw, Message: "recovers more than the feed contains"})
			}
		}
		for e := range made {
			if inputs && !process.HasFeed && made[e] > given[e]*(1+1e-6)+1e-12 {
				problems = append(problems, Problem{File: process.Pos.File, Line: process.Pos.Line, Field: "id", Value: process.ID,
					Message: fmt.Sprintf("makes %.4g t of %s per unit throughput from inputs that contain %.4g", made[e], m.Elements[e].ID, given[e])})
			}
		}
	}
	return problems
}

func addContents(into []float64, m *model.Model, row model.RecipeRow) {
	for e, c := range m.Commodities[row.Commodity].Contents {
		into[e] += row.Amount.Value * c.Value
	}
}

// checkCycles wants every loop of processes to lose something of each element
// it carries: it follows each element from commodity to commodity by the share
// that is passed on, and looks for a loop that passes on all.
func checkCycles(p *Package) Problems {
	if !p.sound() {
		return nil
	}
	m := p.chain()
	var problems Problems
	for e := range m.Elements {
		if loop := losslessLoop(m, e); loop != "" {
			problems = append(problems, Problem{File: p.table("recipes").Path, Field: "process",
				Message: fmt.Sprintf("%s goes round without loss: %s", m.Elements[e].ID, loop)})
		}
	}
	return problems
}

// edge passes a share of an element from one commodity to another.
type edge struct {
	from, to int
	share    float64
}

// losslessLoop looks for a cycle whose shares multiply to one (Bellman-Ford on
// the logarithms of the shares), and returns its commodities.
func losslessLoop(m *model.Model, element int) string {
	edges := elementEdges(m, element)
	gain := make([]float64, len(m.Commodities))
	prev := make([]int, len(m.Commodities))
	for i := range prev {
		prev[i] = -1
	}
	for range m.Commodities {
		last := -1
		for _, x := range edges {
			if g := gain[x.from] + math.Log(x.share) + 1e-9; g > gain[x.to] {
				gain[x.to], prev[x.to], last = g, x.from, x.to
			}
		}
		if last < 0 {
			return ""
		}
		if loop := walkBack(prev, last); loop != nil {
			return nameLoop(m, loop)
		}
	}
	return ""
}

// walkBack follows predecessors and returns the loop it runs into, if any.
func walkBack(prev []int, from int) []int {
	seen := map[int]int{}
	var path []int
	for i := from; i >= 0; i = prev[i] {
		if at, ok := seen[i]; ok {
			return path[at:]
		}
		seen[i] = len(path)
		path = append(path, i)
	}
	return nil
}

func nameLoop(m *model.Model, loop []int) string {
	slices.Reverse(loop)
	names := make([]string, 0, len(loop)+1)
	for _, c := range append(loop, loop[0]) {
		names = append(names, m.Commodities[c].ID)
	}
	return strings.Join(names, " > ")
}

// elementEdges lists how much of an element in each input each process passes
// to each output.
func elementEdges(m *model.Model, element int) []edge {
	var edges []edge
	content := func(c int) float64 { return m.Commodities[c].Contents[element].Value }
	for _, f := range m.Facilities {
		for _, id := range f.Processes {
			p := &m.Processes[id]
			given := 0.0
			for _, row := range p.Rows {
				if row.Role == model.RoleInput {
					given += row.Amount.Value * content(row.Commodity)
				}
			}
			for _, out := range p.Rows {
				switch out.Role {
				case model.RoleOutput:
					share := out.Amount.Value * content(out.Commodity)
					for _, in := range p.Rows {
						if in.Role == model.RoleInput && given > 0 && share > 0 && content(in.Commodity) > 0 {
							edges = append(edges, edge{in.Commodity, out.Commodity, share / given})
						}
					}
				case model.RoleRecovery:
					for _, feed := range f.Feeds {
						if content(feed) > 0 && content(out.Commodity) > 0 && out.Amount.Value > 0 {
							edges = append(edges, edge{feed, out.Commodity, out.Amount.Value})
						}
					}
				}
			}
		}
	}
	return edges
}

// checkFeeds wants a facility to name feeds exactly if a process of it has one.
func checkFeeds(p *Package) Problems {
	recipes, t := p.table("recipes"), p.table("facilities")
	feeds := map[string]bool{}
	for i := range recipes.rows {
		if recipes.at(&recipes.rows[i], "role") == "feed" {
			feeds[recipes.at(&recipes.rows[i], "process")] = true
		}
	}
	var problems Problems
	for i := range t.rows {
		r := &t.rows[i]
		wants := slices.ContainsFunc(t.list(r, "processes"), func(id string) bool { return feeds[id] })
		switch has := len(t.list(r, "feeds")) > 0; {
		case wants && !has:
			problems = append(problems, t.problem(r, "feeds", "is empty, but its process runs on a feed"))
		case has && !wants:
			problems = append(problems, t.problem(r, "feeds", "names a feed, but none of its processes runs on one"))
		}
	}
	return problems
}

// checkOperating wants numbers for a facility that is said to operate.
func checkOperating(p *Package) Problems {
	values, t := p.table("facility_values"), p.table("facilities")
	has := map[string]bool{}
	for i := range values.rows {
		r := &values.rows[i]
		has[values.at(r, "facility")+" "+values.at(r, "parameter")] = true
	}
	var problems Problems
	for i := range t.rows {
		r := &t.rows[i]
		if t.at(r, "status") != "operating" {
			continue
		}
		for _, parameter := range []string{"capacity", "output"} {
			if !has[t.at(r, "id")+" "+parameter] {
				problems = append(problems, t.problem(r, "status", "is operating, but %s has no %s for it", values.Path, parameter))
			}
		}
	}
	return problems
}

func checkSameRegion(p *Package) Problems {
	t := p.table("routes")
	var problems Problems
	for i := range t.rows {
		if r := &t.rows[i]; t.at(r, "from") == t.at(r, "to") && t.at(r, "from") != "" {
			problems = append(problems, t.problem(r, "to", "is where the route comes from; a route joins two regions"))
		}
	}
	return problems
}

// checkAssumedLocator wants every number to say where in its source it stands.
func checkAssumedLocator(p *Package) Problems {
	var problems Problems
	for _, res := range p.Schema.Resources {
		t := p.tables[res.Name]
		if !t.hasQuantity() {
			continue
		}
		for i := range t.rows {
			if r := &t.rows[i]; t.at(r, "locator") == "-" {
				problems = append(problems, t.problem(r, "locator", "says nothing; name the page, table or section, or how the number was got"))
			}
		}
	}
	return problems
}
