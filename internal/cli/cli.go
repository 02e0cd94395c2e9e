// Package cli is the command line: flags, output and exit codes. What the
// commands do stands in package workbench, how results look in package report.
package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"lodestone/internal/ensemble"
	"lodestone/internal/report"
	"lodestone/internal/workbench"
)

// Exit codes.
const (
	ExitDone     = 0
	ExitInternal = 1   // a fault of the program
	ExitInput    = 2   // wrong usage or bad input; every problem is listed
	ExitCrossed  = 3   // a threshold given with --fail-if was crossed
	ExitBroken   = 130 // broken off with Ctrl-C, as shells have it: 128 and the number of the signal
)

// Env is all the program touches outside itself.
type Env struct {
	Args           []string
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	Terminal       bool // Stdout and Stderr are a terminal
}

// Main runs the program in the real environment and returns its exit code.
func Main() int {
	return Run(Env{Args: os.Args[1:], Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv,
		Terminal: term.IsTerminal(int(os.Stdout.Fd())) && term.IsTerminal(int(os.Stderr.Fd()))})
}

// errCrossed says that a --fail-if threshold was crossed; the result has been
// printed.
var errCrossed = errors.New("threshold crossed")

// Run runs one command line and returns its exit code.
func Run(env Env) (code int) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(env.Stderr, "lodestone: internal error: %v\nThis is a fault of the program; please report it with the command line.\n", r)
			code = ExitInternal
		}
	}()
	root := newRoot(env)
	root.SetArgs(env.Args)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	err := root.Execute()
	switch {
	case err == nil:
		return ExitDone
	case errors.Is(err, errCrossed):
		fmt.Fprintln(env.Stderr, err)
		return ExitCrossed
	case errors.Is(err, ensemble.ErrStopped):
		fmt.Fprintln(env.Stderr, err)
		return ExitBroken
	}
	fmt.Fprintln(env.Stderr, err)
	return ExitInput
}

// options are the flags that all commands share.
type options struct {
	env    Env
	model  string
	format string
	seed   int64
	all    bool
}

func newRoot(env Env) *cobra.Command {
	o := &options{env: env}
	root := &cobra.Command{
		Use:           "lodestone",
		Short:         "Which line stops, on what day, for lack of what, and what moves the day most cheaply",
		Long:          "Lodestone stress-tests the chain from ore to magnets to the products that need them:\nwhich line stops first when a supplier country closes the tap, on what day, and why.",
		SilenceUsage:  true,
		SilenceErrors: true,
		Version:       workbench.Version(),
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	flags := root.PersistentFlags()
	flags.StringVar(&o.model, "model", "", "folder of the dataset (default: the built-in rare-earth chain)")
	flags.StringVar(&o.format, "format", "text", "text, json or csv")
	flags.Int64Var(&o.seed, "seed", 1, "seed of the random draws; runs that draw nothing only note it")
	flags.BoolVar(&o.all, "all", false, "print long tables in full")
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return o.check() }
	root.AddCommand(newStress(o), newPlan(o), newEnsemble(o), newWorker(o), newFirm(o), newExplain(o), newSweep(o), newRisk(o), newBacktest(o), newScenarios(o), newData(o), newServe(o))
	root.CompletionOptions.HiddenDefaultCmd = true
	return root
}

var formats = []string{"text", "json", "csv"}

func (o *options) check() error {
	for _, f := range formats {
		if o.format == f {
			return nil
		}
	}
	return fmt.Errorf("--format %q: expected text, json or csv", o.format)
}

// style follows the terminal: colour only there, and not where NO_COLOR is set
// (https://no-color.org).
func (o *options) style() report.Style {
	return report.Style{Colour: o.env.Terminal && o.env.Getenv("NO_COLOR") == "", All: o.all}
}

// open reads the dataset.
func (o *options) open() (*workbench.Bench, error) { return workbench.Open(o.model) }
