package sim

import (
	"testing"

	"lodestone/internal/network"
	"lodestone/internal/synthetic"
)

// BenchmarkRun times 15-year runs of a chain of 250 facilities and 2,500
// routes with all behaviour on, an embargo and licences. It reports the time
// per route and week, and how many years of one run a core does in a second.
func BenchmarkRun(b *testing.B) {
	const weeks = 780
	n := synthetic.Network(25, 10, 10, weeks)
	s := New(n)
	b.ResetTimer()
	for range b.N {
		s.Reset()
		for range weeks {
			s.Step()
		}
	}
	perRun := float64(b.Elapsed().Nanoseconds()) / float64(b.N)
	b.ReportMetric(perRun/weeks/float64(len(n.Routes)), "ns/route-week")
	b.ReportMetric(weeks/network.WeeksPerYear/(perRun/1e9), "replica-years/s")
	b.ReportMetric(float64(len(n.Routes)), "routes")
}

// The weekly loop allocates nothing, events or not.
func TestStepAllocatesNothing(t *testing.T) {
	n := synthetic.Network(6, 4, 3, 100)
	s := New(n)
	if allocs := testing.AllocsPerRun(3, func() {
		s.Reset()
		for range n.Weeks {
			s.Step()
		}
	}); allocs != 0 {
		t.Errorf("%v allocations in a run, want 0", allocs)
	}
}
