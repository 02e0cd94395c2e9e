package workbench

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"lodestone/internal/firm"
	"lodestone/internal/model"
	"lodestone/internal/nearest"
	"lodestone/internal/result"
)

// worldStep is over how many weeks what the world lets through is averaged.
const worldStep = 4

// worldNoticed is the change of a share from which the world disturbs a plan.
const worldNoticed = 0.05

// WorldGoods are the goods of the world that stand for parts of a plan, from one country.
type WorldGoods struct {
	Parts     []string  `json:"parts"` // empty: all
	Goods     []string  `json:"goods"`
	Country   string    `json:"country"`
	Border    float64   `json:"least_let_pass"` // of the usual orders, in the worst four weeks
	Sent      float64   `json:"least_sent"`     // of what may pass
	PricePeak float64   `json:"price_peak"`     // at the lines, as a multiple of the baseline
	PeakDate  time.Time `json:"price_peak_date"`
	PriceMean float64   `json:"price_mean"` // the same over the run
}

// inWorld puts a plan under what a run of the world lets through: for every part that
// goods of the world stand for, and every country that its suppliers stand in, what the
// border lets pass, which a licence of the company's own lifts, and what is sent of that,
// which none lifts.
func (b *Bench) inWorld(ctx context.Context, f *Firm, o FirmOptions, progress Progress) error {
	s, err := b.Stress(ctx, o.World, Options{}, progress)
	if err != nil {
		return err
	}
	f.Provenance, f.Under, f.Disruptions = s.Provenance, "the world under "+o.World, []firm.Disruption{}
	w := world{s: s, stage: model.Stage(o.Stage)}
	if w.buyers, err = buyersOf(f.Plan, s.Scenario.Net.Model); err != nil {
		return err
	}
	if err := w.setStage(); err != nil {
		return err
	}
	if f.Notes, err = w.covers(f.Plan); err != nil {
		return err
	}
	for _, k := range w.standIns(f.Plan) {
		for _, country := range countriesOf(f.Plan, k.parts) {
			if from := regionOf(s.Scenario.Net.Model, country); from >= 0 {
				f.World = append(f.World, w.goods(k, country, from, &f.Disruptions))
			}
		}
	}
	return nil
}

// world is a run that a plan is put into.
type world struct {
	s      *result.Stress
	stage  model.Stage
	buyers map[int]bool // regions of the plan's lines
}

// setStage takes the last stage that lines make where none is asked for.
func (w *world) setStage() error {
	n := w.s.Scenario.Net
	if w.stage == "" {
		for _, l := range n.Lines {
			if x := n.Model.Processes[l.Process].Stage; slices.Index(model.Stages, x) > slices.Index(model.Stages, w.stage) {
				w.stage = x
			}
		}
	}
	if !slices.Contains(model.Stages, w.stage) {
		return fmt.Errorf("stage %q: %w", w.stage, ErrUnknown)
	}
	return nil
}

// covers checks that the run and the plan meet in time.
func (w *world) covers(p *firm.Plan) ([]string, error) {
	sc := w.s.Scenario.Net.Scenario
	from, to := sc.Date(0), sc.Date(w.s.Weeks)
	end := p.Basis.AsOf.AddDate(0, 0, int(7*p.Basis.Horizon))
	span := fmt.Sprintf("the run covers %s to %s, the plan %s to %s", from.Format(time.DateOnly), to.Format(time.DateOnly), p.Basis.AsOf.Format(time.DateOnly), end.Format(time.DateOnly))
	if !from.Before(end) || !p.Basis.AsOf.Before(to) {
		return nil, errors.New("the scenario and the plan do not meet in time: " + span)
	}
	if end.After(to.AddDate(0, 0, 7)) || from.After(p.Basis.AsOf) {
		return []string{"Where one ends before the other the last known share holds on: " + span + "."}, nil
	}
	return nil, nil
}

// buyersOf are the regions that a plan's lines stand in.
func buyersOf(p *firm.Plan, m *model.Model) (map[int]bool, error) {
	buyers := map[int]bool{}
	for _, l := range p.Lines {
		r := regionOf(m, l.Region)
		if r < 0 {
			return nil, fmt.Errorf("line %s stands in %q, which the world has no region for%s", l.ID, l.Region, nearest.Hint(l.Region, regionNames(m)))
		}
		buyers[r] = true
	}
	return buyers, nil
}

// standIn is parts of a plan that the same goods stand for.
type standIn struct {
	parts       []string // nil: all
	commodities []int
}

// standIns matches parts with goods of the stage by what they contain. Parts that contain
// nothing are left alone, unless the plan says of none what it contains; then all goods
// of the stage stand for all parts.
func (w *world) standIns(p *firm.Plan) []standIn {
	m := w.s.Scenario.Net.Model
	var stage []int
	for c := range m.Commodities {
		if m.Commodities[c].Stage == w.stage {
			stage = append(stage, c)
		}
	}
	contents := firm.PartContents(p)
	if len(contents) == 0 {
		return []standIn{{nil, stage}}
	}
	var out []standIn
	for _, part := range slices.Sorted(maps.Keys(contents)) {
		like := alike(m, stage, contents[part])
		at := slices.IndexFunc(out, func(k standIn) bool { return slices.Equal(k.commodities, like) })
		if at < 0 {
			out = append(out, standIn{nil, like})
			at = len(out) - 1
		}
		out[at].parts = append(out[at].parts, part)
	}
	return out
}

// alike are the commodities whose contents are nearest, in weight % added up over the
// substances that are known of the part.
func alike(m *model.Model, from []int, content map[string]float64) []int {
	var best []int
	least := math.Inf(1)
	for _, c := range from {
		far := 0.0
		for e := range m.Elements {
			if v, ok := content[m.Elements[e].ID]; ok && e < len(m.Commodities[c].Contents) {
				far += math.Abs(v - 100*m.Commodities[c].Contents[e].Value)
			}
		}
		const same = 1e-9
		switch {
		case far < least-same:
			best, least = []int{c}, far
		case far <= least+same:
			best = append(best, c)
		}
	}
	return best
}

// countriesOf are the countries of the suppliers of some parts; nil: of all.
func countriesOf(p *firm.Plan, parts []string) []string {
	var out []string
	for _, x := range p.Suppliers {
		if x.Country != "" && (parts == nil || slices.Contains(parts, x.Part)) && !slices.Contains(out, x.Country) {
			out = append(out, x.Country)
		}
	}
	slices.Sort(out)
	return out
}

// regionOf finds the region of the world that a country is or is a member of; the
// rest of the world if there is one; else -1.
func regionOf(m *model.Model, country string) int {
	rest := -1
	for i, r := range m.Regions {
		if r.ID == country || slices.Contains(r.Members, country) {
			return i
		}
		if r.Kind == "rest" {
			rest = i
		}
	}
	if len(country) != 2 || strings.ToUpper(country) != country {
		return -1
	}
	return rest
}

func regionNames(m *model.Model) []string {
	var out []string
	for _, r := range m.Regions {
		out = append(append(out, r.ID), r.Members...)
	}
	return out
}

// goods looks at what one country sends of some goods, and adds the disruptions.
func (w *world) goods(k standIn, country string, from int, into *[]firm.Disruption) WorldGoods {
	n := w.s.Scenario.Net
	g := WorldGoods{Parts: k.parts, Country: country}
	for _, c := range k.commodities {
		g.Goods = append(g.Goods, n.Model.Commodities[c].ID)
	}
	border, sent := w.shares(k, from)
	border, sent = mean(border), mean(sent)
	g.Border, g.Sent = slices.Min(border), slices.Min(sent)
	week := 0
	g.PriceMean, g.PricePeak, week = w.prices(k)
	g.PeakDate = n.Scenario.Date(week)
	parts := k.parts
	if parts == nil {
		parts = []string{""}
	}
	for _, part := range parts {
		*into = append(*into, course(n.Scenario, country, part, border, false)...)
		*into = append(*into, course(n.Scenario, country, part, sent, true)...)
	}
	return g
}

// shares are by week the share of the usual orders that the border lets pass, and of
// that what is sent; 1 where the country sends none in the baseline. Orders that fall
// without a control are not held against the country, nor is what exceeds the usual.
func (w *world) shares(k standIn, country int) (border, sent []float64) {
	n := w.s.Scenario.Net
	controlled := map[int32]bool{}
	for _, e := range n.Events {
		if slices.Contains([]model.EventKind{model.Embargo, model.Licence, model.Quota}, e.Kind) {
			for _, r := range e.Routes {
				controlled[r] = true
			}
		}
	}
	for week := range w.s.Weeks {
		var usual, passed, shipped, free float64
		for r, route := range n.Routes {
			from, to := n.Markets[route.From], n.Markets[route.To]
			if int(from.Region) != country || !w.buyers[int(to.Region)] || !slices.Contains(k.commodities, int(from.Commodity)) {
				continue
			}
			base := w.s.Baseline.Shipped[week][r]
			usual += base
			passed += w.s.Scenario.Permitted[week][r]
			shipped += w.s.Scenario.Shipped[week][r]
			if controlled[int32(r)] {
				base = min(base, w.s.Scenario.Permitted[week][r])
			}
			free += base
		}
		b, s := 1.0, 1.0
		if usual > 0 {
			b = free / usual
		}
		if due := min(free, passed); due > 0 {
			s = min(1, shipped/due)
		}
		border, sent = append(border, b), append(sent, s)
	}
	return border, sent
}

// prices are those of the goods in the regions of the lines as multiples of the baseline,
// weighted by base use: the mean over the run, the peak, and its week.
func (w *world) prices(k standIn) (mean, peak float64, week int) {
	n := w.s.Scenario.Net
	for t := range w.s.Weeks {
		var now, then float64
		for i, m := range n.Markets {
			if w.buyers[int(m.Region)] && slices.Contains(k.commodities, int(m.Commodity)) {
				now += float64(m.BaseUse * w.s.Scenario.Price[t][i])
				then += float64(m.BaseUse * w.s.Baseline.Price[t][i])
			}
		}
		ratio := 1.0
		if then > 0 {
			ratio = now / then
		}
		mean += ratio / float64(w.s.Weeks)
		if ratio > peak {
			peak, week = ratio, t
		}
	}
	return mean, peak, week
}

// mean averages a weekly series over steps of some weeks; the last may be shorter.
func mean(weekly []float64) []float64 {
	var out []float64
	for chunk := range slices.Chunk(weekly, worldStep) {
		sum := 0.0
		for _, x := range chunk {
			sum += x
		}
		out = append(out, sum/float64(len(chunk)))
	}
	return out
}

// course writes a series of shares as disruptions, each of which holds from its day.
func course(s *model.Scenario, country, part string, shares []float64, shortage bool) []firm.Disruption {
	var out []firm.Disruption
	now := 1.0
	for i, share := range shares {
		if math.Abs(share-now) <= worldNoticed && (share < 1 || now == 1) {
			continue
		}
		now = share
		out = append(out, firm.Disruption{Scenario: s.Name, Country: country, Part: part, From: s.Date(i * worldStep), Held: "no",
			Licensed: firm.Exactly(share), Week: firm.Exactly(0), Counted: "shipment", Reach: "supplier", Shortage: shortage})
	}
	return out
}
