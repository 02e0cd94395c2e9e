// Code generated from internal/sim and internal/network by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
	"lodestone/internal/network"
	"slices"
)

// Event is [network.Event] of each member.
type Event struct {
}

func (d *Event) take(g *gathering, l int, s *network.Event) {
}

// Growth is [network.Growth] of each member.
type Growth struct {
	Use  [][]lane.F
	Line [][]lane.F
}

func (d *Growth) take(g *gathering, l int, s *network.Growth) {
	d.Use = g.tables(l, d.Use, s.Use, "Growth.Use")
	d.Line = g.tables(l, d.Line, s.Line, "Growth.Line")
}

// Input is [network.Input] of each member.
type Input struct {
	Market int
	Coef   lane.F
}

func (d *Input) take(g *gathering, l int, s *network.Input) {
	if l == 0 {
		d.Market = s.Market
	}
	g.agree(d.Market == s.Market, "Input.Market")
	*lane.At(&d.Coef, l) = s.Coef
}

// Line is [network.Line] of each member.
type Line struct {
	Site       int
	Base       lane.F
	InputShare lane.F
	In0        int
	In1        int
	Out0       int
	Out1       int
}

func (d *Line) take(g *gathering, l int, s *network.Line) {
	if l == 0 {
		d.Site = s.Site
	}
	g.agree(d.Site == s.Site, "Line.Site")
	*lane.At(&d.Base, l) = s.Base
	*lane.At(&d.InputShare, l) = s.InputShare
	if l == 0 {
		d.In0 = s.In0
	}
	g.agree(d.In0 == s.In0, "Line.In0")
	if l == 0 {
		d.In1 = s.In1
	}
	g.agree(d.In1 == s.In1, "Line.In1")
	if l == 0 {
		d.Out0 = s.Out0
	}
	g.agree(d.Out0 == s.Out0, "Line.Out0")
	if l == 0 {
		d.Out1 = s.Out1
	}
	g.agree(d.Out1 == s.Out1, "Line.Out1")
}

// Main is [network.Main] of each member.
type Main struct {
	Output  int32
	Line    int32
	Market  int32
	PerUnit lane.F
}

func (d *Main) take(g *gathering, l int, s *network.Main) {
	if l == 0 {
		d.Output = s.Output
	}
	g.agree(d.Output == s.Output, "Main.Output")
	if l == 0 {
		d.Line = s.Line
	}
	g.agree(d.Line == s.Line, "Main.Line")
	if l == 0 {
		d.Market = s.Market
	}
	g.agree(d.Market == s.Market, "Main.Market")
	*lane.At(&d.PerUnit, l) = s.PerUnit
}

// Market is [network.Market] of each member.
type Market struct {
	Commodity int
	BaseUse   lane.F
	Cover     lane.F
	Price     lane.F
	LogPrice  lane.F
	MeanLead  lane.F
	Params    *Params
}

func (d *Market) take(g *gathering, l int, s *network.Market) {
	if l == 0 {
		d.Commodity = s.Commodity
	}
	g.agree(d.Commodity == s.Commodity, "Market.Commodity")
	*lane.At(&d.BaseUse, l) = s.BaseUse
	*lane.At(&d.Cover, l) = s.Cover
	*lane.At(&d.Price, l) = s.Price
	*lane.At(&d.LogPrice, l) = s.LogPrice
	*lane.At(&d.MeanLead, l) = s.MeanLead
	d.Params = g.params(l, d.Params, s.Params)
}

// Network is [network.Network] of each member.
type Network struct {
	Markets      []Market
	Sites        []Site
	Lines        []Line
	Inputs       []Input
	Outputs      []Output
	Routes       []Route
	Uses         []Use
	Stockpiles   []Stockpile
	RouteFrom    []int32
	RouteTo      []int32
	RouteFreight []lane.F
	RouteParity  []lane.F
	RouteShare   []lane.F
	RouteTime    []lane.F
	LineIn       []int32
	UseIn        []int32
	InputMarket  []int32
	InputBy      []int32
	InputClaim   []int32
	InputCoef    []lane.F
	OutputMarket []int32
	OutputLine   []int32
	OutputCoef   []lane.F
	Mains        []Main
	LineTime     []lane.F
	UseBase      []lane.F
	LineEarns    []lane.F
	LinePays     []lane.F
	UsePays      []lane.F
	RouteIn      []int32
	OutputIn     []int32
	OutputBy     []int32
	RankIn       []int32
	RankBy       []uint8
	ClaimOn      []int32
	ClaimIn      []int32
	ClaimUses    []int32
	TradeAt      []int32
	TakerIn      []int32
	Takers       []Taker
	Growth       *Growth
	Surplus      []int32
	Element      [][]lane.F
	Events       []Event
}

func (d *Network) take(g *gathering, l int, s *network.Network) {
	if l == 0 && len(d.Markets) != len(s.Markets) {
		d.Markets = make([]Market, len(s.Markets))
	}
	if g.agree(len(d.Markets) == len(s.Markets), "Network.Markets") {
		for i := range s.Markets {
			d.Markets[i].take(g, l, &s.Markets[i])
		}
	}
	if l == 0 && len(d.Sites) != len(s.Sites) {
		d.Sites = make([]Site, len(s.Sites))
	}
	if g.agree(len(d.Sites) == len(s.Sites), "Network.Sites") {
		for i := range s.Sites {
			d.Sites[i].take(g, l, &s.Sites[i])
		}
	}
	if l == 0 && len(d.Lines) != len(s.Lines) {
		d.Lines = make([]Line, len(s.Lines))
	}
	if g.agree(len(d.Lines) == len(s.Lines), "Network.Lines") {
		for i := range s.Lines {
			d.Lines[i].take(g, l, &s.Lines[i])
		}
	}
	if l == 0 && len(d.Inputs) != len(s.Inputs) {
		d.Inputs = make([]Input, len(s.Inputs))
	}
	if g.agree(len(d.Inputs) == len(s.Inputs), "Network.Inputs") {
		for i := range s.Inputs {
			d.Inputs[i].take(g, l, &s.Inputs[i])
		}
	}
	if l == 0 && len(d.Outputs) != len(s.Outputs) {
		d.Outputs = make([]Output, len(s.Outputs))
	}
	if g.agree(len(d.Outputs) == len(s.Outputs), "Network.Outputs") {
		for i := range s.Outputs {
			d.Outputs[i].take(g, l, &s.Outputs[i])
		}
	}
	if l == 0 && len(d.Routes) != len(s.Routes) {
		d.Routes = make([]Route, len(s.Routes))
	}
	if g.agree(len(d.Routes) == len(s.Routes), "Network.Routes") {
		for i := range s.Routes {
			d.Routes[i].take(g, l, &s.Routes[i])
		}
	}
	if l == 0 && len(d.Uses) != len(s.Uses) {
		d.Uses = make([]Use, len(s.Uses))
	}
	if g.agree(len(d.Uses) == len(s.Uses), "Network.Uses") {
		for i := range s.Uses {
			d.Uses[i].take(g, l, &s.Uses[i])
		}
	}
	if l == 0 && len(d.Stockpiles) != len(s.Stockpiles) {
		d.Stockpiles = make([]Stockpile, len(s.Stockpiles))
	}
	if g.agree(len(d.Stockpiles) == len(s.Stockpiles), "Network.Stockpiles") {
		for i := range s.Stockpiles {
			d.Stockpiles[i].take(g, l, &s.Stockpiles[i])
		}
	}
	if l == 0 {
		d.RouteFrom = s.RouteFrom
	}
	g.agree(slices.Equal(d.RouteFrom, s.RouteFrom), "Network.RouteFrom")
	if l == 0 {
		d.RouteTo = s.RouteTo
	}
	g.agree(slices.Equal(d.RouteTo, s.RouteTo), "Network.RouteTo")
	d.RouteFreight = g.floats(l, d.RouteFreight, s.RouteFreight, "Network.RouteFreight")
	d.RouteParity = g.floats(l, d.RouteParity, s.RouteParity, "Network.RouteParity")
	d.RouteShare = g.floats(l, d.RouteShare, s.RouteShare, "Network.RouteShare")
	d.RouteTime = g.floats(l, d.RouteTime, s.RouteTime, "Network.RouteTime")
	if l == 0 {
		d.LineIn = s.LineIn
	}
	g.agree(slices.Equal(d.LineIn, s.LineIn), "Network.LineIn")
	if l == 0 {
		d.UseIn = s.UseIn
	}
	g.agree(slices.Equal(d.UseIn, s.UseIn), "Network.UseIn")
	if l == 0 {
		d.InputMarket = s.InputMarket
	}
	g.agree(slices.Equal(d.InputMarket, s.InputMarket), "Network.InputMarket")
	if l == 0 {
		d.InputBy = s.InputBy
	}
	g.agree(slices.Equal(d.InputBy, s.InputBy), "Network.InputBy")
	if l == 0 {
		d.InputClaim = s.InputClaim
	}
	g.agree(slices.Equal(d.InputClaim, s.InputClaim), "Network.InputClaim")
	d.InputCoef = g.floats(l, d.InputCoef, s.InputCoef, "Network.InputCoef")
	if l == 0 {
		d.OutputMarket = s.OutputMarket
	}
	g.agree(slices.Equal(d.OutputMarket, s.OutputMarket), "Network.OutputMarket")
	if l == 0 {
		d.OutputLine = s.OutputLine
	}
	g.agree(slices.Equal(d.OutputLine, s.OutputLine), "Network.OutputLine")
	d.OutputCoef = g.floats(l, d.OutputCoef, s.OutputCoef, "Network.OutputCoef")
	d.LineTime = g.floats(l, d.LineTime, s.LineTime, "Network.LineTime")
	d.UseBase = g.floats(l, d.UseBase, s.UseBase, "Network.UseBase")
	d.LineEarns = g.floats(l, d.LineEarns, s.LineEarns, "Network.LineEarns")
	d.LinePays = g.floats(l, d.LinePays, s.LinePays, "Network.LinePays")
	d.UsePays = g.floats(l, d.UsePays, s.UsePays, "Network.UsePays")
	if l == 0 {
		d.RouteIn = s.RouteIn
	}
	g.agree(slices.Equal(d.RouteIn, s.RouteIn), "Network.RouteIn")
	if l == 0 {
		d.OutputIn = s.OutputIn
	}
	g.agree(slices.Equal(d.OutputIn, s.OutputIn), "Network.OutputIn")
	if l == 0 {
		d.OutputBy = s.OutputBy
	}
	g.agree(slices.Equal(d.OutputBy, s.OutputBy), "Network.OutputBy")
	if l == 0 {
		d.RankIn = s.RankIn
	}
	g.agree(slices.Equal(d.RankIn, s.RankIn), "Network.RankIn")
	if l == 0 {
		d.RankBy = s.RankBy
	}
	g.agree(slices.Equal(d.RankBy, s.RankBy), "Network.RankBy")
	if l == 0 {
		d.ClaimOn = s.ClaimOn
	}
	g.agree(slices.Equal(d.ClaimOn, s.ClaimOn), "Network.ClaimOn")
	if l == 0 {
		d.ClaimIn = s.ClaimIn
	}
	g.agree(slices.Equal(d.ClaimIn, s.ClaimIn), "Network.ClaimIn")
	if l == 0 {
		d.ClaimUses = s.ClaimUses
	}
	g.agree(slices.Equal(d.ClaimUses, s.ClaimUses), "Network.ClaimUses")
	if l == 0 {
		d.TradeAt = s.TradeAt
	}
	g.agree(slices.Equal(d.TradeAt, s.TradeAt), "Network.TradeAt")
	if l == 0 {
		d.TakerIn = s.TakerIn
	}
	g.agree(slices.Equal(d.TakerIn, s.TakerIn), "Network.TakerIn")
	if l == 0 && len(d.Takers) != len(s.Takers) {
		d.Takers = make([]Taker, len(s.Takers))
	}
	if g.agree(len(d.Takers) == len(s.Takers), "Network.Takers") {
		for i := range s.Takers {
			d.Takers[i].take(g, l, &s.Takers[i])
		}
	}
	if s.Growth == nil {
		d.Growth = nil
	} else {
		if d.Growth == nil {
			d.Growth = &Growth{}
		}
		d.Growth.take(g, l, s.Growth)
	}
	if l == 0 {
		d.Surplus = s.Surplus
	}
	g.agree(slices.Equal(d.Surplus, s.Surplus), "Network.Surplus")
	d.Element = g.tables(l, d.Element, s.Element, "Network.Element")
	if l == 0 && len(d.Events) != len(s.Events) {
		d.Events = make([]Event, len(s.Events))
	}
	if g.agree(len(d.Events) == len(s.Events), "Network.Events") {
		for i := range s.Events {
			d.Events[i].take(g, l, &s.Events[i])
		}
	}
}

// Output is [network.Output] of each member.
type Output struct {
	Line   int
	Market int
	Coef   lane.F
	Weight lane.F
	Share  lane.F
}

func (d *Output) take(g *gathering, l int, s *network.Output) {
	if l == 0 {
		d.Line = s.Line
	}
	g.agree(d.Line == s.Line, "Output.Line")
	if l == 0 {
		d.Market = s.Market
	}
	g.agree(d.Market == s.Market, "Output.Market")
	*lane.At(&d.Coef, l) = s.Coef
	*lane.At(&d.Weight, l) = s.Weight
	*lane.At(&d.Share, l) = s.Share
}

// Params is [network.Params] of each member.
type Params struct {
	OrderLimit           lane.F
	Hoarding             lane.F
	ShareAdjustmentTime  lane.F
	SharePriceElasticity lane.F
	PriceSensitivity     lane.F
	LineDownShare        lane.F
	Recapture            lane.F
	RecaptureTime        lane.F
	Overtime             lane.F
	QualificationTrigger lane.F
	AdaptationTime       lane.F
	ReturnTime           lane.F
	AnnouncementFear     lane.F
	LeastUtilization     lane.F
	SupplyElasticity     lane.F
	ThroughputElasticity lane.F
	ThroughputTime       lane.F
	Speculation          lane.F
	Arbitrage            lane.F
	Netback              lane.F
	FixedCostShare       lane.F
	Rate                 Rates
}

func (d *Params) take(g *gathering, l int, s *network.Params) {
	*lane.At(&d.OrderLimit, l) = s.OrderLimit
	*lane.At(&d.Hoarding, l) = s.Hoarding
	*lane.At(&d.ShareAdjustmentTime, l) = s.ShareAdjustmentTime
	*lane.At(&d.SharePriceElasticity, l) = s.SharePriceElasticity
	*lane.At(&d.PriceSensitivity, l) = s.PriceSensitivity
	*lane.At(&d.LineDownShare, l) = s.LineDownShare
	*lane.At(&d.Recapture, l) = s.Recapture
	*lane.At(&d.RecaptureTime, l) = s.RecaptureTime
	*lane.At(&d.Overtime, l) = s.Overtime
	*lane.At(&d.QualificationTrigger, l) = s.QualificationTrigger
	*lane.At(&d.AdaptationTime, l) = s.AdaptationTime
	*lane.At(&d.ReturnTime, l) = s.ReturnTime
	*lane.At(&d.AnnouncementFear, l) = s.AnnouncementFear
	*lane.At(&d.LeastUtilization, l) = s.LeastUtilization
	*lane.At(&d.SupplyElasticity, l) = s.SupplyElasticity
	*lane.At(&d.ThroughputElasticity, l) = s.ThroughputElasticity
	*lane.At(&d.ThroughputTime, l) = s.ThroughputTime
	*lane.At(&d.Speculation, l) = s.Speculation
	*lane.At(&d.Arbitrage, l) = s.Arbitrage
	*lane.At(&d.Netback, l) = s.Netback
	*lane.At(&d.FixedCostShare, l) = s.FixedCostShare
	d.Rate.take(g, l, &s.Rate)
}

// Rates is [network.Rates] of each member.
type Rates struct {
	Expectation      lane.F
	OrderAdjustment  lane.F
	ShareReview      lane.F
	PriceExpectation lane.F
	PriceCost        lane.F
	Speculation      lane.F
	Investment       lane.F
	Margin           lane.F
	Qualification    lane.F
	AlarmLeft        lane.F
	Risk             [2]lane.F
	Sensitivity      [2]lane.F
}

func (d *Rates) take(g *gathering, l int, s *network.Rates) {
	*lane.At(&d.Expectation, l) = s.Expectation
	*lane.At(&d.OrderAdjustment, l) = s.OrderAdjustment
	*lane.At(&d.ShareReview, l) = s.ShareReview
	*lane.At(&d.PriceExpectation, l) = s.PriceExpectation
	*lane.At(&d.PriceCost, l) = s.PriceCost
	*lane.At(&d.Speculation, l) = s.Speculation
	*lane.At(&d.Investment, l) = s.Investment
	*lane.At(&d.Margin, l) = s.Margin
	*lane.At(&d.Qualification, l) = s.Qualification
	*lane.At(&d.AlarmLeft, l) = s.AlarmLeft
	for i := range s.Risk {
		*lane.At(&d.Risk[i], l) = s.Risk[i]
	}
	for i := range s.Sensitivity {
		*lane.At(&d.Sensitivity[i], l) = s.Sensitivity[i]
	}
}

// Route is [network.Route] of each member.
type Route struct {
	To        int
	Base      lane.F
	Share     lane.F
	Tariff    lane.F
	Qualified bool
}

func (d *Route) take(g *gathering, l int, s *network.Route) {
	if l == 0 {
		d.To = s.To
	}
	g.agree(d.To == s.To, "Route.To")
	*lane.At(&d.Base, l) = s.Base
	*lane.At(&d.Share, l) = s.Share
	*lane.At(&d.Tariff, l) = s.Tariff
	if l == 0 {
		d.Qualified = s.Qualified
	}
	g.agree(d.Qualified == s.Qualified, "Route.Qualified")
}

// Site is [network.Site] of each member.
type Site struct {
	Capacity lane.F
	Base     lane.F
	Line0    int
	Line1    int
	Dormant  bool
	Cost     lane.F
	Value    lane.F
	Revenue  lane.F
	Rent     lane.F
	Chain    int
	Params   *Params
}

func (d *Site) take(g *gathering, l int, s *network.Site) {
	*lane.At(&d.Capacity, l) = s.Capacity
	*lane.At(&d.Base, l) = s.Base
	if l == 0 {
		d.Line0 = s.Line0
	}
	g.agree(d.Line0 == s.Line0, "Site.Line0")
	if l == 0 {
		d.Line1 = s.Line1
	}
	g.agree(d.Line1 == s.Line1, "Site.Line1")
	if l == 0 {
		d.Dormant = s.Dormant
	}
	g.agree(d.Dormant == s.Dormant, "Site.Dormant")
	*lane.At(&d.Cost, l) = s.Cost
	*lane.At(&d.Value, l) = s.Value
	*lane.At(&d.Revenue, l) = s.Revenue
	*lane.At(&d.Rent, l) = s.Rent
	if l == 0 {
		d.Chain = s.Chain
	}
	g.agree(d.Chain == s.Chain, "Site.Chain")
	d.Params = g.params(l, d.Params, s.Params)
}

// Stockpile is [network.Stockpile] of each member.
type Stockpile struct {
	Market     int
	Amount     lane.F
	OnShortage bool
}

func (d *Stockpile) take(g *gathering, l int, s *network.Stockpile) {
	if l == 0 {
		d.Market = s.Market
	}
	g.agree(d.Market == s.Market, "Stockpile.Market")
	*lane.At(&d.Amount, l) = s.Amount
	if l == 0 {
		d.OnShortage = s.OnShortage
	}
	g.agree(d.OnShortage == s.OnShortage, "Stockpile.OnShortage")
}

// Taker is [network.Taker] of each member.
type Taker struct {
	Line  int32
	Route int32
	Share lane.F
	Rival lane.F
}

func (d *Taker) take(g *gathering, l int, s *network.Taker) {
	if l == 0 {
		d.Line = s.Line
	}
	g.agree(d.Line == s.Line, "Taker.Line")
	if l == 0 {
		d.Route = s.Route
	}
	g.agree(d.Route == s.Route, "Taker.Route")
	*lane.At(&d.Share, l) = s.Share
	*lane.At(&d.Rival, l) = s.Rival
}

// Use is [network.Use] of each member.
type Use struct {
	Surplus    bool
	Elasticity lane.F
	Long       lane.F
	In0        int
	In1        int
}

func (d *Use) take(g *gathering, l int, s *network.Use) {
	if l == 0 {
		d.Surplus = s.Surplus
	}
	g.agree(d.Surplus == s.Surplus, "Use.Surplus")
	*lane.At(&d.Elasticity, l) = s.Elasticity
	*lane.At(&d.Long, l) = s.Long
	if l == 0 {
		d.In0 = s.In0
	}
	g.agree(d.In0 == s.In0, "Use.In0")
	if l == 0 {
		d.In1 = s.In1
	}
	g.agree(d.In1 == s.In1, "Use.In1")
}
