package fmath

import (
	"flag"
	"fmt"
	"go/format"
	"math"
	"math/big"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write tables.go")

// precision in bits of what the tables and the functions are held against.
const precision = 200

// The tables are what 200-bit arithmetic says they must be.
func TestTables(t *testing.T) {
	want, err := format.Source([]byte(tables()))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("tables.go", want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("tables.go")
	if err != nil || string(got) != string(want) {
		t.Errorf("tables.go is not what its test computes (go test ./internal/fmath -run Tables -update): %v", err)
	}
}

func tables() string {
	var b strings.Builder
	b.WriteString(`package fmath

// Written by go test ./internal/fmath -run Tables -update.

// expTable has 2^(i/tableSize): its bits, from which i has been taken off where
// Exp adds it to the exponent, and the part of it that is lost by rounding.
var expTable = [tableSize]struct {
	bits uint64
	rest float64
}{
`)
	for i := range tableSize {
		power := bigPowerOf2(i)
		rounded, _ := power.Float64()
		rest, _ := number(0).Quo(number(0).Sub(power, number(rounded)), number(rounded)).Float64()
		fmt.Fprintf(&b, "{%#x, %x},\n", math.Float64bits(rounded)-uint64(i)<<belowBits, rest)
	}
	b.WriteString(`}

// logTable has the logarithm of c = 1 + i/tableSize in two parts, and 1/c. The
// first part has so few bits that adding a multiple of ln2Hi is exact.
var logTable = [tableSize]logEntry{
`)
	for i := range tableSize {
		c := 1 + float64(i)/tableSize
		log := bigLog(c)
		all, _ := log.Float64()
		hi := math.RoundToEven(all*0x1p42) / 0x1p42
		lo, _ := number(0).Sub(log, number(hi)).Float64()
		fmt.Fprintf(&b, "{%x, %x, %x},\n", 1/c, hi, lo)
	}
	b.WriteString("}\n")
	return b.String()
}

func number(x float64) *big.Float { return new(big.Float).SetPrec(precision).SetFloat64(x) }

// bigPowerOf2 is 2^(i/tableSize), by square roots.
func bigPowerOf2(i int) *big.Float {
	power, root := number(1), number(2)
	for bit := tableSize / 2; bit > 0; bit /= 2 {
		root.Sqrt(root)
		if i&bit != 0 {
			power.Mul(power, root)
		}
	}
	return power
}

// bigLog is the logarithm of a normal number: 2 artanh((m-1)/(m+1)) of its mantissa m, and
// its exponent times ln 2 = 2 artanh(1/3).
func bigLog(x float64) *big.Float {
	fraction, exponent := math.Frexp(x)
	m := number(fraction)
	log := twiceArtanh(number(0).Quo(number(0).Sub(m, number(1)), number(0).Add(m, number(1))))
	ln2 := twiceArtanh(number(0).Quo(number(1), number(3)))
	return log.Add(log, ln2.Mul(ln2, number(float64(exponent))))
}

func twiceArtanh(y *big.Float) *big.Float {
	sum, power, square := number(0), number(2), number(0).Mul(y, y)
	power.Mul(power, y)
	for k := 1.0; k < 2*precision; k += 2 {
		sum.Add(sum, number(0).Quo(power, number(k)))
		power.Mul(power, square)
	}
	return sum
}

// bigExp is e^x for moderate x: the Taylor series of x/1024, squared ten times.
func bigExp(x float64) *big.Float {
	y := number(x)
	y.Quo(y, number(1024))
	sum, term := number(1), number(1)
	for k := 1.0; k < 60; k++ {
		term.Quo(term.Mul(term, y), number(k))
		sum.Add(sum, term)
	}
	for range 10 {
		sum.Mul(sum, sum)
	}
	return sum
}

// ulps is how far got is from want in units of the last place of want.
func ulps(got float64, want *big.Float) float64 {
	rounded, _ := want.Float64()
	unit := math.Abs(math.Nextafter(rounded, math.Inf(1)) - rounded)
	gap, _ := number(0).Sub(number(got), want).Float64()
	return math.Abs(gap) / unit
}
