package network

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"lodestone/internal/balance"
	"lodestone/internal/model"
)

// Change is what balancing the base year did to one reported flow, per year.
type Change struct {
	Kind     string // "line", "route" or "use"
	Name     string
	Unit     string
	Reported model.Quantity
	Balanced float64
}

// Relative returns the change as a share of the reported flow; infinite where
// nothing was reported.
func (c Change) Relative() float64 {
	if c.Reported.Value == 0 {
		if c.Balanced == 0 {
			return 0
		}
		return math.Inf(1)
	}
	return c.Balanced/c.Reported.Value - 1
}

// gradeSigma is the relative uncertainty, one standard deviation, given to a
// number without a range, by how it is known. A range is read as four standard
// deviations. The grades order the data; only their ratios matter here.
var gradeSigma = map[model.Evidence]float64{
	model.Reported:          0.02,
	model.EstimatedBySource: 0.10,
	model.Derived:           0.15,
	model.Assumed:           0.30,
}

// leastSigma keeps a number with a very narrow range from being treated as
// exact; relative.
const leastSigma = 0.005

// sigma returns the standard deviation of a reported flow.
func sigma(q *model.Quantity) float64 {
	least := float64(leastSigma * math.Abs(q.Value))
	if q.Ranged() {
		return max((q.High-q.Low)/4, least)
	}
	return max(float64(gradeSigma[q.Evidence]*math.Abs(q.Value)), least)
}

// balance reconciles the reported yearly flows of lines, routes and uses, in
// that order, so that every market's supply equals its use. The guess is of the
// multipliers of the balances, or nil.
func (y *layout) balance(guess []float64) (flows, multipliers []float64, err error) {
	var p balance.Problem
	p.Rows = make([][]balance.Term, len(y.markets))
	add := func(q *model.Quantity, high float64) int {
		p.X0 = append(p.X0, q.Value)
		p.Sigma = append(p.Sigma, sigma(q))
		p.Lo = append(p.Lo, 0)
		p.Hi = append(p.Hi, high)
		return len(p.X0) - 1
	}
	term := func(market, flow int, coef float64) {
		p.Rows[market] = append(p.Rows[market], balance.Term{Col: flow, Coef: coef})
	}
	for i := range y.lines {
		l := &y.lines[i]
		j := add(&l.reported, y.mostOf(l))
		for _, in := range l.inputs {
			term(in.Market, j, -in.Coef)
		}
		for _, out := range l.outputs {
			term(out.Market, j, out.Coef)
		}
	}
	for _, r := range y.routes {
		j := add(&y.m.Routes[r.route].Flow, math.Inf(1))
		term(r.from, j, -1)
		term(r.to, j, 1)
	}
	for _, u := range y.uses {
		j := add(&y.m.Demands[u.demand].Amount, math.Inf(1))
		for _, in := range u.inputs {
			term(in.Market, j, -in.Coef)
		}
	}
	if flows, multipliers, err = balance.SolveFrom(p, guess); err != nil {
		return nil, nil, y.explain(err)
	}
	return flows, multipliers, nil
}

// mostOf is the most that a line may be balanced to, per year: the capacity of its
// facility, unless more was reported.
func (y *layout) mostOf(l *lineSpec) float64 {
	switch c := y.m.Facilities[l.facility].Capacity.Value; {
	case l.dormant:
		return 0
	case c >= l.reported.Value && c > 0:
		return c
	}
	return math.Inf(1)
}

// changes says what balancing did to every flow.
func (y *layout) changes(flows []float64) []Change {
	var out []Change
	add := func(kind, name, unit string, q model.Quantity) {
		out = append(out, Change{Kind: kind, Name: name, Unit: unit, Reported: q, Balanced: flows[len(out)]})
	}
	for _, l := range y.lines {
		p := &y.m.Processes[l.process]
		name := y.m.Facilities[l.facility].ID + " " + p.ID
		if l.feed >= 0 {
			name += " on " + y.m.Commodities[l.feed].ID
		}
		add("line", name, p.Unit+"/yr", l.reported)
	}
	for _, r := range y.routes {
		d := &y.m.Routes[r.route]
		c := &y.m.Commodities[d.Commodity]
		add("route", fmt.Sprintf("%s %s to %s", c.ID, y.m.Regions[d.From].ID, y.m.Regions[d.To].ID), c.Unit+"/yr", d.Flow)
	}
	for _, u := range y.uses {
		d := &y.m.Demands[u.demand]
		e := &y.m.EndUses[d.EndUse]
		add("use", fmt.Sprintf("%s in %s", e.ID, y.m.Regions[d.Region].ID), e.Unit+"/yr", d.Amount)
	}
	return out
}

// explain turns open balances into the user's own names.
func (y *layout) explain(err error) error {
	var open *balance.UnbalancedError
	if !errors.As(err, &open) {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "the base year cannot be balanced: %d markets have supply without use or use without supply\n", len(open.Rows))
	for _, row := range open.Rows {
		k := y.markets[row.Row]
		c := &y.m.Commodities[k.Commodity]
		side := "too much supply"
		if row.Residual < 0 {
			side = "too little supply"
		}
		fmt.Fprintf(&b, "  %s in %s: %s by %.4g %s/yr\n", c.ID, y.m.Regions[k.Region].ID, side, math.Abs(row.Residual), c.Unit)
	}
	return errors.New(strings.TrimRight(b.String(), "\n"))
}
