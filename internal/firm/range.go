package firm

import (
	"math"
	"strconv"
)

// State says whether a number was given.
type State int

const (
	Blank   State = iota // the cell was empty
	Unknown              // the cell says that nobody knows
	Given
)

// Range is a number that may be uncertain: low, central and high.
type Range struct {
	Low   float64 `json:"low"`
	Mid   float64 `json:"mid"`
	High  float64 `json:"high"`
	State State   `json:"state"`
}

// Exactly is a number that is known.
func Exactly(v float64) Range { return Range{v, v, v, Given} }

// Between is a number that is known within limits.
func Between(low, mid, high float64) Range { return Range{low, mid, high, Given} }

// or returns the range, or another where nothing is given.
func (r Range) or(other Range) Range {
	if r.State == Given {
		return r
	}
	return other
}

func (r Range) times(f float64) Range {
	return Range{r.Low * f, r.Mid * f, r.High * f, r.State}
}

func (r Range) plus(o Range) Range {
	return Range{r.Low + o.Low, r.Mid + o.Mid, r.High + o.High, max(r.State, o.State)}
}

func (r Range) exact() bool { return r.Low == r.High }

// String writes the range the way a cell holds it: 12, 10..12..15, ? or nothing.
func (r Range) String() string {
	switch {
	case r.State == Blank:
		return ""
	case r.State == Unknown:
		return "?"
	case r.exact() && r.Low == r.Mid:
		return number(r.Mid)
	}
	return number(r.Low) + ".." + number(r.Mid) + ".." + number(r.High)
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
