// Command benchmarks measures the engine beside other programs, all in one run on
// one machine, and prints one table. It needs nothing but Go; it also builds a C
// program if gcc is there, and runs a simpy model if python3 has simpy (Debian:
// python3-simpy3).
//
//	go run ./benchmarks
//
// Three programs do the same bare arithmetic on the same network, in Go (kernel.go),
// in C (peers/kernel.c) and as processes of simpy (peers/kernel.py), and end with the
// same bits. Beside them runs the engine on a made-up chain with as many routes,
// which does far more for each; it is not the same model. Each program runs as a
// process of its own, round after round in turn; what counts is the processor time
// it takes beyond that of a start without any run, the least of all rounds and the
// median.
//
// The second table is of the whole ensemble, by the number of workers; the third of
// the same ensemble through a queue of NATS.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
)

// fairness is what the first table does not say by itself.
const fairness = `
Kernels do the same arithmetic on the same network, without controls, ranks, decisions or accounts;
checksums equal to the last bit. The engine runs another chain of that many routes with all of these,
so its ratio says what they cost, not that one model is faster. 780 weeks are 15 years of 52. Nothing
is written but a checksum. Compiling (gcc) and starting (all) are not counted. One process, one core.
The built-in chain has few routes for its many markets and end uses: its last column is the one to read.
Runs at once are of one chain with the same numbers, so all go short in the same weeks; drawn ones gain less.
`

func main() {
	rounds := flag.Int("rounds", 5, "how often each program runs")
	members := flag.Int("members", 960, "members of the ensembles in the second and third table")
	child := flag.String("child", "", "run one of the programs (used by the command itself)")
	runs := flag.Int("runs", 1, "with -child: how many runs")
	weeks := flag.Int("weeks", 780, "with -child: weeks of a run of a kernel")
	flag.Parse()
	var err error
	if *child != "" {
		err = runChild(context.Background(), os.Stdout, *child, *runs, *weeks)
	} else {
		err = compare(context.Background(), os.Stdout, *rounds, *members)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "benchmarks:", err)
		os.Exit(1)
	}
}

// compare prints the tables.
func compare(ctx context.Context, out io.Writer, rounds, members int) error {
	dir, err := os.MkdirTemp("", "benchmarks")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	all, missing := contestants(ctx, dir)
	fmt.Fprintf(out, "%s/%s, %d processors, %s; least and median of %d rounds\n\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), rounds)
	results, err := measure(all, rounds)
	if err != nil {
		return err
	}
	printTable(out, results)
	for _, m := range missing {
		fmt.Fprintln(out, "left out:", m)
	}
	fmt.Fprint(out, fairness)
	if err := scaling(ctx, out, rounds, members); err != nil {
		return err
	}
	return queueing(ctx, out, rounds, members)
}
