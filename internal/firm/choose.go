package firm

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"lodestone/internal/lp"
)

// Aim says what a choice among options is for.
type Aim struct {
	LostWeeks float64 // line-weeks that may be lost over the horizon
	Budget    float64 // most cash to spend; 0 for no limit. With it as few line-weeks as possible are lost
}

// Choice is the set of a plan's options that reaches an aim at the least cost.
type Choice struct {
	Aim      float64 `json:"aim_line_weeks"` // most line-weeks that may be lost
	Budget   float64 `json:"budget,omitempty"`
	Reached  bool    `json:"reached"` // if not, the set that leaves least lost is given
	Buys     []Buy   `json:"buys"`
	Nothing  Outcome `json:"nothing_bought"`
	Promised Outcome `json:"promised"` // by the program that chose
	Reckoned Outcome `json:"reckoned"` // by the arithmetic of [Solve], with the set bought
	// Bound is the cost below which no set of the options reaches the aim, and Gap how
	// far the set is above it, as a share.
	Bound    float64 `json:"bound"`
	Gap      float64 `json:"gap"`
	Frontier []Stage `json:"frontier"`
	Unlucky  float64 `json:"lost_weeks_unlucky"` // with the set bought, for one chance in ten
	// Exact is false where larger sets of options were left out or spans of time merged;
	// Notes say which.
	Exact bool     `json:"exact"`
	Notes []string `json:"notes,omitempty"`
	Size  string   `json:"size"` // of the program
}

// Buy is an option of a choice, in the order in which they save most for their cost.
type Buy struct {
	Option string  `json:"option"`
	Kind   string  `json:"kind"`
	Cost   float64 `json:"cost"` // on top of those before it
	Cash   float64 `json:"cash"`
	After  Outcome `json:"after"` // with those before it
}

// Outcome is what all lines together come to.
type Outcome struct {
	LostWeeks float64   `json:"lost_weeks"`
	LostUnits float64   `json:"lost_units"`
	LostValue float64   `json:"lost_value"`
	Down      time.Time `json:"first_line_down"` // zero: none within the horizon
	Cost      float64   `json:"cost"`
	Cash      float64   `json:"cash"`
}

// Stage is a point of the frontier: the cheapest set of options for some line-weeks lost.
type Stage struct {
	Options []string `json:"options"`
	Outcome
	PerWeek float64 `json:"cost_per_further_week"` // of each line-week saved since the point before
}

// patience is how long a choice may take with its frontier.
const patience = time.Minute

// stages is into how many parts the frontier cuts what the options could save.
const stages = 20

// Choose finds the set of a plan's options that reaches an aim at the least cost, under
// disruptions; nil: those of its first scenario. The options given are taken as bought
// and cost nothing more. The choice is a mixed-integer program (see program); what it
// promises is reckoned again with the set bought.
func Choose(ctx context.Context, p *Plan, disruptions []Disruption, aim Aim, with ...Option) (*Choice, error) {
	s := newSolution(p, p.asked(disruptions), with)
	q := newProgram(s)
	c := &Choice{Aim: aim.LostWeeks, Budget: aim.Budget, Nothing: s.outcome(s, nil), Exact: q.complete && !q.merged,
		Size: fmt.Sprintf("%d options, %d rows, %d columns", len(q.options), q.lp.Rows(), q.lp.Cols())}
	if !q.complete {
		c.Notes = append(c.Notes, fmt.Sprintf("Of options on the same part only the %d smallest sets were tried.", mostWays))
	}
	if q.merged {
		c.Notes = append(c.Notes, fmt.Sprintf("Lines that several sets of parts decide were looked at in %d spans of equal length.", mostSpans))
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	found, err := q.aimed(ctx, aim)
	if err != nil {
		return nil, err
	}
	c.Reached, c.Promised, c.Bound, c.Gap = found.reached, found.promised, found.bound, found.gap
	c.Reckoned = s.outcome(s.with(found.options...), found.options)
	c.Promised.LostUnits, c.Promised.LostValue, c.Promised.Down = c.Reckoned.LostUnits, c.Reckoned.LostValue, c.Reckoned.Down
	c.Buys = s.inTurn(found.options)
	c.Unlucky = unlucky(p, disruptions, slices.Concat(with, found.options))
	c.Frontier, err = q.frontier(ctx)
	return c, err
}

// unlucky is the line-weeks lost for one chance in ten.
func unlucky(p *Plan, disruptions []Disruption, with []Option) float64 {
	s := newSolution(p, p.asked(disruptions), with)
	s.unknowns()
	sum := 0.0
	for j := range s.m.lines {
		if mean := s.m.lines[j].mean(s.m.horizon); mean > 0 {
			sum += s.lineAnswer(j).Lost.P90 / mean
		}
	}
	return sum
}

// outcome adds up what the lines lose with some options bought, and what those cost.
func (s *solution) outcome(t *solution, bought []Option) Outcome {
	o := Outcome{}
	first := never
	for j, x := range t.outages {
		o.LostWeeks += x.weeks
		o.LostUnits += x.lost
		o.LostValue += x.lost * s.m.lines[j].value.Mid
		first = min(first, x.first)
	}
	o.Down = s.date(first)
	for _, b := range bought {
		var v Move
		s.price(&v, b, t)
		o.Cost += v.Cost.Mid
		o.Cash += v.Cash.Mid
	}
	return o
}

// inTurn puts options in the order in which each saves most for its cost on top of
// those before it.
func (s *solution) inTurn(options []Option) []Buy {
	var out []Buy
	var have []Option
	now := s.outcome(s, nil)
	left := slices.Clone(options)
	for len(left) > 0 {
		best, most, after := 0, math.Inf(-1), Outcome{}
		for n, o := range left {
			with := append(slices.Clone(have), o)
			next := s.outcome(s.with(with...), with)
			if worth := (now.LostWeeks - next.LostWeeks) / max(1, next.Cost-now.Cost); worth > most {
				best, most, after = n, worth, next
			}
		}
		o := left[best]
		out = append(out, Buy{Option: o.ID, Kind: o.Kind, Cost: after.Cost - now.Cost, Cash: after.Cash - now.Cash, After: after})
		have, now, left = append(have, o), after, slices.Delete(left, best, best+1)
	}
	return out
}

// found is one answer of the program.
type found struct {
	options    []Option
	promised   Outcome // cost, cash and line-weeks
	bound, gap float64
	reached    bool
}

// aimed is the cheapest set for an aim, or if none reaches it the set that leaves
// least lost, and of those the cheapest.
func (q *program) aimed(ctx context.Context, aim Aim) (found, error) {
	cash := math.Inf(1)
	if aim.Budget > 0 {
		cash = aim.Budget / q.scale
	} else if f, err := q.solve(ctx, q.cost.col, aim.LostWeeks, cash); !errors.Is(err, errUnreached) {
		f.reached = err == nil
		return f, err
	}
	least, err := q.solve(ctx, q.lost.col, math.Inf(1), cash)
	if err != nil {
		return found{}, err
	}
	f, err := q.solve(ctx, q.cost.col, least.promised.LostWeeks+grainOfWeeks, cash)
	f.reached = f.promised.LostWeeks <= aim.LostWeeks+grainOfWeeks
	return f, err
}

// grainOfWeeks is how little of a line-week is no loss: what the program's tolerance
// leaves.
const grainOfWeeks = 1e-5

// errUnreached says that no set of the options keeps to the limits.
var errUnreached = errors.New("no set of the options reaches it")

// solve makes one of the measures least, with line-weeks and cash bounded.
func (q *program) solve(ctx context.Context, least int, weeks, cash float64) (found, error) {
	q.lp.ColHi[q.lost.col], q.lp.ColHi[q.cash.col] = weeks, cash
	clear(q.lp.Cost)
	q.lp.Cost[least] = 1
	// Of sets that cost the same the one that loses least; without this the program
	// could also leave unused what a line makes up for.
	const hint = 1e-4 // of a thousandth of the dearest option, for a line-week
	if least == q.cost.col {
		q.lp.Cost[q.lost.col] = hint
	}
	x, err := lp.Solve(ctx, &q.lp, lp.Options{Gap: 1e-7, NoConflict: true})
	if err != nil {
		return found{}, err
	}
	if x.Status == lp.Infeasible {
		return found{}, errUnreached
	}
	if x.Primal == nil {
		return found{}, fmt.Errorf("the choice of options was not solved: %v", x.Status)
	}
	f := found{promised: Outcome{LostWeeks: x.Primal[q.lost.col], Cost: x.Primal[q.cost.col] * q.scale, Cash: x.Primal[q.cash.col] * q.scale},
		bound: max(0, x.Bound) * q.scale, gap: x.Gap}
	for n, z := range q.choose {
		if x.Primal[z] > 0.5 {
			f.options = append(f.options, q.options[n])
		}
	}
	return f, nil
}

// frontier is the cheapest set for ever fewer line-weeks lost, from nothing bought to
// the fewest that the options allow.
func (q *program) frontier(ctx context.Context) ([]Stage, error) {
	s := q.s
	now := s.outcome(s, nil)
	out := []Stage{{Options: []string{}, Outcome: now}}
	least, err := q.solve(ctx, q.lost.col, math.Inf(1), math.Inf(1))
	if err != nil {
		return nil, err
	}
	pace := (now.LostWeeks - least.promised.LostWeeks) / stages
	for pace > grainOfWeeks {
		f, err := q.solve(ctx, q.cost.col, max(now.LostWeeks-pace, least.promised.LostWeeks+grainOfWeeks), math.Inf(1))
		if err != nil {
			return out, err
		}
		next := Stage{Options: []string{}, Outcome: s.outcome(s.with(f.options...), f.options)}
		for _, o := range f.options {
			next.Options = append(next.Options, o.ID)
		}
		if next.LostWeeks > now.LostWeeks-grainOfWeeks {
			break
		}
		next.PerWeek = (next.Cost - now.Cost) / (now.LostWeeks - next.LostWeeks)
		out = append(out, next)
		if now = next.Outcome; now.LostWeeks <= least.promised.LostWeeks+2*grainOfWeeks {
			break
		}
	}
	return out, nil
}
