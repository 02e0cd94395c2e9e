package stockpile

import (
	"errors"
	"fmt"
	"math"
)

// Year is one year of an emergency.
type Year struct {
	Need     float64 `json:"need_t"`
	Reliable float64 `json:"reliable_supply_t"`
	Short    float64 `json:"shortfall_t"` // max(0, Need - Reliable)
}

// Requirement is what a stock must hold for an emergency.
type Requirement struct {
	Schema   string  `json:"schema,omitempty"` // of plain numbers
	Years    []Year  `json:"years"`
	Short    float64 `json:"shortfall_t"` // over all years
	Held     float64 `json:"held_t"`
	Required float64 `json:"required_t"`   // Short - Held, at least 0
	Price    float64 `json:"usd_per_t"`    // 0 where none is known
	Cost     float64 `json:"cost_usd"`     // of what is required
	Bought   float64 `json:"bought_t"`     // with a budget
	Left     float64 `json:"left_short_t"` // after that
}

// Schema names the JSON form of a [Requirement] of plain numbers.
const Schema = "lodestone/requirement/1"

// ErrInput is wrapped by errors about numbers that cannot be.
var ErrInput = errors.New("not a possible number")

// Size sums what falls short in each year:
//
//	S = sum_y max(0, need_y - reliable_y)
//
// A surplus of one year does not help another, since what comes is used. Held is
// what is in stock already.
func Size(need, reliable []float64, held, price float64) (Requirement, error) {
	if len(need) == 0 || len(need) != len(reliable) {
		return Requirement{}, fmt.Errorf("need is given for %d years, reliable supply for %d: expected the same number, at least 1", len(need), len(reliable))
	}
	if err := amounts(append(append([]float64{held, price}, need...), reliable...)); err != nil {
		return Requirement{}, err
	}
	r := Requirement{Schema: Schema, Held: held, Price: price}
	for i := range need {
		y := Year{need[i], reliable[i], max(0, need[i]-reliable[i])}
		r.Years = append(r.Years, y)
		r.Short += y.Short
	}
	r.Required = max(0, r.Short-held)
	r.Cost = r.Required * price
	r.Left = r.Required
	return r, nil
}

// Spend buys as much of what is required as a budget pays for, and returns what it
// costs. Without a price nothing is bought.
func (r *Requirement) Spend(budget float64) float64 {
	if r.Price <= 0 || budget <= 0 {
		return 0
	}
	more := min(r.Left, budget/r.Price)
	r.Bought += more
	r.Left -= more
	return more * r.Price
}

func amounts(list []float64) error {
	for _, v := range list {
		if !(v >= 0) || math.IsInf(v, 0) {
			return fmt.Errorf("%g: %w, expected 0 or more", v, ErrInput)
		}
	}
	return nil
}
