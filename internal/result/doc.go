// Package result turns runs into answers: it records what a run did week by
// week and compares a scenario with its baseline.
//
// [Record] runs a network and keeps its weekly series. [NewStress] compares two
// records and says which lines stop, on what day and for lack of what, what is
// lost, what prices do on both sides of a border, and how stocks run down. All
// of it marshals to JSON with the schema name [StressSchema]; every number's
// unit is in its field name or beside it.
package result
