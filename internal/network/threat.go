package network

import (
	"math"
	"slices"

	"lodestone/internal/model"
)

// Threat is the share of what supplies a market that an event takes away, as
// buyers see it when they hear of it, and the part of it that goes on alarming
// them: the more the longer it is meant to last.
type Threat struct {
	Market         int32
	Share, Lasting float64
}

// What is to last shortTerm weeks is waited out; it takes longTerm to frighten in full.
const shortTerm, longTerm = WeeksPerYear / 2, 2 * WeeksPerYear

// threatPasses is how often a threat is handed on to those further down the chain.
const threatPasses = 8

// leastThreat is the share of supply below which nobody speaks of a threat.
const leastThreat = 0.01

// threats finds which markets an event threatens: those it acts on, and those
// that live on them. What is to last longer frightens more.
func (n *Network) threats(e *Event) []Threat {
	severity := n.severity(e)
	if severity == 0 {
		return nil
	}
	first := make([]float64, len(n.Markets))
	for _, k := range e.Routes {
		first[n.Routes[k].To] += float64(severity * n.Routes[k].Share)
	}
	for _, k := range e.Sites {
		for _, o := range n.Outputs[n.Lines[n.Sites[k].Line0].Out0:n.Lines[n.Sites[k].Line1-1].Out1] {
			first[o.Market] += float64(severity * o.Share)
		}
	}
	var out []Threat
	for i, t := range n.handOn(first) {
		if t >= leastThreat {
			out = append(out, Threat{int32(i), t, float64(e.Lasting * t)})
		}
	}
	return out
}

// lasting is how far an event is one that lasts, from 0 to 1. A control of trade that
// another of its kind takes over from as it ends, on some of its routes, goes on with it:
// a quota that is set anew every half year is not waited out.
func lasting(e *Event, all []Event) float64 {
	end := e.End
	for range all {
		for i := range all {
			if f := &all[i]; f.Kind == e.Kind && f.Start <= end && f.Start > e.Start && f.End > end && meet(e.Routes, f.Routes) {
				end = f.End
			}
		}
	}
	return min(max(0, float64(end-e.Start-shortTerm)/(longTerm-shortTerm)), 1)
}

// meet reports whether two ascending lists share an entry.
func meet(a, b []int32) bool {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			return true
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return false
}

// severity is the share that an event takes of what it acts on, in the base year;
// 0 for one that takes nothing away.
func (n *Network) severity(e *Event) float64 {
	switch e.Kind {
	case model.Embargo:
		return 1
	case model.Outage, model.Closure, model.Crackdown:
		return e.Amount
	case model.Licence:
		general, approved := At(e.General, e.Start, 0), At(e.Approval, e.Start, 0)
		return float64((1 - general) * (1 - approved))
	case model.Quota:
		base := 0.0
		for _, k := range e.Routes {
			base += n.Routes[k].Base
		}
		return max(0, 1-e.Amount/math.Max(base*float64(e.Period), math.SmallestNonzeroFloat64))
	}
	return 0
}

// handOn hands shares of supply lost on to the markets that routes and lines feed
// from those that lose, until nobody loses more.
func (n *Network) handOn(first []float64) []float64 {
	share, next := slices.Clone(first), make([]float64, len(first))
	for range threatPasses {
		clear(next)
		for i := range n.Routes {
			r := &n.Routes[i]
			next[r.To] += float64(r.Share * share[r.From])
		}
		for i := range n.Mains { // there is less scrap only where less is made, and less is used then
			m := &n.Mains[i]
			worst := 0.0
			for _, market := range n.InputMarket[n.LineIn[m.Line]:n.LineIn[m.Line+1]] {
				worst = max(worst, share[market])
			}
			next[m.Market] += float64(n.Outputs[m.Output].Share * worst)
		}
		for i := range next {
			next[i] = min(1, max(next[i], first[i]))
		}
		if slices.Equal(next, share) {
			break
		}
		share, next = next, share
	}
	return share
}
