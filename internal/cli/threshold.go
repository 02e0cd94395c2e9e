package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"lodestone/internal/nearest"
	"lodestone/internal/result"
)

// threshold is what --fail-if asks for: a figure of the result compared with a
// limit. Dates compare as text, which for ISO dates is the order of time.
type threshold struct {
	figure string
	above  bool
	number float64
	date   string
}

// figures are what a threshold can be about. A date figure is empty where the
// result has none.
var figures = map[string]struct {
	number func(*result.Stress) float64
	date   func(*result.Stress) string
}{
	"line-downs": {number: func(s *result.Stress) float64 { return float64(len(s.LineDowns)) }},
	"value-lost": {number: func(s *result.Stress) float64 { return s.Lost.Value }},
	"first-line-down": {date: func(s *result.Stress) string {
		if len(s.LineDowns) == 0 {
			return ""
		}
		return s.LineDowns[0].Date
	}},
}

// parseThreshold reads "FIGURE < LIMIT" or "FIGURE > LIMIT"; empty text gives
// a threshold that is never crossed.
func parseThreshold(text string) (*threshold, error) {
	if text == "" {
		return nil, nil
	}
	at := strings.IndexAny(text, "<>")
	if at < 0 {
		return nil, fmt.Errorf("--fail-if %q: expected FIGURE < LIMIT or FIGURE > LIMIT", text)
	}
	t := &threshold{figure: strings.TrimSpace(text[:at]), above: text[at] == '>'}
	f, ok := figures[t.figure]
	if !ok {
		var names []string
		for name := range figures {
			names = append(names, name)
		}
		slices.Sort(names)
		return nil, fmt.Errorf("--fail-if: unknown figure %q%s", t.figure, nearest.Hint(t.figure, names))
	}
	limit := strings.TrimSpace(text[at+1:])
	if f.date != nil {
		t.date = limit
		_, err := time.Parse(time.DateOnly, limit)
		if err != nil {
			return nil, fmt.Errorf("--fail-if: %q is not a date like 2025-08-01", limit)
		}
		return t, nil
	}
	var err error
	if t.number, err = strconv.ParseFloat(limit, 64); err != nil {
		return nil, fmt.Errorf("--fail-if: %q is not a number", limit)
	}
	return t, nil
}

// crossed returns an error wrapping errCrossed if the result is beyond the
// threshold.
func (t *threshold) crossed(s *result.Stress) error {
	if t == nil {
		return nil
	}
	f := figures[t.figure]
	var got string
	var beyond bool
	if f.date != nil {
		got = f.date(s)
		beyond = got != "" && (got > t.date == t.above) && got != t.date
	} else {
		v := f.number(s)
		got = strconv.FormatFloat(v, 'g', 6, 64)
		beyond = v > t.number == t.above && v != t.number
	}
	if !beyond {
		return nil
	}
	return fmt.Errorf("%w: %s is %s", errCrossed, t.figure, got)
}
