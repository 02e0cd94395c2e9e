package sample

import (
	"math"
	"reflect"
	"runtime"
	"testing"
)

// ridge is a posterior whose moments are known: with an even prior and a narrow
// normal likelihood of the sum and the difference of two coordinates, both have mean
// one half, and their correlation is (s^2 - d^2) / (s^2 + d^2), s and d being the
// deviations of sum and difference. The third coordinate is left to the prior.
func ridge(sum, difference float64) *Posterior {
	return &Posterior{Dimensions: 3, LogLikelihood: func(u []float64) float64 {
		s, d := (u[0]+u[1]-1)/sum, (u[0]-u[1])/difference
		return -(s*s + d*d) / 2
	}}
}

func moments(points [][]float64, i, j int) (mean, deviation, correlation float64) {
	var mi, mj, vi, vj, c float64
	n := float64(len(points))
	for _, u := range points {
		mi += u[i] / n
		mj += u[j] / n
	}
	for _, u := range points {
		vi += (u[i] - mi) * (u[i] - mi) / n
		vj += (u[j] - mj) * (u[j] - mj) / n
		c += (u[i] - mi) * (u[j] - mj) / n
	}
	return mi, math.Sqrt(vi), c / math.Sqrt(vi*vj)
}

func TestPosteriorOfARidge(t *testing.T) {
	const sum, difference = 0.02, 0.2
	x, err := ridge(sum, difference).Draw(600, 3, nil)
	if err != nil {
		t.Fatal(err)
	}
	mean, deviation, correlation := moments(x.Points, 0, 1)
	wantDeviation := math.Sqrt(sum*sum+difference*difference) / 2
	wantCorrelation := (sum*sum - difference*difference) / (sum*sum + difference*difference)
	if math.Abs(mean-0.5) > 0.02 || math.Abs(deviation/wantDeviation-1) > 0.15 || math.Abs(correlation-wantCorrelation) > 0.02 {
		t.Errorf("mean %.3f, deviation %.4f, correlation %.3f; want 0.5, %.4f, %.3f", mean, deviation, correlation, wantDeviation, wantCorrelation)
	}
	mean, deviation, correlation = moments(x.Points, 2, 0)
	if math.Abs(mean-0.5) > 0.05 || math.Abs(deviation-math.Sqrt(1.0/12)) > 0.05 || math.Abs(correlation) > 0.15 {
		t.Errorf("what the likelihood does not know: mean %.3f, deviation %.3f, correlation %.3f", mean, deviation, correlation)
	}
	if last := x.Temperatures[len(x.Temperatures)-1]; last != 1 || len(x.Temperatures) < 2 {
		t.Errorf("temperatures %v, want several up to 1", x.Temperatures)
	}
}

// A prior that the likelihood says nothing about comes out as it was.
func TestPosteriorKeepsThePrior(t *testing.T) {
	p := &Posterior{Dimensions: 1, LogPrior: func(u []float64) float64 { return math.Log(u[0]) }, LogLikelihood: func([]float64) float64 { return -7 }}
	x, err := p.Draw(2000, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	if mean, _, _ := moments(x.Points, 0, 0); math.Abs(mean-2.0/3) > 0.02 {
		t.Errorf("mean %.3f of a density that rises evenly, want two thirds", mean)
	}
}

// The number of processors changes nothing.
func TestPosteriorRepeats(t *testing.T) {
	draw := func() *Drawn {
		x, err := ridge(0.05, 0.3).Draw(40, 9, nil)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	want := draw()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if got := draw(); !reflect.DeepEqual(got, want) {
		t.Error("another number of processors, other points")
	}
}

func TestPosteriorRefuses(t *testing.T) {
	if _, err := ridge(1, 1).Draw(3, 1, nil); err == nil {
		t.Error("three points are enough")
	}
	p := ridge(1, 1)
	p.LogPrior = func([]float64) float64 { return math.Inf(-1) }
	if _, err := p.Draw(8, 1, nil); err == nil {
		t.Error("an impossible prior is no error")
	}
}
