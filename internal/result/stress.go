package result

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/sim"
)

// StressSchema names the JSON form of [Stress].
const StressSchema = "lodestone/stress/1"

// Provenance says what made a result, so that it can be made again.
type Provenance struct {
	Program      string `json:"program"`
	Version      string `json:"version"`
	Model        string `json:"model"`
	ModelHash    string `json:"model_sha256"`
	Scenario     string `json:"scenario"`
	ScenarioHash string `json:"scenario_sha256"`
	BaseYear     int    `json:"base_year"`
	Seed         int64  `json:"seed"`
	Behaviour    string `json:"behaviour"` // full, or none
}

// EventNote repeats an event of the scenario for the reader of a result.
type EventNote struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`
	Title  string `json:"title"`
	From   string `json:"from"`
	To     string `json:"to,omitempty"`
	Source string `json:"source"`
}

// Stress is the answer to "what happens to whom, when, and why".
type Stress struct {
	Schema      string       `json:"schema"`
	Provenance  Provenance   `json:"provenance"`
	Title       string       `json:"title"`
	Description string       `json:"description"`
	Against     string       `json:"baseline"` // the scenario it is compared with; empty for no events
	Start       string       `json:"start"`
	Weeks       int          `json:"weeks"`
	Events      []EventNote  `json:"events"`
	LineDowns   []LineDown   `json:"line_downs"`
	Shortages   []Shortage   `json:"shortages"`
	Prices      []Price      `json:"prices"`
	Covers      []Cover      `json:"covers"`
	Exporters   []Exporter   `json:"exporters"`
	Plants      []Plant      `json:"plants"`
	Public      []PublicCost `json:"public_money"`
	Assumed     []string     `json:"assumptions"`
	Lost        Range        `json:"value_lost_usd"`
	Residual    float64      `json:"mass_balance_worst_residual"`

	Scenario, Baseline *Record `json:"-"`
}

// Range is a central value with the low and high that its inputs allow.
type Range struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Place names an end use in a region.
type Place struct {
	EndUse string `json:"end_use"`
	Region string `json:"region"`
}

// LineDown is the first day on which enough of an end use's lines stand still.
type LineDown struct {
	Place
	Date       string   `json:"date"`
	Week       int      `json:"week"`
	Missing    string   `json:"missing_commodity"`
	CoverStart float64  `json:"cover_at_shock_weeks"`
	Share      float64  `json:"share_of_lines_stopped"`
	Lost       float64  `json:"value_lost_usd"` // over the whole run
	Cause      []string `json:"cause"`          // from the line back to the event
	Event      string   `json:"event,omitempty"`
}

// Shortage sums what an end use went without.
type Shortage struct {
	Place
	Sector   string  `json:"sector"`
	Unit     string  `json:"unit"`
	Share    float64 `json:"share_of_demand"` // missing when wanted, over the whole run
	Peak     float64 `json:"worst_week_share"`
	PeakDate string  `json:"worst_week"`
	Late     float64 `json:"units_made_up"` // missing at first and made later
	Units    float64 `json:"units_lost"`
	Value    Range   `json:"value_lost_usd"`
}

// Stops is the share of its lines below which an end use counts as running:
// the parameter line_down_share of the stage it buys from.
func Stops(n *network.Network, u *network.Use) float64 {
	return n.Markets[n.Inputs[u.In0].Market].Params.LineDownShare
}

// NewStress compares the record of a scenario with that of its baseline.
func NewStress(base, run *Record, p Provenance) *Stress {
	n := run.Net
	s := &Stress{Schema: StressSchema, Provenance: p, Title: n.Scenario.Title, Description: n.Scenario.Description, Against: n.Scenario.Baseline,
		Start: day(n.Scenario.Start), Weeks: n.Weeks, Assumed: assumed(n.Scenario),
		Residual: max(base.Residual, run.Residual), Scenario: run, Baseline: base}
	for _, e := range n.Scenario.Events {
		s.Events = append(s.Events, noteOf(e))
	}
	s.findLineDowns()
	s.sumShortages()
	s.comparePrices()
	s.compareCovers()
	s.compareExporters()
	s.comparePlants()
	s.comparePublic()
	return s
}

// assumed lists what a run takes for granted: what the scenario says, and where it
// holds demand still, that too.
func assumed(s *model.Scenario) []string {
	if s.Growing {
		return s.Assumptions
	}
	held := fmt.Sprintf("Demand stays at the level of %d but for what prices and surges make of it; plants are built only by projects and by owners who earn on them.", s.BaseYear)
	return append([]string{held}, s.Assumptions...)
}

func noteOf(e model.Event) EventNote {
	note := EventNote{ID: e.ID, Kind: string(e.Kind), Title: e.Title, From: day(e.From), Source: e.Source}
	if !e.To.IsZero() {
		note.To = day(e.To)
	}
	return note
}

func day(t time.Time) string { return t.Format(time.DateOnly) }

func (s *Stress) shockWeek() int { return ShockWeek(s.Scenario.Net) }

// ShockWeek is the week in which the first event of a scenario takes effect.
func ShockWeek(n *network.Network) int {
	first := n.Weeks - 1
	for _, e := range n.Events {
		first = min(first, e.Start)
	}
	return max(first, 0)
}

// extra is the unmet units of a use in week w beyond those of the baseline.
func (s *Stress) extra(w, use int) float64 {
	return sim.Missing(s.Scenario.Shortfall(w, use), s.Baseline.Shortfall(w, use))
}

// lost is the units of a use that week w adds to what is lost beyond the baseline;
// negative by what it makes up of weeks before.
func (s *Stress) lost(w, use int) float64 {
	return sim.Lost(s.Scenario.Shortfall(w, use), s.Baseline.Shortfall(w, use))
}

func (s *Stress) place(use int) Place {
	n := s.Scenario.Net
	u := n.Uses[use]
	return Place{EndUse: n.Model.EndUses[u.EndUse].ID, Region: n.Model.Regions[u.Region].ID}
}

// negligible is the share of a use's demand below which an unmet amount is
// rounding and not a shortage.
const negligible = 1e-6

// unitsLost is the units of a use that were missing beyond the baseline and were not
// made up by the end of the run.
func (s *Stress) unitsLost(use int) float64 {
	lost := 0.0
	for w := range s.Weeks {
		lost += s.lost(w, use)
	}
	return max(0, lost)
}

// sumShortages lists every end use that went short, the costliest first.
func (s *Stress) sumShortages() {
	n := s.Scenario.Net
	for i := range n.Uses {
		u := &n.Uses[i]
		lost, missing, wanted, peak, at := s.unitsLost(i), 0.0, 0.0, 0.0, 0
		for w := range s.Weeks {
			x := s.extra(w, i)
			missing += x
			wanted += s.Scenario.Demand[w][i]
			if d := s.Scenario.Demand[w][i]; d > 0 && x/d > peak {
				peak, at = x/d, w
			}
		}
		if wanted <= 0 || missing/wanted < negligible {
			continue
		}
		e := &n.Model.EndUses[u.EndUse]
		s.Shortages = append(s.Shortages, Shortage{Place: s.place(i), Sector: e.Sector, Unit: e.Unit, Share: missing / wanted,
			Peak: peak, PeakDate: day(n.Scenario.Date(at)), Late: max(0, missing-lost), Units: lost,
			Value: Range{Value: lost * u.Value, Low: lost * u.ValueLow, High: lost * u.ValueHigh}})
		s.Lost.Value += float64(lost * u.Value)
		s.Lost.Low += float64(lost * u.ValueLow)
		s.Lost.High += float64(lost * u.ValueHigh)
	}
	sortBy(s.Shortages, func(x Shortage) float64 { return -x.Value.Value })
}

// findLineDowns lists the first stop of every end use that stops, in order of
// date and then of the value lost, with the missing commodity and the cause.
func (s *Stress) findLineDowns() {
	n := s.Scenario.Net
	shock := s.shockWeek()
	for i := range n.Uses {
		for w := shock; w < s.Weeks; w++ {
			share := s.extra(w, i) / math.Max(s.Scenario.Demand[w][i], math.SmallestNonzeroFloat64)
			if share < Stops(n, &n.Uses[i]) {
				continue
			}
			d := s.lineDown(i, w, shock, share)
			d.Lost = s.unitsLost(i) * n.Uses[i].Value
			s.LineDowns = append(s.LineDowns, d)
			break
		}
	}
	slices.SortStableFunc(s.LineDowns, func(a, b LineDown) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(b.Lost, a.Lost))
	})
}

// lineDown describes the stop of a use in week w.
func (s *Stress) lineDown(use, w, shock int, share float64) LineDown {
	n := s.Scenario.Net
	market := n.Inputs[s.Scenario.Scarce[w][use]].Market
	date := n.Scenario.Date(w).AddDate(0, 0, int(7*s.lasts(market, w, share)))
	cause := newTracer(s, shock, w).trace(market)
	return LineDown{Place: s.place(use), Date: day(date), Week: w, Share: share,
		Missing:    n.Model.Commodities[n.Markets[market].Commodity].ID,
		CoverStart: s.Baseline.Cover[max(shock-1, 0)][market], Cause: cause.steps, Event: cause.event}
}

func (s *Stress) lasts(market, w int, share float64) float64 {
	r := s.Scenario
	before := -1.0
	if w > 0 {
		before = r.Stock[w-1][market]
	}
	return Lasts(before, r.Stock[w][market], r.Want[w][market], r.Inflow[w][market], share)
}

// Lasts is how far into a week, as a share of it, lines run before they stop.
// Where the stock of the market ends in that week, it is the time until what
// was left of the week before is used up beside what comes in; else, some buyers
// having stopped and others not, the share of lines that run. In the first week
// before is negative.
func Lasts(before, left, want, inflow, share float64) float64 {
	drain := want - inflow
	if before < 0 || left > negligible*want || drain <= 0 {
		return 1 - share
	}
	return min(1, max(0, before/drain))
}
