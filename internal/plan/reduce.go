package plan

import "math"

// mostHeld is how many futures a program holds; of more, some stand for all.
const mostHeld = 32

// Reduced says what was lost when some futures were taken to stand for all.
type Reduced struct {
	From     int     `json:"futures_drawn"`
	To       int     `json:"futures_held"`
	Distance float64 `json:"kantorovich_distance_usd"`
	Share    float64 `json:"of_mean_loss"`
}

// reduce chooses futures that stand for all by fast forward selection (Heitsch and
// Roemisch 2003, algorithm 2.4): each time the one that most lowers the Kantorovich
// distance between all and the chosen, where the distance of two futures is the sum of
// the differences of what each use loses in each period, USD. Every future that is not
// chosen gives its weight to the nearest. It returns the chosen, in order, and the
// distance: by no more than it can the mean over the futures change of whatever changes
// by at most a dollar when a loss does.
func reduce(all []*Future, count int) (chosen []int, distance float64) {
	between := distances(all)
	nearest, of := make([]float64, len(all)), make([]int, len(all))
	for i := range nearest {
		nearest[i] = math.Inf(1)
	}
	taken := make([]bool, len(all))
	for range min(count, len(all)) {
		best, least := -1, math.Inf(1)
		for u := range all {
			if taken[u] {
				continue
			}
			sum := 0.0
			for k := range all {
				sum += min(nearest[k], between[u][k])
			}
			if sum < least {
				best, least = u, sum
			}
		}
		taken[best] = true
		for k := range all {
			if between[best][k] < nearest[k] {
				nearest[k], of[k] = between[best][k], best
			}
		}
	}
	for i, f := range all {
		f.stands = 0
		if taken[i] {
			chosen = append(chosen, i)
		}
	}
	for k := range all {
		all[of[k]].stands++
		distance += nearest[k] / float64(len(all))
	}
	return chosen, distance
}

// distances are those between all pairs of futures.
func distances(all []*Future) [][]float64 {
	type place struct{ use, period int }
	at := map[place]int{}
	for _, f := range all {
		for _, x := range f.terms {
			if p := (place{x.use, x.period}); at[p] == 0 {
				at[p] = len(at) + 1
			}
		}
	}
	flat := make([][]float64, len(all))
	for i := range all {
		flat[i] = make([]float64, len(at)+1)
		for _, x := range all[i].terms {
			p := place{x.use, x.period}
			flat[i][at[p]] += float64(x.value * x.worst())
		}
	}
	out := make([][]float64, len(all))
	for i := range all {
		out[i] = make([]float64, len(all))
		for k := range all {
			for d := range flat[i] {
				out[i][k] += math.Abs(flat[i][d] - flat[k][d])
			}
		}
	}
	return out
}
