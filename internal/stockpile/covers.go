package stockpile

import (
	"fmt"
	"time"

	"lodestone/internal/network"
)

// Goal is days of use to hold, from the day on which supply stops.
type Goal struct {
	Days []float64
	From time.Time
}

// Cover is how long stocks of a good last.
type Cover struct {
	Market
	Held  Holding   `json:"held"`  // by trade and public stockpiles together
	Goals []Holding `json:"goals"` // for each of the days asked for
}

// Holding is a stock and how long it lasts when what is cut stops.
type Holding struct {
	Days   float64 `json:"days_of_use"`
	Tonnes float64 `json:"t"`
	More   float64 `json:"more_than_held_t"`
	Cost   float64 `json:"cost_of_more_usd"`
	Lasts  float64 `json:"lasts_days"` // -1 for without end
	Until  string  `json:"until,omitempty"`
}

// Covers tells, for every good a region needs, how many days are held and how long
// they and each of the goals last.
func Covers(n *network.Network, q Question, g Goal) ([]Cover, error) {
	if err := amounts(g.Days); err != nil {
		return nil, err
	}
	markets, err := Markets(n, q)
	if err != nil {
		return nil, err
	}
	var out []Cover
	for _, m := range markets {
		have := m.Trade + m.Public
		c := Cover{Market: m}
		if c.Held, err = holding(m.Days(have), m.Cut, g.From); err != nil {
			return nil, fmt.Errorf("%s: %w", m.Commodity, err)
		}
		c.Held.Tonnes = have
		for _, days := range g.Days {
			h, err := holding(days, m.Cut, g.From)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", m.Commodity, err)
			}
			h.Tonnes = days * m.Need / daysPerYear
			h.More = max(0, h.Tonnes-have)
			h.Cost = h.More * m.Price
			c.Goals = append(c.Goals, h)
		}
		out = append(out, c)
	}
	return out, nil
}

// holding says how long some days of use last from a date when a share stops.
func holding(days, share float64, from time.Time) (Holding, error) {
	lasts, err := Lasts(days, share)
	if err != nil {
		return Holding{}, err
	}
	h := Holding{Days: days, Lasts: -1}
	if out := RunsOut(from, lasts); !out.IsZero() {
		h.Lasts, h.Until = lasts, out.Format(time.DateOnly)
	}
	return h, nil
}
