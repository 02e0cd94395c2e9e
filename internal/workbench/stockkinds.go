package workbench

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"lodestone/internal/plan"
	"lodestone/internal/stockpile"
)

// SeekQuestion is the options of "seek".
type SeekQuestion struct {
	Vary    string   `json:"vary" doc:"number to vary, EVENT.FIELD or policy.KIND.FIELD"`
	Until   string   `json:"until" doc:"goal, in the words of the command line"`
	From    *float64 `json:"from" doc:"lowest value to try, in the unit the scenario writes; null for the low end of its range"`
	To      *float64 `json:"to" doc:"highest value to try; null for the high end of its range"`
	Members int      `json:"members" doc:"of the ensemble"`
}

func (o SeekQuestion) check() error {
	var problems []error
	if o.Vary == "" {
		problems = append(problems, errors.New("vary: a number to vary is needed, such as policy.floor.price"))
	}
	if _, err := plan.ParseGoal(o.Until); err != nil {
		problems = append(problems, err)
	}
	return errors.Join(append(problems, within("members", o.Members, 1, mostSeekMembers))...)
}

func askSeek(ctx context.Context, b *Bench, o SeekQuestion, seed int64, progress Progress) (any, error) {
	bound := func(x *float64) float64 {
		if x == nil {
			return math.NaN()
		}
		return *x
	}
	return b.Seek(ctx, Given, SeekOptions{Vary: o.Vary, Until: o.Until, Low: bound(o.From), High: bound(o.To), Members: o.Members, Seed: seed}, progress)
}

// StockQuestion is what questions about public stocks share.
type StockQuestion struct {
	Region   string   `json:"region" doc:"that holds the stock"`
	Cut      []string `json:"cut" doc:"regions not relied on"`
	Sectors  []string `json:"sectors" doc:"of end uses whose need counts; empty for all"`
	Stages   []string `json:"stages" doc:"of the goods; empty for all"`
	Industry bool     `json:"industry" doc:"what plants draw counts beside what end uses do"`
	Through  bool     `json:"through" doc:"what passed the cut regions at any stage is cut too"`
	BaseYear int      `json:"base_year" doc:"0 for that of the default scenario"`
}

func (o StockQuestion) check() error {
	if o.Region == "" || len(o.Cut) == 0 {
		return errors.New("region and cut are needed: who holds the stock and what it cannot rely on")
	}
	return errors.Join(within("base_year", o.BaseYear, 0, 2200), within("number of cut", len(o.Cut), 1, mostNames), within("number of sectors", len(o.Sectors), 0, mostNames),
		within("number of stages", len(o.Stages), 0, mostNames))
}

// mostNames bounds the lists of a question.
const mostNames = 200

func (o StockQuestion) options() StockOptions { return StockOptions(o) }

// StockpileQuestion is the options of "stockpile".
type StockpileQuestion struct {
	StockQuestion
	Years       int       `json:"years" doc:"of the emergency, where reliability does not say"`
	Reliability []float64 `json:"reliability" doc:"share of what is cut that comes all the same, by year"`
	Austerity   float64   `json:"austerity" doc:"share of the need that is done without"`
	CountTrade  bool      `json:"count_trade" doc:"what the trade holds counts as held"`
	Budget      float64   `json:"budget" doc:"USD to spend"`
}

// mostYears bounds the years of an emergency.
const mostYears = 50

func (o StockpileQuestion) check() error {
	err := errors.Join(o.StockQuestion.check(), within("years", o.Years, 1, mostYears), within("number of reliability", len(o.Reliability), 0, mostYears))
	if !(o.Budget >= 0) || math.IsInf(o.Budget, 0) {
		err = errors.Join(err, fmt.Errorf("budget %g: expected an amount of USD", o.Budget))
	}
	return err
}

func askStockpile(_ context.Context, b *Bench, o StockpileQuestion, _ int64, _ Progress) (any, error) {
	e := stockpile.Emergency{Reliability: o.Reliability, Austerity: o.Austerity, CountTrade: o.CountTrade, Budget: o.Budget}
	if len(e.Reliability) == 0 {
		e.Reliability = make([]float64, o.Years)
	}
	return b.Requirements(o.options(), e)
}

// CoverQuestion is the options of "cover".
type CoverQuestion struct {
	StockQuestion
	Days []float64 `json:"days" doc:"of use to hold"`
	From string    `json:"from" doc:"day on which supply stops"`
}

func (o CoverQuestion) check() error {
	err := errors.Join(o.StockQuestion.check(), within("number of days", len(o.Days), 0, mostYears))
	if _, bad := time.Parse(time.DateOnly, o.From); bad != nil {
		err = errors.Join(err, fmt.Errorf("from %q: expected a date like 2026-01-06", o.From))
	}
	return err
}

func askCover(_ context.Context, b *Bench, o CoverQuestion, _ int64, _ Progress) (any, error) {
	from, err := time.Parse(time.DateOnly, o.From)
	if err != nil {
		return nil, err
	}
	return b.Covers(o.options(), stockpile.Goal{Days: o.Days, From: from})
}
