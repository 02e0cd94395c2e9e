package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"lodestone/internal/model"
	"lodestone/internal/nearest"
	"lodestone/internal/network"
	"lodestone/internal/result"
	"lodestone/internal/sim"
)

// Goal is a statement about a run that a share of the members must make true.
type Goal struct {
	Text  string
	Share float64 // of the members

	kind  goalKind
	words []string // what the pattern found, in order
	limit float64
	above bool // the measure must be at least the limit; else at most
	at    time.Time

	week         int
	uses         []int
	sites        []int
	routes, made []int // from one region into others, all that supplies them
	from         []bool
}

type goalKind int

const (
	plantRuns goalKind = iota
	outputOf
	lineDowns
	valueLost
	demandMet
	shareOf
)

// goals are the statements there are. A pattern leaves words for bind to look up.
var goals = []struct {
	kind    goalKind
	pattern *regexp.Regexp
	like    string
}{
	{plantRuns, regexp.MustCompile(`^plant (\S+) operating$`), "plant X operating"},
	{outputOf, regexp.MustCompile(`^output of (\S+) (outside|in) (\S+) (above|below) (\S+) t$`), "output of X outside R above 5000 t"},
	{lineDowns, regexp.MustCompile(`^line-downs in (\S+) (above|below) (\S+)$`), "line-downs in R below 3"},
	{valueLost, regexp.MustCompile(`^value lost in (\S+) (above|below) (\S+)$`), "value lost in R below 1e9"},
	{demandMet, regexp.MustCompile(`^demand met in (\S+) (above|below) (\S+)\s*%$`), "demand met in R above 95%"},
	{shareOf, regexp.MustCompile(`^share of (\S+) in (\S+) of (\S+) (above|below) (\S+)\s*%$`), "share of R1 in X of R2 below 65%"},
}

var (
	memberPattern = regexp.MustCompile(`\s+in\s+([0-9.]+)\s*%\s+of\s+(?:members|futures)`)
	datePattern   = regexp.MustCompile(`\s+at\s+([0-9]{4}(?:-[0-9]{2}-[0-9]{2})?)$`)
)

// ParseGoal reads a goal as people say it: a statement, then in which share of the
// members (all if not said), then when (the end of the run if not said; a year means
// its first day). Commodities are ids or stage:<stage>.
func ParseGoal(text string) (*Goal, error) {
	g := &Goal{Text: text, Share: 1, above: true}
	rest := strings.TrimSpace(text)
	if m := datePattern.FindStringSubmatch(rest); m != nil {
		date := m[1]
		if len(date) == 4 {
			date += "-01-01"
		}
		var err error
		if g.at, err = time.Parse(time.DateOnly, date); err != nil {
			return nil, fmt.Errorf("until %q: %s is no date", text, m[1])
		}
		rest = strings.TrimSuffix(rest, m[0])
	}
	if m := memberPattern.FindStringSubmatch(rest); m != nil {
		percent, err := strconv.ParseFloat(m[1], 64)
		if err != nil || !(percent > 0 && percent <= 100) {
			return nil, fmt.Errorf("until %q: %s %% is no share of the members", text, m[1])
		}
		g.Share = percent / 100
		rest = strings.Replace(rest, m[0], "", 1)
	}
	var like []string
	for _, x := range goals {
		like = append(like, strconv.Quote(x.like))
		m := x.pattern.FindStringSubmatch(strings.TrimSpace(rest))
		if m == nil {
			continue
		}
		g.kind, g.words = x.kind, m[1:]
		return g, g.number(text)
	}
	return nil, fmt.Errorf("until %q: expected one of %s, then perhaps \"in 90%% of members\" and \"at 2030\"", text, strings.Join(like, ", "))
}

// number reads the limit, the last word of every statement but that about a plant.
func (g *Goal) number(text string) error {
	if g.kind == plantRuns {
		g.limit = 1
		return nil
	}
	last := len(g.words) - 1
	var err error
	if g.limit, err = strconv.ParseFloat(g.words[last], 64); err != nil {
		return fmt.Errorf("until %q: %q is no number", text, g.words[last])
	}
	g.above = g.words[last-1] == "above"
	if g.kind == demandMet || g.kind == shareOf {
		g.limit /= 100
	}
	return nil
}

// bind looks the names of a goal up in a network.
func (g *Goal) bind(n *network.Network) error {
	g.week = n.Weeks - 1
	if !g.at.IsZero() {
		if g.week = n.Scenario.WeekOf(g.at); g.week < 1 || g.week >= n.Weeks {
			return fmt.Errorf("until %q: the scenario runs from %s to %s", g.Text, day(n.Scenario.Start), day(n.Scenario.Date(n.Weeks)))
		}
	}
	switch g.kind {
	case plantRuns:
		return g.bindPlant(n)
	case outputOf:
		return g.bindOutput(n)
	case shareOf:
		return g.bindShare(n)
	}
	region, err := regionOf(n, g.words[0])
	for i, u := range n.Uses {
		if u.Region == region && !u.Surplus {
			g.uses = append(g.uses, i)
		}
	}
	return err
}

func (g *Goal) bindPlant(n *network.Network) error {
	var known []string
	for i, s := range n.Sites {
		id := n.Model.Facilities[s.Facility].ID
		known = append(known, id)
		if id == g.words[0] {
			g.sites = []int{i}
			return nil
		}
	}
	return fmt.Errorf("until %q: no plant %q runs or opens in this scenario%s", g.Text, g.words[0], nearest.Hint(g.words[0], known))
}

func (g *Goal) bindOutput(n *network.Network) error {
	is, err := commoditiesOf(n, g.words[0])
	if err != nil {
		return fmt.Errorf("until %q: %w", g.Text, err)
	}
	region, err := regionOf(n, g.words[2])
	for i, o := range n.Outputs {
		k := &n.Markets[o.Market]
		if is(k.Commodity) && (k.Region == region) == (g.words[1] == "in") {
			g.made = append(g.made, i)
		}
	}
	return err
}

func (g *Goal) bindShare(n *network.Network) error {
	is, err := commoditiesOf(n, g.words[1])
	if err != nil {
		return fmt.Errorf("until %q: %w", g.Text, err)
	}
	from, err := regionOf(n, g.words[0])
	if err != nil {
		return err
	}
	to, err := regionOf(n, g.words[2])
	for i, r := range n.Routes {
		if k := &n.Markets[r.To]; is(k.Commodity) && k.Region == to {
			g.routes = append(g.routes, i)
			g.from = append(g.from, n.Markets[r.From].Region == from)
		}
	}
	for i, o := range n.Outputs {
		if k := &n.Markets[o.Market]; is(k.Commodity) && k.Region == to {
			g.made = append(g.made, i)
		}
	}
	return err
}

func regionOf(n *network.Network, id string) (int, error) {
	var known []string
	for i, r := range n.Model.Regions {
		if r.ID == id {
			return i, nil
		}
		known = append(known, r.ID)
	}
	return -1, fmt.Errorf("unknown region %q%s", id, nearest.Hint(id, known))
}

// commoditiesOf says which commodities a word means.
func commoditiesOf(n *network.Network, word string) (func(int) bool, error) {
	v := model.Move{Commodity: word}
	var known []string
	for i := range n.Model.Commodities {
		if v.Covers(&n.Model.Commodities[i]) {
			return func(c int) bool { return v.Covers(&n.Model.Commodities[c]) }, nil
		}
		known = append(known, n.Model.Commodities[i].ID)
	}
	return nil, fmt.Errorf("unknown commodity %q%s", word, nearest.Hint(word, known))
}

func (g *Goal) holds(v float64) bool {
	if g.above {
		return v >= g.limit
	}
	return v <= g.limit
}

// measure is what a goal is about, of one run; base gives the run without events.
func (g *Goal) measure(r *result.Record, base func() *result.Record) float64 {
	first := max(0, g.week-network.WeeksPerYear+1)
	switch g.kind {
	case plantRuns:
		return runs(r, g.sites[0], g.week)
	case outputOf:
		return g.output(r, first)
	case lineDowns:
		return g.stopped(r, base())
	case demandMet:
		return g.met(r, first)
	case shareOf:
		return g.sourced(r, first)
	}
	return g.lost(r, base())
}

// runs is 1 where a plant runs at half its capacity or more.
func runs(r *result.Record, site, week int) float64 {
	made := 0.0
	for l := r.Net.Sites[site].Line0; l < r.Net.Sites[site].Line1; l++ {
		made += r.Made[week][l]
	}
	const half = 0.5
	if s := &r.Net.Sites[site]; made > 0 && made >= half*max(s.Base, projected(r.Net, site)) {
		return 1
	}
	return 0
}

// projected is the capacity that projects bring to a site.
func projected(n *network.Network, site int) float64 {
	sum := 0.0
	for _, e := range n.Events {
		if e.Kind == model.Project && slices.Contains(e.Sites, int32(site)) {
			sum += e.Project.Capacity
		}
	}
	return sum
}

// output is what was made in the year up to the week, t.
func (g *Goal) output(r *result.Record, first int) float64 {
	sum := 0.0
	for w := first; w <= g.week; w++ {
		for _, o := range g.made {
			out := &r.Net.Outputs[o]
			sum += float64(out.Coef * r.Made[w][out.Line])
		}
	}
	return sum
}

// sourced is the share of the supply of a region that comes from another, in the
// year up to the week.
func (g *Goal) sourced(r *result.Record, first int) float64 {
	all, of := g.output(r, first), 0.0
	for w := first; w <= g.week; w++ {
		for i, k := range g.routes {
			all += r.Shipped[w][k]
			if g.from[i] {
				of += r.Shipped[w][k]
			}
		}
	}
	if all <= 0 {
		return 0
	}
	return of / all
}

// met is the share of demand served in the year up to the week, by value.
func (g *Goal) met(r *result.Record, first int) float64 {
	served, wanted := 0.0, 0.0
	for w := first; w <= g.week; w++ {
		for _, u := range g.uses {
			v := r.Net.Uses[u].Value
			served += float64(v * min(r.Served[w][u], r.Demand[w][u]))
			wanted += float64(v * r.Demand[w][u])
		}
	}
	if wanted <= 0 {
		return 1
	}
	return served / wanted
}

// lost is the value lost up to the week beyond the run without events.
func (g *Goal) lost(r, base *result.Record) float64 {
	sum := 0.0
	for w := 0; w <= g.week; w++ {
		for _, u := range g.uses {
			sum += float64(sim.Lost(r.Shortfall(w, u), base.Shortfall(w, u)) * r.Net.Uses[u].Value)
		}
	}
	return max(0, sum)
}

// stopped counts the end uses of which enough lines stand still in some week up to
// the week that would not without events.
func (g *Goal) stopped(r, base *result.Record) float64 {
	count := 0.0
	for _, u := range g.uses {
		use := &r.Net.Uses[u]
		most := r.Net.Markets[r.Net.Inputs[use.In0].Market].Params.LineDownShare
		for w := 0; w <= g.week; w++ {
			if d := r.Demand[w][u]; d > 0 && extra(r, base, w, u)/d >= most {
				count++
				break
			}
		}
	}
	return count
}

func extra(r, base *result.Record, w, u int) float64 {
	return sim.Missing(r.Shortfall(w, u), base.Shortfall(w, u))
}
