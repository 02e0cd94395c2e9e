package network

import (
	"cmp"

	"lodestone/internal/model"
)

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
