// Package stockpile sizes public stocks in the two ways that agencies do.
//
// A requirement, after the US National Defense Stockpile (Institute for Defense
// Analyses, RAMF-SM Stockpile Sizing Module, P-22696, 2022): an emergency of some
// years is assumed, what is needed is held against the supply that can be relied on,
// and the stock is the sum of what falls short. See [Size] for plain numbers and
// [Requirements] for the markets of a chain.
//
// Days of cover, as the International Energy Agency counts oil, and Japan and Korea
// their rare metals: how many days of use are held, and how long they last when a
// part of the supply stops. See [Lasts] and [Covers].
//
// Neither has prices, behaviour or a path in time; the simulator has. Masses are
// tonnes of the commodity's own basis, money USD, prices USD/t.
package stockpile
