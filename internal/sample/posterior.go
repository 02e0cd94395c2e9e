package sample

import (
	"fmt"
	"math"
	"runtime"

	"golang.org/x/sync/errgroup"

	"lodestone/internal/fmath"
)

// Posterior is a density over the unit cube: how likely points were before, and how
// likely they make what was observed. Draw draws points from it.
type Posterior struct {
	Dimensions    int
	LogPrior      func(u []float64) float64 // at most 0; nil where all points are as likely
	LogLikelihood func(u []float64) float64 // may be called from several goroutines
}

// Drawn are points drawn from a posterior, all of one weight.
type Drawn struct {
	Points        [][]float64
	LogLikelihood []float64
	Temperatures  []float64 // at which the likelihood was let in, up to 1
	Evaluations   int
	Accepted      float64 // share of the moves tried
}

// Bounds of what a draw takes.
const (
	leastPoints  = 8   // two halves of which pairs can be taken
	sweeps       = 3   // moves of every point at each temperature
	lastSweeps   = 6   // at the last
	halfWeight   = 0.5 // of the points that are to carry weight when the temperature rises
	crossover    = 0.5 // chance that a move changes a coordinate
	jitter       = 1e-3
	mostAttempts = 10_000
)

// Draw draws n points by a sequential Monte Carlo sampler (Del Moral, Doucet and
// Jasra, Journal of the Royal Statistical Society B 68, 2006): points from the prior;
// then the likelihood is let in by powers that rise from 0 to 1, each as far as
// leaves half of the points with weight; points are resampled by weight and moved by
// Metropolis steps along differences of others (differential evolution Markov chain;
// ter Braak, Statistics and Computing 16, 2006). One half of the points moves by
// differences of the other half, so that the steps of a half can be computed at once.
// The same call gives the same points on any number of processors. Progress is told
// the power reached.
func (p *Posterior) Draw(n int, seed uint64, progress func(power float64)) (*Drawn, error) {
	if n < leastPoints || p.Dimensions < 1 {
		return nil, fmt.Errorf("%d points in %d dimensions: at least %d points in one", n, p.Dimensions, leastPoints)
	}
	d := &drawing{Posterior: p, seed: seed}
	if err := d.begin(n); err != nil {
		return nil, err
	}
	for power := 0.0; power < 1; {
		power = d.raise(power)
		d.resample(power)
		d.out.Temperatures = append(d.out.Temperatures, power)
		count := sweeps
		if power == 1 {
			count = lastSweeps
		}
		for range count {
			d.sweep(power)
		}
		if progress != nil {
			progress(power)
		}
	}
	d.out.Accepted /= float64(max(d.tried, 1))
	d.out.Points, d.out.LogLikelihood = d.at, d.likelihood
	return &d.out, nil
}

// drawing is where a draw stands.
type drawing struct {
	*Posterior
	out        Drawn
	seed       uint64
	at         [][]float64
	likelihood []float64
	last       float64 // power at which the points were last resampled
	tried      int
	stage      int // numbers the random streams
}

// stream is that of one point at one stage.
func (d *drawing) stream(point int) *Stream {
	return NewStream(d.seed, point, fmt.Sprint("posterior ", d.stage))
}

// begin draws points from the prior by rejection.
func (d *drawing) begin(n int) error {
	d.at, d.likelihood = grid(n, d.Dimensions), make([]float64, n)
	for i, u := range d.at {
		s := d.stream(i)
		for attempt := 0; ; attempt++ {
			for k := range u {
				u[k] = s.Uniform()
			}
			if s.Uniform() <= fmath.Exp(d.prior(u)) {
				break
			}
			if attempt == mostAttempts {
				return fmt.Errorf("the prior rejects %d points in a row", attempt)
			}
		}
	}
	d.each(0, n, func(i int) { d.likelihood[i] = d.LogLikelihood(d.at[i]) })
	d.out.Evaluations += n
	d.stage++
	return nil
}

func (d *drawing) prior(u []float64) float64 {
	if d.LogPrior == nil {
		return 0
	}
	return d.LogPrior(u)
}

// each does something for a range of points in as many goroutines as there are
// processors; what is done for one touches that one alone.
func (d *drawing) each(from, to int, do func(i int)) {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := from; i < to; i++ {
		group.Go(func() error { do(i); return nil })
	}
	group.Wait()
}

// weights are those of the points when the power rises by some step, the largest 1.
func (d *drawing) weights(step float64) (w []float64, effective float64) {
	best := math.Inf(-1)
	for _, l := range d.likelihood {
		best = max(best, l)
	}
	w = make([]float64, len(d.likelihood))
	sum, squares := 0.0, 0.0
	for i, l := range d.likelihood {
		w[i] = fmath.Exp(float64(step * (l - best)))
		sum += w[i]
		squares += float64(w[i] * w[i])
	}
	return w, sum * sum / squares
}

// bisections is how finely the step of the power is found.
const bisections = 40

// raise returns the next power: the highest that leaves enough points with weight.
func (d *drawing) raise(power float64) float64 {
	enough := float64(halfWeight * float64(len(d.at)))
	if _, effective := d.weights(1 - power); effective >= enough {
		return 1
	}
	low, high := 0.0, 1-power
	for range bisections {
		mid := (low + high) / 2
		if _, effective := d.weights(mid); effective >= enough {
			low = mid
		} else {
			high = mid
		}
	}
	return power + high
}

// resample replaces the points by points drawn by their weights, systematically:
// one random number and even steps (Kitagawa 1996).
func (d *drawing) resample(power float64) {
	w, _ := d.weights(power - d.last)
	d.last = power
	total := 0.0
	for _, x := range w {
		total += x
	}
	n := len(d.at)
	at, likelihood := grid(n, d.Dimensions), make([]float64, n)
	u, from, reached := d.stream(n).Uniform(), 0, w[0]
	for i := range at {
		for float64((float64(i)+u)*total)/float64(n) > reached && from < n-1 {
			from++
			reached += w[from]
		}
		copy(at[i], d.at[from])
		likelihood[i] = d.likelihood[from]
	}
	d.at, d.likelihood = at, likelihood
	d.stage++
}

// sweep tries to move every point, one half after the other.
func (d *drawing) sweep(power float64) {
	n := len(d.at)
	for _, half := range [][2]int{{0, n / 2}, {n / 2, n}} {
		accepted := make([]bool, n)
		d.each(half[0], half[1], func(i int) { accepted[i] = d.move(i, half, power) })
		for _, yes := range accepted {
			if yes {
				d.out.Accepted++
			}
		}
		d.tried += half[1] - half[0]
		d.out.Evaluations += half[1] - half[0]
		d.stage++
	}
}

// move tries to move a point along the difference of two of the other half.
func (d *drawing) move(i int, half [2]int, power float64) bool {
	s := d.stream(i)
	others := len(d.at) - (half[1] - half[0])
	pick := func() int {
		k := s.Intn(others)
		if k >= half[0] {
			k += half[1] - half[0]
		}
		return k
	}
	a := pick()
	b := pick()
	for b == a {
		b = pick()
	}
	to := append([]float64(nil), d.at[i]...)
	changed := make([]bool, d.Dimensions)
	count := 0
	for k := range changed {
		if changed[k] = s.Uniform() < crossover; changed[k] {
			count++
		}
	}
	if count == 0 {
		changed[s.Intn(d.Dimensions)], count = true, 1
	}
	gamma := 2.38 / math.Sqrt(float64(2*count))
	for k, yes := range changed {
		if yes {
			to[k] = fold(to[k] + float64(gamma*(d.at[a][k]-d.at[b][k])) + float64(jitter*(2*s.Uniform()-1)))
		}
	}
	likelihood := d.LogLikelihood(to)
	gain := float64(power*(likelihood-d.likelihood[i])) + d.prior(to) - d.prior(d.at[i])
	if math.IsNaN(gain) || s.Uniform() >= fmath.Exp(min(0, gain)) {
		return false
	}
	d.at[i], d.likelihood[i] = to, likelihood
	return true
}

// fold brings a coordinate back into the unit interval at its ends.
func fold(x float64) float64 {
	x = math.Abs(x)
	if x = math.Mod(x, 2); x > 1 {
		x = 2 - x
	}
	return min(max(x, 0x1p-53), 1-0x1p-53)
}
