package firm

import (
	"regexp"
	"strings"
)

// blanks and unknowns are cells that hold no number. Spreadsheets write #N/A
// for what was looked up and not found.
var (
	blanks   = words(" - – — . n/r")
	unknowns = words("? ?? unknown n/a #n/a na tbd tbc tba k.a. k.a unbekannt inconnu 不明 未知 xx xxx")
)

func words(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}

const onlyDigits = `\d[\d.,'’ ]*`

var quantity = regexp.MustCompile(`^(` + onlyDigits + `(?:[eE][+-]?\d+)?|[.,]\d+)\s*(\S.*)?$`)

// excelErrors are the errors of a formula, #N/A apart.
var excelErrors = words("#ref! #value! #div/0! #name? #null! #num! #spill! #calc! #getting_data")

// narrowSpaces are those between groups of digits.
var narrowSpaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ")

// parseRange reads "60", "~60", "<0,1", "10-30", "10..20..30" in the unit
// wanted. A unit behind the number is converted; a number without one is in the
// bare unit. The message says what is wrong, "" if nothing.
func parseRange(text, want, bare string, l locale) (Range, string) {
	s := strings.TrimSpace(narrowSpaces.Replace(text))
	lower := strings.ToLower(s)
	switch {
	case lower == "" || blanks[lower]:
		return Range{}, ""
	case unknowns[lower]:
		return Range{State: Unknown}, ""
	case excelErrors[lower]:
		return Range{}, "the cell holds an error of a formula; expected a number or ?"
	}
	for _, about := range []string{"~", "≈", "ca.", "ca ", "approx.", "about "} {
		lower, s = trimBoth(lower, s, about)
	}
	below := false
	for _, mark := range []string{"<=", "≤", "<", "max."} {
		rest := strings.TrimPrefix(lower, mark)
		below = below || rest != lower
		lower, s = trimBoth(lower, s, mark)
	}
	if negative.MatchString(s) {
		return Range{}, "expected 0 or more"
	}
	parts := strings.Split(s, "..")
	if len(parts) == 1 {
		parts = splitRange(s)
	}
	if len(parts) > 3 {
		return Range{}, "expected a number or a range low..central..high"
	}
	return assemble(parts, below, want, bare, l)
}

// negative is a number below zero, also the way ledgers write it: 5-.
var negative = regexp.MustCompile(`^(-\s*[\d.,]+|[\d.,]+-)$`)

func trimBoth(lower, s, prefix string) (string, string) {
	if strings.HasPrefix(lower, prefix) && len(s) == len(lower) {
		return strings.TrimSpace(lower[len(prefix):]), strings.TrimSpace(s[len(prefix):])
	}
	return lower, s
}

var dashes = regexp.MustCompile(`^([^-–—eE]*\d[^-–—eE]*)(?:\s*[-–—]\s*|\s+to\s+|\s+bis\s+)(\d.*)$`)

// splitRange splits "10-30 g" in two; the unit stays with the second.
func splitRange(s string) []string {
	if m := dashes.FindStringSubmatch(s); m != nil {
		return m[1:]
	}
	return []string{s}
}

func assemble(parts []string, below bool, want, bare string, l locale) (Range, string) {
	var v [3]float64
	last := bare
	for i := len(parts) - 1; i >= 0; i-- {
		m := quantity.FindStringSubmatch(strings.TrimSpace(parts[i]))
		if m == nil {
			return Range{}, "expected a number, a range low..high, or ? for unknown"
		}
		x, message := parseNumber(strings.TrimSpace(m[1]), l)
		if message != "" {
			return Range{}, message
		}
		if m[2] != "" {
			last = m[2]
		}
		if v[i], message = inUnit(x, last, want); message != "" {
			return Range{}, message
		}
	}
	var r Range
	switch {
	case below && len(parts) == 1:
		r = Between(0, v[0]/2, v[0])
	case len(parts) == 1:
		r = Exactly(v[0])
	case len(parts) == 2:
		r = Between(v[0], (v[0]+v[1])/2, v[1])
	default:
		r = Between(v[0], v[1], v[2])
	}
	if r.Low > r.Mid || r.Mid > r.High {
		return Range{}, "expected low before high"
	}
	return r, ""
}
