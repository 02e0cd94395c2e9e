// Package widen writes the engine that runs a block of members at once,
// internal/sim/wide, from the sources of the engine that runs one, internal/sim.
//
// [Generate] reads the phases with their types and rewrites them: a float64 becomes
// a [lane.F], one number of each member, arithmetic on it a call of its methods.
// A function marked
//
//	//wide:each
//
// is left in scalar code and called for each member in turn, with that member's
// network and controls. A file marked //wide:none has a counterpart written by hand.
// What is not marked must be written so that all members can go the same way
// through it: conditions depend on integers and what a block agrees on, numbers are
// chosen between by choose, and a guard "any" skips what would change nothing.
// What the dialect has no word for is an error that names file and line.
//
// A test holds that the committed files are those that
// Generate writes.
package widen
