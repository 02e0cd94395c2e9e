// Package ensemble runs a scenario many times, each time with other values of what
// is not known well, and says how much of an answer that leaves open.
//
// [New] lists the inputs: every number of the dataset, of the behaviour parameters
// and of the events that has a range, ranged dates, events that may not happen, and
// outages that strike at random. A member of the ensemble is one draw of all of
// them. [Sampler.Networks] draws a member and compiles it; whoever wants futures
// and nothing else needs no more.
//
// [Run] does the rest in steps: a [Plan] says which draw each run uses; the runs are
// done in chunks of a fixed size, by goroutines or, through an [Executor], by other
// machines; an [Outcome] is what is noted of one run; a [Tally] takes the outcomes in
// the order of their chunks, in sketches and histograms that do not grow with their
// number; [Summary] is what they say. The same plan gives the same bytes, whoever
// does the chunks and however often the work is broken off and taken up again.
package ensemble
