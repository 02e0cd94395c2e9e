package firm

import (
	"slices"
	"strings"
)

// controlled are the substances that a disruption asks about.
func (b builder) controlled() []string {
	var out []string
	for _, d := range b.m.disruptions {
		for _, s := range strings.Fields(d.Substances) {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// course is the share of a supplier's usual shipments that may leave, by week: as far
// as papers let them, and as far as there are goods. The two multiply; a licence that is
// bought lifts the first.
type course struct{ papers, goods []step }

func (c course) at(week float64, licensed []step) float64 {
	papers := at(c.papers, week, 1)
	if papers < 1 {
		papers = max(papers, at(licensed, week, 0))
	}
	return papers * at(c.goods, week, 1)
}

// all are the steps of a course, not in order.
func (c course) all() []step { return slices.Concat(c.papers, c.goods) }

// course follows the disruptions that hit a supplier of a part with such contents. The
// second result is the week from which goods under way are held.
func (b builder) course(s *source, part string, content map[string]float64) (course, float64) {
	row := &b.m.plan.Suppliers[s.row]
	papers, held := b.follow(s, part, content, true)
	switch {
	case row.Licence == "not needed":
		papers, held = nil, never
	case row.Licence == "granted":
		until := never
		if !row.Expiry.IsZero() {
			until = weeksSince(b.m.plan.Basis.AsOf, row.Expiry) + 1.0/7 // valid through its last day
		}
		papers, held = exempt(papers, until), never
	}
	goods, stopped := b.follow(s, part, content, false)
	return course{papers, goods}, min(held, stopped)
}

// follow is the course of the disruptions that a licence lifts, or of the others.
func (b builder) follow(s *source, part string, content map[string]float64, liftable bool) ([]step, float64) {
	row := &b.m.plan.Suppliers[s.row]
	var stops, returns []step
	held := never
	for _, i := range b.m.hits(part) {
		d := &b.m.disruptions[i]
		if d.liftable() != liftable || !d.catches(content) || !b.hits(d, s.row) {
			continue
		}
		cut := weeksSince(b.m.plan.Basis.AsOf, d.From)
		stops = append(stops, step{cut, 0})
		if d.Held == "yes" {
			held = min(held, cut)
		}
		if d.Licensed.State != Given || liftable && row.Licence == "refused" {
			continue
		}
		week := cut + b.pick("disruptions", i, "licensed_from_week", d.Week)
		if d.Counted != "shipment" {
			week -= s.transit
		}
		returns = append(returns, step{max(cut, week), b.pick("disruptions", i, "licensed_share", d.granted())})
	}
	steps := append(stops, returns...) // in a week that has both, goods return
	sortSteps(steps)
	return steps, held
}

// hits are the disruptions of a part, in their order.
func (m *model) hits(part string) []int {
	if part == "" || len(m.hitting[part]) == 0 {
		return m.hitting[""]
	}
	return slices.Sorted(slices.Values(slices.Concat(m.hitting[""], m.hitting[part])))
}

// liftable reports whether a licence exempts from a disruption.
func (d *Disruption) liftable() bool { return !d.Shortage && d.Reach != "upstream" }

// hits reports whether a disruption concerns a supplier. Where a country is not known
// it may be the one that is disrupted, which is a figure with a range like others.
func (b builder) hits(d *Disruption, row int) bool {
	s := &b.m.plan.Suppliers[row]
	may := func(column string) bool { return b.pick("suppliers", row, column, Range{0, 0, 1, Given}) > 0.5 }
	if s.Country == d.Country || s.Country == "" && may("country") {
		return true
	}
	if d.Reach != "upstream" {
		return false
	}
	hit := false
	for _, stage := range s.origins() {
		known := slices.Contains(strings.Fields(stage.countries), d.Country)
		hit = hit || known || stage.countries == "" && may(stage.column)
	}
	return hit
}

// stageOrigin is where a supplier's goods pass one stage.
type stageOrigin struct{ column, countries string }

// origins are where a supplier's goods come from, stage by stage.
func (s *Supplier) origins() []stageOrigin {
	return []stageOrigin{{"mined_in", s.Mined}, {"separated_in", s.Separated}, {"metal_in", s.Metal}}
}

// granted is the share that is licensed: where it is made of a few applications, each
// granted on its own, with the range of a binomial count for one chance in ten each.
func (d *Disruption) granted() Range {
	n := int(d.Applications)
	if n < 1 || !d.Licensed.exact() {
		return d.Licensed
	}
	p := d.Licensed.Mid
	low, high := binomial(n, p, 0.1), binomial(n, p, 0.9)
	return Between(min(p, low), p, max(p, high))
}

// binomial is the share of n trials that succeed, each with chance p, in the worst of
// the given share of cases.
func binomial(n int, p, cases float64) float64 {
	if p >= 1 {
		return 1
	}
	chance, sum := 1.0, 0.0
	for range n {
		chance *= 1 - p
	}
	for k := range n {
		if sum += chance; sum >= cases {
			return float64(k) / float64(n)
		}
		chance *= float64(n-k) / float64(k+1) * p / (1 - p)
	}
	return 1
}

// catches reports whether a part with such contents falls under a disruption.
func (d *Disruption) catches(content map[string]float64) bool {
	list := strings.Fields(d.Substances)
	if len(list) == 0 {
		return true
	}
	sum := 0.0
	for _, s := range list {
		sum += content[s]
	}
	const grain = 1e-9 // rounding of sums
	return sum > d.Threshold+grain
}

// exempt lifts a course until a week.
func exempt(steps []step, until float64) []step {
	if len(steps) == 0 || !finite(until) {
		return nil
	}
	out := []step{{until, at(steps, until, 1)}}
	for _, s := range steps {
		if s.week > until {
			out = append(out, s)
		}
	}
	return out
}
