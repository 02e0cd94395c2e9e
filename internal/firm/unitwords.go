package firm

import (
	"fmt"
	"lodestone/internal/unit"
	"strconv"
	"strings"
)

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
