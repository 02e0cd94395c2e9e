// Code generated from internal/sim/state.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
)

type State struct {
	Week               int
	Stock              []lane.F
	InTransit          []lane.F
	Expected           []lane.F
	Risk               []lane.F
	Threat             []lane.F
	Alert              []lane.F
	Alarm              []lane.F
	Inflow             []lane.F
	Want               []lane.F
	Need               []lane.F
	Filled             []lane.F
	Target             []lane.F
	Stopped            []lane.F
	Price              []lane.F
	LogTrend           []lane.F
	Momentum           []lane.F
	LogSlow            []lane.F
	MeanLead           []lane.F
	Local              []lane.F
	Anchor             []lane.F
	Parity             []lane.F
	Pull               []lane.F
	Share              []lane.F
	Permitted          []lane.F
	Passed             []lane.F
	Shipped            []lane.F
	Qualified          []lane.F
	Tariff             []lane.F
	Possible           []lane.F
	Smuggled           []lane.F
	OutShare           []lane.F
	Request            []lane.F
	Made               []lane.F
	Wanted             []lane.F
	Throughput         []lane.F
	Lasting            []lane.F
	Push               []lane.F
	Keen               []lane.F
	Phase              []Phase
	Level              []lane.F
	Scale              []lane.F
	Building           []lane.F
	Asked              []lane.F
	Busy               []lane.F
	Margin             []lane.F
	Clock              []lane.F
	Growth             []lane.F
	Public             []lane.F
	Demand             []lane.F
	Pace               []lane.F
	Served             []lane.F
	Backlog            []lane.F
	Overtime           []lane.F
	Path               []lane.F
	Response           []lane.F
	Adapted            []lane.F
	Pile               []lane.F
	Released           []lane.F
	Ordered            []lane.F
	Ratio              []lane.F
	Trade              []lane.F
	Fill               []lane.F
	Residual           lane.F
	claim              []lane.F
	exports            []lane.F
	relief             []lane.F
	signal             []lane.F
	restocking         []lane.F
	sources            []lane.F
	inverse            []lane.F
	keep               []lane.F
	toShare            []lane.F
	lead               []lane.F
	weight             []lane.F
	outWeight          []lane.F
	topUp              []lane.F
	dear, now, lasting []lane.F
	profit             []lane.F
	revenue            []lane.F
	lineGrowth         []lane.F
	capacity           []lane.F
	enduring           []lane.F
	flood              []lane.F
	cover              []lane.F
	surge              []lane.F
	heldUp             []lane.F
}

const neverQualified = 1 << 30

type series struct {
	count  int
	slices []*[]lane.F
}

func (st *State) series(n *Network) []series {
	return []series{{len(n.Markets), []*[]lane.F{&st.Stock, &st.InTransit, &st.Expected, &st.Risk, &st.Threat, &st.Alert, &st.Alarm, &st.Inflow, &st.Want, &st.Need, &st.Filled, &st.Target, &st.Stopped, &st.Price, &st.LogTrend, &st.LogSlow, &st.Momentum, &st.MeanLead, &st.Trade, &st.Fill, &st.Anchor, &st.Local, &st.Parity, &st.Pull, &st.exports, &st.signal, &st.restocking, &st.sources, &st.inverse, &st.keep, &st.toShare, &st.lead, &st.relief, &st.cover}}, {len(n.Routes), []*[]lane.F{&st.Share, &st.Permitted, &st.Passed, &st.Shipped, &st.Tariff, &st.Possible, &st.Smuggled, &st.Qualified, &st.weight, &st.heldUp}}, {len(n.Outputs), []*[]lane.F{&st.OutShare, &st.Request, &st.Made, &st.outWeight, &st.topUp}}, {len(n.Lines), []*[]lane.F{&st.Wanted, &st.Throughput, &st.Lasting, &st.Push, &st.Keen, &st.lineGrowth}}, {len(n.Sites), []*[]lane.F{&st.Level, &st.Scale, &st.Building, &st.Asked, &st.Busy, &st.Margin, &st.Clock, &st.Growth, &st.profit, &st.revenue, &st.capacity, &st.enduring, &st.flood}}, {len(n.Events), []*[]lane.F{&st.Public}}, {len(n.Uses), []*[]lane.F{&st.Demand, &st.Pace, &st.Served, &st.Backlog, &st.Overtime, &st.Path, &st.Response, &st.Adapted, &st.dear, &st.now, &st.lasting, &st.surge}}, {len(n.Stockpiles), []*[]lane.F{&st.Pile, &st.Released, &st.Ordered}}, {len(n.RankBy), []*[]lane.F{&st.Ratio, &st.claim}}}
}
