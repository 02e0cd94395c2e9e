package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"text/tabwriter"
	"time"

	"lodestone/internal/ensemble"
	"lodestone/internal/network"
	"lodestone/internal/workbench"
)

// scaling prints what one worker, two and so on up to the number of processors do
// in a second: the engine alone, each worker with runs of its own, and the whole
// ensemble, which also draws, compiles, compares and tallies. Here wall time counts,
// the least of all rounds, so other work on the machine shows.
func scaling(ctx context.Context, out io.Writer, rounds, members int) error {
	n, err := builtin()
	if err != nil {
		return err
	}
	b, err := workbench.Open("")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nBuilt-in chain, %s: wall time, best of %d rounds; ensembles of %d members\n\n", scenario, rounds, members)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "workers\tengine: years of one run per second\tto one worker\tensemble: members per second\tto one worker\t")
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var engineOne, membersOne float64
	for workers := 1; workers <= runtime.NumCPU(); workers++ {
		runtime.GOMAXPROCS(workers)
		years, rate := 0.0, 0.0
		for range max(1, rounds) {
			years = max(years, yearsPerSecond(n, workers))
			took, _, err := ensembleOnce(ctx, b, ensemble.Local(workers), members)
			if err != nil {
				return err
			}
			rate = max(rate, float64(members)/took.Seconds())
		}
		if workers == 1 {
			engineOne, membersOne = years, rate
		}
		fmt.Fprintf(w, "%d\t%.0f\t%.2f\t%.0f\t%.2f\t\n", workers, years, years/engineOne, rate, rate/membersOne)
	}
	return w.Flush()
}

// yearsPerSecond is what all workers together run, each a Sim of its own.
func yearsPerSecond(n *network.Network, workers int) float64 {
	const runs = 50
	var group sync.WaitGroup
	start := time.Now()
	for range workers {
		group.Go(func() { _, _ = runEngine(n, runs) })
	}
	group.Wait()
	return float64(workers*runs*n.Weeks) / network.WeeksPerYear / time.Since(start).Seconds()
}

// ensembleOnce runs an ensemble and returns how long that took and what it says is lost.
func ensembleOnce(ctx context.Context, b *workbench.Bench, execute ensemble.Executor, members int) (time.Duration, float64, error) {
	dir, err := os.MkdirTemp("", "benchmarks")
	if err != nil {
		return 0, 0, err
	}
	defer os.RemoveAll(dir)
	o := workbench.EnsembleOptions{Members: members, Seed: 1, Design: ensemble.Latin, Execute: execute, State: filepath.Join(dir, "state")}
	start := time.Now()
	s, err := b.Ensemble(ctx, scenario, o, nil)
	if err != nil {
		return 0, 0, err
	}
	return time.Since(start), s.Lost.Mean, nil
}
