package sim

import "lodestone/internal/network"

// State is what a run knows. Every field is as of the end of the last phase
// that writes it; after Step all are as of the end of the week just run.
// Masses are tonnes of the commodity's own basis, rates are per week.
type State struct {
	Week int // the week that Step will run next

	// By market.
	Stock     []float64 // inventory held by the trade
	InTransit []float64 // ordered and on its way, at sea or in a plant
	Expected  []float64 // use per week that traders expect
	Risk      []float64 // perceived risk of not being served, 0 to 1
	Threat    []float64 // share of supply that events take which have been announced and have not yet begun
	Alert     []float64 // the alarm at events that are to last, until they begin
	Alarm     []float64 // what is left of it, 0 to 1
	Inflow    []float64 // arrived this week
	Want      []float64 // desired draw this week: users, plants and permitted exports
	Need      []float64 // ordered from all sources this week
	Filled    []float64 // of which sources sent
	Target    []float64 // stock that its buyers want, in weeks of use
	Stopped   []float64 // share of buyers that have run out
	Price     []float64 // USD/t
	LogTrend  []float64 // logarithm of the price that traders expect, USD/t
	Momentum  []float64 // by how much the logarithm of the price stands above LogSlow, -1 to 1
	LogSlow   []float64 // logarithm of the price averaged over the speculation time
	MeanLead  []float64 // weeks from order to arrival at present shares
	Local     []float64 // share of its price that a market's own stock decides, the rest being tied to others
	Anchor    []float64 // logarithm of how far the cost of supply has moved from the base year
	Parity    []float64 // logarithm of how far the landed cost of imports has moved from the base year
	Pull      []float64 // share of the price that cannot be lower than that

	// By route.
	Share     []float64 // of the destination's orders
	Permitted []float64 // ordered this week, as far as the border lets it pass
	Passed    []float64 // share of orders the border lets pass, smoothed
	Shipped   []float64
	Qualified []float64 // week from which the route may be used; never = neverQualified
	Tariff    []float64
	Possible  []float64 // share the source has, or could have once qualified
	Smuggled  []float64 // of an illicit route: what smugglers are ready to carry, as a multiple of the base year

	// By output.
	OutShare []float64 // of the market's orders
	Request  []float64 // ordered this week
	Made     []float64 // share of requests that the line started on, smoothed

	// By line.
	Wanted     []float64 // throughput asked for, within capacity
	Throughput []float64 // started this week
	Lasting    []float64 // throughput that use alone would ask for, restocking apart
	Push       []float64 // throughput it runs at whatever is asked, while it can
	Keen       []float64 // what its terms make of what is asked, 1 in the base year

	// By site.
	Phase    []Phase
	Level    []float64 // share of capacity that its phase lets it use
	Scale    []float64 // capacity as a multiple of the base year's
	Building []float64 // scale ordered and not built
	Asked    []float64 // throughput asked for, capacity apart, smoothed over the investment time
	Busy     []float64 // the same, over the time in which margins are judged
	Margin   []float64 // value added less cash cost over base revenue, smoothed
	Clock    []float64 // weeks left of the phase, or spent below cost or idle
	Growth   []float64 // of capacity, by the path of demand

	// By event.
	Public []float64 // public money spent so far, USD

	// By use.
	Demand   []float64 // units wanted this week
	Pace     []float64 // units that lines are to make this week: the demand and the overtime
	Served   []float64 // units got
	Backlog  []float64 // units missed earlier that buyers still wait for
	Overtime []float64 // units of it that lines will try to make next week
	Path     []float64 // of demand, as a multiple of the base year
	Response []float64 // of demand to prices at once, 1 at base prices
	Adapted  []float64 // of demand by substitution and thrifting, 1 at base prices

	// By stockpile.
	Pile     []float64
	Released []float64 // this week
	Ordered  []float64 // to be bought this week

	// Ratio is the share of what it wants that each claim gets, in the order of
	// the network's claims. Trade is, by market, the one of plants and exports.
	Ratio []float64
	Trade []float64
	Fill  []float64 // Trade, smoothed

	Residual float64 // worst mass-balance error so far, relative to throughput

	claim      []float64 // desired draw by claim
	exports    []float64 // by market: what plants and permitted exports want
	relief     []float64 // by market: what stockpiles released this week
	signal     []float64 // by market: what claims say of lasting use beyond their sum
	restocking []float64 // by market: share of its orders that is beyond its use
	sources    []float64 // by market, while it reviews its sources: what they count for together
	inverse    []float64 // by market, likewise: 1 over its price
	keep       []float64 // by market, likewise: what sources keep of their shares
	toShare    []float64 // by market, likewise: what they get for each unit that they count for
	lead       []float64 // by market, likewise: weeks from order to arrival
	weight     []float64 // by route, while a market reviews its sources
	outWeight  []float64 // by output, likewise
	topUp      []float64 // by output: what floors and subsidies pay, USD/t

	dear, now, lasting []float64 // by use that reviews what it pays: logarithm of how dear that is; what follows at once, and in time

	profit  []float64 // by chain of sites, USD/wk, when owners last judged
	revenue []float64 // by chain of sites, in the base year, USD/wk

	lineGrowth []float64 // of the throughput of lines, by the path of demand

	// What the events in force do.
	capacity []float64 // by site: share of it left
	enduring []float64 // by site: the same, of what is lost for long
	flood    []float64 // by site: output pushed out, as a multiple of the normal
	cover    []float64 // by market: weeks of it that buyers want at rest
	surge    []float64 // by use: multiple of demand
	heldUp   []float64 // by route: 1 where some event of the scenario can hold it up, else 0
}

const neverQualified = 1 << 30

// series are slices of the state that have one length.
type series struct {
	count  int
	slices []*[]float64
}

// series lists all slices of numbers of the state.
func (st *State) series(n *network.Network) []series {
	return []series{
		{len(n.Markets), []*[]float64{&st.Stock, &st.InTransit, &st.Expected, &st.Risk, &st.Threat, &st.Alert, &st.Alarm, &st.Inflow, &st.Want,
			&st.Need, &st.Filled, &st.Target, &st.Stopped, &st.Price, &st.LogTrend, &st.LogSlow, &st.Momentum, &st.MeanLead, &st.Trade, &st.Fill, &st.Anchor, &st.Local, &st.Parity, &st.Pull, &st.exports, &st.signal, &st.restocking, &st.sources, &st.inverse, &st.keep, &st.toShare, &st.lead, &st.relief, &st.cover}},
		{len(n.Routes), []*[]float64{&st.Share, &st.Permitted, &st.Passed, &st.Shipped, &st.Tariff, &st.Possible, &st.Smuggled, &st.Qualified, &st.weight, &st.heldUp}},
		{len(n.Outputs), []*[]float64{&st.OutShare, &st.Request, &st.Made, &st.outWeight, &st.topUp}},
		{len(n.Lines), []*[]float64{&st.Wanted, &st.Throughput, &st.Lasting, &st.Push, &st.Keen, &st.lineGrowth}},
		{len(n.Sites), []*[]float64{&st.Level, &st.Scale, &st.Building, &st.Asked, &st.Busy, &st.Margin, &st.Clock, &st.Growth, &st.profit, &st.revenue, &st.capacity, &st.enduring, &st.flood}},
		{len(n.Events), []*[]float64{&st.Public}},
		{len(n.Uses), []*[]float64{&st.Demand, &st.Pace, &st.Served, &st.Backlog, &st.Overtime, &st.Path, &st.Response, &st.Adapted, &st.dear, &st.now, &st.lasting, &st.surge}},
		{len(n.Stockpiles), []*[]float64{&st.Pile, &st.Released, &st.Ordered}},
		{len(n.RankBy), []*[]float64{&st.Ratio, &st.claim}},
	}
}
