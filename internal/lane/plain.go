//go:build !(goexperiment.simd && amd64)

package lane

import (
	"math"

	"lodestone/internal/fmath"
)

// Width is the number of members in an F.
const Width = 4

// F is a number of each member. It is four fields rather than an array because
// the compiler keeps a struct of up to four words in registers, but no array.
type F struct{ a, b, c, d float64 }

// Mask is a truth of each member.
type Mask struct{ a, b, c, d bool }

// Supported reports whether this machine can work with an F.
func Supported() bool { return true }

// Done ends a stretch of work. There is nothing to do in this build.
func Done() {}

// All is x for each member.
func All(x float64) F { return F{x, x, x, x} }

// When is b for each member.
func When(b bool) Mask { return Mask{b, b, b, b} }

// MaskOf is the mask of a truth of each member.
func MaskOf(b *[Width]bool) Mask { return Mask{b[0], b[1], b[2], b[3]} }

// Add is x + y.
func (x F) Add(y F) F { return F{x.a + y.a, x.b + y.b, x.c + y.c, x.d + y.d} }

// Sub is x - y.
func (x F) Sub(y F) F { return F{x.a - y.a, x.b - y.b, x.c - y.c, x.d - y.d} }

// Mul is x y, rounded before anything is added to it.
func (x F) Mul(y F) F {
	return F{float64(x.a * y.a), float64(x.b * y.b), float64(x.c * y.c), float64(x.d * y.d)}
}

// Div is x / y.
func (x F) Div(y F) F { return F{x.a / y.a, x.b / y.b, x.c / y.c, x.d / y.d} }

// Min is the builtin min.
func (x F) Min(y F) F { return F{min(x.a, y.a), min(x.b, y.b), min(x.c, y.c), min(x.d, y.d)} }

// Max is the builtin max.
func (x F) Max(y F) F { return F{max(x.a, y.a), max(x.b, y.b), max(x.c, y.c), max(x.d, y.d)} }

// Less is x < y.
func (x F) Less(y F) Mask { return Mask{x.a < y.a, x.b < y.b, x.c < y.c, x.d < y.d} }

// LessEqual is x <= y.
func (x F) LessEqual(y F) Mask { return Mask{x.a <= y.a, x.b <= y.b, x.c <= y.c, x.d <= y.d} }

// Greater is x > y.
func (x F) Greater(y F) Mask { return Mask{x.a > y.a, x.b > y.b, x.c > y.c, x.d > y.d} }

// GreaterEqual is x >= y.
func (x F) GreaterEqual(y F) Mask { return Mask{x.a >= y.a, x.b >= y.b, x.c >= y.c, x.d >= y.d} }

// Equal is x == y.
func (x F) Equal(y F) Mask { return Mask{x.a == y.a, x.b == y.b, x.c == y.c, x.d == y.d} }

// NotEqual is x != y.
func (x F) NotEqual(y F) Mask { return Mask{x.a != y.a, x.b != y.b, x.c != y.c, x.d != y.d} }

// And is m && o.
func (m Mask) And(o Mask) Mask { return Mask{m.a && o.a, m.b && o.b, m.c && o.c, m.d && o.d} }

// Or is m || o.
func (m Mask) Or(o Mask) Mask { return Mask{m.a || o.a, m.b || o.b, m.c || o.c, m.d || o.d} }

// Not is !m.
func (m Mask) Not() Mask { return Mask{!m.a, !m.b, !m.c, !m.d} }

// Choose is a where m holds, else b.
func Choose(m Mask, a, b F) F {
	return F{choose(m.a, a.a, b.a), choose(m.b, a.b, b.b), choose(m.c, a.c, b.c), choose(m.d, a.d, b.d)}
}

func choose(m bool, a, b float64) float64 {
	if m {
		return a
	}
	return b
}

// Any reports whether m holds for some member.
func Any(m Mask) bool { return m.a || m.b || m.c || m.d }

// Every reports whether m holds for all members.
func Every(m Mask) bool { return m.a && m.b && m.c && m.d }

// Positive is x where that is positive, else 0.
func Positive(x F) F { return F{max(x.a, 0), max(x.b, 0), max(x.c, 0), max(x.d, 0)} }

// Negative is x where that is negative, else 0.
func Negative(x F) F { return F{min(x.a, 0), min(x.b, 0), min(x.c, 0), min(x.d, 0)} }

// Abs is the absolute value.
func Abs(x F) F { return F{math.Abs(x.a), math.Abs(x.b), math.Abs(x.c), math.Abs(x.d)} }

// Neg is -x.
func Neg(x F) F { return F{-x.a, -x.b, -x.c, -x.d} }

// Log is fmath.Log.
func Log(x F) F { return F{fmath.Log(x.a), fmath.Log(x.b), fmath.Log(x.c), fmath.Log(x.d)} }

// Exp is fmath.Exp.
func Exp(x F) F { return F{fmath.Exp(x.a), fmath.Exp(x.b), fmath.Exp(x.c), fmath.Exp(x.d)} }

// Pow is fmath.Pow.
func Pow(x, y F) F {
	return F{fmath.Pow(x.a, y.a), fmath.Pow(x.b, y.b), fmath.Pow(x.c, y.c), fmath.Pow(x.d, y.d)}
}
