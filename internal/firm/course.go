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

// course is the share of a supplier's usual shipments that may leave, by week,
// and the week from which goods under way are held.
func (b builder) course(s *source, part string, content map[string]float64) ([]step, float64) {
	row := &b.m.plan.Suppliers[s.row]
	if row.Licence == "not needed" {
		return nil, never
	}
	from := row.Country
	if from == "" && len(b.m.disruptions) > 0 {
		// Where the country is not known, it may be one that stops.
		if b.pick("suppliers", s.row, "country", Range{0, 0, 1, Given}) > 0.5 {
			from = b.m.disruptions[0].Country
		}
	}
	var stops, returns []step
	held := never
	for i, d := range b.m.disruptions {
		if d.Country != from || d.Part != "" && d.Part != part || !d.catches(content) {
			continue
		}
		cut := weeksSince(b.m.plan.Basis.AsOf, d.From)
		stops = append(stops, step{cut, 0})
		if d.Held == "yes" {
			held = min(held, cut)
		}
		if d.Licensed.State != Given || row.Licence == "refused" {
			continue
		}
		week := cut + b.pick("disruptions", i, "licensed_from_week", d.Week)
		if d.Counted != "shipment" {
			week -= s.transit
		}
		returns = append(returns, step{max(cut, week), b.pick("disruptions", i, "licensed_share", d.Licensed)})
	}
	steps := append(stops, returns...) // in a week that has both, goods return
	sortSteps(steps)
	if row.Licence == "granted" {
		until := never
		if !row.Expiry.IsZero() {
			until = weeksSince(b.m.plan.Basis.AsOf, row.Expiry) + 1.0/7 // valid through its last day
		}
		steps, held = exempt(steps, until), never
	}
	return steps, held
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
