package explain

import (
	"cmp"
	"slices"
)

// accounts are the lacks of all markets after one week.
type accounts struct {
	lack  []mix    // by market
	terms [][]term // by market, in the order of slots
}

// term is what one slot has contributed to the present lack, and since when.
type term struct {
	slot   slot
	amount float64
	began  int
}

func (s slot) compare(t slot) int {
	return cmp.Or(cmp.Compare(s.reason, t.reason), cmp.Compare(s.by, t.by), cmp.Compare(s.index, t.index))
}

func newAccounts(markets int) accounts {
	return accounts{lack: make([]mix, markets), terms: make([][]term, markets)}
}

// spare is the room left in each account for what a week adds.
const spare = 4

// carry copies what was lacking before, all accounts into one piece of memory.
func (a *accounts) carry(before *accounts) {
	parts, terms := spare*len(a.lack), spare*len(a.lack)
	for m := range a.lack {
		parts += len(before.lack[m])
		terms += len(before.terms[m])
	}
	allParts, allTerms := make([]part, parts), make([]term, terms)
	for m := range a.lack {
		a.lack[m], allParts = append(mix(allParts[:0:len(before.lack[m])+spare]), before.lack[m]...), allParts[len(before.lack[m])+spare:]
		a.terms[m], allTerms = append(allTerms[:0:len(before.terms[m])+spare], before.terms[m]...), allTerms[len(before.terms[m])+spare:]
	}
}

// book adds amount x for a slot, of which what is given by the mix, or of one
// root if it is empty.
func (a *accounts) book(m, w int, s slot, x float64, what mix, root int32) {
	if x <= 0 {
		return
	}
	if len(what) > 0 {
		a.lack[m] = a.lack[m].plusLike(what, x)
	} else {
		a.lack[m] = a.lack[m].plus(root, x)
	}
	i, seen := slices.BinarySearchFunc(a.terms[m], s, func(t term, s slot) int { return t.slot.compare(s) })
	if !seen {
		a.terms[m] = slices.Insert(a.terms[m], i, term{slot: s, began: w})
	}
	a.terms[m][i].amount += x
}

// settle scales an account to the lack x.
func (a *accounts) settle(m int, x float64) {
	total := a.lack[m].total()
	if x <= 0 || total <= 0 {
		a.lack[m], a.terms[m] = nil, nil
		return
	}
	a.lack[m] = a.lack[m].scaledTo(x)
	for i := range a.terms[m] {
		a.terms[m][i].amount *= x / total
	}
}

// split shares a gap among three terms, in the order in which they cut: what the
// first let pass less, what the next did, and what was not asked for. Where more
// was asked than in the baseline, the first to cut only cut that back.
func split(gap, first, second, unasked float64) [3]float64 {
	terms := [3]float64{first, second, unasked}
	const last = 2
	for i := range last {
		if extra := -terms[last]; extra > 0 {
			cut := min(extra, max(0, terms[i]))
			terms[i] -= cut
			terms[last] += cut
		}
	}
	sum := 0.0
	for _, x := range terms {
		sum += max(0, x)
	}
	var out [3]float64
	for i, x := range terms {
		if x > 0 && sum > 0 {
			out[i] = float64(gap * (x / sum))
		}
	}
	return out
}
