package workbench

import (
	"fmt"
	"slices"
	"time"

	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/stockpile"
)

// StockOptions is a question about public stocks in the user's names.
type StockOptions struct {
	Region   string
	Cut      []string // regions not relied on
	Sectors  []string // whose needs count; all if empty
	Stages   []string // of the goods; all if empty
	Industry bool     // plants' needs count too
	Through  bool     // what passed the cut regions at any stage counts as cut
	BaseYear int      // 0 for that of the default scenario
}

// Requirements is how much a region must hold to get through an emergency.
type Requirements struct {
	Schema   string           `json:"schema"`
	Model    string           `json:"model"`
	Hash     string           `json:"model_sha256"`
	BaseYear int              `json:"base_year"`
	Region   string           `json:"region"`
	Cut      []string         `json:"cut"`
	Through  bool             `json:"counts_what_passed_cut"`
	Budget   float64          `json:"budget_usd"`
	Cost     float64          `json:"cost_usd"` // of all that is required and has a price
	Needs    []stockpile.Need `json:"needs"`
}

// Covers is how long what a region holds lasts.
type Covers struct {
	Schema   string            `json:"schema"`
	Model    string            `json:"model"`
	Hash     string            `json:"model_sha256"`
	BaseYear int               `json:"base_year"`
	Region   string            `json:"region"`
	Cut      []string          `json:"cut"`
	Through  bool              `json:"counts_what_passed_cut"`
	From     string            `json:"from"`
	Covers   []stockpile.Cover `json:"covers"`
}

// Schemas of [Requirements] and [Covers].
const (
	RequirementSchema = "lodestone/stockpile/1"
	CoverSchema       = "lodestone/cover/1"
)

// Requirements sizes a region's stocks; see [stockpile.Requirements].
func (b *Bench) Requirements(o StockOptions, e stockpile.Emergency) (*Requirements, error) {
	n, q, err := b.stock(o)
	if err != nil {
		return nil, err
	}
	needs, err := stockpile.Requirements(n, q, e)
	if err != nil {
		return nil, err
	}
	r := &Requirements{Schema: RequirementSchema, Model: n.Model.Name, Hash: n.Model.Hash, BaseYear: n.Model.BaseYear, Region: o.Region, Cut: o.Cut, Through: o.Through,
		Budget: e.Budget, Needs: needs}
	for _, x := range needs {
		r.Cost += x.Cost
	}
	return r, nil
}

// Covers tells how long a region's stocks last; see [stockpile.Covers].
func (b *Bench) Covers(o StockOptions, g stockpile.Goal) (*Covers, error) {
	n, q, err := b.stock(o)
	if err != nil {
		return nil, err
	}
	list, err := stockpile.Covers(n, q, g)
	if err != nil {
		return nil, err
	}
	return &Covers{Schema: CoverSchema, Model: n.Model.Name, Hash: n.Model.Hash, BaseYear: n.Model.BaseYear, Region: o.Region, Cut: o.Cut, Through: o.Through,
		From: g.From.Format(time.DateOnly), Covers: list}, nil
}

// stock resolves the names of a question.
func (b *Bench) stock(o StockOptions) (*network.Network, stockpile.Question, error) {
	q := stockpile.Question{Sectors: o.Sectors, Industry: o.Industry, Through: o.Through}
	n, err := b.calm(o.BaseYear, 1)
	if err != nil {
		return nil, q, err
	}
	m := n.Model
	region := func(i int) string { return m.Regions[i].ID }
	at, err := resolve("region", []string{o.Region}, len(m.Regions), region)
	if err != nil {
		return nil, q, err
	}
	q.Region = at[0]
	if q.Cut, err = resolve("region", o.Cut, len(m.Regions), region); err != nil {
		return nil, q, err
	}
	if slices.Contains(q.Cut, q.Region) {
		return nil, q, fmt.Errorf("%s cannot be cut off from itself", o.Region)
	}
	stages, err := resolve("stage", o.Stages, len(model.Stages), func(i int) string { return string(model.Stages[i]) })
	if err != nil {
		return nil, q, err
	}
	for _, s := range stages {
		q.Stages = append(q.Stages, model.Stages[s])
	}
	var sectors []string
	for _, e := range m.EndUses {
		sectors = append(sectors, e.Sector)
	}
	slices.Sort(sectors)
	_, err = resolve("sector", o.Sectors, len(sectors), func(i int) string { return sectors[i] })
	return n, q, err
}
