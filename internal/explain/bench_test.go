package explain

import (
	"testing"
	"time"

	"lodestone/internal/network"
)

// BenchmarkExplain explains a shortage of the default scenario; ms-beyond is what
// it takes beyond recording the two runs, in milliseconds.
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
	var recording time.Duration
	for b.Loop() {
		start := time.Now()
		both(n, n.Weeks)
		recording += time.Since(start)
		if _, err := Explain(n, use, -1); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(1e3*(b.Elapsed()-2*recording).Seconds()/float64(b.N), "ms-beyond")
}
