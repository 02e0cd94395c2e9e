package firm

// amount is how much of a part, counted and weighed.
type amount struct{ pieces, kg float64 }

var kilograms = map[string]float64{"g": 1e-3, "kg": 1, "t": 1e3}

func amountOf(v float64, unit string) amount {
	if f, ok := kilograms[unit]; ok {
		return amount{kg: v * f}
	}
	return amount{pieces: v}
}

func (a amount) times(f float64) amount { return amount{a.pieces * f, a.kg * f} }

func (a amount) plus(b amount) amount { return amount{a.pieces + b.pieces, a.kg + b.kg} }

// in expresses an amount of a part in its working unit: kg if it is weighed
// throughout, else pieces of a mass in g.
func (a amount) in(weighed bool, grams float64) float64 {
	switch {
	case weighed && a.pieces == 0:
		return a.kg
	case weighed:
		return a.kg + a.pieces*grams/1000
	case a.kg == 0 || grams <= 0:
		return a.pieces
	}
	return a.pieces + a.kg*1000/grams
}
