// Package lane has numbers of several members of an ensemble at once: an [F] is
// one float64 of each of Width members, and what is done to it is done to every
// member's. In the default build an F is four float64 in plain Go; built with
// GOEXPERIMENT=simd for amd64 it is two vectors of four (AVX2).
//
// The bits are those of the same operation on float64 in plain Go, member by
// member: Mul rounds before anything is added to it, Min and Max are the
// builtin ones for signed zeros too, logarithms and powers are those of
// [lodestone/internal/fmath]. Nothing is promised of a NaN where it is not
// chosen away: Min, Max, Positive and Negative may keep it or lose it.
//
// Start with [All] for a constant and [At] to read and write the number of one
// member. A condition is a [Mask]; [Choose] takes one of two numbers by it, and
// [Any] says whether work can be saved. [Supported] is asked once before the
// first F is used; after a stretch of work comes [Done]. A constant that a loop
// needs is kept in a variable outside it, as spreading a number over a vector
// takes longer than to load one.
package lane
