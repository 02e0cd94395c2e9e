package provenance

import (
	"slices"

	"lodestone/internal/model"
	"lodestone/internal/network"
)

// Question asks how far the goods of a stage depend on regions of origin. Empty
// lists mean: every region, every stage that some line runs and any stage, all
// elements together and each of them. Origins must be given.
type Question struct {
	Goods    model.Stage   // such as magnet: what lines of the stage make
	Regions  []int         // that make or use them
	Origins  []int         // regions asked about
	Stages   []model.Stage // of origin; [AnyStage] for having passed there at all
	Elements []int         // indices, or All
}

// AnyStage asks for what passed an origin at any stage at any time; a named
// stage asks where the last pass of that stage was.
const AnyStage model.Stage = "any"

// The two sides of goods in a region: made there, or drawn from its market by
// end uses and plants.
const (
	Made = "made"
	Used = "used"
)

// Dependence is one row of the answer: what share of an element in goods comes
// from an origin, traced, beside what trade statistics show.
//
// Direct looks one step back. For goods used: the share of their market's
// supply, own production included, that was made in the origin or came from
// there. For goods made: the same of what their makers buy. Trade is the figure
// of someone who looks up the goods of the stage of origin: of the supply of
// such goods to the region, imports and own production, the share from the
// origin; for all elements each counts by its mass in the goods asked about.
// Where the region trades none of them, Traded and Trade are 0, as they are for
// any stage. Both figures include the smuggling routes of the data.
type Dependence struct {
	Element  string      `json:"element"` // id, or "all"
	Goods    model.Stage `json:"goods"`
	Region   string      `json:"region"`
	Side     string      `json:"side"`
	Stage    model.Stage `json:"stage"`
	Origin   string      `json:"origin"`
	Mass     float64     `json:"t_per_year"` // of the element in the goods
	Embedded float64     `json:"embedded_share"`
	Direct   float64     `json:"direct_share"`
	Trade    float64     `json:"stage_trade_share"`
	Traded   float64     `json:"stage_trade_t_per_year"` // of the element
}

// Dependences answers a question, in the order of region, side, element, stage
// and origin as asked. Goods without the element have no row. It errs on an
// unknown element or stage.
func Dependences(f *Flows, q Question) ([]Dependence, error) {
	q = q.complete(f)
	a := answer{f: f, q: q, goodsOf: goodsOf(f.Net, q.Goods)}
	for _, region := range q.Regions {
		a.supplies = append(a.supplies, a.goods(region, Made), a.goods(region, Used))
	}
	for _, element := range q.Elements {
		for _, stage := range q.Stages {
			if err := a.trace(element, stage); err != nil {
				return nil, err
			}
		}
	}
	return a.sorted(), nil
}

// complete fills the lists left empty.
func (q Question) complete(f *Flows) Question {
	m := f.Net.Model
	if len(q.Regions) == 0 {
		q.Regions = indices(len(m.Regions))
	}
	if len(q.Elements) == 0 {
		q.Elements = append([]int{All}, indices(len(m.Elements))...)
	}
	if len(q.Stages) == 0 {
		q.Stages = append(stagesOf(f.Net), AnyStage)
	}
	return q
}

// stagesOf lists the stages at which the network has lines, mine first.
// Concentrating is left out where the mines do it, being the same.
func stagesOf(n *network.Network) []model.Stage {
	var list []model.Stage
	for _, s := range model.Stages {
		for i, l := range n.Lines {
			if runs(n, i, s) && (s != "concentrate" || l.In0 < l.In1) {
				list = append(list, s)
				break
			}
		}
	}
	return list
}

func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// answer collects the rows of a question.
type answer struct {
	f        *Flows
	q        Question
	goodsOf  []bool   // by commodity
	supplies [][]part // [2*region+side]
	rows     []Dependence
	keys     [][5]int // of the rows: region, side, element, stage, origin as asked
}

// part is an amount of goods that a line makes or that leaves a market.
type part struct {
	node      int
	commodity int
	amount    float64 // t per week
}

// goods lists what a region makes, by line, or uses, by market.
func (a *answer) goods(region int, side string) []part {
	n, f := a.f.Net, a.f
	var list []part
	add := func(node, market int, amount float64) {
		c := n.Markets[market].Commodity
		if amount > 0 && a.goodsOf[c] {
			list = append(list, part{node, c, amount})
		}
	}
	for i, l := range n.Lines {
		switch {
		case f.region(i) != region:
		case side == Made:
			for _, o := range n.Outputs[l.Out0:l.Out1] {
				add(len(n.Markets)+i, o.Market, float64(o.Coef*f.Batches[i]))
			}
		default:
			for _, in := range n.Inputs[l.In0:l.In1] {
				add(in.Market, in.Market, float64(in.Coef*f.Lines[i]))
			}
		}
	}
	for i, u := range n.Uses {
		if side == Used && u.Region == region {
			for _, in := range n.Inputs[u.In0:u.In1] {
				add(in.Market, in.Market, float64(in.Coef*f.Uses[i]))
			}
		}
	}
	return list
}

// trace adds the rows of one element and stage.
func (a *answer) trace(element int, stage model.Stage) error {
	var last *tally
	for k, origin := range a.q.Origins {
		if last == nil || stage == AnyStage { // what passed at all needs a trace per origin
			t, err := a.newTally(element, stage, origin)
			if err != nil {
				return err
			}
			last = t
		}
		for i, region := range a.q.Regions {
			for side, name := range []string{Made, Used} {
				d := Dependence{Goods: a.q.Goods, Side: name, Stage: stage, Element: "all",
					Region: a.f.Net.Model.Regions[region].ID, Origin: a.f.Net.Model.Regions[origin].ID}
				if element != All {
					d.Element = a.f.Net.Model.Elements[element].ID
				}
				if last.fill(&d, a.supplies[2*i+side], region, origin) {
					a.rows = append(a.rows, d)
					a.keys = append(a.keys, [5]int{i, side, slices.Index(a.q.Elements, element), slices.Index(a.q.Stages, stage), k})
				}
			}
		}
	}
	return nil
}

// sorted returns the rows in the order promised.
func (a *answer) sorted() []Dependence {
	order := indices(len(a.rows))
	slices.SortStableFunc(order, func(x, y int) int { return slices.Compare(a.keys[x][:], a.keys[y][:]) })
	out := make([]Dependence, len(order))
	for i, k := range order {
		out[i] = a.rows[k]
	}
	return out
}
