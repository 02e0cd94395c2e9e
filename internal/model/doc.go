// Package model is the vocabulary of Lodestone: plain types with no behaviour
// of their own, filled by package dataset and compiled by package network.
//
// A Model is everything known about one chain at one base year. Nothing in it
// is specific to a metal or a country: commodities, elements, regions and
// processes are rows of data. Numbers are [Quantity] values that carry their
// unit, range, source and place of origin.
package model
