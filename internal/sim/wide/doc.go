// Package wide runs the members of an ensemble in blocks of [lane.Width] at once.
//
// It is the engine of internal/sim with a number of each member in the place of
// every number, so that a block finds its way through the chain once for all of
// them: [New] takes the networks of some members of one shape, [Block.Step] runs a
// week of each, [Block.Show] tells what they know at its end. Every member has the bits that a run
// of its own by internal/sim would have; a test holds that.
//
// Files whose names begin with z are written by internal/widen from the sources of
// internal/sim; the others are the counterparts of what stands there in files
// marked //wide:none. After a change there,
//
//	go test ./internal/widen -run Generated -update
//
// writes them again. What belongs to one member alone, as the events of its
// scenario and where they stand, is run for one after the other.
package wide
