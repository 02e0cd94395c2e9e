package plan

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"sync/atomic"

	"lodestone/internal/model"
)

// Schema names the JSON form of [Plan].
const Schema = "lodestone/plan/1"

// Plan is what to buy, what it is promised to be worth and what the simulator
// says it is. Money is in USD; losses are means over futures.
type Plan struct {
	Schema    string    `json:"schema"`
	Scenario  string    `json:"scenario"`
	Title     string    `json:"title"`
	Region    string    `json:"region"`
	EndUse    string    `json:"end_use,omitempty"`
	Objective Objective `json:"objective"`
	Target    string    `json:"target,omitempty"`
	Tail      float64   `json:"tail,omitempty"`
	Decision  string    `json:"decision"` // date of week 0
	Shock     string    `json:"first_event"`
	Until     string    `json:"until"`
	Budget    float64   `json:"budget_usd,omitempty"` // 0 for none
	Spent     float64   `json:"spent_usd"`

	Moves    []Bought `json:"moves"`
	Frontier []Point  `json:"frontier"`
	Dollar   float64  `json:"next_dollar"` // loss saved by a dollar more of budget, in the program
	Tonnes   []Worth  `json:"next_tonne"`

	Before    float64 `json:"loss_before_usd"`    // simulated, members the plan was chosen on
	Promised  float64 `json:"loss_promised_usd"`  // by the program
	Delivered float64 `json:"loss_delivered_usd"` // simulated, the same members
	Fixed     float64 `json:"loss_fixed_usd"`     // that no move touches
	Fresh     Fresh   `json:"out_of_sample"`
	Value     float64 `json:"objective_value_usd"`
	Bound     float64 `json:"lower_bound_usd"`
	Gap       float64 `json:"gap"`

	Sizes   Sizes    `json:"sizes"`
	Why     []string `json:"why_they_differ,omitempty"`
	Reduced *Reduced `json:"reduced,omitempty"`    // where more futures were drawn than the program holds
	Reach   *Reach   `json:"reach,omitempty"`      // with a target: how the simulator's findings went into the program
	Struck  []string `json:"struck_off,omitempty"` // moves that the simulator found to save less than they cost
	Notes   []string `json:"notes,omitempty"`
}

// Fresh is a plan in futures that were not used to choose it.
type Fresh struct {
	Before       float64 `json:"loss_before_usd"`
	After        float64 `json:"loss_after_usd"`
	Worst        float64 `json:"worst_loss_after_usd"`
	MiddleBefore float64 `json:"median_loss_before_usd"`
	MiddleAfter  float64 `json:"median_loss_after_usd"`
	StopsBefore  float64 `json:"end_uses_stopped_before"` // mean over futures
	StopsAfter   float64 `json:"end_uses_stopped_after"`
	WeeksBefore  float64 `json:"most_weeks_lost_before"` // by one end use, mean over futures
	WeeksAfter   float64 `json:"most_weeks_lost_after"`
	Met          float64 `json:"share_meeting_target,omitempty"`
	Asked        float64 `json:"share_asked_for,omitempty"`
}

// Bought is a move of the plan.
type Bought struct {
	ID     string  `json:"move"`
	Kind   string  `json:"kind"`
	Name   string  `json:"name"`
	Amount float64 `json:"amount"`
	Unit   string  `json:"unit"`
	Weeks  float64 `json:"weeks_of_use,omitempty"`
	Cost   float64 `json:"cost_usd"`
	Saves  float64 `json:"saves_usd"` // simulated: by how much the mean loss rises without it
	Ready  string  `json:"ready"`
}

// Point is a point of the frontier of cost and risk, in the program.
type Point struct {
	Budget float64 `json:"budget_usd"`
	Spent  float64 `json:"spent_usd"`
	Loss   float64 `json:"expected_loss_usd"`
	Tail   float64 `json:"worst_fifth_usd"`
	Bound  float64 `json:"lower_bound_usd"`
	Slope  float64 `json:"saved_per_dollar"` // since the point before
}

// Worth is what one more unit of a move is worth and costs.
type Worth struct {
	Name   string  `json:"name"`
	Unit   string  `json:"unit"`
	Worth  float64 `json:"worth_usd"`
	Cost   float64 `json:"cost_usd"`
	Bought float64 `json:"bought"`
}

// Sizes are how large the programs were.
type Sizes struct {
	Futures    int    `json:"futures"`
	Checks     int    `json:"checks"`
	Candidates int    `json:"candidates"`
	Periods    int    `json:"periods"`
	Rows       int    `json:"rows_in_all"`
	Method     string `json:"method"`
	Steps      int    `json:"steps,omitempty"`
	Runs       int    `json:"runs_of_the_simulator"`
}

// frontierTail is the share of futures whose mean the frontier shows beside the
// expectation.
const frontierTail = 0.2

// Make answers a question about a scenario of a model. The progress function, if
// any, is told how much is done.
func Make(ctx context.Context, m *model.Model, s *model.Scenario, q Question, progress func(float64)) (*Plan, error) {
	if len(m.Moves) == 0 {
		return nil, fmt.Errorf("the dataset lists no moves (moves.csv, move_values.csv): there is nothing to choose from")
	}
	g, err := newGround(m, s, q)
	if err != nil {
		return nil, err
	}
	w := &work{ctx: ctx, ground: g, progress: progress, plan: &Plan{Schema: Schema, Scenario: s.Name, Title: s.Title, Region: m.Regions[q.Region].ID,
		Objective: q.Objective, Decision: day(g.net.Scenario.Start), Shock: day(firstDate(s)), Until: day(g.net.Scenario.Date(g.net.Weeks))}}
	return w.plan, w.make()
}

// work is a plan being made.
type work struct {
	ctx      context.Context
	ground   *ground
	progress func(float64)
	plan     *Plan

	scope   *scope
	on      []int    // members that the futures of the program are of
	bases   []*track // by member, without the events of the scenario
	program *program
	choice  *Choice
	after   *Outcome  // of the plan, in the futures it was chosen on
	saves   []float64 // by candidate: by how much the mean loss rises without it, USD
	runs    atomic.Int64
}

// expected is about how many runs of the simulator a plan takes, for progress.
func (w *work) ran() {
	runs := w.runs.Add(1)
	if w.progress != nil {
		q := w.ground.q
		w.progress(min(1, float64(runs)/float64(12*q.Members+3*q.Checks)))
	}
}

func (w *work) make() error {
	g, q := w.ground, w.ground.q
	w.scope = newScope(g.net, q.Region, q.EndUse)
	if err := g.draw(w.ctx, q.Members+q.Checks+w.trials()); err != nil {
		return err
	}
	w.bases = make([]*track, len(g.members))
	futures, err := w.gather()
	if err != nil {
		return err
	}
	list := candidates(w.scope, futures, q)
	if q.Objective == Cost {
		err = w.reach(list, futures)
	} else {
		err = w.propose(list, futures)
	}
	if err != nil {
		return err
	}
	if err := w.frontier(); err != nil {
		return err
	}
	w.fill()
	if err := w.verify(); err != nil {
		return err
	}
	w.plan.Sizes.Runs = int(w.runs.Load())
	return w.compare()
}

// gather makes the futures that the plan is chosen on: all that are asked for, or, of
// more than a program holds, some that stand for all.
func (w *work) gather() ([]*Future, error) {
	q := w.ground.q
	who := span(0, q.Members)
	all, before, err := w.condense(who, q.Members <= mostHeld)
	if err != nil {
		return nil, err
	}
	w.plan.Before = Mean(before.Losses)
	if w.on = who; q.Members > mostHeld {
		var distance float64
		w.on, distance = reduce(all, mostHeld)
		w.plan.Reduced = &Reduced{From: q.Members, To: len(w.on), Distance: distance, Share: distance / max(w.plan.Before, 1)}
	}
	futures := make([]*Future, len(w.on))
	for k, i := range w.on {
		futures[k] = all[i]
	}
	weigh(futures)
	return futures, w.prepare(w.on)
}

// weigh makes the probabilities of futures sum to one.
func weigh(futures []*Future) {
	sum := 0.0
	for _, f := range futures {
		sum += f.stands
	}
	for _, f := range futures {
		f.Prob = f.stands / sum
	}
}

// mean is that of values of the futures the plan is chosen on.
func (w *work) mean(values []float64) float64 {
	sum := 0.0
	for i, f := range w.program.futures {
		sum += float64(f.Prob * values[i])
	}
	return sum
}

// rounds is how often the program may propose anew.
const rounds = 3

// propose chooses among the candidates and has the simulator run the choice without
// each move in turn. What saves less than it costs there is struck off the list, and
// the program proposes again without it.
func (w *work) propose(list []Candidate, futures []*Future) error {
	q := w.ground.q
	for round := 1; ; round++ {
		w.program = newProgram(w.scope, list, futures, q)
		var err error
		if w.choice, err = w.program.choose(w.ctx, q.Budget); err != nil {
			return w.explain(err)
		}
		if err := w.credit(); err != nil {
			return err
		}
		var left []Candidate
		for j, c := range list {
			if w.choice.X[j] > least(c) && w.saves[j] < w.program.price(j, w.choice.X[j]) {
				w.plan.Struck = append(w.plan.Struck, c.Name)
			} else {
				left = append(left, c)
			}
		}
		if len(left) == len(list) || round == rounds {
			return nil
		}
		list = left
	}
}

// fill writes down what the program says.
func (w *work) fill() {
	p, g, c := w.plan, w.program, w.choice
	q := w.ground.q
	if !math.IsInf(q.Budget, 1) {
		p.Budget = q.Budget
	}
	if q.Target != nil {
		p.Target = q.Target.Text
	}
	if q.Objective == CVaR {
		p.Tail = q.Tail
	}
	if q.EndUse >= 0 {
		p.EndUse = w.ground.net.Model.EndUses[q.EndUse].ID
	}
	p.Spent, p.Value, p.Bound, p.Gap, p.Dollar = c.Spent, c.Value*money, c.Bound*money, c.Gap(), c.Dollar
	if p.Reach != nil {
		p.Bound, p.Gap = p.Reach.Bound, max(0, p.Value-p.Reach.Bound)/max(p.Value, 1)
	}
	for _, f := range g.futures {
		p.Fixed += float64(f.Prob * f.fixed)
	}
	p.Before, p.Promised, p.Delivered = w.mean(lossesOf(g.futures)), w.mean(w.choice.Losses), w.mean(w.after.Losses)
	p.Sizes = Sizes{Futures: len(g.futures), Checks: q.Checks, Candidates: len(g.list), Periods: len(w.scope.periods), Method: "extensive form", Steps: c.Steps}
	for _, b := range g.subs {
		p.Sizes.Rows += b.rows
	}
	if c.Steps > 0 {
		p.Sizes.Method = "L-shaped"
	}
	for j, k := range g.list {
		if x := c.X[j]; x > least(k) {
			b := Bought{ID: k.Move.ID, Kind: string(k.Move.Kind), Name: k.Name, Amount: x, Unit: k.Unit, Cost: g.price(j, x), Saves: w.saves[j], Ready: day(w.ground.net.Scenario.Date(k.Ready))}
			if k.Move.Kind == model.StockMove || k.Move.Kind == model.PileMove {
				b.Weeks = x / w.ground.net.Markets[k.Market].BaseUse
			}
			p.Moves = append(p.Moves, b)
		}
		p.Tonnes = append(p.Tonnes, Worth{Name: k.Name, Unit: k.Unit, Worth: c.Slope[j], Cost: k.Cost + k.Fixed/k.Limit, Bought: c.X[j]})
	}
	slices.SortStableFunc(p.Moves, func(a, b Bought) int { return cmp.Compare(b.Saves/b.Cost, a.Saves/a.Cost) })
	slices.SortStableFunc(p.Tonnes, func(a, b Worth) int { return cmp.Compare(b.Worth/b.Cost, a.Worth/a.Cost) })
}

func lossesOf(futures []*Future) []float64 {
	var out []float64
	for _, f := range futures {
		out = append(out, f.Loss)
	}
	return out
}
