package explain

import (
	"sync"
	"testing"
	"time"

	"lodestone/internal/network"
	"lodestone/internal/sim"
)

// BenchmarkExplain explains a shortage of the default scenario; ms-beyond is what
// it takes beyond the two runs, side by side, that it explains, in milliseconds.
func BenchmarkExplain(b *testing.B) {
	n := builtIn(b, "china-licences-2025")
	use := useOf(n, "ev-traction", "EU")
	benchmarkExplain(b, n, use)
}

// BenchmarkExplainHistory does so at the end of sixteen years.
func BenchmarkExplainHistory(b *testing.B) {
	n := builtIn(b, "history-2010-2025")
	benchmarkExplain(b, n, useOf(n, "ev-traction", "US"))
}

func benchmarkExplain(b *testing.B, n *network.Network, use int) {
	var running time.Duration
	for b.Loop() {
		start := time.Now()
		var group sync.WaitGroup
		for _, n := range []*network.Network{n, n.Baseline()} {
			group.Go(func() {
				s := sim.New(n)
				for range n.Weeks {
					s.Step()
				}
			})
		}
		group.Wait()
		running += time.Since(start)
		if _, err := Explain(b.Context(), n, use, -1); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(1e3*running.Seconds()/float64(b.N), "ms-runs")
	b.ReportMetric(1e3*(b.Elapsed()-2*running).Seconds()/float64(b.N), "ms-beyond")
}
