package firm

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

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
