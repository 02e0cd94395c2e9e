// Package firm answers a company's own question from its own tables: which of
// our lines stops first, on what day, for lack of which part, what would move
// the day, and which figure we do not have matters most.
//
// It is closed arithmetic: stock, goods in transit, shares of suppliers and
// the cuts that are asked about, nothing else. Markets, prices and the
// suppliers' own inputs belong to the simulation of the world. Every part is
// reckoned as if no other part were short, so a date is never later than it
// would be if lines that stand still left their parts to the others.
//
// A plan is read from a workbook or a folder of CSV files ([ReadXLSX],
// [ReadCSV]), both through one schema; [Solve] does the arithmetic. Weeks have
// 7 days, years 52 weeks, months 52/12 weeks. Nothing is fetched or sent.
package firm
