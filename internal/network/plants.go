package network

import (
	"cmp"

	"lodestone/internal/model"
)

// plant is a facility with the lines it has in this network. A dormant one does
// not run in the base year and has a line for everything it could run.
type plant struct {
	facility int
	outputs  []model.Output
	dormant  bool
}

// openings are the facilities that the projects of a scenario or of its
// baseline may open.
func openings(s *model.Scenario) map[int]bool {
	open := map[int]bool{}
	for _, events := range [][]model.Event{s.Events, s.Against} {
		for _, e := range events {
			if e.Kind == model.Project {
				for _, f := range e.Scope.Facilities {
					open[f] = true
				}
			}
		}
	}
	return open
}

// plants lists the facilities that run in the base year and those that may open.
func plants(m *model.Model, open map[int]bool) []plant {
	var out []plant
	for i := range m.Facilities {
		f := &m.Facilities[i]
		p := plant{facility: i, outputs: f.Outputs}
		if len(p.outputs) == 0 {
			if !open[i] {
				continue
			}
			p.dormant, p.outputs = true, everyLine(m, f)
		}
		out = append(out, p)
	}
	return out
}

// everyLine lists the processes of a facility, each on each feed it can use.
func everyLine(m *model.Model, f *model.Facility) []model.Output {
	var out []model.Output
	for _, p := range f.Processes {
		if !m.Processes[p].HasFeed {
			out = append(out, model.Output{Process: p, Feed: -1})
			continue
		}
		for _, feed := range f.Feeds {
			out = append(out, model.Output{Process: p, Feed: feed})
		}
	}
	return out
}

// hasDormant reports whether a project can open a plant that supplies a market.
func (n *Network) hasDormant(market int) bool {
	for _, o := range n.OutputBy[n.OutputIn[market]:n.OutputIn[market+1]] {
		if n.Sites[n.Lines[n.Outputs[o].Line].Site].Dormant {
			return true
		}
	}
	return false
}

// deriveMargins gives every site its base value added per unit of throughput,
// what it pays for inputs, and its cash cost; where that is not known, a share of
// the value added. A site that runs in the base year earns its cash cost then:
// where the data say otherwise, the cost is taken to be lower. Where inputs cost
// more than products, the prices do not belong together and the plant need not
// be hopeless: what it lacks is taken to be paid to it beside the price. Where a price is not known the
// site has no revenue, and its owner decides nothing by margins.
func (n *Network) deriveMargins() {
	for i := range n.Lines {
		l := &n.Lines[i]
		earned, paid := n.baseRevenue(l), n.basePaid(l)
		l.Joint = earned > 0 && (n.products(l) > 1 || n.FromScrap(l))
		if earned > 0 && !l.Joint {
			l.InputShare = min(1, paid/earned)
		}
	}
	for i := range n.Sites {
		s := &n.Sites[i]
		f := &n.Model.Facilities[s.Facility]
		s.Build, s.Restart = f.Durations.Build.Value, f.Durations.Restart.Value
		if f.Capacity.Value > 0 {
			s.Capital = f.Capex.Value / f.Capacity.Value
		}
		value, revenue, weight := 0.0, 0.0, 0.0
		for _, l := range n.Lines[s.Line0:s.Line1] {
			w := l.Base
			if s.Dormant {
				w = 1
			}
			earned := n.baseRevenue(&l)
			if earned <= 0 {
				weight = 0
				break
			}
			value += float64(w * (earned - n.basePaid(&l)))
			revenue += float64(w * earned)
			weight += w
		}
		if weight <= 0 {
			continue
		}
		s.Value, s.Revenue = value/weight, revenue/weight
		s.Cost = cmp.Or(f.Opex.Value, n.Model.Processes[n.Lines[s.Line0].Process].Cost.Value)
		share := s.Params.CashCostShare
		switch most := float64(share * s.Value); {
		case s.Value <= 0:
			s.Cost = min(s.Cost, float64(share*s.Revenue))
			s.Rent = s.Cost/share - s.Value
		case s.Cost == 0 || !s.Dormant && s.Cost > most:
			s.Cost = most
		}
	}
}

// deriveChains joins the sites of one owner of which one makes what another
// draws, wherever they stand: their owner judges them together.
func (n *Network) deriveChains() {
	for i := range n.Sites {
		n.Sites[i].Chain = i
		for j := range i {
			if n.Sites[j].Chain != n.Sites[i].Chain && n.feeds(i, j) {
				from, to := n.Sites[i].Chain, n.Sites[j].Chain
				for k := range i + 1 {
					if n.Sites[k].Chain == from {
						n.Sites[k].Chain = to
					}
				}
			}
		}
	}
}

// feeds reports whether two sites have one owner and one makes what the other
// draws.
func (n *Network) feeds(i, j int) bool {
	a, b := &n.Sites[i], &n.Sites[j]
	if owner := n.Model.Facilities[a.Facility].Owner; owner == "" || owner != n.Model.Facilities[b.Facility].Owner {
		return false
	}
	makes := func(x, y *Site) bool {
		for _, l := range n.Lines[x.Line0:x.Line1] {
			for _, o := range n.Outputs[l.Out0:l.Out1] {
				for _, m := range n.Lines[y.Line0:y.Line1] {
					for _, in := range n.Inputs[m.In0:m.In1] {
						if n.Markets[in.Market].Commodity == n.Markets[o.Market].Commodity {
							return true
						}
					}
				}
			}
		}
		return false
	}
	return makes(a, b) || makes(b, a)
}

// products counts what a line makes beside scrap.
func (n *Network) products(l *Line) int {
	count := 0
	for _, o := range n.Outputs[l.Out0:l.Out1] {
		if !n.scrap(l, o.Market) {
			count++
		}
	}
	return count
}

// FromScrap reports whether a line draws what comes from further down the chain
// than what it makes.
func (n *Network) FromScrap(l *Line) bool {
	for _, in := range n.Inputs[l.In0:l.In1] {
		for _, o := range n.Outputs[l.Out0:l.Out1] {
			if n.stage(in.Market) > n.stage(o.Market) {
				return true
			}
		}
	}
	return false
}

// baseRevenue is what a unit of throughput earns at base prices; 0 if a product
// has none.
func (n *Network) baseRevenue(l *Line) float64 {
	sum := 0.0
	for _, o := range n.Outputs[l.Out0:l.Out1] {
		sum += float64(o.Coef * n.Markets[o.Market].Price)
	}
	return sum
}

func (n *Network) basePaid(l *Line) float64 {
	sum := 0.0
	for _, in := range n.Inputs[l.In0:l.In1] {
		sum += float64(in.Coef * n.Markets[in.Market].Price)
	}
	return sum
}

// project is what a project event adds: the durations and the capital of the
// facility, unless the event gives its own.
func (n *Network) project(e *Event, d *model.Event) Project {
	p := Project{Capacity: d.Capacity.Value / WeeksPerYear, Permit: d.Permit.Value, Build: d.Build.Value, Ramp: d.Ramp.Value,
		Grant: d.Grant.Value, Margin: d.Decision == "margin"}
	for _, i := range e.Sites {
		f := &n.Model.Facilities[n.Sites[i].Facility]
		p.Capacity = cmp.Or(p.Capacity, f.Capacity.Value/WeeksPerYear)
		if d.Permit.Unit == "" {
			p.Permit = max(p.Permit, f.Durations.Permit.Value)
		}
		if d.Build.Unit == "" {
			p.Build = max(p.Build, f.Durations.Build.Value)
		}
		if d.Ramp.Unit == "" {
			p.Ramp = max(p.Ramp, cmp.Or(f.Ramp.Value, f.Durations.Ramp.Value))
		}
		p.Capital = max(p.Capital, float64(n.Sites[i].Capital*p.Capacity)*WeeksPerYear)
	}
	return p
}
