package sim

// decide pays what policies promise, moves projects on, and once a quarter lets
// owners idle, restart, close and enlarge their plants. Buyers review their
// sources, once per review period, and start to qualify new ones when the old
// ones leave too much unfilled. Users review what they pay as often, and want
// less of what has become dearer.
func (s *Sim) decide() {
	s.policy()
	s.advance()
	s.entrants()
	if s.State.Week%quarter == quarter-1 {
		s.judge()
		for i := range s.Net.Sites {
			s.operate(i)
			s.invest(i)
		}
	}
	s.reviewAll()
	if (s.State.Week+1)%pushWeeks == 0 {
		s.push()
	}
}

// pushWeeks is how often producers review what they push out.
const pushWeeks = 4
