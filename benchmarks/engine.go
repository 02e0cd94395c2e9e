package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"lodestone/internal/network"
	"lodestone/internal/sim"
	"lodestone/internal/sim/wide"
	"lodestone/internal/synthetic"
	"lodestone/internal/workbench"
)

// engine is a chain that the engine is timed on.
type engine struct {
	name, title, what string
	runs              int
	network           func() (*network.Network, error)
	run               func(n *network.Network, runs int) (float64, error)
}

// scenario is the one of the built-in chain that is timed.
const scenario = "china-licences-2025"

var engines = []engine{
	{"engine", "engine, made-up chain", "all behaviour, 250 facilities", 15,
		func() (*network.Network, error) { return synthetic.Network(25, 10, 10, kernelWeeks), nil }, runEngine},
	{"builtin", "engine, built-in chain", scenario + ", all behaviour", 120, builtin, runEngine},
	{"blocks", fmt.Sprintf("engine, built-in chain, %d runs at once", wide.Width), "the same", 120, builtin, runBlocks},
}

func builtin() (*network.Network, error) {
	b, err := workbench.Open("")
	if err != nil {
		return nil, err
	}
	file, err := b.Scenario(scenario)
	if err != nil {
		return nil, err
	}
	return b.Compile(file)
}

func (e *engine) size() (weeks, routes int) {
	n, err := e.network()
	if err != nil {
		return 0, 0
	}
	return n.Weeks, len(n.Routes)
}

// runChild does what the command does when it starts itself for one program.
func runChild(ctx context.Context, out io.Writer, name string, runs, weeks int) error {
	if name == "kernel" {
		k := newKernel()
		for range runs {
			k.run(weeks)
		}
		_, err := fmt.Fprintf(out, "%.17g\n", k.checksum())
		return err
	}
	for _, e := range engines {
		if e.name == name {
			n, err := e.network()
			if err != nil {
				return err
			}
			checksum, err := e.run(n, runs)
			if err == nil {
				_, err = fmt.Fprintf(out, "%.17g\n", checksum)
			}
			return err
		}
	}
	for _, way := range ways {
		if way.child == name {
			return runMembers(ctx, out, way.url, runs)
		}
	}
	return fmt.Errorf("%w %q", errUnknown, name)
}

// runEngine runs a network some times from start to end and sums its last prices.
func runEngine(n *network.Network, runs int) (float64, error) {
	s := sim.New(n)
	for range runs {
		s.Reset()
		for range n.Weeks {
			s.Step()
		}
	}
	return sum(s.State.Price), nil
}

// runBlocks does so for as many runs at once as the engine for blocks takes.
func runBlocks(n *network.Network, runs int) (float64, error) {
	b, err := wide.New(slices.Repeat([]*network.Network{n}, wide.Width))
	if err != nil {
		return 0, err
	}
	for range runs / wide.Width {
		b.Reset()
		for range n.Weeks {
			b.Step()
		}
	}
	var state sim.State
	b.Show(slices.Repeat([]*sim.State{&state}, wide.Width))
	return sum(state.Price), nil
}

func sum(list []float64) float64 {
	total := 0.0
	for _, x := range list {
		total += x
	}
	return total
}
