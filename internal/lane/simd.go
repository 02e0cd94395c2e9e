//go:build goexperiment.simd && amd64

package lane

import (
	"math"
	"simd/archsimd"

	"lodestone/internal/fmath"
)

// Width is the number of members in an F.
const Width = 8

// F is a number of each member.
type F struct{ lo, hi archsimd.Float64x4 }

// Mask is a truth of each member.
type Mask struct{ lo, hi archsimd.Mask64x4 }

// Supported reports whether this machine can work with an F.
func Supported() bool { return archsimd.X86.AVX2() }

// Done ends a stretch of work: it clears the upper halves of the vector
// registers, as long as which are in use some processors are slow at code
// compiled for older ones.
func Done() { archsimd.ClearAVXUpperBits() }

// All is x for each member.
func All(x float64) F {
	v := archsimd.BroadcastFloat64x4(x)
	return F{v, v}
}

// When is b for each member.
func When(b bool) Mask {
	var x archsimd.Int64x4
	if b {
		x = archsimd.LoadInt64x4(&signs)
	}
	m := x.ToMask()
	return Mask{m, m}
}

// MaskOf is the mask of a truth of each member.
func MaskOf(b *[Width]bool) Mask {
	var x [Width]int64
	for i, set := range b {
		if set {
			x[i] = 1
		}
	}
	return Mask{archsimd.LoadInt64x4((*[4]int64)(x[:4])).ToMask(), archsimd.LoadInt64x4((*[4]int64)(x[4:])).ToMask()}
}

// Add is x + y.
func (x F) Add(y F) F { return F{x.lo.Add(y.lo), x.hi.Add(y.hi)} }

// Sub is x - y.
func (x F) Sub(y F) F { return F{x.lo.Sub(y.lo), x.hi.Sub(y.hi)} }

// Mul is x y.
func (x F) Mul(y F) F { return F{x.lo.Mul(y.lo), x.hi.Mul(y.hi)} }

// Div is x / y.
func (x F) Div(y F) F { return F{x.lo.Div(y.lo), x.hi.Div(y.hi)} }

// Min is the builtin min.
func (x F) Min(y F) F { return F{least(x.lo, y.lo), least(x.hi, y.hi)} }

// Max is the builtin max.
func (x F) Max(y F) F { return F{most(x.lo, y.lo), most(x.hi, y.hi)} }

// least is Min of four. Of two zeros the instruction takes either, whatever
// their signs, so the sign is set where one of the two has it.
func least(x, y archsimd.Float64x4) archsimd.Float64x4 {
	sign := x.AsInt64x4().Or(y.AsInt64x4()).And(archsimd.LoadInt64x4(&signs))
	return x.Min(y).AsInt64x4().Or(sign).AsFloat64x4()
}

// most is Max of four; the sign stays where both have it.
func most(x, y archsimd.Float64x4) archsimd.Float64x4 {
	sign := x.AsInt64x4().And(y.AsInt64x4()).Or(archsimd.LoadInt64x4(&others))
	return x.Max(y).AsInt64x4().And(sign).AsFloat64x4()
}

// Less is x < y.
func (x F) Less(y F) Mask { return Mask{x.lo.Less(y.lo), x.hi.Less(y.hi)} }

// LessEqual is x <= y.
func (x F) LessEqual(y F) Mask { return Mask{x.lo.LessEqual(y.lo), x.hi.LessEqual(y.hi)} }

// Greater is x > y.
func (x F) Greater(y F) Mask { return Mask{x.lo.Greater(y.lo), x.hi.Greater(y.hi)} }

// GreaterEqual is x >= y.
func (x F) GreaterEqual(y F) Mask { return Mask{x.lo.GreaterEqual(y.lo), x.hi.GreaterEqual(y.hi)} }

// Equal is x == y.
func (x F) Equal(y F) Mask { return Mask{x.lo.Equal(y.lo), x.hi.Equal(y.hi)} }

// NotEqual is x != y.
func (x F) NotEqual(y F) Mask { return Mask{x.lo.NotEqual(y.lo), x.hi.NotEqual(y.hi)} }

// And is m && o.
func (m Mask) And(o Mask) Mask { return Mask{m.lo.And(o.lo), m.hi.And(o.hi)} }

// Or is m || o.
func (m Mask) Or(o Mask) Mask { return Mask{m.lo.Or(o.lo), m.hi.Or(o.hi)} }

// Not is !m.
func (m Mask) Not() Mask {
	var none archsimd.Int64x4
	return Mask{m.lo.ToInt64x4().Equal(none), m.hi.ToInt64x4().Equal(none)}
}

// Choose is a where m holds, else b.
func Choose(m Mask, a, b F) F { return F{a.lo.Merge(b.lo, m.lo), a.hi.Merge(b.hi, m.hi)} }

// Any reports whether m holds for some member.
func Any(m Mask) bool { return m.lo.Or(m.hi).ToBits() != 0 }

// Every reports whether m holds for all members.
func Every(m Mask) bool { return m.lo.And(m.hi).ToBits() == 15 }

// Positive is x where that is positive, else 0.
func Positive(x F) F {
	lo, hi := x.lo.AsInt64x4(), x.hi.AsInt64x4()
	return F{lo.AndNot(minus(lo)).AsFloat64x4(), hi.AndNot(minus(hi)).AsFloat64x4()}
}

// Negative is x where that is negative, else 0.
func Negative(x F) F {
	lo, hi := x.lo.AsInt64x4(), x.hi.AsInt64x4()
	return F{lo.And(minus(lo)).AsFloat64x4(), hi.And(minus(hi)).AsFloat64x4()}
}

// minus has all bits set where the sign bit of x is.
func minus(x archsimd.Int64x4) archsimd.Int64x4 {
	var none archsimd.Int64x4
	return none.Greater(x).ToInt64x4()
}

// The sign bit, and all bits but that.
var (
	signs  = [4]int64{math.MinInt64, math.MinInt64, math.MinInt64, math.MinInt64}
	others = [4]int64{math.MaxInt64, math.MaxInt64, math.MaxInt64, math.MaxInt64}
)

// Abs is the absolute value.
func Abs(x F) F {
	sign := archsimd.LoadInt64x4(&signs)
	return F{x.lo.AsInt64x4().AndNot(sign).AsFloat64x4(), x.hi.AsInt64x4().AndNot(sign).AsFloat64x4()}
}

// Neg is -x.
func Neg(x F) F {
	sign := archsimd.LoadInt64x4(&signs)
	return F{x.lo.AsInt64x4().Xor(sign).AsFloat64x4(), x.hi.AsInt64x4().Xor(sign).AsFloat64x4()}
}

// Log is fmath.Log.
func Log(x F) F {
	x.lo, x.hi = fmath.Log8(x.lo, x.hi)
	return x
}

// Exp is fmath.Exp.
func Exp(x F) F {
	x.lo, x.hi = fmath.Exp8(x.lo, x.hi)
	return x
}
