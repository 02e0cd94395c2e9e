package workbench

import (
	"context"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"lodestone/internal/backtest"
	"lodestone/internal/dataset"
	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/result"
)

// SimulationSchema names the JSON form of [Simulation].
const SimulationSchema = "lodestone/simulate/1"

// MarketName names a market in the user's words.
type MarketName struct {
	Commodity string `json:"commodity"`
	Region    string `json:"region"`
}

// Simulation is a stress run as charts need it: the headline, and weekly series
// of some markets.
type Simulation struct {
	Schema        string                `json:"schema"`
	Provenance    result.Provenance     `json:"provenance"`
	Title         string                `json:"title"`
	Start         string                `json:"start"`
	Weeks         int                   `json:"weeks"`
	Lost          result.Range          `json:"value_lost_usd"`
	FirstLineDown *result.LineDown      `json:"first_line_down"`
	LineDowns     []result.LineDown     `json:"line_downs"`
	Shortages     []result.Shortage     `json:"shortages"`
	Unmet         []result.UnmetSeries  `json:"unmet" doc:"of the costliest shortages"`
	Events        []result.EventNote    `json:"events"`
	Markets       []result.MarketSeries `json:"markets"`
	Prices        []result.PriceSeries  `json:"prices" doc:"of the commodities of these markets"`
	Covers        []result.Cover        `json:"covers" doc:"the stocks that run down furthest, by the value of what depends on them"`
	Lanes         []result.Lane         `json:"lanes" doc:"trade by stage in the half year from the first event on"`
	Exporters     []result.Exporter     `json:"exporters"`
	Assumed       []string              `json:"assumptions"`
	Residual      float64               `json:"mass_balance_worst_residual"`
	Record        []RecordRow           `json:"record" doc:"what was observed in the episode that this scenario replays"`
}

// RecordRow is a figure of the record beside what the run gave for it over time.
// All numbers are relative to the reference of the row.
type RecordRow struct {
	ID          string        `json:"id"`
	Episode     string        `json:"episode"`
	Role        string        `json:"role" enum:"fit,validate"`
	Measure     string        `json:"measure"`
	What        string        `json:"what"`
	Commodities []string      `json:"commodities"`
	From        string        `json:"from,omitempty"`
	To          string        `json:"to,omitempty"`
	Region      string        `json:"region,omitempty"`
	Other       string        `json:"other,omitempty"`
	At          string        `json:"at"`
	Until       string        `json:"until"`
	Observed    float64       `json:"observed"`
	Low         float64       `json:"low"`
	High        float64       `json:"high"`
	Simulated   float64       `json:"simulated"`
	InBand      bool          `json:"in_band"`
	Source      string        `json:"source"`
	Dates       []string      `json:"dates"`
	Values      result.Series `json:"values"`
	Price       *RecordPrice  `json:"price,omitempty" doc:"for prices of one commodity: what was observed in the unit of price charts"`
}

// RecordPrice is an observed price, the reference being that of the run.
type RecordPrice struct {
	Commodity string  `json:"commodity"`
	Region    string  `json:"region"`
	Value     float64 `json:"value"`
	Low       float64 `json:"low"`
	High      float64 `json:"high"`
	Unit      string  `json:"unit"`
}

// Limits of a simulation's answer.
const (
	maxFocus    = 24 // markets
	unmetShown  = 12
	coversShown = 60
	laneWeeks   = 26 // from the first event on
)

// Simulate runs a scenario for charts: those of the markets in focus, or by
// default of what the first line-downs lacked, at most some many.
func (b *Bench) Simulate(ctx context.Context, scenario string, o Options, focus []MarketName, most int) (*Simulation, error) {
	file, err := b.Scenario(scenario)
	if err != nil {
		return nil, err
	}
	r, err := b.stressFast(ctx, file, o)
	if err != nil {
		return nil, err
	}
	markets, err := findMarkets(r.Scenario.Net, focus)
	if err != nil {
		return nil, err
	}
	if len(focus) == 0 {
		markets = missing(r, min(most, maxFocus))
	}
	x := newSimulation(r, markets)
	x.Record = b.record(file, r.Scenario)
	return x, nil
}

func newSimulation(s *result.Stress, markets []int) *Simulation {
	n := s.Scenario.Net
	x := &Simulation{Schema: SimulationSchema, Provenance: s.Provenance, Title: s.Title, Start: s.Start, Weeks: s.Weeks, Lost: s.Lost,
		LineDowns: some(s.LineDowns), Shortages: some(s.Shortages), Events: some(s.Events), Unmet: s.UnmetSeries(unmetShown),
		Covers: some(s.Covers[:min(coversShown, len(s.Covers))]), Lanes: s.Lanes(laneWeeks), Exporters: some(s.Exporters), Assumed: some(s.Assumed), Residual: s.Residual,
		Markets: []result.MarketSeries{}, Prices: []result.PriceSeries{}}
	if len(s.LineDowns) > 0 {
		x.FirstLineDown = &s.LineDowns[0]
	}
	var priced []int
	for _, m := range markets {
		x.Markets = append(x.Markets, s.MarketSeries(m))
		c := n.Markets[m].Commodity
		if slices.Contains(priced, c) {
			continue
		}
		priced = append(priced, c)
		if p, ok := s.PriceSeries(c); ok {
			x.Prices = append(x.Prices, p)
		}
	}
	return x
}

// some is a list that is empty rather than absent.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// findMarkets finds markets by name.
func findMarkets(n *network.Network, focus []MarketName) ([]int, error) {
	if len(focus) > maxFocus {
		return nil, fmt.Errorf("focus: %d markets; expected at most %d", len(focus), maxFocus)
	}
	var out []int
	for _, f := range focus {
		c, err := resolve("commodity", []string{f.Commodity}, len(n.Model.Commodities), func(i int) string { return n.Model.Commodities[i].ID })
		if err != nil {
			return nil, err
		}
		r, err := resolve("region", []string{f.Region}, len(n.Model.Regions), func(i int) string { return n.Model.Regions[i].ID })
		if err != nil {
			return nil, err
		}
		m := n.MarketOf(c[0], r[0])
		if m < 0 {
			return nil, fmt.Errorf("nobody trades %s in %s: %w", f.Commodity, f.Region, ErrUnknown)
		}
		out = append(out, m)
	}
	return out, nil
}

// missing lists the markets that the first line-downs lacked goods in.
func missing(s *result.Stress, most int) []int {
	n := s.Scenario.Net
	var out []int
	for _, d := range s.LineDowns {
		for m, k := range n.Markets {
			if n.Model.Commodities[k.Commodity].ID == d.Missing && n.Model.Regions[k.Region].ID == d.Region && !slices.Contains(out, m) {
				out = append(out, m)
			}
		}
		if len(out) >= most {
			break
		}
	}
	return out
}

// observeFast observes a scenario and, at the same time or from an earlier call,
// its baseline.
func (b *Bench) observeFast(ctx context.Context, n *network.Network, o Options) (base, run *result.Record, err error) {
	key := fmt.Sprint(network.Shape(n.Scenario), n.Scenario.Start, n.Weeks, o.Physics)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) { base, err = b.chains.baseline(ctx, n, key); return err })
	group.Go(func() (err error) { run, err = result.ObserveUntil(ctx, n, nil); return err })
	return base, run, group.Wait()
}

// record follows the figures of the record that a scenario, or one it extends,
// replays.
func (b *Bench) record(file *dataset.ScenarioFile, run *result.Record) []RecordRow {
	out := []RecordRow{}
	var targets []model.Target
	for _, t := range b.Package.Targets() {
		if t.Scenario == file.Name || slices.Contains(file.Extends, t.Scenario) {
			targets = append(targets, t)
		}
	}
	byID := map[string]model.Target{}
	for _, t := range targets {
		byID[t.ID] = t
	}
	for _, trace := range backtest.Follow(run, targets) {
		out = append(out, recordRow(run, byID[trace.ID], trace))
	}
	return out
}

func recordRow(run *result.Record, t model.Target, x backtest.Trace) RecordRow {
	row := RecordRow{ID: x.ID, Episode: x.Episode, Role: x.Role, Measure: t.Measure, What: x.What, Commodities: t.Commodities, From: t.From, To: t.To,
		Region: t.Region, Other: t.Other, At: x.At.Format(time.DateOnly), Until: x.Until.Format(time.DateOnly), Observed: x.Observed, Low: x.Low, High: x.High,
		Simulated: x.Simulated, InBand: x.InBand, Source: t.Observed.Source, Values: x.Values}
	for _, d := range x.Dates {
		row.Dates = append(row.Dates, d.Format(time.DateOnly))
	}
	if t.Measure != "price" && t.Measure != "price-peak" {
		return row
	}
	if base, err := backtest.Reference(run, t); err == nil {
		perKg := base / 1000
		row.Price = &RecordPrice{Commodity: t.Commodities[0], Region: t.Region, Value: perKg * x.Observed, Low: perKg * x.Low, High: perKg * x.High, Unit: "USD/kg"}
	}
	return row
}
