package sample

import (
	"fmt"
	"math"

	"lodestone/internal/fmath"
)

// Dist is a distribution of one input.
type Dist interface {
	// Quantile returns the value below which a share p of draws falls; p lies
	// strictly between 0 and 1.
	Quantile(p float64) float64
	// Check returns an error unless the parameters make a distribution.
	Check() error
}

// Uniform is the even distribution over an interval.
type Uniform struct{ Lo, Hi float64 }

// LogUniform has an even logarithm; both ends must be positive.
type LogUniform struct{ Lo, Hi float64 }

// Triangular has a density that rises evenly to the mode and falls evenly from it.
type Triangular struct{ Lo, Mode, Hi float64 }

// PERT is the beta distribution over an interval whose mean is
// (Lo + 4 Mode + Hi) / 6 (Malcolm et al. 1959, Application of a technique for
// research and development program evaluation).
type PERT struct{ Lo, Mode, Hi float64 }

// Split has a given median: half of the draws fall on either side of it, with a
// density that falls evenly to nothing at the end.
type Split struct{ Lo, Median, Hi float64 }

// LogSplit is a Split of the logarithm; all three must be positive.
type LogSplit struct{ Lo, Median, Hi float64 }

// Normal is the normal distribution.
type Normal struct{ Mean, SD float64 }

// TruncatedNormal is the normal distribution of those draws that fall within
// an interval; either end may be infinite.
type TruncatedNormal struct{ Mean, SD, Lo, Hi float64 }

// LogNormal has a normal logarithm: two thirds of draws are within a factor GSD
// of the median.
type LogNormal struct{ Median, GSD float64 }

// Exponential is the distribution of waiting times with a mean.
type Exponential struct{ Mean float64 }

// Constant is an input that does not vary.
type Constant struct{ Value float64 }

// Quantile implements [Dist].
func (d Uniform) Quantile(p float64) float64 {
	return clamp(d.Lo+float64((d.Hi-d.Lo)*p), d.Lo, d.Hi)
}

// Quantile implements [Dist].
func (d LogUniform) Quantile(p float64) float64 {
	return clamp(d.Lo*fmath.Exp(p*fmath.Log(d.Hi/d.Lo)), d.Lo, d.Hi)
}

// Quantile implements [Dist].
func (d Triangular) Quantile(p float64) float64 {
	span := d.Hi - d.Lo
	if span == 0 {
		return d.Lo
	}
	if rise := d.Mode - d.Lo; p*span < rise {
		return clamp(d.Lo+fmath.Sqrt(float64(p*span)*rise), d.Lo, d.Mode)
	}
	return clamp(d.Hi-fmath.Sqrt(float64((1-p)*span)*(d.Hi-d.Mode)), d.Mode, d.Hi)
}

// Quantile implements [Dist].
func (d Split) Quantile(p float64) float64 {
	if p < 0.5 {
		return clamp(d.Median-float64((d.Median-d.Lo)*(1-fmath.Sqrt(2*p))), d.Lo, d.Median)
	}
	return clamp(d.Median+float64((d.Hi-d.Median)*(1-fmath.Sqrt(2*(1-p)))), d.Median, d.Hi)
}

// Quantile implements [Dist].
func (d LogSplit) Quantile(p float64) float64 {
	end := d.Hi
	if p < 0.5 {
		end, p = d.Lo, 1-p
	}
	return clamp(d.Median*fmath.Exp(float64(fmath.Log(end/d.Median)*(1-fmath.Sqrt(2*(1-p))))), d.Lo, d.Hi)
}

// pertWeight is the weight of the mode where each end has one.
const pertWeight = 4

// Quantile implements [Dist].
func (d PERT) Quantile(p float64) float64 {
	span := d.Hi - d.Lo
	if span == 0 {
		return d.Lo
	}
	a := 1 + pertWeight*(d.Mode-d.Lo)/span
	b := 1 + pertWeight*(d.Hi-d.Mode)/span
	return clamp(d.Lo+float64(span*betaQuantile(p, a, b)), d.Lo, d.Hi)
}

// Quantile implements [Dist].
func (d Normal) Quantile(p float64) float64 {
	return d.Mean + float64(d.SD*NormalQuantile(p))
}

// Quantile implements [Dist].
func (d TruncatedNormal) Quantile(p float64) float64 {
	lo, hi := (d.Lo-d.Mean)/d.SD, (d.Hi-d.Mean)/d.SD
	// In the upper tail probabilities are next to 1 and lose their digits, so
	// an interval that lies mostly there is mirrored.
	sign := 1.0
	if lo+hi > 0 {
		sign, lo, hi, p = -1, -hi, -lo, 1-p
	}
	below, above := NormalCDF(lo), NormalCDF(hi)
	z := NormalQuantile(below + float64((above-below)*p))
	return clamp(d.Mean+float64(sign*float64(d.SD*z)), d.Lo, d.Hi)
}

// Quantile implements [Dist].
func (d LogNormal) Quantile(p float64) float64 {
	return float64(d.Median * fmath.Exp(fmath.Log(d.GSD)*NormalQuantile(p)))
}

// Quantile implements [Dist].
func (d Exponential) Quantile(p float64) float64 { return float64(-d.Mean * fmath.Log(1-p)) }

// Quantile implements [Dist].
func (d Constant) Quantile(float64) float64 { return d.Value }

// Check implements [Dist].
func (d Uniform) Check() error { return ordered(d, d.Lo, d.Hi) }

// Check implements [Dist].
func (d LogUniform) Check() error {
	if !(d.Lo > 0) {
		return fmt.Errorf("%T%+v: the lower end must be positive", d, d)
	}
	return ordered(d, d.Lo, d.Hi)
}

// Check implements [Dist].
func (d Triangular) Check() error { return ordered(d, d.Lo, d.Mode, d.Hi) }

// Check implements [Dist].
func (d Split) Check() error { return ordered(d, d.Lo, d.Median, d.Hi) }

// Check implements [Dist].
func (d LogSplit) Check() error {
	if !(d.Lo > 0) {
		return fmt.Errorf("%T%+v: the lower end must be positive", d, d)
	}
	return ordered(d, d.Lo, d.Median, d.Hi)
}

// Check implements [Dist].
func (d PERT) Check() error { return ordered(d, d.Lo, d.Mode, d.Hi) }

// Check implements [Dist].
func (d Normal) Check() error {
	if !(d.SD >= 0) || !finite(d.Mean) || !finite(d.SD) {
		return fmt.Errorf("%T%+v: the mean must be finite, the deviation finite and not negative", d, d)
	}
	return nil
}

// leastMass is the least share of draws a truncation may keep.
const leastMass = 1e-300

// Check implements [Dist].
func (d TruncatedNormal) Check() error {
	if !(d.SD > 0) || !finite(d.Mean) || !finite(d.SD) {
		return fmt.Errorf("%T%+v: the mean must be finite, the deviation finite and positive", d, d)
	}
	lo, hi := (d.Lo-d.Mean)/d.SD, (d.Hi-d.Mean)/d.SD
	if lo+hi > 0 {
		lo, hi = -hi, -lo
	}
	if !(lo < hi) || NormalCDF(hi)-NormalCDF(lo) < leastMass {
		return fmt.Errorf("%T%+v: no draws fall between the ends", d, d)
	}
	return nil
}

// Check implements [Dist].
func (d LogNormal) Check() error {
	if !(d.Median > 0) || !(d.GSD >= 1) || !finite(d.Median) || !finite(d.GSD) {
		return fmt.Errorf("%T%+v: the median must be positive and the deviation a factor of at least 1", d, d)
	}
	return nil
}

// Check implements [Dist].
func (d Exponential) Check() error {
	if !(d.Mean >= 0) || !finite(d.Mean) {
		return fmt.Errorf("%T%+v: the mean must be finite and not negative", d, d)
	}
	return nil
}

// Check implements [Dist].
func (d Constant) Check() error { return ordered(d, d.Value) }

// ordered returns an error unless the numbers are finite and do not fall.
func ordered(d Dist, x ...float64) error {
	for i := range x {
		if !finite(x[i]) || i > 0 && x[i] < x[i-1] {
			return fmt.Errorf("%T%+v: the parameters must be finite and in order", d, d)
		}
	}
	return nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

func clamp(x, lo, hi float64) float64 { return min(max(x, lo), hi) }

// wide is the ratio of the ends of a range from which its logarithm is drawn: the
// middle of 1 to 100 is nearer 10 than 50.
const wide = 10

// OfRange reads a range about a value. The value is the median, since neither sources
// nor fits hold one side to be likelier; towards the ends the density falls to nothing.
func OfRange(low, value, high float64) Dist {
	if low > 0 && high >= wide*low {
		return LogSplit{Lo: low, Median: value, Hi: high}
	}
	return Split{Lo: low, Median: value, Hi: high}
}
