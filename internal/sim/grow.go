package sim

import "lodestone/internal/network"

// growth is how often demand and capacity move along their path, weeks.
const growthWeeks = 4

// grow moves demand, and the capacity that owners build for it, along the
// yearly path of the network.
func (s *Sim) grow() {
	st, g := &s.State, s.Net.Growth
	if g == nil || st.Week%growthWeeks != 0 {
		return
	}
	year, part := st.Week/network.WeeksPerYear, float64(st.Week%network.WeeksPerYear)/network.WeeksPerYear
	between(st.Path, g.Use[year], g.Use[year+1], part)
	s.uses.stale = true
	between(st.lineGrowth, g.Line[year], g.Line[year+1], part)
	for i := range s.Net.Sites {
		site := &s.Net.Sites[i]
		if !known(site.Base > 0) {
			continue
		}
		sum := 0.0
		for l := site.Line0; l < site.Line1; l++ {
			sum += float64(s.Net.Lines[l].Base * st.lineGrowth[l])
		}
		st.Growth[i] = sum / site.Base
	}
}

func between(into, from, to []float64, part float64) {
	for i := range into {
		into[i] = from[i] + float64(part*(to[i]-from[i]))
	}
}
