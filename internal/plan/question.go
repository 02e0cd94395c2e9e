package plan

import (
	"fmt"
	"math"

	"lodestone/internal/model"
)

// Objective is what a plan makes small.
type Objective string

// The objectives. All but Cost spend at most a budget.
const (
	Cost   Objective = "cost"   // of reaching a target
	Loss   Objective = "loss"   // expected over the futures
	CVaR   Objective = "cvar"   // mean of the worst futures
	Regret Objective = "regret" // largest loss beyond what that future's own best plan leaves
)

// Objectives lists them.
var Objectives = []Objective{Cost, Loss, CVaR, Regret}

// Question is what a plan is asked.
type Question struct {
	Region    int       // index into Model.Regions
	EndUse    int       // only this one; -1 for all
	Prepare   int       // weeks between the decision and the first event
	Members   int       // futures that the plan is chosen on
	Checks    int       // further futures it is run in
	Seed      uint64    // of the draws
	Budget    float64   // USD; infinite for none
	Objective Objective // with Cost the Target counts and the Budget is a limit
	Target    *Target
	Tail      float64 // share of the futures that CVaR averages
	Physics   bool    // every assumption about behaviour switched off
}

// Check tells what is wrong with a question.
func (q *Question) Check(m *model.Model) error {
	switch {
	case q.Region < 0 || q.Region >= len(m.Regions):
		return fmt.Errorf("a plan needs one region")
	case q.Prepare < 1 || q.Prepare > 1040:
		return fmt.Errorf("%d weeks to prepare: expected 1 to 1040", q.Prepare)
	case q.Members < 1 || q.Members > 1000 || q.Checks < 1 || q.Checks > 10000:
		return fmt.Errorf("%d futures and %d to check: expected 1 to 1000 and 1 to 10000", q.Members, q.Checks)
	case math.IsNaN(q.Budget) || q.Budget < 0:
		return fmt.Errorf("a budget of %g: expected an amount of USD", q.Budget)
	case q.Objective == Cost && q.Target == nil:
		return fmt.Errorf("least cost needs a target")
	case q.Objective != Cost && q.Target != nil:
		return fmt.Errorf("a target is reached at least cost: leave the objective out or say cost")
	case !(q.Tail > 0 && q.Tail <= 1):
		return fmt.Errorf("a tail of %g: expected a share above 0, at most 1", q.Tail)
	}
	return nil
}
