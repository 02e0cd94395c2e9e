package indices

import (
	"fmt"
	"math"
)

// The indicators of this file follow Sprecher et al., Novel indicators for the
// quantification of resilience in critical material supply chains, with a 2010
// rare earth crisis case study, Environmental Science & Technology 51, 3860,
// 2017 (doi 10.1021/acs.est.6b05751). The paper reads lag, speed and magnitude
// from interviews; the thresholds that read them from weekly series are ours.
const (
	weeksPerYear = 52
	// begun is the part of its maximum at which a response counts as begun.
	begun = 0.05
	// short is the unmet part of demand from which a week counts as short.
	short = 0.02
	// calmWeeks is how long demand must be met before the shortage is over.
	calmWeeks = 26
)

// Response describes how far and how fast one mechanism, such as substitution
// or new mines, answered a shock.
type Response struct {
	Lag       int     // weeks from the shock to the first response; -1 if none came
	Speed     float64 // largest change in 52 weeks, as a part of the market's volume per year
	Magnitude float64 // largest response, as a part of the market's volume
}

// MeasureResponse compares a weekly series since the shock, element 0 being the
// week it struck, with the baseline the same weeks would have had without it.
// The response of week t is r(t) = series(t) - baseline(t); for a mechanism that
// answers by falling, such as demand, exchange the two. Market is the volume of
// the whole market per week before the shock, in the unit of the series.
//
//	lag       = first t with r(t) > 5 % of max r
//	speed     = max over t of (r(t) - r(t-52)) / market, with r = 0 before week 0
//	magnitude = max over t of r(t) / market
//
// A series of volumes per week with speed 0.04 has gained 4 % of the market's
// volume in a year. Source: Sprecher et al. 2017.
func MeasureResponse(series, baseline []float64, market float64) (Response, error) {
	if err := sameLength("baseline", baseline, len(series)); err != nil {
		return Response{}, err
	}
	if !(market > 0) {
		return Response{}, fmt.Errorf("volume of the market is %g", market)
	}
	response := make([]float64, len(series))
	largest, steepest := 0.0, 0.0
	for t := range series {
		response[t] = series[t] - baseline[t]
		if math.IsNaN(response[t]) || math.IsInf(response[t], 0) {
			return Response{}, fmt.Errorf("response of week %d is %g", t, response[t])
		}
		change := response[t]
		if t >= weeksPerYear {
			change -= response[t-weeksPerYear]
		}
		largest = max(largest, response[t])
		steepest = max(steepest, change)
	}
	r := Response{Lag: -1, Speed: steepest / market, Magnitude: largest / market}
	for t := range response {
		if response[t] > float64(begun*largest) {
			r.Lag = t
			break
		}
	}
	return r, nil
}

// Recovery is the first week, counted from the shock at element 0, from which
// unmet demand stays below 2 % of demand for 26 weeks after having been at or
// above it. It is 0 and true when demand was never short, and false when the
// series ends before 26 such weeks. Unmet demand and demand have one unit.
// Source: Sprecher et al. 2017.
func Recovery(unmet, demand []float64) (week int, recovered bool, err error) {
	if err := sameLength("demand", demand, len(unmet)); err != nil {
		return 0, false, err
	}
	if err := within("unmet demand", unmet, 0, math.MaxFloat64); err != nil {
		return 0, false, err
	}
	if err := within("demand", demand, 0, math.MaxFloat64); err != nil {
		return 0, false, err
	}
	struck, calm := false, 0
	for t := range unmet {
		// A week without demand cannot be short.
		if unmet[t] > 0 && unmet[t] >= float64(short*demand[t]) {
			struck, calm = true, 0
			continue
		}
		calm++
		if struck && calm == calmWeeks {
			return t - calmWeeks + 1, true, nil
		}
	}
	return 0, !struck, nil
}
