package stockpile

import (
	"fmt"
	"math"
	"time"
)

// Lasts is for how many days a stock of some days of use lasts when a share of the
// supply stops: days / share, without end if nothing stops.
func Lasts(days, share float64) (float64, error) {
	if err := amounts([]float64{days}); err != nil {
		return 0, err
	}
	if !(share >= 0 && share <= 1) {
		return 0, fmt.Errorf("share %g: %w, expected 0 to 1", share, ErrInput)
	}
	if share == 0 {
		return math.Inf(1), nil
	}
	return days / share, nil
}

// Needed is how many days of use a stock must hold to last some days: the inverse
// of [Lasts].
func Needed(days, share float64) float64 { return days * share }

// Holdings is how long several stocks last when a share of some supply stops.
type Holdings struct {
	Schema string    `json:"schema"`
	From   string    `json:"from"`
	Share  float64   `json:"share_that_stops"`
	Stocks []Holding `json:"stocks"`
}

// HoldingsSchema names the JSON form of [Holdings].
const HoldingsSchema = "lodestone/days/1"

// Hold answers for plain numbers: each of the days of a goal, when a share stops.
func Hold(g Goal, share float64) (*Holdings, error) {
	h := &Holdings{Schema: HoldingsSchema, From: g.From.Format(time.DateOnly), Share: share}
	for _, days := range g.Days {
		x, err := holding(days, share, g.From)
		if err != nil {
			return nil, err
		}
		h.Stocks = append(h.Stocks, x)
	}
	return h, nil
}

// forever is how many days count as without end: a date beyond means nothing.
const forever = 200 * 365

// RunsOut is the day on which a stock that lasts some days from a date is used up,
// zero if it is not.
func RunsOut(from time.Time, days float64) time.Time {
	if days > forever {
		return time.Time{}
	}
	return from.AddDate(0, 0, int(days))
}
