package wide

import (
	"lodestone/internal/lane"
	"lodestone/internal/network"
)

// spread says how many of a market's buyers have run out, [network.Spread] of each
// member.
type spread struct {
	points []lane.F
	step   lane.Mask // where nobody runs out before all do
}

// load takes the tables of other members.
func (s *spread) load(nets *[lane.Width]*network.Network) {
	var step [lane.Width]bool
	for l, n := range nets {
		points := n.Spread.Points()
		s.points = sized(s.points, len(points)+1) // of the last step only the start is used
		for i, p := range points {
			*lane.At(&s.points[i], l) = p
		}
		step[l] = points[1] == 0
	}
	s.step = lane.MaskOf(&step)
}

var none, all, places lane.F

func init() {
	lane.Set(&none, 0)
	lane.Set(&all, 1)
	lane.Set(&places, network.SpreadPoints)
}

// runOut is the share of buyers that have run out when a market holds a share of its
// normal stock.
func (b *Block) runOut(left lane.F) lane.F {
	at := left.Max(none).Min(all).Mul(places)
	share := lane.Interpolate(b.spread.points, at)
	share = lane.Choose(b.spread.step.And(at.Less(all)), none, share)
	return lane.Choose(left.GreaterEqual(all), none, lane.Choose(left.LessEqual(none), all, share))
}
