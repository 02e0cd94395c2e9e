package ensemble

import (
	"context"
	"testing"

	"lodestone/internal/network"
	"lodestone/internal/sim"
)

// BenchmarkMember takes a member apart: drawing, compiling, and the run itself.
func BenchmarkMember(b *testing.B) {
	m, s := builtin(b, 104, "china-licences-2025")
	x, err := New(m, s)
	if err != nil {
		b.Fatal(err)
	}
	r, err := x.NewRunner(Spread(Latin, 1, 10000))
	if err != nil {
		b.Fatal(err)
	}
	d := x.newDraw()
	b.Run("draw", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			r.pointer.point(i, r.u)
			d.fill(r.u, 1, i)
		}
	})
	var n *network.Network
	b.Run("compile", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			r.pointer.point(i, r.u)
			d.fill(r.u, 1, i)
			if n, err = d.compile(0); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("run", func(b *testing.B) {
		for b.Loop() {
			k := sim.New(n)
			for range n.Weeks {
				k.Step()
			}
		}
	})
	b.Run("all", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			r.Run(i)
		}
	})
	b.Run("chunk", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, err := r.Chunk(context.Background(), i); err != nil {
				b.Fatal(err)
			}
		}
	})
}
