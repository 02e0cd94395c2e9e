package main

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The kernels in C and simpy come to the same bits as the one in Go.
func TestKernelsAgree(t *testing.T) {
	const weeks = 60
	k := newKernel()
	k.run(weeks)
	want := strconv.FormatFloat(k.checksum(), 'g', -1, 64)
	all, missing := contestants(t.Context(), t.TempDir())
	for _, c := range all {
		if !c.kernel || c.name == "kernel in Go" {
			continue
		}
		if got, _, err := timed(c.command(1, weeks)); err != nil || !sameNumber(got, want) {
			t.Errorf("%s came to %s, the kernel in Go to %s: %v", c.name, got, want, err)
		}
	}
	for _, m := range missing {
		t.Log("not compared:", m)
	}
}

// What is timed is a chain that lives: it makes on average what it uses, outages
// aside, and no number becomes so small that the processor slows down.
func TestKernelLives(t *testing.T) {
	k := newKernel()
	k.run(kernelWeeks)
	made := 0.0
	for i, x := range k.produced {
		made += x
		if held := k.inventory[i]; x < 0.1 || held != 0 && held < 1e-6 {
			t.Errorf("site %d makes %v and holds %v", i, x, held)
		}
	}
	if mean := made / sites; mean < 0.95 || mean > 1.05 {
		t.Errorf("sites make %v on average, want about 1", mean)
	}
}

func TestRunsAreRepeatable(t *testing.T) {
	k := newKernel()
	k.run(100)
	first := k.checksum()
	if k.run(100); !sameBits(first, k.checksum()) {
		t.Errorf("a second run came to %v, the first to %v", k.checksum(), first)
	}
}

func TestChild(t *testing.T) {
	var out bytes.Buffer
	if err := runChild(t.Context(), &out, "kernel", 1, 10); err != nil {
		t.Fatal(err)
	}
	k := newKernel()
	if k.run(10); !sameNumber(strings.TrimSpace(out.String()), strconv.FormatFloat(k.checksum(), 'g', -1, 64)) {
		t.Errorf("the child came to %s, want %v", out.String(), k.checksum())
	}
	if err := runChild(t.Context(), &out, "abacus", 1, 10); err == nil {
		t.Error("an unknown program is not an error")
	}
}

// Without gcc and Python what is missing is said, and the rest still runs.
func TestMissingTools(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	all, missing := contestants(t.Context(), t.TempDir())
	if len(all) == 0 || !strings.Contains(strings.Join(missing, "\n"), "no gcc") {
		t.Errorf("%d programs, missing: %q", len(all), missing)
	}
}

// BenchmarkKernel is the yardstick for the benchmarks of package sim and, with
// GOEXPERIMENT=simd, beside BenchmarkLanes.
func BenchmarkKernel(b *testing.B) { bestRun(b, newKernel().run, 1) }

// bestRun times runs of two years and reports the best, which on a shared machine
// says more than the mean.
func bestRun(b *testing.B, run func(weeks int), members int) {
	const weeks = 104
	best := time.Hour
	for b.Loop() {
		before := b.Elapsed()
		run(weeks)
		best = min(best, b.Elapsed()-before)
	}
	b.ReportMetric(float64(best.Nanoseconds())/weeks/links/float64(members), "best-ns/route-week")
}
