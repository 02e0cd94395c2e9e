package workbench

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"time"

	"lodestone/internal/backtest"
	"lodestone/internal/ensemble"
	"lodestone/internal/risk"
	"lodestone/internal/sweep"
)

// Kinds are the kinds of question that can be asked as a run. A new use case
// that takes long is one more row.
var Kinds = []Kind{
	kind("stress", "A scenario against its baseline", needed, true, StressOptions{Behaviour: "full"}, StressOptions.check, askStress),
	kind("explain", "Why an end use went short", needed, true, ExplainOptions{Week: -1}, ExplainOptions.check, askExplain),
	kind("resilience", "How the ways out of a shortage answer", needed, true, NoOptions{}, NoOptions.check, askResilience),
	kind("sweep", "Each removed in turn", maybe, false, SweepQuestion{By: sweep.Facility, Weeks: 26, Horizon: 260, Budget: 300, Durations: []int{4, 8, 13, 26, 39, 52, 78, 104}, Behaviour: "full"}, SweepQuestion.check, askSweep),
	kind("ensemble", "Many draws of what is uncertain", needed, false, EnsembleQuestion{Members: 1000, Design: ensemble.Latin, Behaviour: "full"}, EnsembleQuestion.check, askEnsemble),
	kind("plan", "What to buy before a scenario", needed, false, PlanQuestion{Objective: "loss", Tail: 0.2, Prepare: 52, Members: 8, Checks: 16, Behaviour: "full"}, PlanQuestion.check, askPlan),
	kind("risk", "Criticality indices", none, true, RiskOptions{}, RiskOptions.check, askRisk),
	kind("seek", "The number of a scenario that just reaches a goal", needed, false, SeekQuestion{Members: 20}, SeekQuestion.check, askSeek),
	kind("stockpile", "What a region must hold to get through some years without a supplier", none, true, StockpileQuestion{Years: 4}, StockpileQuestion.check, askStockpile),
	kind("cover", "How many days of use are held, and how long they last", none, true, CoverQuestion{Days: []float64{60, 180}, From: "2026-01-01"}, CoverQuestion.check, askCover),
	kind("backtest", "Replays of the record, scored", none, false, NoOptions{}, NoOptions.check, askBacktest),
}

// NoOptions are the options of a kind without any.
type NoOptions struct{}

func (NoOptions) check() error { return nil }

// StressOptions are the options of "stress".
type StressOptions struct {
	Behaviour string `json:"behaviour" enum:"full,none"`
}

func (o StressOptions) check() error { return checkBehaviour(o.Behaviour) }

func checkBehaviour(word string) error {
	if word != "full" && word != "none" {
		return fmt.Errorf("behaviour %q: expected full or none", word)
	}
	return nil
}

func askStress(ctx context.Context, b *Bench, o StressOptions, seed int64, progress Progress) (any, error) {
	s, err := b.Stress(ctx, Given, Options{Physics: o.Behaviour == "none"}, progress)
	if err != nil {
		return nil, err
	}
	s.Provenance.Seed, s.Provenance.Behaviour = seed, o.Behaviour
	return s, nil
}

// ExplainOptions are the options of "explain".
type ExplainOptions struct {
	EndUse string `json:"end_use"`
	Region string `json:"region"`
	Week   int    `json:"week" doc:"from 0; -1 for that of the line-down"`
}

func (o ExplainOptions) check() error {
	if o.EndUse == "" || o.Region == "" {
		return fmt.Errorf("end_use and region are needed")
	}
	return nil
}

func askExplain(ctx context.Context, b *Bench, o ExplainOptions, _ int64, _ Progress) (any, error) {
	return b.Explain(ctx, Given, o.EndUse, o.Region, o.Week)
}

// Resilient is the answer of "resilience".
type Resilient struct {
	Schema     string           `json:"schema"`
	Scenario   string           `json:"scenario"`
	Mechanisms []risk.Mechanism `json:"mechanisms"`
}

// NewResilient names the scenario of a list.
func NewResilient(scenario string, list []risk.Mechanism) Resilient {
	return Resilient{"lodestone/resilience/1", scenario, list}
}

func askResilience(ctx context.Context, b *Bench, _ NoOptions, _ int64, progress Progress) (any, error) {
	file, err := b.Scenario(Given)
	if err != nil {
		return nil, err
	}
	list, err := b.Resilience(ctx, Given, progress)
	return NewResilient(file.Name, list), err
}

// SweepQuestion is the options of "sweep". Where a scenario is given, removals come
// on top of it.
type SweepQuestion struct {
	By        sweep.By `json:"by" enum:"country,owner,facility,commodity,route,all"`
	Weeks     int      `json:"weeks" doc:"of each removal"`
	From      int      `json:"from" doc:"week in which every removal begins"`
	Horizon   int      `json:"horizon" doc:"weeks of each run"`
	BaseYear  int      `json:"base_year" doc:"without a scenario; 0 for that of the default one"`
	Pairs     int      `json:"pairs" doc:"also every two of this many that lead the ranking"`
	Worst     int      `json:"worst" doc:"also the costliest set of this size"`
	Budget    int      `json:"budget" doc:"runs that may be spent on the bound of that set"`
	Target    string   `json:"target" doc:"only this one, for each of the durations"`
	Durations []int    `json:"durations" doc:"weeks"`
	Survival  bool     `json:"survival" doc:"also time to survive and to recover"`
	Behaviour string   `json:"behaviour" enum:"full,none"`
}

// Limits of what a server computes in one run; pairs grow with the square.
const (
	mostPairs     = 20
	mostWorst     = 6
	mostBudget    = 2000
	mostDurations = 20
	mostDraws     = 50_000
	mostFollowed  = 12
)

func (o SweepQuestion) check() error {
	if !slices.Contains(append([]sweep.By{sweep.All}, sweep.Kinds...), o.By) {
		return fmt.Errorf("by %q: expected one of %v", o.By, append(slices.Clone(sweep.Kinds), sweep.All))
	}
	return errors.Join(within("weeks", o.Weeks, 1, MostWeeks), within("from", o.From, 0, MostWeeks), within("horizon", o.Horizon, 2, MostWeeks),
		within("base_year", o.BaseYear, 0, 2200), within("pairs", o.Pairs, 0, mostPairs), within("worst", o.Worst, 0, mostWorst),
		within("budget", o.Budget, 0, mostBudget), within("number of durations", len(o.Durations), 0, mostDurations), checkBehaviour(o.Behaviour))
}

// within wants a number between two bounds.
func within(name string, value, least, most int) error {
	if value < least || value > most {
		return fmt.Errorf("%s %d: expected %d to %d", name, value, least, most)
	}
	return nil
}

func askSweep(ctx context.Context, b *Bench, o SweepQuestion, _ int64, progress Progress) (any, error) {
	s := SweepOptions{By: o.By, Weeks: o.Weeks, From: o.From, Horizon: o.Horizon, BaseYear: o.BaseYear, Pairs: o.Pairs, Worst: o.Worst, Budget: o.Budget,
		Target: o.Target, Survival: o.Survival, Physics: o.Behaviour == "none"}
	if o.Target != "" {
		s.Durations = o.Durations
	}
	if !b.given() {
		return b.Sweep(ctx, s, progress)
	}
	file, err := b.Scenario(Given)
	if err != nil {
		return nil, err
	}
	s.Scenario = Given
	x, err := b.Sweep(ctx, s, progress)
	if err == nil {
		x.Scenario = file.Name
	}
	return x, err
}

// EnsembleQuestion is the options of "ensemble".
type EnsembleQuestion struct {
	Members     int           `json:"members" doc:"how many futures to run"`
	Design      ensemble.Kind `json:"design" enum:"latin,sobol,random"`
	Sensitivity string        `json:"sensitivity" enum:",morris,sobol"`
	Before      string        `json:"before" doc:"date for which the chance of a line-down is given; empty for the month after the median"`
	Behaviour   string        `json:"behaviour" enum:"full,none"`
	Follow      []MarketName  `json:"follow,omitempty" doc:"markets whose stock and cover are followed week by week, 12 at most"`
}

func (o EnsembleQuestion) check() error {
	var problems []error
	if !slices.Contains(ensemble.Designs, o.Design) {
		problems = append(problems, fmt.Errorf("design %q: expected one of %v", o.Design, ensemble.Designs))
	}
	if !slices.Contains([]string{"", "morris", "sobol"}, o.Sensitivity) {
		problems = append(problems, fmt.Errorf("sensitivity %q: expected morris or sobol", o.Sensitivity))
	}
	if _, err := o.before(); err != nil {
		problems = append(problems, fmt.Errorf("before %q: expected a date like 2025-08-01", o.Before))
	}
	return errors.Join(append(problems, within("members", o.Members, 1, mostDraws), within("number of follow", len(o.Follow), 0, mostFollowed), checkBehaviour(o.Behaviour))...)
}

func (o EnsembleQuestion) before() (time.Time, error) {
	if o.Before == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.DateOnly, o.Before)
}

// askEnsemble runs an ensemble; broken off, it leaves its state in the cache of the
// user that the server runs as, and the same question takes it up again.
func askEnsemble(ctx context.Context, b *Bench, o EnsembleQuestion, seed int64, progress Progress) (any, error) {
	before, err := o.before()
	if err != nil {
		return nil, err
	}
	return b.Ensemble(ctx, Given, EnsembleOptions{Members: o.Members, Seed: seed, Design: o.Design, Sensitivity: o.Sensitivity, Before: before,
		Physics: o.Behaviour == "none", Follow: o.Follow, Execute: ensemble.Local(runtime.GOMAXPROCS(0))}, func(string) Progress { return progress })
}

// PlanQuestion is the options of "plan".
type PlanQuestion struct {
	Region    string  `json:"region" doc:"to plan for; empty for the one that loses most"`
	EndUse    string  `json:"end_use" doc:"only this one; empty for all"`
	Budget    float64 `json:"budget" doc:"USD to spend at most; 0 for no limit"`
	Target    string  `json:"target" doc:"what to reach at least cost, in the words of the command line"`
	Objective string  `json:"objective" enum:"loss,cvar,regret,cost"`
	Tail      float64 `json:"tail" doc:"share of the futures that cvar averages, the worst"`
	Prepare   int     `json:"prepare" doc:"weeks between the decision and the first event"`
	Members   int     `json:"members" doc:"futures that the plan is chosen on"`
	Checks    int     `json:"checks" doc:"further futures that it is run in"`
	Behaviour string  `json:"behaviour" enum:"full,none"`
}

// mostPlanned bounds the futures of a plan: its program grows with them.
const mostPlanned = 64

func (o PlanQuestion) check() error {
	options := o.options(1)
	_, err := options.question()
	if math.IsNaN(o.Budget) || o.Budget < 0 {
		err = errors.Join(err, fmt.Errorf("budget: expected an amount of USD, 0 for no limit"))
	}
	return errors.Join(err, within("members", o.Members, 1, mostPlanned), within("checks", o.Checks, 1, mostPlanned), within("prepare", o.Prepare, 0, 520), checkBehaviour(o.Behaviour))
}

func (o PlanQuestion) options(seed int64) PlanOptions {
	objective := o.Objective
	if o.Target != "" && objective == "loss" {
		objective = "" // the target decides
	}
	return PlanOptions{Region: o.Region, EndUse: o.EndUse, Budget: o.Budget, Objective: objective, Target: o.Target, Tail: o.Tail,
		Prepare: o.Prepare, Members: o.Members, Checks: o.Checks, Seed: seed, Physics: o.Behaviour == "none"}
}

func askPlan(ctx context.Context, b *Bench, o PlanQuestion, seed int64, progress Progress) (any, error) {
	return b.Plan(ctx, Given, o.options(seed), progress)
}

// RiskOptions are the options of "risk".
type RiskOptions struct {
	BaseYear int `json:"base_year" doc:"0 for that of the default scenario"`
}

func (o RiskOptions) check() error {
	if o.BaseYear < 0 || o.BaseYear > 2200 {
		return fmt.Errorf("base_year %d: expected a year", o.BaseYear)
	}
	return nil
}

func askRisk(ctx context.Context, b *Bench, o RiskOptions, _ int64, _ Progress) (any, error) {
	return b.Risk(ctx, o.BaseYear)
}

// Backtested is the answer of "backtest".
type Backtested struct {
	Schema string           `json:"schema"`
	Scores []backtest.Score `json:"scores"`
	Totals []backtest.Total `json:"totals"`
}

// NewBacktested sums scores.
func NewBacktested(scores []backtest.Score) Backtested {
	return Backtested{"lodestone/backtest/1", scores, backtest.Totals(scores)}
}

func askBacktest(ctx context.Context, b *Bench, _ NoOptions, _ int64, _ Progress) (any, error) {
	scores, err := b.Backtest(ctx)
	return NewBacktested(scores), err
}
