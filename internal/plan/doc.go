// Package plan finds what to buy before a shock so that it costs least, and has
// the simulator say what that is worth.
//
// [Make] answers a [Question] about one region in these steps:
//
//  1. the scenario is given time to prepare, and members of it are drawn within
//     the ranges of its events;
//  2. every member is run without moves, and what it leaves unserved in the
//     region is kept as a [Future]: small, for a linear program;
//  3. the moves of the dataset are spelled out as [Candidate] columns, one for
//     every market that goes short;
//  4. a two-stage stochastic program chooses among them: what is bought is the
//     same in all futures, what is released answers each. It is solved whole
//     while it is small and by the L-shaped method (Van Slyke and Wets 1969)
//     beyond;
//  5. the choice is turned into events and policies and run again, with members
//     that were not used to choose.
//
// [Seek] finds the smallest value of one number of a scenario that reaches a
// goal, by the simulator alone. Money is in USD, in the programs in millions of
// it; masses are tonnes of the commodity's own basis; times are weeks.
package plan
