// Code generated from internal/sim/grow.go by internal/widen; DO NOT EDIT.

package wide

import (
	"lodestone/internal/lane"
	"lodestone/internal/network"
)

const growthWeeks = 4

func (s *Block) grow() {
	st, g := &s.State, s.Net.Growth
	if g == nil || st.Week%growthWeeks != 0 {
		return
	}
	year, part := st.Week/network.WeeksPerYear, lane.All(float64(st.Week%network.WeeksPerYear)).Div(const6)
	between(st.Path, g.Use[year], g.Use[year+1], part)
	s.uses.stale = true
	between(st.lineGrowth, g.Line[year], g.Line[year+1], part)
	for i := range s.Net.Sites {
		site := &s.Net.Sites[i]
		if !lane.Any(site.Base.Greater(const0)) {
			continue
		}
		sum := const0
		for l := site.Line0; l < site.Line1; l++ {
			sum = sum.Add(s.Net.Lines[l].Base.Mul(st.lineGrowth[l]))
		}
		st.Growth[i] = sum.Div(site.Base)
	}
}

func between(into, from, to []lane.F, part lane.F) {
	for i := range into {
		into[i] = from[i].Add(part.Mul((to[i].Sub(from[i]))))
	}
}
