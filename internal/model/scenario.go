package model

import "time"

// EventKind names a mechanism an event works by.
type EventKind string

// The kinds of event the engine knows.
const (
	Embargo EventKind = "embargo"
	Quota   EventKind = "quota"
	Licence EventKind = "licence"
	Tariff  EventKind = "tariff"
	Outage  EventKind = "outage"
	Closure EventKind = "closure"
	Surge   EventKind = "surge"
	Release EventKind = "release"

	Crackdown EventKind = "crackdown"
	Purchase  EventKind = "purchase"

	ExportTax     EventKind = "export-tax"
	Project       EventKind = "project"
	Flood         EventKind = "flood"
	Floor         EventKind = "floor"
	Subsidy       EventKind = "subsidy"
	Offtake       EventKind = "offtake"
	Stocking      EventKind = "stocking"
	Permits       EventKind = "permits"
	TechnologyBan EventKind = "technology-ban"
	Takeover      EventKind = "takeover"
	Sourcing      EventKind = "sourcing"
	AirFreight    EventKind = "air-freight"
)

// The strategies of an owner: for profit, or kept running by a state whatever
// it loses.
const (
	ForProfit   = "profit"
	StateBacked = "state"
)

// Dated is a value that holds from a date on.
type Dated struct {
	From  time.Time
	Value Quantity
}

// Scope selects what an event acts on. An empty list means any. All that is
// given must match. Indices point into the Model.
type Scope struct {
	Origins, Destinations, Except []int // regions
	Commodities                   []int
	Stages                        []Stage
	Elements                      []int   // content rule: these elements together ...
	AtLeast                       float64 // ... make up at least this mass share
	Facilities                    []int
	Owners                        []string
	Regions                       []int
	Processes                     []int
	EndUses                       []int
	Stockpiles                    []int
}

// Span is the range of an uncertain date, both ends included; zero where the
// date is not ranged.
type Span struct{ Low, High time.Time }

// Correlation says that two ranged numbers, named by their keys, rise and fall
// together: Rank is their rank correlation (Spearman), -1 to 1.
type Correlation struct {
	A, B string
	Rank float64
}

// Event is a dated change made by the world. To is zero where it has no end.
type Event struct {
	ID, Title          string
	Kind               EventKind
	Announced, From    time.Time
	To                 time.Time
	Announces, Starts  Span // ranges of Announced and From
	Ends               Span // range of To
	Source, Locator    string
	Scope              Scope
	Approval, General  []Dated  // licence: shares by date
	Delay, Validity    Quantity // licence: weeks
	Pending            Quantity // licence: share of what is not approved that is decided again after another delay
	RefuseUses         []int    // licence: end uses that may not have the goods
	RefuseDestinations []int    // licence: where RefuseUses holds; empty means everywhere
	Volume, Period     Quantity // quota: amount per period, weeks
	Rate               Quantity // tariff: share of price; release, purchase: amount per week
	Loss               Quantity // outage: share of capacity; crackdown: share of illicit trade
	Recovery           Quantity // outage: weeks of linear recovery after To
	Factor             Quantity // surge: demand multiplier; permits, technology-ban: multiplier of durations
	Capacity           Quantity // project: throughput per year
	Permit, Build      Quantity // project: weeks
	Ramp               Quantity // project: weeks from first product to full output
	Grant              Quantity // project: public money towards the capital, USD
	Price              Quantity // floor: USD/t; subsidy: USD/t of product
	ShareAbove         Quantity // floor: share of what the market pays above it that goes back
	Push               Quantity // flood: output beyond the normal, as a share of it
	Cover              Quantity // stocking: weeks of use wanted
	Chance             Quantity // that it happens at all; no Unit where it is certain
	Frequency          Quantity // outage: times a year that it strikes each site, at random; no Unit where it is dated
	Duration           Quantity // outage that strikes at random: weeks
	Decision           string   // project: "committed" or "margin"
	Strategy           string   // takeover: profit or state
	Share              Quantity // sourcing: share of the orders of each destination; air-freight: of the shipments
	LeadTime           Quantity // air-freight: weeks
	Pos                Pos
}

// Scenario is a named list of events, read against one Model.
type Scenario struct {
	Name, Title, Description string
	BaseYear                 int
	Start                    time.Time // first day of week 0
	Weeks                    int
	Assumptions              []string
	Events                   []Event
	Correlations             []Correlation
	Baseline                 string  // name of the scenario it is compared with; empty for no events
	Against                  []Event // its events
	Growing                  bool    // demand and capacity follow the dated rows; else they stay at the base year
	Hash                     string  // of the file it was read from
}

// WeekOf returns the index of the week that contains t; it may be negative.
func (s *Scenario) WeekOf(t time.Time) int {
	days := int(t.Sub(s.Start).Hours() / 24)
	if days < 0 {
		return -((6 - days) / 7)
	}
	return days / 7
}

// Date returns the first day of week w.
func (s *Scenario) Date(w int) time.Time { return s.Start.AddDate(0, 0, 7*w) }

// likely is the chance from which an event happens in a single run.
const likely = 0.5

// Happens reports whether the event happens in a single run: what is certain or
// more likely than not does; what strikes at random is left to ensembles.
func (e *Event) Happens() bool {
	return e.Frequency.Unit == "" && (e.Chance.Unit == "" || e.Chance.Value >= likely)
}
