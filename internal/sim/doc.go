// Package sim runs a compiled network week by week.
//
// [New] gives a run its own state, [Sim.Step] advances it by one week. A week
// is a list of phases, each a method in a file of its own, called in this
// order by Step:
//
//	Disrupt   events of the scenario take effect or end
//	Arrive    what was shipped or started earlier reaches the markets
//	Expect    traders update what they expect to use, and how worried they are
//	Order     markets order from their sources, plants and users say what they want
//	Allocate  borders cap the orders, short stocks are shared out
//	Ship      what was allocated leaves
//	Produce   lines run on the inputs they got
//	Consume   end uses take what they got; the rest is a shortage, made up later or lost
//	Price     prices follow the cover left
//	Decide    buyers review their sources and start to qualify new ones
//	Account   mass is balanced, per commodity and per element
//
// The order is that of a buyer's week: what arrived is known before ordering,
// and nothing ordered this week can be used this week. No phase depends on the
// order of the network's nodes: sums are taken in index order and every phase
// reads what earlier phases of the same week left. A run allocates nothing
// after New, draws no random numbers and uses one goroutine, so the same
// network gives the same bytes every time.
//
// The phases are also the source from which internal/widen writes the engine that runs
// the members of an ensemble in blocks. So that all members of a block can go the same
// way through them, they branch on integers and on what a chain always agrees on;
// between numbers they choose, and they skip what would change nothing where any tells
// that nobody needs it (choose.go). A function marked wide:each is run for one member
// after the other and may do as it likes; a file marked wide:none has a counterpart by
// hand in internal/sim/wide. After a change here
//
//	go test ./internal/widen -update
//
// writes the other engine again, or says what it cannot.
//
// Products are converted to float64 before they are added to, which keeps
// compilers from fusing the two roundings into one on some processors.
package sim
