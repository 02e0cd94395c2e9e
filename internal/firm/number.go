package firm

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"lodestone/internal/unit"
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

// locale says which decimal marks a table was seen to use.
type locale struct{ comma, dot bool }

var (
	decimalComma = regexp.MustCompile(`(^|[^\d.,])(\d+(\.\d{3})*,(\d{1,2}|\d{4,})|0,\d+|\d{1,3}(\.\d{3})+,\d+)([^\d.,]|$)`)
	decimalDot   = regexp.MustCompile(`(^|[^\d.,])(\d+(,\d{3})*\.(\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(,\d{3})+\.\d+)([^\d.,]|$)`)
)

// observe learns from a cell whose decimal mark cannot be mistaken.
func (l *locale) observe(text string) {
	l.comma = l.comma || decimalComma.MatchString(text)
	l.dot = l.dot || decimalDot.MatchString(text)
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
	parts := strings.Split(s, "..")
	if len(parts) == 1 {
		parts = splitRange(s)
	}
	if len(parts) > 3 {
		return Range{}, "expected a number or a range low..central..high"
	}
	return assemble(parts, below, want, bare, l)
}

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

// unitWords are how people and their systems write the units of package unit;
// pc, a piece, is a thing that is counted.
var unitWords = map[string]string{
	"pc": "pc", "pcs": "pc", "pce": "pc", "piece": "pc", "pieces": "pc", "ea": "pc", "each": "pc", "st": "pc", "stk": "pc", "stck": "pc", "stück": "pc", "nos": "pc", "pz": "pc", "個": "pc",
	"g": "g", "gr": "g", "gram": "g", "grams": "g", "kg": "kg", "kgs": "kg", "kgm": "kg", "kilogram": "kg",
	"t": "t", "to": "t", "ton": "t", "tons": "t", "tonne": "t", "tonnes": "t", "mt": "t", "tne": "t",
	"d": "d", "day": "d", "days": "d", "tage": "d", "wk": "wk", "wks": "wk", "week": "wk", "weeks": "wk", "w": "wk", "wochen": "wk",
	"mo": "mo", "month": "mo", "months": "mo", "mon": "mo", "monate": "mo", "yr": "yr", "year": "yr", "years": "yr", "a": "yr",
	"%": "%", "pct": "%", "percent": "%", "wt%": "%", "wt %": "%", "wt.%": "%", "weight %": "%", "1": "1",
	"$": "USD", "usd": "USD", "us$": "USD", "kusd": "kUSD", "musd": "MUSD",
}

// inUnit converts a number with its written unit to the unit of the column.
func inUnit(v float64, written, want string) (float64, string) {
	written = strings.ToLower(strings.TrimSpace(written))
	if written == "" {
		return v, ""
	}
	word, ok := unitWords[written]
	if want == "" || !ok {
		return 0, fmt.Sprintf("%q behind the number is not understood; expected %s", shorten(written), wanted(want))
	}
	from, err1 := unit.Parse(word)
	to, err2 := unit.Parse(want)
	if err1 != nil || err2 != nil {
		return 0, "expected " + wanted(want)
	}
	x, err := unit.Convert(v, from, to, nil)
	if err != nil {
		return 0, fmt.Sprintf("%q does not convert; expected %s", written, wanted(want))
	}
	if x != v {
		x = tidy(x)
	}
	return x, ""
}

// tidy drops what a conversion adds in the last places: 60.00000000000001.
func tidy(v float64) float64 {
	out, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 14, 64), 64)
	return out
}

func wanted(unit string) string {
	switch unit {
	case "":
		return "a number alone"
	case "1":
		return "a share, as 0.85 or 85 %"
	}
	return "a number in " + unit
}

// parseNumber reads a number whose decimal mark is a dot or a comma. It never
// guesses: "1,234" is one number or the other only if the table shows which.
func parseNumber(s string, l locale) (float64, string) {
	const wrong = "expected a number"
	s = strings.TrimRight(s, ".,")
	if strings.ContainsAny(s, "eE") {
		return parsePlain(strings.Replace(s, ",", ".", 1))
	}
	if strings.ContainsAny(s, " '’") {
		groups := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" '’", r) })
		for i, g := range groups {
			digits, _, _ := strings.Cut(strings.ReplaceAll(g, ",", "."), ".")
			if i > 0 && len(digits) != 3 || i < len(groups)-1 && digits != g {
				return 0, wrong
			}
		}
		// What is left after such groups can only be a decimal mark.
		return parsePlain(strings.Replace(strings.Join(groups, ""), ",", ".", 1))
	}
	comma, dot := strings.Count(s, ","), strings.Count(s, ".")
	switch {
	case comma == 0 && dot == 0:
		return parsePlain(s)
	case comma > 0 && dot > 0:
		mark, group := ".", ","
		if strings.LastIndex(s, ",") > strings.LastIndex(s, ".") {
			mark, group = ",", "."
		}
		whole, fraction, _ := strings.Cut(s, mark)
		if strings.Count(s, mark) > 1 || strings.Contains(fraction, group) || !grouped(whole, group) {
			return 0, wrong
		}
		return parsePlain(strings.ReplaceAll(whole, group, "") + "." + fraction)
	case comma > 1 || dot > 1:
		mark := ","
		if dot > 1 {
			mark = "."
		}
		if !grouped(s, mark) {
			return 0, wrong
		}
		return parsePlain(strings.ReplaceAll(s, mark, ""))
	case comma == 1:
		return oneMark(s, ",", l.comma, l.dot)
	}
	// A dot alone is a decimal mark unless the table writes decimal commas.
	return oneMark(s, ".", l.dot || !l.comma, l.comma)
}

// oneMark reads a number with a single dot or comma, which is a decimal mark
// unless exactly three digits follow it and the table leaves it open.
func oneMark(s, mark string, decimal, thousands bool) (float64, string) {
	whole, fraction, _ := strings.Cut(s, mark)
	if len(fraction) != 3 || whole == "" || whole == "0" || len(whole) > 3 || decimal && !thousands {
		return parsePlain(whole + "." + fraction)
	}
	if thousands && !decimal {
		return parsePlain(whole + fraction)
	}
	return 0, fmt.Sprintf("it may mean %s.%s or %s%s; expected a number without a mark for thousands", whole, fraction, whole, fraction)
}

// grouped reports whether a whole number is written in groups of three digits.
func grouped(s, mark string) bool {
	for i, g := range strings.Split(s, mark) {
		if i > 0 && len(g) != 3 || i == 0 && (g == "" || len(g) > 3) {
			return false
		}
	}
	return true
}

func parsePlain(s string) (float64, string) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || !finite(v) || v > 1e18 {
		return 0, "expected a number"
	}
	return v, ""
}
