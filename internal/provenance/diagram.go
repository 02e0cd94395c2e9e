package provenance

import (
	"fmt"
	"slices"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

// Kinds of node of a [Diagram].
const (
	BoxMade     = "made"     // what the lines of a region make at a stage
	BoxUsed     = "used"     // what lines and end uses of a region draw of a stage
	BoxDemand   = "demand"   // what end uses of a sector take
	BoxSurplus  = "surplus"  // what takes what is left
	BoxLoss     = "loss"     // what lines do not pass on
	BoxRecycled = "recycled" // scrap: where it falls, and where it comes back
	BoxUnmade   = "unmade"   // goods that no line of the chain made
)

// DiagramNode is one box. What flows into a box that has both sides flows out of it.
type DiagramNode struct {
	ID     string      `json:"id"`
	Kind   string      `json:"kind" enum:"made,used,demand,surplus,loss,recycled,unmade"`
	Stage  model.Stage `json:"stage,omitempty"`
	Step   int         `json:"step,omitempty" doc:"from 1, where goods of a stage are made from others of the same stage"`
	Region string      `json:"region,omitempty"`
	Sector string      `json:"sector,omitempty"`
}

// DiagramLink is a flow between two boxes.
type DiagramLink struct {
	From   string  `json:"from"`
	To     string  `json:"to"`
	T      float64 `json:"t_per_year"`
	Return bool    `json:"return" doc:"scrap, cut so that the drawing has no cycle"`
}

// Diagram is the chain as a flow drawing without cycles: t of tracked elements
// contained, per year, from what each region makes at a stage to what each region
// uses of it, and on to the next. Trade through third regions is traced to the
// maker.
type Diagram struct {
	Nodes []DiagramNode `json:"nodes"`
	Links []DiagramLink `json:"links"`
}

// drawing collects a diagram.
type drawing struct {
	f     *Flows
	step  []int  // by commodity: place among those of its stage
	scrap []bool // by commodity
	out   Diagram
	node  map[DiagramNode]int
	link  map[[2]int]int
}

// Draw draws flows of one element, or of [All] together. It errs on an unknown
// element.
func Draw(f *Flows, element int) (*Diagram, error) {
	if element < All || element >= len(f.Net.Model.Elements) {
		return nil, fmt.Errorf("provenance: element %d of %d", element, len(f.Net.Model.Elements))
	}
	d := &drawing{f: f, node: map[DiagramNode]int{}, link: map[[2]int]int{}}
	d.sort()
	for e := range f.Net.Model.Elements {
		if element != All && element != e {
			continue
		}
		if err := d.add(e); err != nil {
			return nil, err
		}
	}
	d.prune()
	return &d.out, nil
}

// sort tells scrap, which falls at a later stage than its own, from goods, and
// puts the goods of one stage in the order in which they are made of each other.
func (d *drawing) sort() {
	n := d.f.Net
	d.step, d.scrap = make([]int, len(n.Model.Commodities)), make([]bool, len(n.Model.Commodities))
	for _, l := range n.Lines {
		for _, o := range n.Outputs[l.Out0:l.Out1] {
			c := n.Markets[o.Market].Commodity
			if order(n.Model.Commodities[c].Stage) < order(n.Model.Processes[l.Process].Stage) {
				d.scrap[c] = true
			}
		}
	}
	for range model.Stages { // a cycle within a stage would go on for ever
		for _, l := range n.Lines {
			for _, in := range n.Inputs[l.In0:l.In1] {
				for _, o := range n.Outputs[l.Out0:l.Out1] {
					from, to := n.Markets[in.Market].Commodity, n.Markets[o.Market].Commodity
					if d.follows(from, to) {
						d.step[to] = max(d.step[to], d.step[from]+1)
					}
				}
			}
		}
	}
}

// follows reports whether goods are made of others of the same stage.
func (d *drawing) follows(from, to int) bool {
	c := d.f.Net.Model.Commodities
	return from != to && c[from].Stage == c[to].Stage && !d.scrap[from] && !d.scrap[to]
}

func order(s model.Stage) int { return slices.Index(model.Stages, s) }

// add draws the flows of one element.
func (d *drawing) add(e int) error {
	n := d.f.Net
	regions := len(n.Model.Regions)
	x, err := newGraph(d.f, e).solve(regions, func(i int) int {
		if i < len(n.Markets) {
			return -1
		}
		return d.f.region(i - len(n.Markets))
	})
	if err != nil {
		return err
	}
	drawn := make([]float64, len(n.Markets))
	for i := range n.Lines {
		d.addLine(i, n.Element[e], drawn)
	}
	for i := range n.Uses {
		d.addUse(i, n.Element[e], drawn)
	}
	for m, t := range drawn {
		if t <= 0 || d.scrap[n.Markets[m].Commodity] {
			continue
		}
		to := d.used(m)
		for r, share := range x[m][:regions] {
			d.flow(d.goods(BoxMade, m, r), to, float64(t*share), false)
		}
		d.flow(DiagramNode{Kind: BoxUnmade}, to, float64(t*x[m][regions]), false)
	}
	return nil
}

// addLine draws what a line turns into what, in proportion to the mass it draws,
// and what it loses.
func (d *drawing) addLine(i int, content, drawn []float64) {
	n := d.f.Net
	l := n.Lines[i]
	in, out := 0.0, 0.0
	for _, x := range n.Inputs[l.In0:l.In1] {
		t := d.yearly(x.Coef, d.f.Lines[i], content, x.Market)
		drawn[x.Market] += t
		in += t
	}
	for _, o := range n.Outputs[l.Out0:l.Out1] {
		out += d.yearly(o.Coef, d.f.Batches[i], content, o.Market)
	}
	if in <= 0 {
		return
	}
	for _, x := range n.Inputs[l.In0:l.In1] {
		part := d.yearly(x.Coef, d.f.Lines[i], content, x.Market) / in
		from, back := d.used(x.Market), d.scrap[n.Markets[x.Market].Commodity]
		for _, o := range n.Outputs[l.Out0:l.Out1] {
			t := float64(part * min(1, in/out) * d.yearly(o.Coef, d.f.Batches[i], content, o.Market))
			to := d.goods(BoxMade, o.Market, d.f.region(i))
			if !back && to.Kind == BoxMade && !d.forward(x.Market, o.Market) {
				d.flow(DiagramNode{Kind: BoxRecycled, Step: 2}, to, t, true)
				to = DiagramNode{Kind: BoxRecycled, Step: 1}
			}
			d.flow(from, to, t, back || to.Kind == BoxRecycled)
		}
		d.flow(from, DiagramNode{Kind: BoxLoss, Stage: n.Model.Processes[l.Process].Stage}, float64(part*max(0, in-out)), false)
	}
}

// forward reports whether a flow goes on along the chain.
func (d *drawing) forward(from, to int) bool {
	n := d.f.Net
	a, b := n.Markets[from].Commodity, n.Markets[to].Commodity
	if c := order(n.Model.Commodities[b].Stage) - order(n.Model.Commodities[a].Stage); c != 0 {
		return c > 0
	}
	return d.step[b] > d.step[a]
}

func (d *drawing) addUse(i int, content, drawn []float64) {
	n := d.f.Net
	u := n.Uses[i]
	e := n.Model.EndUses[u.EndUse]
	to := DiagramNode{Kind: BoxDemand, Sector: e.Sector}
	if e.Surplus {
		to = DiagramNode{Kind: BoxSurplus}
	}
	for _, x := range n.Inputs[u.In0:u.In1] {
		t := d.yearly(x.Coef, d.f.Uses[i], content, x.Market)
		drawn[x.Market] += t
		d.flow(d.used(x.Market), to, t, false)
	}
}

// yearly is the mass of the element that an activity draws or makes in a year.
func (d *drawing) yearly(coef, activity float64, content []float64, market int) float64 {
	return float64(float64(float64(coef*activity)*content[d.f.Net.Markets[market].Commodity]) * network.WeeksPerYear)
}

// goods is the box of a market's goods.
func (d *drawing) goods(kind string, market, region int) DiagramNode {
	m := d.f.Net.Model
	c := d.f.Net.Markets[market].Commodity
	if d.scrap[c] {
		return DiagramNode{Kind: BoxRecycled, Step: 1}
	}
	return DiagramNode{Kind: kind, Stage: m.Commodities[c].Stage, Step: d.step[c], Region: m.Regions[region].ID}
}

// used is the box that a market's buyers draw from; scrap comes from where it
// fell.
func (d *drawing) used(market int) DiagramNode {
	n := d.f.Net.Markets[market]
	if d.scrap[n.Commodity] {
		return DiagramNode{Kind: BoxRecycled, Step: 2}
	}
	return d.goods(BoxUsed, market, n.Region)
}

// flow adds to the flow between two boxes.
func (d *drawing) flow(from, to DiagramNode, t float64, back bool) {
	if !(t > 0) {
		return
	}
	key := [2]int{d.index(from), d.index(to)}
	i, ok := d.link[key]
	if !ok {
		i = len(d.out.Links)
		d.link[key] = i
		d.out.Links = append(d.out.Links, DiagramLink{From: d.out.Nodes[key[0]].ID, To: d.out.Nodes[key[1]].ID})
	}
	d.out.Links[i].T += t
	d.out.Links[i].Return = d.out.Links[i].Return || back
}

func (d *drawing) index(x DiagramNode) int {
	i, ok := d.node[x]
	if !ok {
		i = len(d.out.Nodes)
		d.node[x] = i
		x.ID = x.name()
		d.out.Nodes = append(d.out.Nodes, x)
	}
	return i
}

// name joins what tells a box from the others.
func (x DiagramNode) name() string {
	id := x.Kind
	for _, part := range []string{string(x.Stage), x.Region, x.Sector} {
		if part != "" {
			id += ":" + part
		}
	}
	if x.Step > 0 {
		id += fmt.Sprintf(":%d", x.Step)
	}
	return id
}

// drawnShare is the share of the largest flow below which one is rounding.
const drawnShare = 1e-9

// prune drops links that are rounding, and boxes without links.
func (d *drawing) prune() {
	most := 0.0
	for _, l := range d.out.Links {
		most = max(most, l.T)
	}
	d.out.Links = slices.DeleteFunc(d.out.Links, func(l DiagramLink) bool { return l.T < float64(drawnShare*most) })
	linked := map[string]bool{}
	for _, l := range d.out.Links {
		linked[l.From], linked[l.To] = true, true
	}
	d.out.Nodes = slices.DeleteFunc(d.out.Nodes, func(x DiagramNode) bool { return !linked[x.ID] })
}
