// Package store is the catalogue of a workbench: the scenarios a user saved, the
// runs that were asked for, and their results.
//
// [Open] opens it in a file (SQLite) or in a database server (PostgreSQL); both
// answer the same to the same calls. A run is kept under the hash of its inputs,
// so that the same question finds the same row. Whoever works on a run holds a
// lease on it, renewed by [Store.Renew]; a run whose lease ran out, because its
// program was killed, is marked as interrupted by [Store.Expire]. A result is
// written in one transaction with the state of its run: a finished run has its
// result, whatever happens between.
package store
