package plan

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"lodestone/internal/lp"
)

// Measure is what a target bounds in a future.
type Measure string

// The measures of a target.
const (
	NoStop    Measure = "line stops" // share of the lines of an end use that stand still in any week
	LostWeeks Measure = "lost weeks" // of production, of each end use
	ValueLost Measure = "value lost" // USD, of all
)

// Target is a bound that a share of the futures must keep.
type Target struct {
	Measure Measure
	Most    float64 // weeks or USD; for NoStop the parameter line_down_share holds
	Share   float64 // of the futures, by probability
	Text    string
}

// Targets are examples of what ParseTarget reads.
const Targets = `"no line stops in 95% of futures", "at most 1 lost week", "value lost below 50e6 in 90% of futures"`

var (
	sharePattern = regexp.MustCompile(`^(.*?)\s+in\s+([0-9.]+)\s*%\s+of\s+(?:futures|members)$`)
	weeksPattern = regexp.MustCompile(`^at most (\S+) lost weeks?$`)
	valuePattern = regexp.MustCompile(`^value lost below (\S+)$`)
)

// ParseTarget reads a target as people say it. Without a share it holds in all
// futures.
func ParseTarget(text string) (*Target, error) {
	t := &Target{Share: 1, Text: text}
	rest := strings.ToLower(strings.TrimSpace(text))
	if m := sharePattern.FindStringSubmatch(rest); m != nil {
		percent, err := strconv.ParseFloat(m[2], 64)
		if err != nil || !(percent > 0 && percent <= 100) {
			return nil, fmt.Errorf("target %q: %s %% is no share of the futures", text, m[2])
		}
		rest, t.Share = m[1], percent/100
	}
	number := ""
	if m := weeksPattern.FindStringSubmatch(rest); m != nil {
		t.Measure, number = LostWeeks, strings.Replace(m[1], "one", "1", 1)
	} else if m := valuePattern.FindStringSubmatch(rest); m != nil {
		t.Measure, number = ValueLost, m[1]
	} else if rest == "no line stops" {
		t.Measure, number = NoStop, "0"
	} else {
		return nil, fmt.Errorf("target %q: expected something like %s", text, Targets)
	}
	var err error
	if t.Most, err = strconv.ParseFloat(number, 64); err != nil || t.Most < 0 || math.IsNaN(t.Most) || math.IsInf(t.Most, 0) {
		return nil, fmt.Errorf("target %q: %q is no number", text, number)
	}
	return t, nil
}

// value makes the second stage cost what it loses, in millions of USD.
func (r *recourse) value() {
	for i, t := range r.f.terms {
		r.p.Cost[r.lost[i].At] += float64(t.value*r.lost[i].Coef) / money
	}
}

// excess makes the second stage cost by how much it misses a target: zero where
// it keeps it.
func (r *recourse) excess(target *Target) {
	over := func(use int, most float64, terms ...lp.Term) {
		column := r.p.AddCol(1, 0, math.Inf(1))
		r.misses = append(r.misses, miss{column, use})
		r.p.AddRow(-most, math.Inf(1), append(terms, lp.Term{At: column, Coef: 1})...)
	}
	scaled := func(i int, by float64) lp.Term {
		return lp.Term{At: r.lost[i].At, Coef: -float64(r.lost[i].Coef * by)}
	}
	switch target.Measure {
	case NoStop:
		for i, t := range r.f.terms {
			over(t.use, r.s.stops(t.use), scaled(i, t.peak))
		}
	case LostWeeks:
		byUse := make([][]lp.Term, len(r.s.uses))
		for i, t := range r.f.terms {
			byUse[t.use] = append(byUse[t.use], scaled(i, t.weeks))
		}
		for use, terms := range byUse {
			if terms != nil {
				over(use, target.Most, terms...)
			}
		}
	case ValueLost:
		var terms []lp.Term
		for i, t := range r.f.terms {
			terms = append(terms, scaled(i, t.value/money))
		}
		over(-1, (target.Most-r.f.fixed)/money, terms...)
	}
}

// stops is the share of its lines from which a use counts as stopped. Just below
// it does not.
func (s *scope) stops(use int) float64 {
	const below = 1e-6
	u := &s.net.Uses[s.uses[use]]
	return s.net.Markets[s.net.Inputs[u.In0].Market].Params.LineDownShare - below
}
