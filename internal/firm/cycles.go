package firm

import "slices"

// cycles are the rows of the bom whose part goes, by way of others, into itself.
func cycles(p *Plan) []int {
	children := map[string][]int{}
	for i, u := range p.BOM {
		children[u.Parent] = append(children[u.Parent], i)
	}
	const open, done = 1, 2
	state := map[string]int{}
	var found []int
	type step struct {
		node string
		next int
	}
	for _, root := range sortedKeys(children) {
		if state[root] != 0 {
			continue
		}
		stack := []step{{root, 0}}
		state[root] = open
		for len(stack) > 0 {
			top := &stack[len(stack)-1]
			if top.next == len(children[top.node]) {
				state[top.node] = done
				stack = stack[:len(stack)-1]
				continue
			}
			at := children[top.node][top.next]
			top.next++
			switch child := p.BOM[at].Part; state[child] {
			case open:
				found = append(found, at)
			case 0:
				state[child] = open
				stack = append(stack, step{child, 0})
			}
		}
	}
	return found
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
