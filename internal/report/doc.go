// Package report writes results for people and programs: text for a terminal,
// CSV tables, JSON. It computes nothing.
package report
