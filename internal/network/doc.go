// Package network compiles a model and a scenario into flat, immutable,
// integer-indexed arrays that any number of runs can share.
//
// [Compile] lays the chain out as markets (one commodity in one region), lines
// (one process on one feed at one facility), outputs of lines, routes between
// markets, and uses (one end use in one region). It then balances the reported
// flows of the base year ([Network.Changes] says what was changed) and derives
// from them all that a run starts with. [Network.Redraw] does the same for other numbers
// of the same chain, and lays nothing out anew.
//
// Everything is sorted by id before it is numbered, so the order of rows in the
// data changes nothing. Flows are per week, masses in tonnes of the commodity's
// own basis, prices in USD per tonne, times in weeks.
package network
