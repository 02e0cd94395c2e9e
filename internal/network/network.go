package network

import (
	"lodestone/internal/model"
)

// WeeksPerYear converts the yearly figures of the data to weekly ones. The
// year is 52 weeks long everywhere in the program.
const WeeksPerYear = 52

// Ranks is the number of places in the queue of a short market: rank 0 is for
// contracted volumes, 1 to 9 are the priorities of the data.
const Ranks = 10

// The first place in the queue, that of contracted volumes, and the last, that of
// purchases for a stockpile: stock is built from what others leave.
const FirstRank, LastRank = 0, Ranks - 1

// TradeRank is the place of processing lines and exports in the queue, the
// middle of the priorities an end use can have.
const TradeRank = 5

// Market is one commodity in one region, where inventory and price live.
type Market struct {
	Commodity, Region int // indices into the Model

	BaseUse  float64 // all that leaves in a base week: lines, uses, exports
	Cover    float64 // normal stock in weeks of use
	Price    float64 // base price, USD/t; 0 where none is known
	LogPrice float64 // its natural logarithm
	MeanLead float64 // weeks between order and arrival, over all sources at base shares
	Params   *Params
}

// Line is one process on one feed at one facility.
type Line struct {
	Facility, Process, Feed int // indices into the Model; Feed is -1 without one
	Site                    int // index into Network.Sites: shared capacity
	Base                    float64
	InputShare              float64 // of the revenue, paid for inputs in the base year, at most 1; 0 for a joint line
	Joint                   bool    // makes several products or works up scrap: what goes in is priced on what comes out, not the other way round
	Lag                     int     // weeks between input and output
	In0, In1                int     // range of Inputs
	Out0, Out1              int     // range of Outputs
}

// Site is the shared capacity of the lines of one facility.
type Site struct {
	Facility     int
	Capacity     float64 // throughput per week
	Base         float64 // throughput of all its lines in a base week
	Line0, Line1 int     // range of Lines
	Dormant      bool    // does not run in the base year: a project may open it
	State        bool    // its owner keeps it running whatever it loses
	Cost         float64 // cash cost beside inputs, USD per unit of throughput
	Value        float64 // base value added, USD per unit of throughput
	Revenue      float64 // in the base year, USD per unit of throughput; 0 where prices are not known
	Rent         float64 // paid to it beside the price, USD per unit of throughput
	Chain        int     // sites of one owner that feed each other have the same number, that of the first
	Capital      float64 // USD per unit of yearly throughput; 0 where not known
	Build        float64 // weeks to build more of it
	Restart      float64 // weeks to start again
	Params       *Params // of the stage of its last line
}

// Input is what a line or a use draws from a market per unit of activity.
type Input struct {
	Market int
	Coef   float64
}

// Output is what a line adds to a market per unit of throughput. Weight is its
// share of the revenue of the line at base prices: joint products are made for
// the sake of what earns the money.
type Output struct {
	Line, Market int
	Coef         float64
	Weight       float64
	Share        float64 // of the market's supply in the base year
}

// Main is an output that a line is run for: one with a weight.
type Main struct {
	Output, Line, Market int32
	Weight, PerUnit      float64 // its share of the revenue; activity for each unit of the output that is asked for
}

// Route is a channel of trade between two markets of one commodity. Routes are
// sorted by destination, so those into one market are a range.
type Route struct {
	Model     int // index into Model.Routes
	From, To  int // markets
	Lead      int // weeks at sea, at least 1
	Base      float64
	Share     float64 // of the destination's supply in the base year
	Potential float64 // share it could take once qualified
	Freight   float64 // USD/t
	Tariff    float64 // share of the price at origin
	Qualified bool
}

// Committed is a volume on a route that is served first while it holds.
type Committed struct {
	Route      int32
	Start, End int     // weeks: Start <= w < End
	Volume     float64 // t per week
}

// Use is one end use in one region.
type Use struct {
	EndUse, Region int
	Base           float64 // units per week
	Rank           int
	Surplus        bool
	Value          float64 // USD per unit unmet
	ValueLow       float64
	ValueHigh      float64
	Elasticity     float64 // short-run
	Long           float64 // long-run elasticity, beyond the short run
	In0, In1       int     // range of Inputs
}

// Stockpile is a stock held by policy beside a market.
type Stockpile struct {
	Model, Market int
	Amount        float64
	OnShortage    bool
}

// Network is the compiled chain. It is never written to after Compile.
type Network struct {
	Model    *model.Model
	Scenario *model.Scenario
	Weeks    int

	Markets    []Market
	Sites      []Site
	Lines      []Line
	Inputs     []Input
	Outputs    []Output // sorted by line
	Routes     []Route  // sorted by destination market
	Uses       []Use
	Stockpiles []Stockpile

	// What the weekly loops read of routes, as flat arrays. Parity is the price
	// at the destination over the landed price, in the base year.
	RouteFrom, RouteTo, RouteLead         []int32
	RouteFreight, RouteParity, RouteShare []float64 // share it has, or could have once qualified
	RouteTime                             []float64 // RouteLead, to be reckoned with

	// What they read of inputs and outputs. The inputs of line l are LineIn[l] to
	// LineIn[l+1], those of use u UseIn[u] to UseIn[u+1], after those of all lines.
	LineIn, UseIn            []int32
	InputMarket, InputBy     []int32 // the market drawn from; the line or use that draws
	InputClaim               []int32 // the claim it makes, an index into RankBy
	InputCoef                []float64
	OutputMarket, OutputLine []int32
	OutputCoef               []float64
	Mains                    []Main // sorted by line
	LineLag                  []int32
	LineTime                 []float64 // LineLag, to be reckoned with
	UseBase                  []float64
	LineEarns, LinePays      []float64 // what lines sell for and what their inputs cost in the base year, USD per unit
	UsePays                  []float64

	RouteIn   []int32 // routes into market m are RouteIn[m] to RouteIn[m+1]
	OutputIn  []int32 // outputs into market m are OutputBy[OutputIn[m]:OutputIn[m+1]]
	OutputBy  []int32 // outputs sorted by market
	RankIn    []int32 // claims on market m are RankIn[m] to RankIn[m+1], one for each rank in use, in order
	RankBy    []uint8 // the rank of each claim
	ClaimOn   []int32 // the market of each claim
	ClaimIn   []int32 // the end uses behind claim c are ClaimUses[ClaimIn[c]:ClaimIn[c+1]]
	ClaimUses []int32
	TradeAt   []int32     // by market: the claim of plants and exports
	Contracts []Committed // volumes committed on routes, from and to a week
	TakerIn   []int32     // those who value market m by what they make of it are Takers[TakerIn[m]:TakerIn[m+1]]
	Takers    []Taker
	Entrants  []int32     // routes not yet used from markets that a project can supply
	Opening   []int32     // sites that a project may open or enlarge
	Growth    *Growth     // of demand and capacity by year; nil where they stay at the base year
	Illicit   []int32     // routes of smuggling
	Surplus   []int32     // uses that take what is left
	Element   [][]float64 // [element][commodity] t of element per t
	Spread    Spread      // share of buyers stopped by remaining cover

	Events   []Event
	Licensed []LicensedRoute // routes that some event licenses
	Changes  []Change        // what balancing the base year changed
	MaxLag   int             // longest time at sea or in a plant, weeks

	layout      *layout   // what it was filled from
	flows       []float64 // balanced, per year: of lines, routes and uses
	multipliers []float64 // of the balances, by market: a good guess for similar numbers
}

// LicensedRoute is a route that one or more licence events control.
type LicensedRoute struct {
	Route    int32
	Events   []int32 // indices into Events
	Delay    int     // the longest of their delays, weeks
	Validity int     // the shortest of their validities, weeks; 0 means without limit
}

// MarketOf returns the market of a commodity in a region, or -1.
func (n *Network) MarketOf(commodity, region int) int {
	for i := range n.Markets {
		if n.Markets[i].Commodity == commodity && n.Markets[i].Region == region {
			return i
		}
	}
	return -1
}
