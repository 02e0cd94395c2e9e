// Package unit reads and converts the units of the data.
//
// A unit is one measure over any number of others: "t Dy2O3/yr", "USD/kg
// Dy2O3", "wk", "%". A mass names its basis, what it is the mass of; a tonne of
// oxide does not convert to a tonne of metal unless the caller knows a factor.
// Any other word is a thing that is counted ("vehicle", "MW").
package unit

import (
	"errors"
	"fmt"
	"strings"
)

// kind is what a measure measures.
type kind int

const (
	ratio kind = iota
	mass
	duration
	money
	count
)

// Measure is one factor of a unit: a scale, and for masses and counts a name.
type Measure struct {
	kind  kind
	scale float64 // in t, weeks, USD, or 1
	name  string  // basis of a mass, thing counted
}

// Unit is a measure over others.
type Unit struct {
	text string
	over Measure
	per  []Measure
}

// known are the words of measures, with their scale in the base measure of
// their kind: tonne, week, US dollar, one.
var known = map[string]Measure{
	"1": {ratio, 1, ""}, "%": {ratio, 0.01, ""},
	"g": {mass, 1e-6, ""}, "kg": {mass, 1e-3, ""}, "t": {mass, 1, ""}, "kt": {mass, 1e3, ""}, "Mt": {mass, 1e6, ""},
	"d": {duration, 1.0 / 7, ""}, "wk": {duration, 1, ""}, "mo": {duration, 52.0 / 12, ""}, "yr": {duration, 52, ""},
	"USD": {money, 1, ""}, "kUSD": {money, 1e3, ""}, "MUSD": {money, 1e6, ""}, "bnUSD": {money, 1e9, ""},
}

// ErrUnit is wrapped by every error of this package.
var ErrUnit = errors.New("unit")

// Parse reads a unit such as "t REO/yr". Spaces around "/" do not matter.
func Parse(text string) (Unit, error) {
	u := Unit{text: strings.Join(strings.Fields(text), " ")}
	for i, part := range strings.Split(text, "/") {
		m, err := parseMeasure(part)
		if err != nil {
			return Unit{}, fmt.Errorf("%w %q: %w", ErrUnit, text, err)
		}
		if i == 0 {
			u.over = m
		} else {
			u.per = append(u.per, m)
		}
	}
	return u, nil
}

func parseMeasure(text string) (Measure, error) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return Measure{}, errors.New("a part is empty")
	}
	m, ok := known[words[0]]
	switch {
	case ok && m.kind == mass:
		m.name = strings.Join(words[1:], " ")
		return m, nil
	case len(words) > 1:
		return Measure{}, fmt.Errorf("%q is not a mass, so nothing can follow it", words[0])
	case ok:
		return m, nil
	case strings.ContainsAny(words[0], "0123456789.,%"):
		return Measure{}, fmt.Errorf("%q is neither a known measure nor a word", words[0])
	}
	return Measure{count, 1, words[0]}, nil
}

// String returns the unit as written, with single spaces.
func (u Unit) String() string { return u.text }

// Basis returns what the mass of the unit is of, or "".
func (u Unit) Basis() string {
	if u.over.kind == mass {
		return u.over.name
	}
	return ""
}

// Counted returns the thing the unit counts, or "".
func (u Unit) Counted() string {
	if u.over.kind == count {
		return u.over.name
	}
	return ""
}

// Factor gives the mass of basis "to" in one unit mass of basis "from".
type Factor func(from, to string) (float64, bool)

// Convert expresses v, given in one unit, in another. Masses of different
// basis convert only if factor (which may be nil) knows how.
func Convert(v float64, from, to Unit, factor Factor) (float64, error) {
	if len(from.per) != len(to.per) {
		return 0, mismatch(from, to)
	}
	scale, err := convertMeasure(from.over, to.over, factor)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", mismatch(from, to), err)
	}
	for i := range from.per {
		s, err := convertMeasure(from.per[i], to.per[i], factor)
		if err != nil {
			return 0, fmt.Errorf("%w: %w", mismatch(from, to), err)
		}
		scale /= s
	}
	return v * scale, nil
}

func mismatch(from, to Unit) error {
	return fmt.Errorf("%w %q does not convert to %q", ErrUnit, from, to)
}

func convertMeasure(from, to Measure, factor Factor) (float64, error) {
	if from.kind != to.kind || from.kind == count && from.name != to.name {
		return 0, errors.New("they measure different things")
	}
	scale := from.scale / to.scale
	if from.kind != mass || from.name == to.name {
		return scale, nil
	}
	if factor != nil {
		if f, ok := factor(from.name, to.name); ok {
			return scale * f, nil
		}
	}
	return 0, fmt.Errorf("no factor is known from %s to %s", basis(from.name), basis(to.name))
}

func basis(name string) string {
	if name == "" {
		return "a mass without basis"
	}
	return name
}
