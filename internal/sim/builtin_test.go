package sim_test

import (
	"io/fs"
	"testing"

	"lodestone/data"
	"lodestone/internal/dataset"
	"lodestone/internal/network"
	"lodestone/internal/sim"
)

// BenchmarkBuiltin times runs of the built-in chain with all behaviour on, two
// years of licences and sixteen of history, and reports how many years of one run
// a core does in a second. It takes the best run, which on a shared machine says
// more than the mean.
func BenchmarkBuiltin(b *testing.B) {
	for _, scenario := range []string{"china-licences-2025", "history-2010-2025"} {
		b.Run(scenario, func(b *testing.B) {
			n := builtin(b, scenario)
			s := sim.New(n)
			best := 0.0
			for b.Loop() {
				before := b.Elapsed()
				s.Reset()
				for range n.Weeks {
					s.Step()
				}
				years := float64(n.Weeks) / network.WeeksPerYear
				best = max(best, years/(b.Elapsed()-before).Seconds())
			}
			b.ReportMetric(best, "replica-years/s")
			b.ReportMetric(float64(len(n.Markets)), "markets")
			b.ReportMetric(float64(len(n.Routes)), "routes")
		})
	}
}

func builtin(b testing.TB, scenario string) *network.Network {
	files, err := fs.Sub(data.FS, "ree")
	fail(b, err)
	p, err := dataset.Open(files)
	fail(b, err)
	file, err := p.Scenario(scenario)
	fail(b, err)
	m, err := p.Model(file.BaseYear)
	fail(b, err)
	bound, err := file.Bind(m)
	fail(b, err)
	n, err := network.Compile(m, bound)
	fail(b, err)
	return n
}

func fail(b testing.TB, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
