package network

import (
	"slices"

	"lodestone/internal/balance"
)

// addBalances lists the terms of the balance of each market.
func (y *layout) addBalances() {
	n := &y.blank
	type term struct {
		flow int
		coef float64
		at   *int32 // where its place is noted
	}
	rows := make([][]term, len(n.Markets))
	add := func(market, flow int, coef float64, at *int32) {
		rows[market] = append(rows[market], term{flow, coef, at})
	}
	y.inputAt, y.outputAt = make([]int32, len(n.Inputs)), make([]int32, len(n.Outputs))
	for i, l := range n.Lines {
		for k := l.In0; k < l.In1; k++ {
			add(n.Inputs[k].Market, i, 0, &y.inputAt[k])
		}
		for k := l.Out0; k < l.Out1; k++ {
			add(n.Outputs[k].Market, i, 0, &y.outputAt[k])
		}
	}
	for i, r := range n.Routes {
		add(r.From, len(n.Lines)+i, -1, nil)
		add(r.To, len(n.Lines)+i, 1, nil)
	}
	for i, u := range n.Uses {
		for k := u.In0; k < u.In1; k++ {
			add(n.Inputs[k].Market, len(n.Lines)+len(n.Routes)+i, 0, &y.inputAt[k])
		}
	}
	for _, row := range rows {
		for _, t := range row {
			if t.at != nil {
				*t.at = int32(len(y.balances.Coef))
			}
			y.balances.Add(t.flow, t.coef)
		}
		y.balances.End()
	}
	y.elimination = balance.NewElimination(&y.balances, len(n.Lines)+len(n.Routes)+len(n.Uses))
}

// balancesOf fills the coefficients of a network in the balances.
func (y *layout) balancesOf(n *Network) balance.Rows {
	rows := y.balances
	rows.Coef = slices.Clone(rows.Coef)
	for i, at := range y.inputAt {
		rows.Coef[at] = -n.Inputs[i].Coef
	}
	for i, at := range y.outputAt {
		rows.Coef[at] = n.Outputs[i].Coef
	}
	return rows
}
