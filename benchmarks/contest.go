package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

//go:embed peers/kernel.c
var kernelC []byte

//go:embed peers/kernel.py
var kernelPy []byte

// contestant is a program that is timed. Started for no runs it does everything
// but run.
type contestant struct {
	name    string
	what    string
	command func(runs, weeks int) *exec.Cmd
	kernel  bool // does the arithmetic of kernel, so its checksum is that of the others
	runs    int  // in a round
	weeks   int  // of a run
	routes  int
}

var errUnknown = errors.New("unknown program")

// contestants lists the programs this machine can run, and says what is missing
// for the others.
func contestants(ctx context.Context, dir string) (all []contestant, missing []string) {
	for _, flags := range [][]string{{"-O2"}, {"-O3", "-march=native"}} {
		c, err := inC(ctx, dir, flags)
		if err != nil {
			missing = append(missing, err.Error())
			break
		}
		all = append(all, c)
	}
	all = append(all, contestant{"kernel in Go", "the same", self(ctx, "kernel"), true, 40, kernelWeeks, links})
	if c, err := inPython(ctx, dir); err != nil {
		missing = append(missing, err.Error())
	} else {
		all = append(all, c)
	}
	for _, e := range engines {
		weeks, routes := e.size()
		all = append(all, contestant{e.title, e.what, self(ctx, e.name), false, e.runs, weeks, routes})
	}
	return all, missing
}

// self is this program as one of the contestants.
func self(ctx context.Context, name string) func(runs, weeks int) *exec.Cmd {
	return func(runs, weeks int) *exec.Cmd {
		exe, err := os.Executable()
		if err != nil {
			exe = os.Args[0]
		}
		return exec.CommandContext(ctx, exe, "-child", name, "-runs", strconv.Itoa(runs), "-weeks", strconv.Itoa(weeks))
	}
}

// kernelWeeks is how long a run of a kernel is: 15 years.
const kernelWeeks = 780

// inC builds the kernel in C. Without contraction no product and sum are fused, so
// that the bits stay those of the other kernels.
func inC(ctx context.Context, dir string, flags []string) (contestant, error) {
	title := "kernel in C, gcc " + strings.Join(flags, " ")
	gcc, err := exec.LookPath("gcc")
	if err != nil {
		return contestant{}, fmt.Errorf("kernel in C: there is no gcc here")
	}
	source, program := filepath.Join(dir, "kernel.c"), filepath.Join(dir, "kernel"+strings.Join(flags, ""))
	if err := os.WriteFile(source, kernelC, 0o644); err != nil {
		return contestant{}, err
	}
	args := append(slices.Clone(flags), "-ffp-contract=off", "-o", program, source)
	if text, err := exec.CommandContext(ctx, gcc, args...).CombinedOutput(); err != nil {
		return contestant{}, fmt.Errorf("%s: %w: %s", title, err, bytes.TrimSpace(text))
	}
	command := func(runs, weeks int) *exec.Cmd {
		return exec.CommandContext(ctx, program, strconv.Itoa(runs), strconv.Itoa(weeks))
	}
	return contestant{title, "bare arithmetic, 2,500 routes", command, true, 40, kernelWeeks, links}, nil
}

// inPython finds a Python that has simpy: the one on the path or the system's own.
func inPython(ctx context.Context, dir string) (contestant, error) {
	script := filepath.Join(dir, "kernel.py")
	if err := os.WriteFile(script, kernelPy, 0o644); err != nil {
		return contestant{}, err
	}
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		version, err := exec.CommandContext(ctx, name, "-c", "import simpy; print(simpy.__version__)").Output()
		if err != nil {
			continue
		}
		command := func(runs, weeks int) *exec.Cmd {
			return exec.CommandContext(ctx, name, script, strconv.Itoa(runs), strconv.Itoa(weeks))
		}
		return contestant{"kernel in simpy " + strings.TrimSpace(string(version)), "the same, as processes", command, true, 1, kernelWeeks, links}, nil
	}
	return contestant{}, fmt.Errorf("kernel in simpy: there is no python3 with simpy here (Debian: apt install python3-simpy3)")
}

// timing is what a contestant took for a run.
type timing struct {
	contestant
	perRun []time.Duration // by round, sorted
}

// measure runs all contestants in turn, round after round, and checks that the
// kernels agree.
func measure(all []contestant, rounds int) ([]timing, error) {
	out := make([]timing, len(all))
	for range max(1, rounds) {
		agreed := ""
		for i, c := range all {
			_, idle, err := timed(c.command(0, c.weeks))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
			sum, took, err := timed(c.command(c.runs, c.weeks))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
			if c.kernel && agreed == "" {
				agreed = sum
			}
			if c.kernel && !sameNumber(sum, agreed) {
				return nil, fmt.Errorf("%s came to %s, another kernel to %s", c.name, sum, agreed)
			}
			out[i].contestant = c
			out[i].perRun = append(out[i].perRun, max(0, took-idle)/time.Duration(c.runs))
		}
	}
	for i := range out {
		slices.Sort(out[i].perRun)
	}
	return out, nil
}

// timed runs a program and returns what it printed and the processor time it took.
func timed(c *exec.Cmd) (printed string, cpu time.Duration, err error) {
	var text, complaint bytes.Buffer
	c.Stdout, c.Stderr = &text, &complaint
	if err := c.Run(); err != nil {
		return "", 0, fmt.Errorf("%w: %s", err, bytes.TrimSpace(complaint.Bytes()))
	}
	return strings.TrimSpace(text.String()), c.ProcessState.UserTime() + c.ProcessState.SystemTime(), nil
}

// sameNumber reports whether two texts are the same float64, whoever wrote them.
func sameNumber(a, b string) bool {
	x, err1 := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	return err1 == nil && err2 == nil && sameBits(x, y)
}

func printTable(out io.Writer, results []timing) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "program\twhat\troutes\tns per route-week\tmedian\tratio\tyears of one run per second\t")
	base := results[0].perRouteWeek(0)
	for _, r := range results {
		least := r.perRouteWeek(0)
		years := float64(r.weeks) / 52 / (least * float64(r.weeks*r.routes) / 1e9)
		fmt.Fprintf(w, "%s\t%s\t%d\t%.1f\t%.1f\t%.2f\t%.0f\t\n", r.name, r.what, r.routes, least, r.perRouteWeek(len(r.perRun)/2), least/base, years)
	}
	w.Flush()
}

// perRouteWeek is the time per route and week in the i-th fastest round, ns.
func (r *timing) perRouteWeek(i int) float64 {
	return float64(r.perRun[i].Nanoseconds()) / float64(r.weeks) / float64(r.routes)
}
