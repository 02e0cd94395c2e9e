package simtest

import (
	"encoding/binary"
	"flag"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lodestone/internal/network"
	"lodestone/internal/sim"
	"lodestone/internal/synthetic"
)

var update = flag.Bool("update", false, "write testdata/bits.txt again")

// Every case, and a larger made-up chain with all behaviour on, ends with the same
// bits whatever the machine, and whatever was done to make the engine fast. A line of
// testdata/bits.txt that changes says that results change: if they are meant to, write
// it again with go test ./internal/sim/simtest -run Bits -update.
func TestBits(t *testing.T) {
	const file = "testdata/bits.txt"
	cases, err := filepath.Glob("testdata/*.chain")
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, c := range cases {
		fmt.Fprintf(&got, "%016x %s\n", bits(compiled(t, c)), strings.TrimSuffix(filepath.Base(c), ".chain"))
	}
	fmt.Fprintf(&got, "%016x %s\n", bits(synthetic.Network(8, 6, 4, 260)), "made-up chain")
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	known := string(want)
	for line := range strings.Lines(got.String()) {
		if !strings.Contains(known, line) {
			t.Errorf("other bits: %s", line)
		}
	}
}

func compiled(t *testing.T, file string) *network.Network {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Parse(string(text))
	if err != nil {
		t.Fatal(err)
	}
	n, err := network.Compile(c.Model, c.Scenario)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// bits runs a network and returns a hash of what its state was every week.
func bits(n *network.Network) uint64 {
	s, h := sim.New(n), fnv.New64a()
	var word [8]byte
	for range n.Weeks {
		s.Step()
		st := &s.State
		for _, series := range [][]float64{st.Stock, st.Price, st.Share, st.Shipped, st.Throughput, st.Demand, st.Served, st.Pile, st.Public} {
			for _, x := range series {
				binary.LittleEndian.PutUint64(word[:], math.Float64bits(x))
				h.Write(word[:])
			}
		}
	}
	return h.Sum64()
}
