package sim

// Phase is where a site stands in its life.
type Phase uint8

// The phases, named as the status of a facility is.
const (
	Planned Phase = iota
	Permitting
	Construction
	Ramp
	Operating
	Idle
	Closed
)

// String names the phase as facilities.csv does.
func (p Phase) String() string {
	return [...]string{"planned", "permitting", "construction", "ramp", "operating", "idle", "closed"}[p]
}

// openSites puts every site where it stands in the base year: those that run,
// at the margin they earn then, and those that only a project can open.
func (s *Sim) openSites() {
	st, n := &s.State, s.Net
	clear(st.Building)
	clear(st.Clock)
	clear(st.Anchor)
	clear(st.Parity)
	clear(st.Pull)
	fill(st.Local, 1)
	for i := range n.Markets {
		s.anchor(i, true)
	}
	fill(st.Growth, 1)
	fill(st.lineGrowth, 1)
	for i := range n.Sites {
		site := &n.Sites[i]
		st.Level[i], st.Scale[i] = 1, 1
		st.Asked[i], st.Busy[i] = site.Base, site.Base
		if site.Dormant {
			st.Level[i], st.Scale[i] = 0, 0
		}
		st.Margin[i] = choose(site.Revenue > 0, (site.Value+site.Rent-site.Cost)/site.Revenue, 0)
	}
	s.openPhases()
	for i := range n.Lines {
		st.Push[i], st.Keen[i] = s.pushOf(i)
	}
}

// openPhases puts every site in the phase of the base year.
//
//wide:each
func (s *Sim) openPhases() {
	for i := range s.Net.Sites {
		s.State.Phase[i] = Operating
		if s.Net.Sites[i].Dormant {
			s.State.Phase[i] = Planned
		}
	}
}

// Room is the throughput per week that a site has capacity for. A dormant site
// has none of its own: its scale is the capacity that projects have built.
func (s *Sim) Room(i int) float64 {
	st, site := &s.State, &s.Net.Sites[i]
	capacity := float64(site.Capacity * st.Growth[i])
	if site.Dormant {
		capacity = 1
	}
	return float64(float64(capacity*st.Scale[i]) * float64(st.Level[i]*float64(st.capacity[i]*st.flood[i])))
}

// lineRoom is the capacity of a site that one of its lines can count on: lines for
// which there is nothing to work on leave theirs to the others.
//
//wide:each
func (s *Sim) lineRoom(line int) float64 {
	l := &s.Net.Lines[line]
	site := &s.Net.Sites[l.Site]
	sharing := 0
	for k := site.Line0; k < site.Line1; k++ {
		if k == line || s.fed(k) {
			sharing++
		}
	}
	return s.Room(l.Site) / float64(sharing)
}

// aTrace is the share of a week's use below which a market counts as empty: what
// rounding leaves of a stock that was drawn down is nothing to work on.
const aTrace = 1e-6

// fed reports whether a line has something of every input to work on.
//
//wide:each
func (s *Sim) fed(line int) bool {
	l := &s.Net.Lines[line]
	for _, in := range s.Net.Inputs[l.In0:l.In1] {
		if s.State.Stock[in.Market] <= float64(aTrace*s.State.Expected[in.Market]) {
			return false
		}
	}
	return true
}
