package explain

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

// Binding is the sort of constraint that holds a step of the path up.
type Binding string

// The constraints that can bind. A market is held up by its empty inventory, a
// route by a control, by a source that is short itself or by orders that went
// elsewhere, a plant by capacity, an outage, a lack of inputs or a loss; who draws
// more takes from the others. A lead time, an unqualified route and a place in the
// queue keep others from filling the gap.
const (
	EmptyInventory   Binding = "empty inventory"
	Ban              Binding = "ban"
	LicenceQueue     Binding = "licence queue"
	Refusal          Binding = "licence refused"
	QuotaUsed        Binding = "quota"
	Enforcement      Binding = "crackdown"
	SmugglingBound   Binding = "smuggling bound"
	SourceShort      Binding = "source short"
	RationingRank    Binding = "rationing rank"
	OrderedElsewhere Binding = "ordered elsewhere"
	CapacityFull     Binding = "capacity"
	PlantOut         Binding = "outage"
	InputShort       Binding = "input short"
	RunAtALoss       Binding = "idle at a loss"
	NotAsked         Binding = "not asked for"
	DrawnByOthers    Binding = "drawn by others"
	LeadTime         Binding = "lead time"
	UnqualifiedRoute Binding = "unqualified route"
	Smaller          Binding = "smaller causes"
)

// controlBinding is the constraint of a control, by the kind of its event.
var controlBinding = map[model.EventKind]Binding{model.Embargo: Ban, model.Licence: LicenceQueue, model.Quota: QuotaUsed, model.Crackdown: Enforcement}

// Node is one step of the causal path: what a market lacked, and why.
type Node struct {
	Text     string  `json:"text"`
	Binds    Binding `json:"binds"`
	Share    float64 `json:"share"`           // of what the step before it lacks
	Total    float64 `json:"share_of_all"`    // of the shortage: the product of shares down to here
	Since    string  `json:"since,omitempty"` // week in which it began to bind
	Children []*Node `json:"children,omitempty"`
	Others   []Other `json:"others,omitempty"` // of a market: why others did not fill the gap
	began    int     // the week of Since
}

// addUp sets the shares of the whole.
func (n *Node) addUp(above float64) {
	n.Total = float64(above * n.Share)
	for _, c := range n.Children {
		c.addUp(n.Total)
	}
}

// shown is the share of a market's lack below which a branch is not shown.
const shown = 0.05

func (f *follower) date(week int) string {
	return f.net.Scenario.Date(max(week, 0)).Format(time.DateOnly)
}

func (f *follower) region(market int) string {
	return f.net.Model.Regions[f.net.Markets[market].Region].ID
}

func (f *follower) commodity(market int) string {
	return f.net.Model.Commodities[f.net.Markets[market].Commodity].ID
}

// node tells what market m lacks in week w, branch by branch, following sources
// that were short themselves up the chain.
func (f *follower) node(m, w int, share float64, above map[int]bool) *Node {
	out := &Node{Text: f.net.Name(m) + " ran short", Binds: EmptyInventory, Share: share, began: w}
	if above[m] || w < 0 {
		return out
	}
	above[m] = true
	defer delete(above, m)
	if usual := f.base.stock[w][m]; usual > 0 {
		left := max(0, f.run.stock[w][m]/usual)
		out.Text += fmt.Sprintf(", its stock at %.0f %% of the usual", 100*left)
		if left >= 1 {
			out.Text = fmt.Sprintf("not all buyers of %s were served, though its stock was at %.0f %% of the usual", f.net.Name(m), 100*left)
		}
	}
	out.Others = f.others(m, w)
	terms := bySize(f.weeks[w].terms[m])
	total := 0.0
	for _, t := range terms {
		total += t.amount
	}
	if total <= 0 {
		out.Children = append(out.Children, &Node{Text: f.roots.text(f.rush(m, w)), Binds: DrawnByOthers, Share: 1})
		return out
	}
	rest, first := 0.0, w
	for _, t := range terms {
		part := t.amount / total
		if part < shown {
			rest += part
			continue
		}
		child := f.branch(t.slot, m, w, part, above)
		child.Since, child.began = f.date(t.began), t.began
		first = min(first, t.began)
		out.Children = append(out.Children, child)
	}
	out.Since, out.began = f.date(first), first
	if rest > 0 {
		out.Children = append(out.Children, &Node{Text: "smaller causes", Binds: Smaller, Share: rest})
	}
	return out
}

// bySize lists the terms of an account, the largest first.
func bySize(terms []term) []term {
	out := slices.Clone(terms)
	slices.SortStableFunc(out, func(a, b term) int { return cmp.Compare(b.amount, a.amount) })
	return out
}

// branch tells one source of a market's lack.
func (f *follower) branch(s slot, m, w int, part float64, above map[int]bool) *Node {
	node := &Node{Share: part}
	switch s.reason {
	case heldUp, shortThen, unasked:
		f.routeBranch(node, s, w, above)
	case noRoom, noInput, idle:
		f.lineBranch(node, s, w, above)
	case drawn:
		node.Binds, node.Text = DrawnByOthers, f.drawer(s, f.commodity(m))
		if s.by == importer || s.by == plant {
			node.Text += f.fearOf(m, w, s)
		}
	}
	return node
}

// routeBranch tells why a route brought less to a market in week w.
func (f *follower) routeBranch(node *Node, s slot, w int, above map[int]bool) {
	n := f.net
	k := int(s.index)
	from, sent := int(n.RouteFrom[k]), w-int(n.RouteLead[k])
	c := f.commodity(from)
	by := f.acting.of(f.acting.route[k], max(sent, 0), controls)
	switch {
	case s.reason == heldUp && len(by) > 0:
		node.Binds = controlBinding[n.Events[by[0]].Kind]
		node.Text = fmt.Sprintf("%s from %s was held up by %s", c, f.region(from), f.roots.text(f.roots.id(byEvents, by, 0)))
	case s.reason == heldUp:
		node.Binds = SmugglingBound
		node.Text = fmt.Sprintf("%s from %s was held up at the border", c, f.region(from))
	case s.reason == shortThen:
		node.Binds = SourceShort
		node.Text = fmt.Sprintf("%s could not send the %s that was ordered", f.region(from), c)
		if ahead := f.ahead(from, sent, network.TradeRank); ahead > 0 {
			node.Binds = RationingRank
			node.Text += fmt.Sprintf(", buyers before exports in the queue getting %.0f %% of theirs", 100*ahead)
		}
		node.Children = append(node.Children, f.node(from, sent, 1, above))
	default:
		node.Binds = OrderedElsewhere
		node.Text = fmt.Sprintf("less %s was ordered from %s", c, f.region(from))
		if len(f.lackThen(from, sent)) > 0 {
			node.Children = append(node.Children, f.node(from, sent, 1, above))
		}
	}
}

// lineBranch tells why a line made less for a market in week w.
func (f *follower) lineBranch(node *Node, s slot, w int, above map[int]bool) {
	n := f.net
	o := &n.Outputs[s.index]
	l := &n.Lines[o.Line]
	plant := n.Model.Facilities[l.Facility].Name
	began := max(w-l.Lag, 0)
	switch s.reason {
	case noRoom:
		node.Binds, node.Text = CapacityFull, plant+" lacked capacity"
		if f.run.level[began][l.Site] < f.base.level[began][l.Site] {
			node.Binds, node.Text = RunAtALoss, plant+" ran less, at a loss"
		}
		if by := f.acting.of(f.acting.site[l.Site], began, losses); len(by) > 0 {
			node.Binds, node.Text = PlantOut, fmt.Sprintf("%s made less: %s", plant, f.roots.text(f.roots.id(byEvents, by, 0)))
		}
	case noInput:
		in := n.Inputs[f.run.short[began][o.Line]].Market
		node.Binds, node.Text = InputShort, fmt.Sprintf("%s made less: it lacked %s", plant, f.commodity(in))
		node.Children = append(node.Children, f.node(in, began, 1, above))
	default:
		node.Binds, node.Text = NotAsked, plant+" was asked for less"
	}
}

// fearOf names the event that frightens those who draw more, if any does.
func (f *follower) fearOf(m, w int, s slot) string {
	who := m
	if s.by == importer {
		who = int(f.net.RouteTo[s.index])
	}
	if e := f.feared(who, w); e >= 0 {
		return ", for fear of " + f.roots.text(f.roots.id(byEvents, []int{e}, 0))
	}
	return ""
}

// drawer says who drew more of a commodity.
func (f *follower) drawer(s slot, c string) string {
	n := f.net
	switch s.by {
	case importer:
		return fmt.Sprintf("%s bought more %s here", f.region(int(n.RouteTo[s.index])), c)
	case plant:
		return fmt.Sprintf("%s used more %s", n.Model.Facilities[n.Lines[s.index].Facility].Name, c)
	case endUse:
		return fmt.Sprintf("%s used more %s", n.Model.EndUses[n.Uses[s.index].EndUse].ID, c)
	}
	return fmt.Sprintf("%s went into a stockpile", c)
}
