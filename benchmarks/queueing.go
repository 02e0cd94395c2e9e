package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"text/tabwriter"
	"time"

	"lodestone/internal/workbench"
)

// ways are how the chunks of an ensemble are handed out: directly to goroutines, or
// through an embedded NATS server, which syncs every write to disk.
var ways = []struct{ child, name, url string }{
	{"members", "in process", ""},
	{"members-nats", "NATS JetStream, embedded", workbench.Embedded},
}

// queueing prints what the queue costs: the same members by as many goroutines, each
// way in a process of its own, in turn. Of wall and processor time, server included,
// the least of all rounds counts, beyond that of a process without members.
func queueing(ctx context.Context, out io.Writer, rounds, members int) error {
	wall, processor := make([]time.Duration, len(ways)), make([]time.Duration, len(ways))
	agreed := ""
	for round := range max(1, rounds) {
		for i, way := range ways {
			_, idleWall, idle, err := clocked(ctx, "members", 0)
			if err != nil {
				return err
			}
			said, tookWall, took, err := clocked(ctx, way.child, members)
			if err != nil {
				return fmt.Errorf("%s: %w", way.name, err)
			}
			if agreed == "" {
				agreed = said
			}
			if said != agreed {
				return fmt.Errorf("%s came to %s, another way to %s", way.name, said, agreed)
			}
			if tookWall, took = max(0, tookWall-idleWall), max(0, took-idle); round == 0 {
				wall[i], processor[i] = tookWall, took
			}
			wall[i], processor[i] = min(wall[i], tookWall), min(processor[i], took)
		}
	}
	fmt.Fprintf(out, "\nEnsembles of %d members by %d workers, handed out in chunks; least of %d rounds\n\n", members, runtime.NumCPU(), rounds)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "handed out\twall ms\tto in process\tprocessor ms\tto in process\t")
	for i, way := range ways {
		fmt.Fprintf(w, "%s\t%.0f\t%.3f\t%.0f\t%.3f\t\n", way.name, 1e3*wall[i].Seconds(), float64(wall[i])/float64(wall[0]),
			1e3*processor[i].Seconds(), float64(processor[i])/float64(processor[0]))
	}
	return w.Flush()
}

// clocked runs this program as one of the ways and returns what it printed, its wall
// and its processor time.
func clocked(ctx context.Context, child string, members int) (printed string, wall, processor time.Duration, err error) {
	start := time.Now()
	printed, processor, err = timed(self(ctx, child)(members, 0))
	return printed, time.Since(start), processor, err
}

// runMembers runs an ensemble in one of the ways, and prints what it comes to; with no
// members it only opens the dataset.
func runMembers(ctx context.Context, out io.Writer, url string, members int) error {
	b, err := workbench.Open("")
	if err != nil || members == 0 {
		return err
	}
	o := workbench.ClusterOptions{Workers: runtime.NumCPU()}
	o.URL = url
	execute, end, err := o.Executor(nil)
	if err != nil {
		return err
	}
	_, lost, err := ensembleOnce(ctx, b, execute, members)
	if err = errors.Join(err, end()); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%.17g\n", lost)
	return err
}
