package firm

import (
	"fmt"
	"slices"
)

// bundle is the parts on which the same options bear. Whatever is bought is bought
// for all of them, so for the choice they are one.
type bundle struct {
	options []int // of the program, ascending
	parts   []int
	lines   []int // that need one of the parts
	ways    []way
}

// way is one set of the options of a bundle, and how its parts fare with it.
type way struct {
	set        []bool    // by option of the bundle
	cost, cash float64   // of the prices per piece or kg
	short      [][]short // by line of the bundle: the scarcest of the parts
	kept       [][]step  // by line of the bundle: what rationing leaves
}

// mostWays is how many sets of options are reckoned for one bundle: all sets of
// twelve options. Of more options the larger sets are left out.
const mostWays = 4096

// bundles groups the parts by the options that concern them. The second result are
// the parts that no option concerns.
func (s *solution) bundles(options []Option) (list []bundle, others []int) {
	at := map[string]int{}
	for i, p := range s.parts {
		if p == nil {
			continue
		}
		var these []int
		for n := range options {
			if s.m.concerns(&options[n], i) {
				these = append(these, n)
			}
		}
		if len(these) == 0 {
			others = append(others, i)
			continue
		}
		key := fmt.Sprint(these)
		n, known := at[key]
		if !known {
			n = len(list)
			at[key] = n
			list = append(list, bundle{options: these})
		}
		list[n].parts = append(list[n].parts, i)
	}
	for n := range list {
		for j := range s.m.lines {
			if slices.ContainsFunc(list[n].parts, func(i int) bool { return slices.Contains(s.m.lines[j].parts, i) }) {
				list[n].lines = append(list[n].lines, j)
			}
		}
	}
	return list, others
}

// explore reckons the parts of a bundle under every set of its options. It reports
// whether none was left out.
func (s *solution) explore(b *bundle, options []Option) (complete bool) {
	sets, complete := subsets(len(b.options), mostWays)
	for _, set := range sets {
		b.ways = append(b.ways, s.reckon(b, set, options))
	}
	return complete
}

// reckon builds and runs the parts of a bundle with one set of options.
func (s *solution) reckon(b *bundle, set []bool, options []Option) way {
	w := way{set: set}
	var with []Option
	for n, in := range set {
		if in {
			with = append(with, options[b.options[n]])
		}
	}
	m := *s.m
	m.options = m.inOrder(slices.Concat(s.m.options, with))
	spans := make([][]short, len(b.lines))
	for _, i := range b.parts {
		p := builder{&m, m.ends, nil}.build(i)
		pr := p.run(m.horizon, false)
		for n := range with {
			o := &with[n]
			if !o.byVolume() {
				continue
			}
			paid := s.volumeOf(o, i, p, &pr) * o.Price.Mid
			w.cash += paid
			w.cost += paid * s.keptGoods(o)
		}
		for n, j := range b.lines {
			if slices.Contains(s.m.lines[j].parts, i) {
				spans[n] = append(spans[n], pr.short...)
			}
		}
	}
	for n, j := range b.lines {
		w.short = append(w.short, scarcest(spans[n]))
		w.kept = append(w.kept, m.kept(s.m.lines[j].id))
	}
	return w
}

// subsets lists the sets of n things, small ones first, and of one size in the order
// of their first members. With more than most of them the larger are left out.
func subsets(n, most int) (sets [][]bool, complete bool) {
	var grow func(set []bool, from, size int) bool
	grow = func(set []bool, from, size int) bool {
		if size == 0 {
			sets = append(sets, slices.Clone(set))
			return len(sets) < most
		}
		for i := from; i+size <= n; i++ {
			set[i] = true
			more := grow(set, i+1, size-1)
			set[i] = false
			if !more {
				return false
			}
		}
		return true
	}
	for size := range n + 1 {
		if !grow(make([]bool, n), 0, size) {
			return sets, n < 63 && len(sets) == 1<<n
		}
	}
	return sets, true
}
