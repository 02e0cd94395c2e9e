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
func (y *layout) balance(n *Network, guess []float64) (flows, multipliers []float64, err error) {
	count := len(n.Lines) + len(n.Routes) + len(n.Uses)
	p := balance.Problem{Rows: y.balancesOf(n), Lo: make([]float64, count), Elimination: y.elimination}
	p.X0, p.Sigma, p.Hi = make([]float64, 0, count), make([]float64, 0, count), make([]float64, 0, count)
	add := func(q *model.Quantity, high float64) {
		p.X0, p.Sigma, p.Hi = append(p.X0, q.Value), append(p.Sigma, sigma(q)), append(p.Hi, high)
	}
	for _, l := range y.lines {
		add(l.reported(n.Model), mostOf(n.Model, l))
	}
	for i := range n.Routes {
		add(&n.Model.Routes[n.Routes[i].Model].Flow, math.Inf(1))
	}
	for _, d := range y.demand {
		add(&n.Model.Demands[d].Amount, math.Inf(1))
	}
	if flows, multipliers, err = balance.SolveFrom(p, guess); err != nil {
		return nil, nil, y.explain(err)
	}
	return flows, multipliers, nil
}

// mostOf is the most that a line may be balanced to, per year: the capacity of its
// facility, unless more was reported.
func mostOf(m *model.Model, l lineSpec) float64 {
	switch c := m.Facilities[l.facility].Capacity.Value; {
	case l.dormant():
		return 0
	case c >= l.reported(m).Value && c > 0:
		return c
	}
	return math.Inf(1)
}

// changes says what balancing did to every flow of the chain as it was laid out.
func (y *layout) changes(flows []float64) []Change {
	n, m := &y.blank, y.blank.Model
	var out []Change
	add := func(kind, name, unit string, q model.Quantity) {
		out = append(out, Change{Kind: kind, Name: name, Unit: unit, Reported: q, Balanced: flows[len(out)]})
	}
	for _, l := range y.lines {
		p := &m.Processes[l.process]
		name := m.Facilities[l.facility].ID + " " + p.ID
		if l.feed >= 0 {
			name += " on " + m.Commodities[l.feed].ID
		}
		add("line", name, p.Unit+"/yr", *l.reported(m))
	}
	for _, r := range n.Routes {
		d := &m.Routes[r.Model]
		c := &m.Commodities[d.Commodity]
		add("route", fmt.Sprintf("%s %s to %s", c.ID, m.Regions[d.From].ID, m.Regions[d.To].ID), c.Unit+"/yr", d.Flow)
	}
	for _, i := range y.demand {
		d := &m.Demands[i]
		e := &m.EndUses[d.EndUse]
		add("use", fmt.Sprintf("%s in %s", e.ID, m.Regions[d.Region].ID), e.Unit+"/yr", d.Amount)
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
		k := y.blank.Markets[row.Row]
		c := &y.blank.Model.Commodities[k.Commodity]
		side := "too much supply"
		if row.Residual < 0 {
			side = "too little supply"
		}
		fmt.Fprintf(&b, "  %s in %s: %s by %.4g %s/yr\n", c.ID, y.blank.Model.Regions[k.Region].ID, side, math.Abs(row.Residual), c.Unit)
	}
	return errors.New(strings.TrimRight(b.String(), "\n"))
}
