package firm

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// never is the week of what does not happen.
var never = math.Inf(1)

// step is a value from a week on. Weeks count from the date of the plan.
type step struct{ week, value float64 }

// at returns the value of the last step begun, or another before the first.
func at(steps []step, week, before float64) float64 {
	for _, s := range steps {
		if s.week > week {
			break
		}
		before = s.value
	}
	return before
}

func sortSteps(steps []step) {
	slices.SortStableFunc(steps, func(a, b step) int { return cmp.Compare(a.week, b.week) })
}

// weeksSince counts weeks from one day to another.
func weeksSince(from, to time.Time) float64 { return to.Sub(from).Hours() / (24 * 7) }

// dayOf is the day on which a week, whole or not, falls; the zero time for never.
func dayOf(from time.Time, week float64) time.Time {
	const grain = 1e-6 // days; sums of fractions fall short of whole days
	if !finite(week) {
		return time.Time{}
	}
	return from.AddDate(0, 0, int(week*7+grain))
}
