package ensemble

import (
	"cmp"
	"slices"
	"time"

	"lodestone/internal/result"
)

// Schema names the JSON form of [Summary].
const Schema = "lodestone/ensemble/1"

// Summary is what an ensemble says: how often, when and how much.
type Summary struct {
	Schema      string            `json:"schema"`
	Provenance  result.Provenance `json:"provenance"`
	Title       string            `json:"title"`
	Start       string            `json:"start"`
	Weeks       int               `json:"weeks"`
	Design      Kind              `json:"design"`
	Members     int               `json:"members"`
	Failed      int               `json:"members_that_could_not_be_balanced"`
	Failure     string            `json:"why_the_first_could_not_be_balanced,omitempty"`
	Inputs      int               `json:"uncertain_inputs"`
	Lost        Fan               `json:"value_lost_usd"`
	First       Stop              `json:"first_line_down"`
	Before      Chance            `json:"line_down_before"`
	Uses        []UseFan          `json:"uses"`
	Regions     []RegionFan       `json:"regions"`
	Prices      []PriceFan        `json:"prices"`
	Exporters   []ExporterFan     `json:"exporters"`
	Weekly      []WeekFan         `json:"weekly"`
	Sensitivity *Sensitivity      `json:"sensitivity,omitempty"`
}

// Stop says how often lines stop and when: percentiles of the date over all members.
// A percentile is empty where so many members have no line-down.
type Stop struct {
	Share float64 `json:"share_of_members_with_line_down"`
	P5    string  `json:"p5"`
	P25   string  `json:"p25"`
	P50   string  `json:"p50"`
	P75   string  `json:"p75"`
	P95   string  `json:"p95"`
}

// Chance is the share of members with a line-down before a date.
type Chance struct {
	Date  string  `json:"date"`
	Share float64 `json:"share_of_members"`
}

// UseFan is an end use in a region over all members.
type UseFan struct {
	result.Place
	Stop   Stop   `json:"line_down"`
	Before Chance `json:"line_down_before"`
	Lost   Fan    `json:"value_lost_usd"`
	Short  Fan    `json:"share_of_demand_unmet"`
}

// RegionFan is a region over all members.
type RegionFan struct {
	Region string `json:"region"`
	Stop   Stop   `json:"line_down"`
	Before Chance `json:"line_down_before"`
	Lost   Fan    `json:"value_lost_usd"`
}

// PriceFan is the highest price of a commodity outside the region that controls it,
// as a multiple of the base year's.
type PriceFan struct {
	Commodity string `json:"commodity"`
	Inside    string `json:"inside_region"`
	Peak      Fan    `json:"highest_outside_over_base"`
}

// ExporterFan is what a region that imposes controls sells less.
type ExporterFan struct {
	Region string `json:"region"`
	Lost   Fan    `json:"exports_lost_usd"`
}

// WeekFan is one week of one series.
type WeekFan struct {
	Series string `json:"series"`
	Of     string `json:"of,omitempty"`
	Region string `json:"region,omitempty"` // of a market
	Date   string `json:"week_of"`
	Value  Fan    `json:"value"`
}

// Summarise reads a tally. The chance of a line-down is given before a date; the
// zero time means the beginning of the month after half of the members have one.
func (t *Tally) Summarise(before time.Time) *Summary {
	n := t.Measures.net
	s := &Summary{Schema: Schema, Title: n.Scenario.Title, Start: n.Scenario.Start.Format(time.DateOnly), Weeks: n.Weeks,
		Members: t.Members(), Failed: t.Failed, Failure: t.Failure, Lost: t.fan(t.Measures.at(TotalLost)), First: t.stop(t.First)}
	if before.IsZero() {
		before = t.usualDate()
	}
	s.Before = t.chance(t.First, before)
	t.summariseUses(s, before)
	t.summariseRegions(s, before)
	for i, p := range t.Measures.Prices {
		s.Prices = append(s.Prices, PriceFan{n.Model.Commodities[p.Commodity].ID, n.Model.Regions[p.Inside].ID, t.fan(t.Measures.at(PeakPrice) + i)})
	}
	slices.SortStableFunc(s.Prices, func(a, b PriceFan) int { return cmp.Compare(b.Peak.P50, a.Peak.P50) })
	for i, r := range t.Measures.Exporters {
		s.Exporters = append(s.Exporters, ExporterFan{n.Model.Regions[r].ID, t.fan(t.Measures.at(ExportsLost) + i)})
	}
	for i, c := range t.Measures.names {
		if c.Week >= 0 {
			s.Weekly = append(s.Weekly, WeekFan{c.Measure, c.Of, c.Region, n.Scenario.Date(c.Week).Format(time.DateOnly), t.fan(i)})
		}
	}
	return s
}

// usualDate is the beginning of the month after the median of the first line-down;
// the end of the run if half of the members have none.
func (t *Tally) usualDate() time.Time {
	n := t.Measures.net
	day := t.First.Percentile(0.5, t.Members())
	if day < 0 {
		return n.Scenario.Date(n.Weeks)
	}
	at := n.Scenario.Start.AddDate(0, 0, int(day))
	return time.Date(at.Year(), at.Month()+1, 1, 0, 0, 0, 0, time.UTC)
}

func (t *Tally) share(count int) float64 {
	if t.Members() == 0 {
		return 0
	}
	return float64(count) / float64(t.Members())
}

func (t *Tally) chance(d Days, before time.Time) Chance {
	day := int32(before.Sub(t.Measures.net.Scenario.Start).Hours() / 24)
	return Chance{before.Format(time.DateOnly), t.share(d.Before(day))}
}

func (t *Tally) stop(d Days) Stop {
	date := func(share float64) string {
		day := d.Percentile(share, t.Members())
		if day < 0 {
			return ""
		}
		return t.Measures.net.Scenario.Start.AddDate(0, 0, int(day)).Format(time.DateOnly)
	}
	return Stop{t.share(d.Count()), date(0.05), date(0.25), date(0.5), date(0.75), date(0.95)}
}

// summariseUses lists the uses that go short in some member, those that lose most
// first.
func (t *Tally) summariseUses(s *Summary, before time.Time) {
	n := t.Measures.net
	for j, i := range t.Measures.Uses {
		u := n.Uses[i]
		x := UseFan{Place: result.Place{EndUse: n.Model.EndUses[u.EndUse].ID, Region: n.Model.Regions[u.Region].ID},
			Stop: t.stop(t.Uses[j]), Before: t.chance(t.Uses[j], before), Lost: t.fan(t.Measures.at(UseLost) + j), Short: t.fan(t.Measures.at(UseShort) + j)}
		if x.Lost.Mean > 0 || x.Stop.Share > 0 {
			s.Uses = append(s.Uses, x)
		}
	}
	slices.SortStableFunc(s.Uses, func(a, b UseFan) int {
		return cmp.Or(cmp.Compare(b.Lost.P50, a.Lost.P50), cmp.Compare(b.Lost.Mean, a.Lost.Mean))
	})
}

func (t *Tally) summariseRegions(s *Summary, before time.Time) {
	for j, r := range t.Measures.Regions {
		x := RegionFan{t.Measures.net.Model.Regions[r].ID, t.stop(t.Regions[j]), t.chance(t.Regions[j], before), t.fan(t.Measures.at(RegionLost) + j)}
		if x.Lost.Mean > 0 || x.Stop.Share > 0 {
			s.Regions = append(s.Regions, x)
		}
	}
	slices.SortStableFunc(s.Regions, func(a, b RegionFan) int { return cmp.Compare(b.Lost.P50, a.Lost.P50) })
}
