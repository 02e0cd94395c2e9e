package ensemble

import (
	"fmt"
	"slices"

	"lodestone/internal/sample"
)

// Kind is how the runs of a plan are spread over the space of the inputs.
type Kind string

// The kinds of plan. Latin hypercubes and Sobol sequences spread members; Saltelli
// and Morris are designs for sensitivity, in which groups of inputs change together.
const (
	Latin    Kind = "latin"
	Sobol    Kind = "sobol"
	Random   Kind = "random"
	Saltelli Kind = "saltelli"
	Morris   Kind = "morris"
)

// Designs lists how the members of an ensemble can be spread.
var Designs = []Kind{Latin, Sobol, Random}

// Plan says which draw of the inputs each of its runs uses. It is plain data, so
// that it can be sent to another machine.
type Plan struct {
	Kind   Kind
	Seed   uint64
	Runs   int
	Rows   int      // Saltelli: rows; Morris: trajectories
	Groups []string // Saltelli, Morris: what changes together; the last group of Saltelli may be [Rest]
	Follow []Stock  `json:",omitempty"` // markets whose stock and cover are noted week by week
}

// Stock names a market.
type Stock struct{ Commodity, Region string }

// Rest names the group of all inputs that are in no other.
const Rest = "everything else"

// levels of a Morris design.
const levels = 4

// Spread plans the members of an ensemble.
func Spread(kind Kind, seed uint64, members int) Plan {
	return Plan{Kind: kind, Seed: seed, Runs: members}
}

// SaltelliPlan plans the runs from which Sobol indices of groups are estimated.
func SaltelliPlan(seed uint64, rows int, groups []string) Plan {
	return Plan{Kind: Saltelli, Seed: seed, Rows: rows, Groups: groups, Runs: rows * (len(groups) + 2)}
}

// MorrisPlan plans the runs of a screening of groups.
func MorrisPlan(seed uint64, trajectories int, groups []string) Plan {
	return Plan{Kind: Morris, Seed: seed, Rows: trajectories, Groups: groups, Runs: trajectories * (len(groups) + 1)}
}

// pointer finds the point of each run of a plan.
type pointer struct {
	plan    Plan
	inputs  []Input
	names   *sample.Names
	columns *sample.Columns
	sobol   *sample.Sobol
	morris  *sample.Morris
	group   []int     // of each input
	other   []float64 // Saltelli: the point B; Morris: places of the inputs
}

// newPointer prepares a plan. It errs on an unknown kind or group.
func newPointer(p Plan, inputs []Input) (*pointer, error) {
	x := &pointer{plan: p, inputs: inputs, names: sample.NewNames(keysOf(inputs)), other: make([]float64, len(inputs))}
	size := p.Runs
	if p.Kind == Saltelli {
		size = 2 * p.Rows
	}
	x.columns = sample.NewColumns(p.Seed, max(size, 1), x.names)
	var err error
	switch p.Kind {
	case Latin, Random:
	case Sobol:
		if len(inputs) > 0 {
			x.sobol, err = sample.NewSobol(min(len(inputs), sample.MaxDimension), sample.NewStream(p.Seed, -1, "sobol"))
		}
	case Saltelli, Morris:
		err = x.groupInputs()
		if err == nil && p.Kind == Morris {
			x.morris, err = sample.NewMorris(p.Rows, len(p.Groups), levels, sample.NewStream(p.Seed, -1, "morris"))
		}
	default:
		err = fmt.Errorf("a plan of kind %q: expected one of %v", p.Kind, Designs)
	}
	return x, err
}

func (x *pointer) groupInputs() error {
	x.group = make([]int, len(x.inputs))
	rest := slices.Index(x.plan.Groups, Rest)
	for i, in := range x.inputs {
		at := slices.Index(x.plan.Groups, in.Group)
		if at < 0 {
			at = rest
		}
		if at < 0 {
			return fmt.Errorf("input %s is in no group of the plan", in.Key)
		}
		x.group[i] = at
	}
	return nil
}

// member is the number under which a run draws what it does not plan: where a plan
// changes groups of inputs, all runs of a row share it.
func (x *pointer) member(run int) int {
	switch x.plan.Kind {
	case Saltelli:
		return run / (len(x.plan.Groups) + 2)
	case Morris:
		return run / (len(x.plan.Groups) + 1)
	}
	return run
}

// point puts the coordinates of a run in u, one for each input, strictly between
// 0 and 1.
func (x *pointer) point(run int, u []float64) {
	switch x.plan.Kind {
	case Random:
		x.names.Uniforms(x.plan.Seed, run, u)
	case Saltelli:
		x.exchange(run, u)
	case Morris:
		x.step(run, u)
	default:
		x.columns.Point(run, u)
		if x.sobol != nil {
			x.sobol.Point(uint64(run), u[:min(len(u), sample.MaxDimension)])
		}
	}
}

// exchange is the design of Saltelli for groups: members 2 row and 2 row + 1 of the
// hypercube are the points A and B, and each group in turn is taken from B.
func (x *pointer) exchange(run int, u []float64) {
	width := len(x.plan.Groups) + 2
	row, kind := run/width, run%width
	x.columns.Point(2*row, u)
	if kind == 0 {
		return
	}
	x.columns.Point(2*row+1, x.other)
	for i := range u {
		if kind == 1 || kind == x.group[i]+2 {
			u[i] = x.other[i]
		}
	}
}

// step is the design of Morris for groups (Campolongo, Cariboni and Saltelli 2007):
// all inputs of a group move by half of their range at once, each from a place of
// its own. A group of one input moves on the levels themselves.
func (x *pointer) step(run int, u []float64) {
	p := make([]float64, len(x.plan.Groups))
	x.morris.Point(run, p)
	alone := make([]int, len(p))
	for _, g := range x.group {
		alone[g]++
	}
	x.names.Uniforms(x.plan.Seed, x.member(run), x.other)
	for i := range u {
		u[i] = p[x.group[i]]
		if alone[x.group[i]] > 1 {
			u[i] += x.other[i]
			if u[i] >= 1 {
				u[i]--
			}
			u[i] = min(max(u[i], 0x1p-53), 1-0x1p-53)
		}
	}
}
