package explain

import "slices"

// mix says what a lack consists of: amounts by root, sorted by root.
type mix []part

type part struct {
	root   int32
	amount float64
}

func (m mix) total() float64 {
	sum := 0.0
	for _, p := range m {
		sum += p.amount
	}
	return sum
}

// plus returns m with amount x of root r added.
func (m mix) plus(r int32, x float64) mix {
	if x <= 0 {
		return m
	}
	i, found := slices.BinarySearchFunc(m, r, func(p part, r int32) int { return int(p.root) - int(r) })
	if found {
		m[i].amount += x
		return m
	}
	return slices.Insert(m, i, part{r, x})
}

// plusLike returns m with amount x added in the proportions of other.
func (m mix) plusLike(other mix, x float64) mix {
	total := other.total()
	if x <= 0 || total <= 0 {
		return m
	}
	m, i := m.withRootsOf(other), 0
	for _, p := range other {
		for m[i].root < p.root {
			i++
		}
		m[i].amount += float64(x * (p.amount / total))
	}
	return m
}

// withRootsOf returns m with an amount of nothing for each root that only other has,
// merged from the back.
func (m mix) withRootsOf(other mix) mix {
	missing, i := 0, 0
	for _, p := range other {
		for i < len(m) && m[i].root < p.root {
			i++
		}
		if i == len(m) || m[i].root != p.root {
			missing++
		}
	}
	if missing == 0 {
		return m
	}
	from, k := len(m)-1, len(other)-1
	m = slices.Grow(m, missing)[:len(m)+missing]
	for to := len(m) - 1; to > from; to-- {
		switch {
		case from < 0 || k >= 0 && other[k].root > m[from].root:
			m[to] = part{root: other[k].root}
			k--
		default:
			if k >= 0 && other[k].root == m[from].root {
				k--
			}
			m[to] = m[from]
			from--
		}
	}
	return m
}

// trace is the share of a mix from which a root is kept. What lies below is spread
// over the others.
const trace = 1e-9

// scaledTo brings the sum of m to x, and drops what has become negligible.
func (m mix) scaledTo(x float64) mix {
	least := float64(trace * m.total())
	out := m[:0]
	for _, p := range m {
		if p.amount > least {
			out = append(out, p)
		}
	}
	f := x / out.total()
	for i := range out {
		out[i].amount *= f
	}
	return out
}

// of returns the share of root r.
func (m mix) of(r int32) float64 {
	total := m.total()
	for _, p := range m {
		if p.root == r && total > 0 {
			return p.amount / total
		}
	}
	return 0
}

// waterfall joins the mixes of two inputs that a product needs both of, got by
// the shares least <= second. What the scarcer lacks beyond the other is its
// own; of what both lack a root can claim only what it has in both, since to
// remove it from one alone would not help; the rest is of no root alone.
func waterfall(scarcer, other mix, least, second float64, several int32) mix {
	lack := 1 - least
	if lack <= 0 {
		return nil
	}
	common := (1 - second) / lack
	var out mix
	if own := 1 - common; own > 0 {
		out = out.plusLike(scarcer, own)
	}
	if common <= 0 {
		return out
	}
	claimed := 0.0
	for _, p := range scarcer {
		if both := float64(common * min(scarcer.of(p.root), other.of(p.root))); both > 0 {
			out = out.plus(p.root, both)
			claimed += both
		}
	}
	if rest := common - claimed; rest > 1e-12 {
		out = out.plus(several, rest)
	}
	return out
}
