package model

import "time"

// Pos is the place a value was read from, for messages and provenance.
type Pos struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

// Evidence says how a number is known.
type Evidence string

// The grades of evidence, strongest first.
const (
	Reported          Evidence = "reported"
	EstimatedBySource Evidence = "estimated-by-source"
	Derived           Evidence = "derived"
	Assumed           Evidence = "assumed"
)

// Quantity is one number of the dataset. Value, Low and High are in Unit, the
// canonical unit of the column it stands in; Raw and RawUnit are as written.
// Low and High equal Value where no range was given. Key names the number, the
// same for all dates it is given for: "covers EU/stage:magnet".
type Quantity struct {
	Key              string
	Value, Low, High float64
	Unit             string
	Raw, RawUnit     string
	Source           string
	Locator          string
	Evidence         Evidence
	AsOf             time.Time
	Note             string
	Pos              Pos
}

// Ranged reports whether the quantity has a range of its own.
func (q Quantity) Ranged() bool { return q.Low != q.High }

// Source is one publication that numbers are taken from.
type Source struct {
	ID, Producer, Title, Published, Accessed, URL, Licence, Note string
	Pos                                                          Pos
}

// Region is a country, a bloc of countries, or a named rest of the world. Its
// ID is an ISO 3166-1 alpha-2 code, a bloc's own code, or a user-assigned one.
type Region struct {
	ID, Name, Kind string
	Members        []string
	Pos            Pos
}

// Element is a tracked chemical element (or pair sold as one). PerCompound is
// the mass of the element in one unit mass of its traded compound.
type Element struct {
	ID, Name, Group, Compound string
	PerCompound               Quantity
	Pos                       Pos
}

// Stage is a step of the chain, in the order of the Stages list.
type Stage string

// Stages in order from the ground to the user.
var Stages = []Stage{"mine", "concentrate", "separate", "metal", "alloy", "magnet", "component", "product"}

// Commodity is a traded form with a mass basis. Contents holds, per element
// index of the Model, the element's mass in one unit mass of the commodity.
type Commodity struct {
	ID, Name    string
	Stage       Stage
	Unit        string // e.g. "t Dy2O3"
	Basis       string // the unit without its mass scale, e.g. "Dy2O3"
	Composition string // "complete", "partial" or ""
	HS          []string
	Contents    []Quantity // by element index; zero Value where none
	Pos         Pos
}

// Role is the part a recipe row plays in its process.
type Role string

// The roles of a recipe row; see docs/data.md.
const (
	RoleFeed     Role = "feed"
	RoleInput    Role = "input"
	RoleOutput   Role = "output"
	RoleRecovery Role = "recovery"
	RoleDuration Role = "duration"
	RoleCost     Role = "cost"
)

// RecipeRow is one coefficient of a process per unit of throughput.
// Commodity is an index into Model.Commodities, or -1.
type RecipeRow struct {
	Role      Role
	Commodity int
	Amount    Quantity
}

// Process is a recipe. Feed, Duration and Cost repeat the rows of those roles.
type Process struct {
	ID, Name string
	Stage    Stage
	Unit     string // unit of throughput, e.g. "t REO"
	Rows     []RecipeRow
	HasFeed  bool
	Feed     Quantity // feed per unit throughput
	Duration Quantity // weeks from input to output
	Cost     Quantity // USD per unit throughput; zero Value if not given
	Pos      Pos
}

// Output is the throughput of one line of a facility in the base year.
// Process and Feed are indices; Feed is -1 for a process without one.
type Output struct {
	Process, Feed int
	Amount        Quantity // throughput per year
}

// Facility is a site with one shared capacity for all its lines.
type Facility struct {
	ID, Name, Place, Owner string
	Lat, Lon               float64
	HasPlace               bool // Lat and Lon were given
	Region                 int
	Processes, Feeds       []int
	Status                 string
	Opened, Closed         time.Time
	Capacity               Quantity // throughput per year; zero Value if none at the base year
	Outputs                []Output
	Opex, Capex, Ramp      Quantity
	Strategy               string // ForProfit or StateBacked
	Durations              Durations
	Source, Locator        string
	Evidence               Evidence
	Pos                    Pos
}

// Durations are how long it takes to bring capacity about, weeks.
type Durations struct{ Permit, Build, Ramp, Restart Quantity }

// EndUseInput is the amount of a commodity in one unit of an end use.
type EndUseInput struct {
	Commodity int
	Amount    Quantity
}

// EndUse is a kind of final demand.
type EndUse struct {
	ID, Name, Sector, Unit string
	Priority               int  // 1 is served first
	Surplus                bool // takes what is left; never a shortage
	Inputs                 []EndUseInput
	Value                  Quantity // USD of output lost per unit unmet
	Elasticity             Quantity // short-run, with respect to the price of the inputs
	LongElasticity         Quantity // of substitution and thrifting, beyond the short run
	Pos                    Pos
}

// Demand is the use of one end use in one region, units per year.
type Demand struct {
	EndUse, Region int
	Amount         Quantity
	Path           []Dated // the amounts of later dates, in order
}

// Route is a channel of trade in one commodity between two regions. LeadTime
// is in weeks, Freight in USD/kg, Tariff a share of the price.
type Route struct {
	Commodity, From, To       int
	Illicit                   bool
	Later                     bool // first used after the base year
	Qualified                 bool
	Flow                      Quantity // base flow per year
	LeadTime, Freight, Tariff Quantity
	Pos                       Pos
}

// Contract commits a volume per year from a seller to a buyer region.
type Contract struct {
	ID                  string
	Seller              int // facility
	Commodity, From, To int
	Start, End          time.Time
	Volume              Quantity
	Pos                 Pos
}

// Stockpile is held by policy outside the trade.
type Stockpile struct {
	ID, Holder        string
	Region, Commodity int
	Rule              string
	Amount            Quantity
	Pos               Pos
}

// Model is one chain at one base year, ready to compile.
type Model struct {
	Name, Title, Version string
	BaseYear             int
	Hash                 string // of the files it was read from
	Sources              []Source
	Regions              []Region
	Elements             []Element
	Commodities          []Commodity
	Processes            []Process
	Facilities           []Facility
	EndUses              []EndUse
	Demands              []Demand
	Routes               []Route
	Contracts            []Contract
	Stockpiles           []Stockpile
	Behaviour            []Behaviour
	Together             Together   // what of it members of an ensemble draw together
	Governance           []Quantity // [region] mean of the Worldwide Governance Indicators, -2.5 to 2.5; no Unit where not known
	Criticality          []Criticality
	Ratings              []Rating
	Accounts             []Account
	Answers              []Answer
	Moves                []Move // that a plan may choose from

	Cover  [][]Quantity // [commodity][region] weeks of use normally held
	Prices [][]Quantity // [commodity][region] base price, USD/t
}

// Criticality is one published input or score of a criticality assessment.
type Criticality struct {
	Element           int
	Region            int // whose supply is judged; -1 where the formula names none
	Method, Parameter string
	Value             Quantity
}

// Rating is what one index says of a region, of itself or toward another.
type Rating struct {
	Region, Toward int // Toward is -1 for an index of the region alone
	Index          string
	Value          Quantity
}

// Account is what an industry of a region earns, or spends on an element, USD/yr.
type Account struct {
	Region, Element     int // Element is -1 for what is of no element
	Industry, Parameter string
	Value               Quantity
}

// Answer is one published indicator of how markets answered a shock.
type Answer struct {
	Scenario             string
	Until                time.Time // the answer was looked at up to then
	Mechanism, Indicator string
	Value                Quantity
}

// Together is sets of values of behaviour parameters that the record allows together.
type Together struct {
	Rows []int       // of Behaviour
	Sets [][]float64 // by set, in the order of Rows
}

// Behaviour is one engine parameter for one scope: "*" or "stage:<stage>".
type Behaviour struct {
	Parameter, Scope string
	Value            Quantity
}
