// Package dataset reads a chain from a folder of CSV tables, and scenarios from
// YAML files, and reports everything that is wrong with them at once.
//
// The folder's datapackage.json, a Frictionless Data Package, says which tables
// there are, their columns, types, keys and units; it drives reading, checking
// and the reference in docs/data.md, so Go code repeats none of it.
//
// [Open] reads and checks a dataset; [Package.Model] picks the rows that hold
// in a base year; [ReadScenario] and [ScenarioFile.Bind] read a scenario. Bad
// input comes back as [Problems], each with file, line and column, never as a
// panic.
package dataset
